//! The languages of the report.

/// A language with a catalogue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    #[default]
    English,
}

impl Language {
    /// Every language.
    pub const ALL: [Language; 1] = [Language::English];

    /// Its tag of BCP 47, as settings and pages have it.
    pub const fn tag(self) -> &'static str {
        match self {
            Language::English => "en",
        }
    }

    /// The language of a tag.
    pub fn by_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }

    /// Its catalogue as written.
    pub(super) const fn catalogue(self) -> &'static str {
        match self {
            Language::English => include_str!("en.toml"),
        }
    }

    /// The form of a noun that goes with a number: `one`, `few` or `many`.
    pub(super) fn form(self, count: f64) -> &'static str {
        match self {
            Language::English if count == 1.0 => "one",
            Language::English => "many",
        }
    }
}
