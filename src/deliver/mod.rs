//! writes everything, all or nothing.
