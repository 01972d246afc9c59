//! identity resolution: who is the same customer.
