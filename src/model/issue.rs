//! The ledger's entries: where a record stood, what was wrong with it, and what became of it.

use super::RecordKind;

/// Where a record stands in what was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Number of the file in the run's list.
    pub file: u32,
    /// Number of the piece within the file.
    pub piece: u32,
    /// Line (or row, or item, as the format counts) within the piece, from 0.
    pub line: u32,
}

/// What became of the record an entry is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// It is in no fact; the entry is all that is left of it.
    Dropped,
    /// It was kept without the field.
    Emptied,
    /// It was kept with the field mended or guessed.
    Kept,
}

impl Effect {
    pub const fn word(self) -> &'static str {
        match self {
            Effect::Dropped => "dropped",
            Effect::Emptied => "emptied",
            Effect::Kept => "kept",
        }
    }
}

/// Defines the kinds with their word, whether they count as bad, and what they mean.
macro_rules! issue_kinds {
    ($($variant:ident = $word:literal, $bad:literal, $about:literal;)+) => {
        /// What was noticed.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum IssueKind { $(#[doc = $about] $variant),+ }

        impl IssueKind {
            pub const ALL: &'static [IssueKind] = &[$(IssueKind::$variant),+];

            pub const fn word(self) -> &'static str {
                match self { $(IssueKind::$variant => $word),+ }
            }

            /// Whether it speaks against the file: counted against the run's tolerance.
            pub const fn is_bad(self) -> bool {
                match self { $(IssueKind::$variant => $bad),+ }
            }

            /// A sentence for the reader of the ledger.
            pub const fn about(self) -> &'static str {
                match self { $(IssueKind::$variant => $about),+ }
            }
        }
    };
}

issue_kinds! {
    Unreadable = "unreadable", true, "The record is not what its format says it should be.";
    MissingField = "missing_field", true, "A field without which the record says nothing is empty.";
    BadTime = "bad_time", true, "A time could not be read.";
    BadNumber = "bad_number", true, "A number could not be read.";
    UnknownWord = "unknown_word", true, "A value is none of the words the field may hold.";
    NegativeTime = "negative_time", true, "An end lies before its beginning.";
    BadEncoding = "bad_encoding", true, "Bytes were not text in the stated encoding and were replaced.";
    NoZone = "no_zone", false, "A time named no zone; the input's zone was taken.";
    GuessedRole = "guessed_role", false, "Nothing says who wrote this; the role was guessed.";
    GuessedChannel = "guessed_channel", false, "Nothing says on which channel this was; it counts as other.";
    Repeat = "repeat", false, "The same record stands elsewhere in the input.";
    Superseded = "superseded", false, "A newer state of the same record stands elsewhere in the input.";
    Orphan = "orphan", false, "The record names a conversation that is nowhere in the input.";
    NotSupport = "not_support", false, "A service line, a sample, a deleted or a merged ticket: nobody asked anything.";
}

/// One entry of the ledger.
#[derive(Clone, Debug, PartialEq)]
pub struct Issue {
    pub place: Place,
    pub record: RecordKind,
    /// Empty where the whole record is meant.
    pub field: &'static str,
    pub kind: IssueKind,
    pub effect: Effect,
    /// What stood there, shortened, without what could name a customer.
    pub seen: String,
}

impl Issue {
    /// The text as the ledger may show it: at most 60 characters, one line, addresses and long
    /// runs of digits struck out.
    pub fn shown(text: &str) -> String {
        let mut shown = String::new();
        for word in text.split_whitespace() {
            let digits = word.chars().filter(char::is_ascii_digit).count();
            let word = if word.contains('@') || digits > 8 && !looks_like_time(word) {
                "***"
            } else {
                word
            };
            if !shown.is_empty() {
                shown.push(' ');
            }
            shown.push_str(word);
            if shown.chars().count() > 60 {
                return shown.chars().take(59).chain(['…']).collect();
            }
        }
        shown
    }
}

fn looks_like_time(word: &str) -> bool {
    word.len() <= 35 && word.bytes().filter(|b| matches!(b, b':' | b'-' | b'/' | b'T')).count() >= 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_name_a_customer_is_struck_out() {
        assert_eq!(Issue::shown("from ann@shop.example\n at 17"), "from *** at 17");
        assert_eq!(Issue::shown("4111111111111111"), "***");
        assert_eq!(Issue::shown("2026-13-45T08:15:00.000Z"), "2026-13-45T08:15:00.000Z");
        assert_eq!(Issue::shown(&"я".repeat(100)).chars().count(), 60);
    }
}
