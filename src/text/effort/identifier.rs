//! What a desk asks a customer for to find the matter, and what such a thing looks like.

/// What a customer or an order is found by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Identifier {
    Order,
    Phone,
    Email,
}

impl Identifier {
    pub const ALL: [Self; 3] = [Self::Order, Self::Phone, Self::Email];

    /// Its name in tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::Order => "order",
            Self::Phone => "phone",
            Self::Email => "email",
        }
    }
}

/// Some of the identifiers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Identifiers([bool; Identifier::ALL.len()]);

impl Identifiers {
    pub fn has(self, identifier: Identifier) -> bool {
        self.0.get(identifier as usize).is_some_and(|has| *has)
    }

    pub fn add(&mut self, identifier: Identifier) {
        if let Some(has) = self.0.get_mut(identifier as usize) {
            *has = true;
        }
    }

    pub fn iter(self) -> impl Iterator<Item = Identifier> {
        Identifier::ALL.into_iter().filter(move |one| self.has(*one))
    }
}

/// Digits that an order's number has at least; a year, a price or a time has fewer or other signs.
const ORDER_DIGITS: usize = 5;
/// Digits of a telephone number with its area.
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 7..=15;

/// Which identifiers a normalised text could hold by form alone: an `@` between two words, a long number,
/// or a word in square brackets that took a thing's place before the text came here.
pub(super) fn forms(text: &str) -> Identifiers {
    let mut found = Identifiers::default();
    if !text.bytes().any(|byte| byte.is_ascii_digit() || matches!(byte, b'@' | b'[')) {
        return found;
    }
    let is_replaced =
        text.find('[').is_some_and(|at| text.get(at..).is_some_and(|rest| rest.contains(']')));
    if is_replaced {
        Identifier::ALL.into_iter().for_each(|one| found.add(one));
    }
    let is_email = text.match_indices('@').any(|(at, _)| {
        let (before, after) = (text.get(..at), text.get(at + 1..));
        before.is_some_and(|before| before.ends_with(char::is_alphanumeric))
            && after.is_some_and(|after| after.starts_with(char::is_alphanumeric))
    });
    if is_email {
        found.add(Identifier::Email);
    }
    // Digits in a row, and with what people put between groups of them.
    let (mut row, mut number, mut gap) = (0, 0, 0);
    for byte in text.bytes().chain(std::iter::once(b' ')).chain(std::iter::once(b' ')) {
        match byte {
            b'0'..=b'9' => {
                (row, number, gap) = (row + 1, number + 1, 0);
                continue;
            }
            b' ' | b'-' | b'(' | b')' if gap < 2 => gap += 1,
            _ => {
                if PHONE_DIGITS.contains(&number) {
                    found.add(Identifier::Phone);
                }
                number = 0;
            }
        }
        if row >= ORDER_DIGITS {
            found.add(Identifier::Order);
        }
        row = 0;
    }
    if PHONE_DIGITS.contains(&number) {
        found.add(Identifier::Phone);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_tell_what_a_text_could_hold() {
        let of = |text| forms(text).iter().map(Identifier::word).collect::<Vec<_>>();
        assert_eq!(of("it is 104233"), ["order"]);
        assert_eq!(of("tba-1042331177"), ["order", "phone"]);
        assert_eq!(of("+7 (916) 123-45-67"), ["phone"]);
        assert_eq!(of("ann@example.com"), ["email"]);
        assert_eq!(of("订单编号:[订单x]"), ["order", "phone", "email"]);
        for none in ["", "at 10:30 for 12.50", "since 2024", "@ 5", "[", "a @b", "2 of 3"] {
            assert_eq!(of(none), Vec::<&str>::new(), "{none}");
        }
    }
}
