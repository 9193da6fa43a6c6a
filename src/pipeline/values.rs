//! Values in settings that are more than text: zones, channels, formats, dates, shares.

use std::fmt::{self, Display};
use std::marker::PhantomData;

use chrono::{NaiveDate, Weekday};
use chrono_tz::Tz;
use encoding_rs::Encoding;
use serde::de::{self, IntoDeserializer, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::calendar::{Day, Hours};
use crate::facts::{Definition, ServiceLevelVariant, definitions};
use crate::model::Channel;
use crate::sources::{self, Source, nearest};
use crate::text::Language;
use crate::text::personal::Kind;

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
    /// A variant of the service level by its name.
    Variant(ServiceLevelVariant) = |name| {
        ServiceLevelVariant::from_word(name).ok_or_else(|| {
            let names = ServiceLevelVariant::ALL.iter().map(|variant| variant.word());
            format!("`{name}` is no variant of the service level; {}", nearest(name, names))
        })
    };
    /// A language by its two-letter code.
    LanguageCode(Language) = |code| {
        Language::from_code(code).ok_or_else(|| {
            format!("`{code}` is no language that is told apart; {}", nearest(code, Language::codes()))
        })
    };
    /// A kind of personal data by its name.
    PersonalKind(Kind) = |word| {
        Kind::from_word(word).ok_or_else(|| {
            let names = Kind::ALL.into_iter().map(Kind::word);
            format!("`{word}` is no kind of personal data; {}", nearest(word, names))
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
    /// A day of the week.
    WeekdayName(Weekday) = |text| {
        let cure = "write Mon, Tue, Wed, Thu, Fri, Sat or Sun";
        text.parse().map_err(|_| format!("`{text}` is not a day of the week; {cure}"))
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

/// One value or a list of them.
#[derive(Clone, Debug)]
pub struct OneOrMany<T = String>(Vec<T>);

impl<T> OneOrMany<T> {
    pub fn all(&self) -> &[T] {
        &self.0
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for OneOrMany<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Values(PhantomData))
    }
}

/// Reads what is a text as one value, what is a list as many.
struct Values<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Values<T> {
    type Value = OneOrMany<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text or a list of texts")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        T::deserialize(text.into_deserializer()).map(|one| OneOrMany(vec![one]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut all = Vec::new();
        while let Some(one) = list.next_element()? {
            all.push(one);
        }
        Ok(OneOrMany(all))
    }
}
