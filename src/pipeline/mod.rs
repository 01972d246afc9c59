//! the corridor: the only place that names two rooms.
