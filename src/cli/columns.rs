//! Text in columns and lines that fit a terminal, Chinese letters taking two places.

use unicode_width::UnicodeWidthStr;

/// A line of cells: the first begins at the left, the last is a remark, those between end at the right.
pub struct Line {
    pub cells: [String; 6],
    pub is_heading: bool,
}

/// The lines with their cells one under the other, each with whether it is the heading. Where they are
/// wider than `most`, columns are left out in the order of [`SPARE`].
pub fn aligned(lines: &[Line], most: usize) -> Vec<(bool, String)> {
    let widths: [usize; 6] = std::array::from_fn(|at| {
        lines
            .iter()
            .filter_map(|line| line.cells.get(at))
            .map(|cell| cell.width())
            .max()
            .unwrap_or(0)
    });
    let mut shown: Vec<usize> =
        (0..widths.len()).filter(|at| widths.get(*at).is_some_and(|width| *width > 0)).collect();
    let total = |shown: &[usize]| -> usize {
        shown.iter().filter_map(|at| widths.get(*at)).map(|width| width + GAP).sum()
    };
    for spare in SPARE {
        if total(&shown) > most {
            shown.retain(|at| *at != spare);
        }
    }
    let told = |line: &Line| {
        let mut text = String::new();
        for (place, at) in shown.iter().enumerate() {
            let (Some(cell), Some(width)) = (line.cells.get(*at), widths.get(*at)) else {
                continue;
            };
            let room = " ".repeat(width.saturating_sub(cell.width()));
            text += &" ".repeat(GAP);
            let is_left = place == 0 || place + 1 == shown.len() && *at + 1 == widths.len();
            match is_left {
                true => text += &format!("{cell}{room}"),
                false => text += &format!("{room}{cell}"),
            }
        }
        (line.is_heading, text.trim_end().to_owned())
    };
    lines.iter().map(told).collect()
}

/// Columns that can be done without, the least needed first.
const SPARE: [usize; 3] = [3, 4, 2];

/// Places between two columns, and before the first.
const GAP: usize = 2;

/// A text in lines at most so wide, broken at spaces; what goes on is set in. A word that is wider
/// stands alone.
pub fn wrapped(text: &str, most: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for line in text.lines() {
        let start = line.len() - line.trim_start_matches(' ').len();
        let mut here = line.get(..start).unwrap_or_default().to_owned();
        let mut is_first = true;
        for word in line.split_ascii_whitespace() {
            if !is_first && here.width() + 1 + word.width() > most {
                lines.push(std::mem::replace(&mut here, " ".repeat(start + GAP)));
                is_first = true;
            }
            if !is_first {
                here.push(' ');
            }
            here.push_str(word);
            is_first = false;
        }
        lines.push(here);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(cells: [&str; 6], is_heading: bool) -> Line {
        Line { cells: cells.map(str::to_owned), is_heading }
    }

    #[test]
    fn cells_stand_one_under_the_other_in_any_script() {
        let lines = [
            line(["", "now", "before", "normal", "by itself", ""], true),
            line(["已解决", "7", "12", "9", "1–20", "above it"], false),
            line(["opened", "1 000", "3", "—", "", ""], false),
        ];
        let shown = |most| -> Vec<String> {
            aligned(&lines, most).into_iter().map(|(_, line)| line).collect()
        };
        assert_eq!(
            shown(80),
            [
                "            now  before  normal  by itself",
                "  已解决      7      12       9       1–20  above it",
                "  opened  1 000       3       —",
            ]
        );
        for most in [30, 40, 50] {
            let lines = shown(most);
            let widest = lines.iter().map(|line| line.width()).max().unwrap();
            assert!(widest <= most.max(25), "{most}: {lines:?}");
            assert!(lines[1].ends_with("above it"), "{lines:?}");
        }
    }

    #[test]
    fn long_lines_are_broken_at_spaces() {
        let text = "wrong: 3 bad_time, 12 missing_field";
        assert_eq!(wrapped(text, 80), [text]);
        assert_eq!(wrapped(text, 20), ["wrong: 3 bad_time,", "  12 missing_field"]);
        assert_eq!(wrapped("客服 中心 一", 6), ["客服", "  中心", "  一"]);
        assert_eq!(wrapped("a\n  b c", 4), ["a", "  b", "    c"]);
        assert_eq!(wrapped("averylongword", 4), ["averylongword"]);
        assert_eq!(wrapped("80\u{a0}% is", 4), ["80\u{a0}%", "  is"]);
    }
}
