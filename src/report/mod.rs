//! facts -> quality, channel and customer pages.
