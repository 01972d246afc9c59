//! Tests through the binary: one program, one module per concern.

mod support;

mod crash;
mod browser;
mod channels;
mod demo;
mod dedupe;
mod determinism;
mod erase;
mod errors;
mod evolve;
mod feed;
mod floor_plan;
mod incremental;
mod init;
mod law;
mod layouts;
mod nights;
mod past;
mod notify;
mod postgres;
mod readme;
mod rekeyed;
mod report;
mod review;
mod rules;
mod scripts;
mod run;
mod train;
mod verbs;
mod words;
