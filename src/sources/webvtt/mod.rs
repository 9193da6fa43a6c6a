//! Subtitles of calls: WebVTT and SRT, as transcription writes them.
//!
//! A cue says when within the recording something was said; when the recording began stands in a
//! note at the file's head or in its name.

mod call;
mod cues;
mod format;
mod speech;
mod start;

pub use format::WebVtt;
