//! A chart as PNG for slides, made of its SVG: light, at twice its size.
//!
//! It knows what a [`super::Sheet`] draws (rectangles, circles, polygons, lines, text set glyph by
//! glyph) and nothing more of SVG. Letters are those of Noto Sans, which the program carries, so that
//! Latin, Greek and Cyrillic come out the same on every machine; Chinese, Japanese and Korean are
//! taken from the machine's own fonts.

mod canvas;
mod faces;
mod file;
mod svg;

pub use svg::png;
