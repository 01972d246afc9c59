//! Tests through the binary: one program, one module per concern.

mod support;

mod demo;
mod dedupe;
mod determinism;
mod erase;
mod errors;
mod feed;
mod floor_plan;
mod init;
mod nights;
mod past;
mod postgres;
mod readme;
mod run;
mod verbs;
