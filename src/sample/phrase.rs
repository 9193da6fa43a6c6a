//! Phrases with slots, as the files of texts have them: `Where is order {order}?`.

use serde::Deserialize;

/// A phrase, taken apart.
#[derive(Debug, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Phrase(Vec<Piece>);

#[derive(Debug, PartialEq)]
enum Piece {
    Text(String),
    Slot(Slot),
}

/// What can stand in a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    /// First name of the agent who speaks.
    Agent,
    /// First name of the customer.
    Customer,
    Email,
    Phone,
    Order,
    Item,
    Amount,
    City,
    Code,
    /// A day as the language writes it: before and after the contact.
    Before,
    After,
    Day,
    Month,
    /// A small number.
    Number,
}

impl Slot {
    fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "agent" => Slot::Agent,
            "customer" => Slot::Customer,
            "email" => Slot::Email,
            "phone" => Slot::Phone,
            "order" => Slot::Order,
            "item" => Slot::Item,
            "amount" => Slot::Amount,
            "city" => Slot::City,
            "code" => Slot::Code,
            "before" => Slot::Before,
            "after" => Slot::After,
            "day" => Slot::Day,
            "month" => Slot::Month,
            "number" => Slot::Number,
            _ => return None,
        })
    }
}

impl TryFrom<String> for Phrase {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let mut pieces = Vec::new();
        let mut rest = text.as_str();
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) =
                after.split_once('}').ok_or_else(|| format!("a slot of `{text}` does not end"))?;
            let slot = Slot::from_name(name)
                .ok_or_else(|| format!("`{{{name}}}` in `{text}` is no slot"))?;
            if !before.is_empty() {
                pieces.push(Piece::Text(before.to_owned()));
            }
            pieces.push(Piece::Slot(slot));
            rest = after;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest.to_owned()));
        }
        Ok(Self(pieces))
    }
}

impl Phrase {
    /// Writes the phrase, `fill` writing what stands in its slots.
    pub fn write(&self, out: &mut String, mut fill: impl FnMut(Slot, &mut String)) {
        for piece in &self.0 {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Slot(slot) => fill(*slot, out),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> Result<String, String> {
        let mut out = String::new();
        Phrase::try_from(text.to_owned())?
            .write(&mut out, |slot, out| *out += &format!("<{slot:?}>"));
        Ok(out)
    }

    #[test]
    fn slots_are_filled_where_they_stand() {
        assert_eq!(
            written("{agent}: order {order}{item}!").unwrap(),
            "<Agent>: order <Order><Item>!"
        );
        assert_eq!(written("nothing").unwrap(), "nothing");
    }

    #[test]
    fn broken_slots_are_refused() {
        assert!(written("order {ordre}").unwrap_err().contains("`{ordre}`"));
        assert!(written("order {order").unwrap_err().contains("does not end"));
    }
}
