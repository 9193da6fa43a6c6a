//! Values in settings that are more than text: zones, channels, formats, dates, shares.

use std::fmt::Display;

use chrono::NaiveDate;
use chrono_tz::Tz;
use encoding_rs::Encoding;
use serde::Deserialize;

use crate::calendar::{Day, Hours};
use crate::facts::{Definition, definitions};
use crate::model::Channel;
use crate::sources::{self, Source, nearest};

/// Defines a value that stands in settings as text: how it is read, and what is said if it can't be.
macro_rules! written {
    ($($(#[$about:meta])* $name:ident($type:ty) = $read:expr;)+) => {$(
        $(#[$about])*
        #[derive(Clone, Deserialize)]
        #[serde(try_from = "String")]
        pub struct $name(pub $type);

        impl TryFrom<String> for $name {
            type Error = String;

            fn try_from(text: String) -> Result<Self, String> {
                let read: fn(&str) -> Result<$type, String> = $read;
                read(&text).map(Self)
            }
        }
    )+};
}

written! {
    /// An IANA time zone.
    Zone(Tz) = |name| Hours::parse("24/7", name).map(|hours| hours.zone).map_err(said);
    /// A channel by its word.
    #[derive(PartialEq, Eq, PartialOrd, Ord)]
    ChannelName(Channel) = |word| {
        Channel::from_word(word).ok_or_else(|| {
            format!("`{word}` is no channel; {}", nearest(word, Channel::WORDS.iter().copied()))
        })
    };
    /// A format by its name.
    Format(&'static dyn Source) = |name| {
        sources::by_name(name).ok_or_else(|| {
            let names = sources::ALL.iter().map(|source| source.name());
            format!("`{name}` is no format that is known; {}", nearest(name, names))
        })
    };
    /// A rule of counting by its word.
    Rule(&'static dyn Definition) = |word| {
        definitions::by_name(word).ok_or_else(|| {
            let names = definitions::ALL.iter().map(|rule| rule.name());
            format!("`{word}` is no rule of counting; {}", nearest(word, names))
        })
    };
    /// A text encoding by any of its labels.
    TextEncoding(&'static Encoding) = |label| {
        Encoding::for_label(label.as_bytes()).ok_or_else(|| {
            let cure = "write a name as `windows-1251`, `koi8-r`, `gb18030` or `utf-16le`";
            format!("`{label}` is no text encoding; {cure}")
        })
    };
    /// A day of the calendar.
    #[derive(PartialEq, Eq, PartialOrd, Ord)]
    Date(NaiveDate) = |text| {
        text.parse().map_err(|_| format!("`{text}` is no date; write it as `2026-12-25`"))
    };
    /// The hours of one day.
    DayHours(Day) = |text| text.parse::<Day>().map_err(said);
}

/// An error of the calendar, its cure parted off as all are here.
fn said(error: impl Display) -> String {
    error.to_string().replacen(": ", "; ", 1)
}

/// A number from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(try_from = "f64")]
pub struct Share(pub f64);

impl TryFrom<f64> for Share {
    type Error = String;

    fn try_from(share: f64) -> Result<Self, String> {
        let is_one = (0.0..=1.0).contains(&share);
        is_one.then_some(Self(share)).ok_or_else(|| {
            format!("`{share}` is no share; write a number from 0 to 1, such as 0.9 for 90 %")
        })
    }
}

/// One text or several.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged, expecting = "expected a text or a list of texts")]
pub enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl OneOrMany {
    pub fn texts(&self) -> &[String] {
        match self {
            OneOrMany::One(text) => std::slice::from_ref(text),
            OneOrMany::Many(texts) => texts,
        }
    }
}
