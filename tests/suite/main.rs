//! Tests of the whole, in one binary.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that meets what it does not expect has failed"
)]

mod architecture;
mod bad_input;
mod browser;
mod business_time;
mod canary;
mod cases;
mod cli;
mod complaints;
mod desk;
mod explain;
mod mutations;
mod outputs;
mod outside;
mod quality;
mod real_mail_chat;
mod real_table;
mod recompute;
mod rosetta;
mod snippets;
mod sources;
mod spans;
mod support;
