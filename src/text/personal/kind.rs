//! The kinds of personal data that are looked for, and how many of each were found.

/// A kind of personal data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A link that opens something by itself: with a token, a session or a password in it.
    Link,
    /// An address of electronic mail.
    Email,
    /// The number of a payment card.
    Card,
    /// The three or four digits that prove who holds a card.
    CardCode,
    /// An international bank account number.
    Iban,
    /// A Chinese resident identity number.
    ChineseIdentity,
    /// A Chinese unified social credit or taxpayer's number.
    ChineseTax,
    /// A Russian taxpayer's number (ИНН).
    RussianTax,
    /// A Russian pension insurance number (СНИЛС).
    RussianInsurance,
    /// Series and number of a Russian passport or foreign passport.
    RussianPassport,
    /// The number of a Chinese passport.
    ChinesePassport,
    /// A telephone number that may be a person's.
    Phone,
    /// A postal address with a house's number, or a postal code that is called one.
    Address,
    /// An order's number, by the settings' pattern.
    Order,
}

impl Kind {
    /// Every kind, in the order of definition.
    pub const ALL: [Self; 14] = [
        Self::Link,
        Self::Email,
        Self::Card,
        Self::CardCode,
        Self::Iban,
        Self::ChineseIdentity,
        Self::ChineseTax,
        Self::RussianTax,
        Self::RussianInsurance,
        Self::RussianPassport,
        Self::ChinesePassport,
        Self::Phone,
        Self::Address,
        Self::Order,
    ];

    /// Its name in settings and tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Email => "email",
            Self::Card => "card",
            Self::CardCode => "card_code",
            Self::Iban => "iban",
            Self::ChineseIdentity => "chinese_identity",
            Self::ChineseTax => "chinese_tax",
            Self::RussianTax => "russian_tax",
            Self::RussianInsurance => "russian_insurance",
            Self::RussianPassport => "russian_passport",
            Self::ChinesePassport => "chinese_passport",
            Self::Phone => "phone",
            Self::Address => "address",
            Self::Order => "order",
        }
    }

    /// The kind of that name; `None` for another.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// What stands in a redacted text in its place.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Link => "[link]",
            Self::Email => "[email]",
            Self::Card => "[card]",
            Self::CardCode => "[code]",
            Self::Iban => "[iban]",
            Self::ChineseIdentity | Self::RussianInsurance => "[identity]",
            Self::ChineseTax | Self::RussianTax => "[tax]",
            Self::RussianPassport | Self::ChinesePassport => "[passport]",
            Self::Phone => "[phone]",
            Self::Address => "[address]",
            Self::Order => "[order]",
        }
    }
}

/// How many of each kind were found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts([u64; Kind::ALL.len()]);

impl Counts {
    /// How many of a kind.
    pub fn of(&self, kind: Kind) -> u64 {
        self.0.get(kind as usize).copied().unwrap_or_default()
    }

    /// One more of a kind.
    pub fn add(&mut self, kind: Kind) {
        if let Some(count) = self.0.get_mut(kind as usize) {
            *count += 1;
        }
    }

    /// Takes in what was found elsewhere.
    pub fn merge(&mut self, other: &Self) {
        for (count, more) in self.0.iter_mut().zip(other.0) {
            *count += more;
        }
    }

    /// The kinds that were found, with how many of each.
    pub fn iter(&self) -> impl Iterator<Item = (Kind, u64)> {
        Kind::ALL.into_iter().map(|kind| (kind, self.of(kind))).filter(|(_, count)| *count > 0)
    }

    /// How many of all kinds.
    pub fn total(&self) -> u64 {
        self.0.iter().sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_go_there_and_back() {
        for (place, kind) in Kind::ALL.into_iter().enumerate() {
            assert_eq!(Kind::from_word(kind.word()), Some(kind));
            assert_eq!(kind as usize, place);
        }
        assert_eq!(Kind::from_word("name"), None);
    }

    #[test]
    fn counts_add_up() {
        let (mut all, mut more) = (Counts::default(), Counts::default());
        all.add(Kind::Email);
        more.add(Kind::Email);
        more.add(Kind::Order);
        all.merge(&more);
        assert_eq!(all.iter().collect::<Vec<_>>(), [(Kind::Email, 2), (Kind::Order, 1)]);
        assert_eq!(all.total(), 3);
    }
}
