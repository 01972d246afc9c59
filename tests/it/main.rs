//! Tests through the binary: one program, one module per concern.

mod support;

mod crash;
mod demo;
mod dedupe;
mod determinism;
mod errors;
mod evolve;
mod floor_plan;
mod init;
mod nights;
mod readme;
mod review;
mod run;
mod verbs;
