//! Formats of cells: what numbers look like, headings, marks.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use super::cell::Shape;
use super::sheet::Tone;
use crate::charts::Ink;
use crate::words::Words;

/// The formats of a workbook.
pub struct Style {
    pub plain: Format,
    /// Text that stays text even where its cell is edited.
    pub quoted: Format,
    pub head: Format,
    pub title: Format,
    pub label: Format,
    pub prose: Format,
    duration: Format,
}

impl Style {
    pub fn of(say: &Words) -> Self {
        let plain = Format::new().set_align(FormatAlign::Top);
        let text = Color::RGB(Ink::Text.light());
        Self {
            quoted: plain.clone().set_quote_prefix(),
            head: Format::new()
                .set_bold()
                .set_font_color(text)
                .set_background_color(Color::RGB(Ink::Heat(0).light()))
                .set_border_bottom(FormatBorder::Thin)
                .set_border_bottom_color(Color::RGB(Ink::Peer.light()))
                .set_align(FormatAlign::Top)
                .set_text_wrap(),
            title: Format::new().set_bold().set_font_size(16.0).set_font_color(text),
            label: plain.clone().set_font_color(Color::RGB(Ink::Soft.light())),
            prose: plain.clone().set_text_wrap(),
            duration: numbers(&plain, &say.text("workbook.duration")),
            plain,
        }
    }

    pub fn of_shape(&self, shape: Shape) -> Format {
        match shape {
            Shape::Text | Shape::Flag => self.plain.clone(),
            Shape::Count => numbers(&self.plain, "#,##0"),
            Shape::Whole => numbers(&self.plain, "0"),
            Shape::Number => numbers(&self.plain, "0.00"),
            Shape::Share => numbers(&self.plain, "0.0 %"),
            Shape::Duration => self.duration.clone(),
            Shape::Score => numbers(&self.plain, "0"),
            Shape::Day => numbers(&self.plain, "yyyy-mm-dd"),
            Shape::Instant => numbers(&self.plain, "yyyy-mm-dd hh:mm"),
        }
    }
}

fn numbers(plain: &Format, format: &str) -> Format {
    plain.clone().set_num_format(format)
}

/// What a marked cell looks like: the ink of the page on a light ground.
pub fn mark(tone: Tone) -> Format {
    let (ink, ground) = match tone {
        Tone::Good => (Ink::Above, 0xE3F3EE),
        Tone::Bad => (Ink::Short, 0xFBEADF),
        Tone::Notable => (Ink::Measure, Ink::Heat(1).light()),
    };
    let format = Format::new().set_bold().set_font_color(Color::RGB(ink.light()));
    format.set_background_color(Color::RGB(ground))
}
