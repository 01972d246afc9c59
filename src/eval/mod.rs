//! scores against labels.
