//! The languages that can be told apart.

use whatlang::Lang;

use super::script::Script;

/// A written language, named by its ISO 639-1 code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Language(pub(super) Lang);

/// Code, language and script of all that can be told apart.
pub(super) const KNOWN: &[(&str, Lang, Script)] = &[
    ("en", Lang::Eng, Script::Latin),
    ("ru", Lang::Rus, Script::Cyrillic),
    ("zh", Lang::Cmn, Script::Han),
    ("ar", Lang::Ara, Script::Other),
    ("be", Lang::Bel, Script::Cyrillic),
    ("bg", Lang::Bul, Script::Cyrillic),
    ("cs", Lang::Ces, Script::Latin),
    ("da", Lang::Dan, Script::Latin),
    ("de", Lang::Deu, Script::Latin),
    ("el", Lang::Ell, Script::Other),
    ("es", Lang::Spa, Script::Latin),
    ("fa", Lang::Pes, Script::Other),
    ("fi", Lang::Fin, Script::Latin),
    ("fr", Lang::Fra, Script::Latin),
    ("he", Lang::Heb, Script::Other),
    ("hi", Lang::Hin, Script::Other),
    ("hu", Lang::Hun, Script::Latin),
    ("id", Lang::Ind, Script::Latin),
    ("it", Lang::Ita, Script::Latin),
    ("ja", Lang::Jpn, Script::Han),
    ("ko", Lang::Kor, Script::Other),
    ("nb", Lang::Nob, Script::Latin),
    ("nl", Lang::Nld, Script::Latin),
    ("pl", Lang::Pol, Script::Latin),
    ("pt", Lang::Por, Script::Latin),
    ("ro", Lang::Ron, Script::Latin),
    ("sr", Lang::Srp, Script::Cyrillic),
    ("sv", Lang::Swe, Script::Latin),
    ("th", Lang::Tha, Script::Other),
    ("tr", Lang::Tur, Script::Latin),
    ("uk", Lang::Ukr, Script::Cyrillic),
    ("vi", Lang::Vie, Script::Latin),
];

impl Language {
    pub const ENGLISH: Self = Self(Lang::Eng);
    pub const RUSSIAN: Self = Self(Lang::Rus);
    pub const CHINESE: Self = Self(Lang::Cmn);
    pub(super) const JAPANESE: Self = Self(Lang::Jpn);

    /// The language of a two-letter code in small letters; `None` for one that is not told apart.
    pub fn from_code(code: &str) -> Option<Self> {
        KNOWN.iter().find(|known| known.0 == code).map(|known| Self(known.1))
    }

    /// Its two-letter code.
    pub fn code(self) -> &'static str {
        KNOWN.iter().find(|known| known.1 == self.0).map_or("", |known| known.0)
    }

    /// All codes, for help and for the message about an unknown one.
    pub fn codes() -> impl Iterator<Item = &'static str> {
        KNOWN.iter().map(|known| known.0)
    }

    pub(super) fn script(self) -> Script {
        KNOWN.iter().find(|known| known.1 == self.0).map_or(Script::Other, |known| known.2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_go_there_and_back() {
        for code in Language::codes() {
            assert_eq!(Language::from_code(code).map(Language::code), Some(code));
        }
        assert_eq!(Language::from_code("xx"), None);
    }
}
