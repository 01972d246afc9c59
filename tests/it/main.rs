//! Tests through the binary: one program, one module per concern.

mod support;

mod demo;
mod dedupe;
mod determinism;
mod errors;
mod floor_plan;
mod init;
mod readme;
mod rules;
mod run;
mod verbs;
