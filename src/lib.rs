//! Caseload: support conversations in, figures that can be defended out.
//!
//! The floors, from the ground up; a folder uses only those below its own.

pub mod calendar;
pub mod model;
pub mod pages;
pub mod stats;
pub mod text;
pub mod words;

pub mod sample;
pub mod sources;
pub mod transcript;

pub mod gather;
pub mod rubric;
pub mod scores;

pub mod facts;

pub mod metrics;

pub mod evidence;
pub mod explain;

pub mod tables;

pub mod charts;

pub mod report;
pub mod workbook;

pub mod pipeline;

pub mod cli;
