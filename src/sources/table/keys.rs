//! Which key of a JSON object goes into which column.

use std::collections::HashMap;

use super::header::Header;

/// The keys of an object that are read.
#[derive(Debug, Default)]
pub(super) struct Keys(HashMap<String, Key>);

/// What is wanted of a key's value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted<'k> {
    /// The column of the value itself.
    pub column: Option<usize>,
    /// The columns of what is within it.
    pub within: Option<&'k Keys>,
}

#[derive(Debug, Default)]
struct Key {
    column: Option<usize>,
    within: Keys,
}

impl Keys {
    /// The keys of these columns; a point in a name leads into a nested object.
    pub fn new(header: &Header, columns: &[usize]) -> Self {
        let mut keys = Self::default();
        for &column in columns {
            if let Some(name) = header.names().get(column) {
                keys.insert(name, column);
            }
        }
        keys
    }

    fn insert(&mut self, name: &str, column: usize) {
        self.0.entry(name.to_owned()).or_default().column = Some(column);
        if let Some((outer, inner)) = name.split_once('.') {
            self.0.entry(outer.to_owned()).or_default().within.insert(inner, column);
        }
    }

    /// `None` where the key is of no use.
    pub fn get(&self, key: &str) -> Option<Wanted<'_>> {
        let key = self.0.get(key)?;
        let within = (!key.within.0.is_empty()).then_some(&key.within);
        Some(Wanted { column: key.column, within })
    }
}

/// Finds keys that come in the same order line after line without looking them up.
#[derive(Debug)]
pub(super) struct Order<'k> {
    keys: &'k Keys,
    /// The keys of the object before, in its order.
    last: Vec<(String, Option<Wanted<'k>>)>,
}

impl<'k> Order<'k> {
    /// Keys of an object that are remembered.
    const LEN: usize = 64;

    pub fn new(keys: &'k Keys) -> Self {
        Self { keys, last: Vec::new() }
    }

    /// The key that stood at that place of the object before; empty where none did.
    pub fn expected(&self, place: usize) -> &str {
        self.last.get(place).map_or("", |(key, _)| key)
    }

    /// What is wanted of the key that stands at that place of an object.
    #[inline]
    pub fn find(&mut self, place: usize, key: &str) -> Option<Wanted<'k>> {
        match self.last.get_mut(place) {
            Some((last, wanted)) if last == key => *wanted,
            Some((last, wanted)) => {
                last.clear();
                last.push_str(key);
                *wanted = self.keys.get(key);
                *wanted
            }
            None => {
                let wanted = self.keys.get(key);
                if self.last.len() < Self::LEN {
                    self.last.push((key.to_owned(), wanted));
                }
                wanted
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_found_in_any_order_and_within_objects() {
        let header = Header::closed(["id", "via.channel", "text"].map(str::to_owned).to_vec());
        let keys = Keys::new(&header, &[0, 1]);
        let mut order = Order::new(&keys);
        for names in [["id", "via", "text"], ["via", "id", "x"], ["id", "via", "text"]] {
            for (place, name) in names.into_iter().enumerate() {
                let column = order.find(place, name).map(|wanted| wanted.column);
                let expected = match name {
                    "id" => Some(Some(0)),
                    "via" => Some(None),
                    _ => None,
                };
                assert_eq!(column, expected, "{names:?} {name}");
            }
        }
        let within = order.find(1, "via").unwrap().within.unwrap();
        assert_eq!(within.get("channel").unwrap().column, Some(1));
    }
}
