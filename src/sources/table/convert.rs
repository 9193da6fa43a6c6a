//! How a cell becomes the value of a field.

use super::cell::{Cell, is_nothing, trim};
use super::mapping::Fixed;
use super::moment::TimeRule;
use super::number::{Unit, number, seconds};
use crate::model::{FieldType, IssueKind, Str, Value};
use crate::sources::Clock;

/// How the cells of one field are read.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    /// Words of the file and what they stand for; `""` is an empty cell.
    pub words: Vec<(String, Fixed)>,
    /// What any other word stands for.
    pub otherwise: Option<Fixed>,
    pub reading: Reading,
}

/// How a cell is read that is none of the rule's words.
#[derive(Clone, Debug)]
pub(super) enum Reading {
    /// Text as it stands.
    Prose,
    /// A name, trimmed.
    Name,
    /// A key, trimmed and without the fraction that spreadsheets add.
    Key,
    List {
        separator: String,
    },
    Instant(TimeRule),
    Number {
        decimal: Option<char>,
    },
    Seconds {
        unit: Unit,
        decimal: Option<char>,
    },
    Flag,
    Word(&'static [&'static str]),
}

/// A cell that is not what its field holds.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub kind: IssueKind,
    pub seen: String,
}

impl Rule {
    /// How a field is read of which the settings say nothing but how times and decimals look.
    pub fn plain(name: &str, field: FieldType, times: &TimeRule, decimal: Option<char>) -> Self {
        let reading = match field {
            FieldType::Text if matches!(name, "text" | "comment" | "subject") => Reading::Prose,
            FieldType::Text if name.ends_with("_id") || name == "in_reply_to" => Reading::Key,
            FieldType::Text => Reading::Name,
            FieldType::List => Reading::List { separator: ",".to_owned() },
            FieldType::Instant => Reading::Instant(times.clone()),
            FieldType::Number if name.ends_with("_seconds") => {
                Reading::Seconds { unit: Unit::Seconds, decimal }
            }
            FieldType::Number => Reading::Number { decimal },
            FieldType::Flag => Reading::Flag,
            FieldType::Word(words) => Reading::Word(words),
        };
        Self { words: Vec::new(), otherwise: None, reading }
    }

    /// The value in a cell; `None` where it is empty. `used_input_zone` is set where a time named
    /// no zone.
    #[inline]
    pub fn read<'r>(
        &'r self,
        cell: Cell<'r>,
        clock: &Clock,
        used_input_zone: &mut bool,
    ) -> Result<Option<Value<'r>>, Fault> {
        if self.words.is_empty() {
            if matches!(cell, Cell::Empty) {
                return Ok(None);
            }
        } else {
            if let Some(fixed) = self.word(cell) {
                return Ok(Some(fixed.value()));
            }
            if let Some(otherwise) = &self.otherwise
                && !cell.is_blank()
            {
                let value = match self.reading.is_text() {
                    true => None,
                    false => self.reading.read(cell, clock, used_input_zone).ok().flatten(),
                };
                return Ok(Some(value.unwrap_or_else(|| otherwise.value())));
            }
        }
        self.reading.read(cell, clock, used_input_zone)
    }

    /// The instant of cells that make one together.
    pub fn read_joined(
        &self,
        cells: Vec<Cell<'_>>,
        clock: &Clock,
        used_input_zone: &mut bool,
    ) -> Result<Option<Value<'static>>, Fault> {
        let cells: Vec<_> = cells.into_iter().filter(|cell| !cell.is_blank()).collect();
        if cells.is_empty() {
            return Ok(None);
        }
        match &self.reading {
            Reading::Instant(rule) => {
                let (at, zoned) = rule
                    .read_joined(&cells, clock)
                    .ok_or_else(|| Fault { kind: IssueKind::BadTime, seen: joined(&cells) })?;
                *used_input_zone |= zoned;
                Ok(Some(Value::Instant(at)))
            }
            _ => Ok(Some(Value::Text(Str::Owned(joined(&cells))))),
        }
    }

    /// What the cell stands for by the settings' words.
    pub fn word(&self, cell: Cell<'_>) -> Option<&Fixed> {
        let text = cell.into_text();
        let text = trim(text.as_deref().unwrap_or(""));
        let find = |fits: &dyn Fn(&str) -> bool| {
            self.words.iter().find(|(word, _)| fits(word)).map(|(_, fixed)| fixed)
        };
        find(&|word| word == text).or_else(|| find(&|word| word.eq_ignore_ascii_case(text)))
    }
}

impl Reading {
    fn is_text(&self) -> bool {
        matches!(self, Reading::Prose | Reading::Name | Reading::Key | Reading::List { .. })
    }

    /// `None` where there is nothing in the cell.
    fn read<'r>(
        &'r self,
        mut cell: Cell<'r>,
        clock: &Clock,
        used_input_zone: &mut bool,
    ) -> Result<Option<Value<'r>>, Fault> {
        if let Cell::Text(text) = &mut cell
            && !matches!(self, Reading::Prose)
        {
            *text = trim(text);
            if is_nothing(text) {
                return Ok(None);
            }
        } else if matches!(cell, Cell::Empty) {
            return Ok(None);
        }
        let value = match self {
            Reading::Prose | Reading::Name => Value::Text(text(cell)?),
            Reading::Key => Value::Text(whole(text(cell)?)),
            Reading::List { separator } => Value::List(list(cell, separator)?),
            Reading::Instant(rule) => match rule.read(cell, clock) {
                Some((at, zoned)) => {
                    *used_input_zone |= zoned;
                    Value::Instant(at)
                }
                None => return Err(fault(IssueKind::BadTime, cell)),
            },
            Reading::Number { decimal } => match number(cell, *decimal) {
                Some(number) if number.is_finite() => Value::Number(number),
                _ => return Err(fault(IssueKind::BadNumber, cell)),
            },
            Reading::Seconds { unit, decimal } => match seconds(cell, *unit, *decimal) {
                Some(seconds) if seconds < 0.0 => {
                    return Err(fault(IssueKind::NegativeTime, cell));
                }
                Some(seconds) if seconds.is_finite() => Value::Number(seconds),
                _ => return Err(fault(IssueKind::BadNumber, cell)),
            },
            Reading::Flag => match flag(cell) {
                Some(flag) => Value::Flag(flag),
                None => return Err(fault(IssueKind::UnknownWord, cell)),
            },
            Reading::Word(words) => Value::Text(Str::Borrowed(word(cell, words)?)),
        };
        Ok(Some(value))
    }
}

#[cold]
fn fault(kind: IssueKind, cell: Cell<'_>) -> Fault {
    let seen = match cell {
        Cell::Other(what) => what.to_owned(),
        cell => cell.into_text().unwrap_or_default().into_owned(),
    };
    Fault { kind, seen }
}

fn text(cell: Cell<'_>) -> Result<Str<'_>, Fault> {
    match cell {
        Cell::Text(text) => Ok(Str::Borrowed(text)),
        Cell::Other(_) => Err(fault(IssueKind::Unreadable, cell)),
        cell => Ok(cell.into_text().unwrap_or_default()),
    }
}

/// `12345.0` as `12345`.
fn whole(mut key: Str<'_>) -> Str<'_> {
    if !key.ends_with('0') {
        return key;
    }
    let digits = key.trim_end_matches('0').strip_suffix('.').unwrap_or("");
    if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        let len = digits.len();
        match &mut key {
            Str::Borrowed(text) => *text = text.get(..len).unwrap_or(text),
            Str::Owned(text) => text.truncate(len),
        }
    }
    key
}

fn list<'r>(cell: Cell<'r>, separator: &str) -> Result<Vec<Str<'r>>, Fault> {
    Ok(match cell {
        Cell::List(items) => items.iter().map(|item| Str::Borrowed(item.as_ref())).collect(),
        Cell::Text(text) => {
            let items = text.split(separator).map(trim).filter(|item| !item.is_empty());
            items.map(Str::Borrowed).collect()
        }
        cell => vec![text(cell)?],
    })
}

fn flag(cell: Cell<'_>) -> Option<bool> {
    const YES: &[&str] = &["true", "yes", "1", "y", "t", "да"];
    const NO: &[&str] = &["false", "no", "0", "n", "f", "нет"];
    if let Cell::Flag(flag) = cell {
        return Some(flag);
    }
    let text = cell.into_text()?.to_lowercase();
    let is = |words: &[&str]| words.contains(&text.as_str());
    is(YES).then_some(true).or_else(|| is(NO).then_some(false))
}

/// One of the words, in any case and with `-` or a space for `_`.
fn word(cell: Cell<'_>, words: &[&'static str]) -> Result<&'static str, Fault> {
    let text = text(cell)?;
    if let Some(word) = words.iter().find(|word| **word == text) {
        return Ok(word);
    }
    let plain = text.replace(['-', ' '], "_");
    let known = words.iter().find(|word| word.eq_ignore_ascii_case(&plain));
    known.copied().ok_or_else(|| fault(IssueKind::UnknownWord, cell))
}

/// The cells' texts, parted by spaces.
fn joined(cells: &[Cell<'_>]) -> String {
    let mut joined = String::new();
    for text in cells.iter().filter_map(|cell| cell.into_text()) {
        if !joined.is_empty() {
            joined.push(' ');
        }
        joined.push_str(trim(&text));
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Channel, Instant, Status};

    const UTC: Clock = Clock { zone: chrono_tz::UTC, is_stated: true };

    fn rule(name: &str, field: FieldType) -> Rule {
        Rule::plain(name, field, &TimeRule::default(), None)
    }

    /// What is read, as text.
    fn read(rule: &Rule, cell: Cell<'_>) -> String {
        match rule.read(cell, &UTC, &mut false) {
            Ok(None) => "nothing".to_owned(),
            Ok(Some(Value::Text(text))) => text.into_owned(),
            Ok(Some(Value::List(items))) => items.join("|"),
            Ok(Some(Value::Instant(at))) => at.to_string(),
            Ok(Some(Value::Number(number))) => number.to_string(),
            Ok(Some(Value::Flag(flag))) => flag.to_string(),
            Err(fault) => format!("{}: {}", fault.kind.word(), fault.seen),
        }
    }

    fn text(text: &str) -> Cell<'_> {
        Cell::Text(text)
    }

    #[test]
    fn keys_lose_the_fraction_that_spreadsheets_add() {
        let id = rule("conversation_id", FieldType::Text);
        assert_eq!(read(&id, text(" 12345.0 ")), "12345");
        assert_eq!(read(&id, Cell::Number(12345.0)), "12345");
        assert_eq!(read(&id, text("v1.0")), "v1.0");
        assert_eq!(read(&id, text("100")), "100");
        assert_eq!(read(&id, text("NULL")), "nothing");
        assert_eq!(read(&rule("text", FieldType::Text), text(" NULL ")), " NULL ");
    }

    #[test]
    fn words_are_mapped_then_known_then_otherwise() {
        let mut status = rule("status", FieldType::Word(Status::WORDS));
        assert_eq!(read(&status, text("On-Hold")), "on_hold");
        assert_eq!(read(&status, text("deleted")), "unknown_word: deleted");
        status.words = vec![
            ("Hold".into(), Fixed::Text("on_hold".into())),
            (String::new(), Fixed::Text("new".into())),
        ];
        assert_eq!(read(&status, text("hold")), "on_hold");
        assert_eq!(read(&status, text("solved")), "solved");
        assert_eq!(read(&status, Cell::Empty), "new");
        status.otherwise = Some(Fixed::Text("closed".into()));
        assert_eq!(read(&status, text("deleted")), "closed");
    }

    #[test]
    fn any_type_may_have_words() {
        let mut score = rule("score", FieldType::Number);
        score.words = vec![("good".into(), Fixed::Number(5.0)), ("2".into(), Fixed::Number(1.0))];
        assert_eq!(read(&score, text("Good")), "5");
        assert_eq!(read(&score, Cell::Integer(2)), "1");
        assert_eq!(read(&score, text("meh")), "bad_number: meh");
        let mut team = rule("team", FieldType::Text);
        team.words = vec![("T1".into(), Fixed::Text("Returns".into()))];
        assert_eq!(read(&team, text("T1")), "Returns");
        assert_eq!(read(&team, text("T2")), "T2");
    }

    #[test]
    fn flags_come_in_many_words() {
        let flag = rule("is_public", FieldType::Flag);
        for yes in ["true", "YES", "1", "y", "Да"] {
            assert_eq!(read(&flag, text(yes)), "true", "{yes}");
        }
        for no in ["False", "no", "0", "N", "нет"] {
            assert_eq!(read(&flag, text(no)), "false", "{no}");
        }
        assert_eq!(read(&flag, Cell::Number(1.0)), "true");
        assert_eq!(read(&flag, text("perhaps")), "unknown_word: perhaps");
    }

    #[test]
    fn lists_are_split_or_taken_as_they_are() {
        let tags = rule("tags", FieldType::List);
        assert_eq!(read(&tags, text("vip, late ,")), "vip|late");
        assert_eq!(read(&tags, Cell::List(&["a,b".into(), "c".into()])), "a,b|c");
    }

    #[test]
    fn negative_durations_and_infinite_numbers_are_faults() {
        assert_eq!(read(&rule("talk_seconds", FieldType::Number), text("-5")), "negative_time: -5");
        assert_eq!(read(&rule("talk_seconds", FieldType::Number), text("inf")), "bad_number: inf");
        assert_eq!(read(&rule("score", FieldType::Number), text("-5")), "-5");
        assert_eq!(read(&rule("score", FieldType::Number), text("NaN")), "nothing");
    }

    #[test]
    fn what_no_field_can_hold_is_a_fault() {
        let other = || Cell::Other("an object");
        assert_eq!(read(&rule("text", FieldType::Text), other()), "unreadable: an object");
        assert_eq!(read(&rule("score", FieldType::Number), other()), "bad_number: an object");
        let channel = rule("channel", FieldType::Word(Channel::WORDS));
        assert_eq!(read(&channel, other()), "unreadable: an object");
    }

    #[test]
    fn a_time_without_a_zone_says_so() {
        let mut zoned = false;
        let rule = rule("sent_at", FieldType::Instant);
        let value = rule.read(text("2026-11-09 10:00"), &UTC, &mut zoned).unwrap();
        assert!(zoned);
        let at = Instant::from_rfc3339("2026-11-09T10:00:00Z").unwrap();
        assert!(matches!(value, Some(Value::Instant(read)) if read == at));
    }

    #[test]
    fn keys_and_names_may_be_made_of_two_columns() {
        let id = rule("conversation_id", FieldType::Text);
        let read = id.read_joined(vec![text("L1 "), Cell::Number(7.0)], &UTC, &mut false);
        assert!(matches!(read, Ok(Some(Value::Text(id))) if id == "L1 7"));
        assert!(matches!(id.read_joined(vec![text(""), Cell::Empty], &UTC, &mut false), Ok(None)));
    }
}
