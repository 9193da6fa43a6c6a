//! Takes a subtitle file apart: its notes and its cues.

use crate::model::Str;

/// Something said between two moments of a recording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cue<'a> {
    /// Line of its times, from 0.
    pub line: u32,
    /// Microseconds from the beginning of the recording; `None` where the times can't be read.
    pub times: Option<(i64, i64)>,
    pub payload: Vec<&'a str>,
}

/// What a file holds.
#[derive(Debug, Default)]
pub(super) struct Subtitles<'a> {
    /// Lines of the notes before the first cue.
    pub notes: Vec<(u32, &'a str)>,
    pub cues: Vec<Cue<'a>>,
}

/// Whether the line stands between a cue's number and its words.
pub(super) fn is_times(line: &str) -> bool {
    line.contains("-->")
}

impl<'a> Subtitles<'a> {
    pub(super) fn parse(text: &'a str) -> Self {
        let mut all = Self::default();
        let mut lines = (0..).zip(text.lines().map(str::trim_end)).peekable();
        while let Some((number, line)) = lines.next() {
            if line.is_empty() {
                continue;
            }
            if is_times(line) {
                let mut payload = Vec::new();
                while let Some((_, line)) =
                    lines.next_if(|(_, line)| !line.is_empty() && !is_times(line))
                {
                    payload.push(line);
                }
                all.cues.push(Cue { line: number, times: times(line), payload });
                continue;
            }
            if keyword(line, "NOTE") && all.cues.is_empty() {
                let first = line.get(4..).unwrap_or_default().trim();
                all.notes.extend((!first.is_empty()).then_some((number, first)));
                while let Some(note) = lines.next_if(|(_, line)| !line.is_empty()) {
                    all.notes.push(note);
                }
            } else if ["NOTE", "STYLE", "REGION", "WEBVTT"].iter().any(|word| keyword(line, word)) {
                while lines.next_if(|(_, line)| !line.is_empty() && !is_times(line)).is_some() {}
            }
        }
        all
    }
}

/// Whether the line begins a block of that name.
fn keyword(line: &str, word: &str) -> bool {
    let rest = line.strip_prefix(word);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', ':']))
}

/// `00:05.000 --> 01:02:03.000 align:start`, the fraction perhaps after a comma.
fn times(line: &str) -> Option<(i64, i64)> {
    let (from, to) = line.split_once("-->")?;
    Some((time(from.trim())?, time(to.split_whitespace().next()?)?))
}

/// Microseconds of `[hh:]mm:ss[.fff]`.
fn time(text: &str) -> Option<i64> {
    let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let mut units = whole.rsplit(':');
    let mut next = |most: i64| {
        let unit = units.next()?;
        let is_number =
            !unit.is_empty() && unit.len() <= 6 && unit.bytes().all(|b| b.is_ascii_digit());
        unit.parse::<i64>().ok().filter(|unit| is_number && *unit <= most)
    };
    let (seconds, minutes) = (next(59)?, next(59)?);
    let hours = if whole.matches(':').count() > 1 { next(999_999)? } else { 0 };
    let micros = micros(fraction)?;
    (whole.matches(':').count() <= 2)
        .then_some(((hours * 60 + minutes) * 60 + seconds) * 1_000_000 + micros)
}

/// Microseconds of the digits behind a decimal point.
fn micros(digits: &str) -> Option<i64> {
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let digit = |at: usize| digits.as_bytes().get(at).map_or(0, |b| i64::from(b - b'0'));
    Some((0..6).fold(0, |sum, at| sum * 10 + digit(at)))
}

/// The lines as one: what was broken to fit the screen is joined by a space, but for Chinese and
/// Japanese, which write none.
pub(super) fn joined<'a>(lines: &[&'a str]) -> Str<'a> {
    if let [line] = lines {
        return Str::Borrowed(line);
    }
    let is_wide = |c: char| matches!(c, '\u{2e80}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}');
    let mut whole = String::new();
    for line in lines {
        let touches_wide = whole.ends_with(is_wide) || line.starts_with(is_wide);
        if !whole.is_empty() && !touches_wide {
            whole.push(' ');
        }
        whole.push_str(line);
    }
    Str::Owned(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_of_all_kinds() {
        let all = Subtitles::parse(
            "WEBVTT - a call\nKind: captions\n\nSTYLE\n::cue { color: red }\n\nREGION\nid:x\n\n\
             NOTE\nteam: phone\n\n1\n00:01.500 --> 00:02.000 align:start\nHello\nthere\n\n\
             NOTE not read: any more\n\nintro\n01:00:00.250 --> 100:00:01\nBye\n",
        );
        assert_eq!(all.notes, [(10, "team: phone")]);
        assert_eq!(
            all.cues,
            [
                Cue {
                    line: 13,
                    times: Some((1_500_000, 2_000_000)),
                    payload: vec!["Hello", "there"]
                },
                Cue {
                    line: 20,
                    times: Some((3_600_250_000, 360_001_000_000)),
                    payload: vec!["Bye"]
                },
            ]
        );
    }

    #[test]
    fn srt_has_numbers_and_commas() {
        let all = Subtitles::parse(
            "1\r\n00:00:01,500 --> 00:00:02,75\r\nHello\r\n\r\n2\r\n00:00:03,000 --> 00:00:04,000\r\n2026\r\n",
        );
        assert_eq!(all.cues[0].times, Some((1_500_000, 2_750_000)));
        assert_eq!(all.cues[1].payload, ["2026"]);
    }

    #[test]
    fn a_missing_empty_line_does_not_hide_a_cue() {
        let all =
            Subtitles::parse("WEBVTT\n00:01.000 --> 00:02.000\nOne\n00:02.000 --> 00:03.000\nTwo");
        assert_eq!(all.cues.len(), 2);
        assert_eq!(all.cues[0].payload, ["One"]);
    }

    #[test]
    fn broken_lines_are_joined() {
        assert_eq!(joined(&["one two", "three"]), "one two three");
        assert_eq!(
            joined(&["优惠券只能", "用于满两百元的订单。"]),
            "优惠券只能用于满两百元的订单。"
        );
        assert_eq!(joined(&["这里是Lavka,", "我是梅。"]), "这里是Lavka,我是梅。");
    }

    #[test]
    fn times_that_are_none() {
        for line in [
            "a --> b",
            "00:61.000 --> 00:62.000",
            "1.5 --> 2.5",
            "00:01.0x --> 00:02.000",
            "00:01.000 -->",
        ] {
            assert_eq!(Subtitles::parse(line).cues[0].times, None, "{line}");
        }
    }
}
