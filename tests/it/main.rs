//! Tests through the binary: one program, one module per concern.

mod support;

mod browser;
mod channels;
mod demo;
mod dedupe;
mod determinism;
mod errors;
mod floor_plan;
mod init;
mod readme;
mod run;
mod verbs;
