//! Letters as outlines: Noto Sans, and for East Asian scripts what the machine has.

use std::sync::LazyLock;

use fontdb::{Database, Family, Query, Weight};
use ttf_parser::{Face, GlyphId, OutlineBuilder};
use zeno::{Command, PathBuilder};

/// Families with Chinese letters, the most fitting first; those after the first few are what Windows
/// and macOS have.
const EAST_ASIAN: [&str; 9] = [
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Droid Sans Fallback",
    "PingFang SC",
    "Microsoft YaHei",
    "SimHei",
];

/// Regular and bold.
type Pair<T> = [Option<T>; 2];

/// A file's bytes and the place of a face in it.
type File = (Vec<u8>, u32);

/// The program's own faces.
static OWN: LazyLock<Pair<Face<'static>>> = LazyLock::new(|| {
    [notosans::REGULAR_TTF, notosans::BOLD_TTF].map(|data| Face::parse(data, 0).ok())
});

/// The machine's files with East Asian letters, looked for when a text first needs them.
static FILES: LazyLock<Pair<File>> = LazyLock::new(|| {
    let mut machine = Database::new();
    machine.load_system_fonts();
    let families = EAST_ASIAN.map(Family::Name);
    [Weight::NORMAL, Weight::BOLD].map(|weight| {
        let id = machine.query(&Query { families: &families, weight, ..Query::default() })?;
        machine.with_face_data(id, |data, index| (data.to_vec(), index))
    })
});

static EAST: LazyLock<Pair<Face<'static>>> = LazyLock::new(|| {
    let [regular, bold] = &*FILES;
    let parsed = |file: &'static Option<File>| {
        file.as_ref().and_then(|(data, index)| Face::parse(data, *index).ok())
    };
    [parsed(regular), parsed(bold)]
});

/// A text as outlines.
pub struct Line {
    /// From the start of the line, y = 0 being the line that letters stand on.
    pub path: Vec<Command>,
    pub width: f32,
    /// Height of a small x.
    pub x_height: f32,
}

/// Sets a text in letters `size` high, glyph by glyph; a letter that no face has is an empty box.
/// `None` where the program's own faces cannot be read.
pub fn set(text: &str, size: f32, is_bold: bool) -> Option<Line> {
    let weight = |faces: &'static Pair<Face<'static>>| {
        let [regular, bold] = faces;
        if is_bold { bold.as_ref() } else { regular.as_ref() }
    };
    let own = weight(&OWN)?;
    let mut line = Line { path: Vec::new(), width: 0.0, x_height: 0.0 };
    line.x_height = f32::from(own.x_height().unwrap_or_default()) * scale(own, size);
    for letter in text.chars() {
        let (face, glyph) = match own.glyph_index(letter) {
            Some(glyph) => (own, glyph),
            None => weight(&EAST)
                .and_then(|face| Some((face, face.glyph_index(letter)?)))
                .unwrap_or((own, GlyphId(0))),
        };
        let scale = scale(face, size);
        let mut pen = Pen { path: &mut line.path, x: line.width, scale };
        face.outline_glyph(glyph, &mut pen);
        line.width += f32::from(face.glyph_hor_advance(glyph).unwrap_or_default()) * scale;
    }
    Some(line)
}

/// Size of a unit of the face.
fn scale(face: &Face<'_>, size: f32) -> f32 {
    size / f32::from(face.units_per_em()).max(1.0)
}

/// Writes a glyph's outline at its place in the line, y downwards.
struct Pen<'p> {
    path: &'p mut Vec<Command>,
    x: f32,
    scale: f32,
}

impl Pen<'_> {
    fn at(&self, x: f32, y: f32) -> [f32; 2] {
        [self.x + x * self.scale, -y * self.scale]
    }
}

impl OutlineBuilder for Pen<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        let at = self.at(x, y);
        self.path.move_to(at);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let at = self.at(x, y);
        self.path.line_to(at);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let (control, at) = (self.at(x1, y1), self.at(x, y));
        self.path.quad_to(control, at);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let (first, second, at) = (self.at(x1, y1), self.at(x2, y2), self.at(x, y));
        self.path.curve_to(first, second, at);
    }

    fn close(&mut self) {
        self.path.close();
    }
}

#[cfg(test)]
mod tests {
    use super::{EAST, OWN, set};

    #[test]
    fn the_programs_letters_are_latin_greek_and_cyrillic() {
        for face in OWN.iter() {
            let face = face.as_ref().unwrap();
            for letter in "Azé ßŁžΩЖяЁіўќ 0–9 −±×∕≥≤→…’“”«»№€£\u{a0}\u{202f}".chars()
            {
                assert!(face.glyph_index(letter).is_some(), "{letter:?}");
            }
        }
    }

    #[test]
    fn digits_are_of_one_width_and_bold_is_wider() {
        let width = |text: &str, is_bold| set(text, 20.0, is_bold).unwrap().width;
        assert!((width("1111", false) - width("8888", false)).abs() < 1e-3);
        assert!(width("Median", true) > width("Median", false));
        assert!(
            (width("Median", false) - 2.0 * set("Median", 10.0, false).unwrap().width).abs() < 1e-3
        );
    }

    #[test]
    fn a_letter_that_no_face_has_is_a_box() {
        let line = set("\u{10ffff}", 20.0, false).unwrap();
        assert!(line.width > 0.0 && !line.path.is_empty());
    }

    #[test]
    fn chinese_is_set_where_the_machine_has_it() {
        if EAST.iter().all(Option::is_some) {
            assert!((set("张敏", 20.0, false).unwrap().width - 40.0).abs() < 0.5);
        }
    }
}
