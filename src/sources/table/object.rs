//! Fills the cells of a row from a JSON object, passing over what is not wanted.

use std::borrow::Cow;
use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::cell::{Cell, Row};
use super::flat;
use super::keys::{Keys, Order, Wanted};
use crate::model::Str;
use crate::sources::json::is_shallow;

/// Why a line is no row.
#[derive(Debug)]
pub(super) enum Fault {
    TooDeep,
    NotJson(sonic_rs::Error),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooDeep => f.write_str("nested too deep"),
            Self::NotJson(error) => write!(f, "column {}", error.column()),
        }
    }
}

/// The cells of one object, by column.
pub(super) struct Cells<'a>(Vec<Stored<'a>>);

/// What is kept of a value until its row is done with.
#[derive(Clone, Debug)]
pub(super) enum Stored<'a> {
    Cell(Cell<'a>),
    /// Text that had escapes.
    Text(String),
    List(Vec<Str<'a>>),
}

impl<'a> Cells<'a> {
    pub fn new(width: usize) -> Self {
        Self(vec![Stored::Cell(Cell::Empty); width])
    }

    /// Replaces the cells by those of the object in a line.
    pub fn read_line(&mut self, line: &'a str, order: &mut Order<'_>) -> Result<(), Fault> {
        self.clear();
        if flat::read(line, order, self) {
            return Ok(());
        }
        if !is_shallow(line.as_bytes()) {
            return Err(Fault::TooDeep);
        }
        self.read(line.as_bytes(), order).map_err(Fault::NotJson)
    }

    /// Replaces the cells by those of an object.
    pub fn read(&mut self, object: &'a [u8], order: &mut Order<'_>) -> sonic_rs::Result<()> {
        let mut json = sonic_rs::Deserializer::from_slice(object);
        json.deserialize_map(Object::of_row(order, self))?;
        json.end()
    }

    fn clear(&mut self) {
        for stored in &mut self.0 {
            if !matches!(stored, Stored::Cell(Cell::Empty)) {
                *stored = Stored::Cell(Cell::Empty);
            }
        }
    }

    #[inline]
    pub fn put(&mut self, column: Option<usize>, value: Stored<'a>) {
        if let Some(stored) = column.and_then(|column| self.0.get_mut(column)) {
            *stored = value;
        }
    }
}

impl Row for Cells<'_> {
    #[inline]
    fn cell(&self, column: usize) -> Cell<'_> {
        match self.0.get(column) {
            None => Cell::Empty,
            Some(Stored::Cell(cell)) => *cell,
            Some(Stored::Text(text)) => Cell::Text(text),
            Some(Stored::List(items)) => Cell::List(items),
        }
    }
}

/// How keys are looked up: those of a row in their usual order, those within it one by one.
enum Find<'f, 'k> {
    InOrder(&'f mut Order<'k>),
    Plain(&'k Keys),
}

/// An object whose values go into cells.
pub(super) struct Object<'f, 'k, 'a> {
    find: Find<'f, 'k>,
    cells: &'f mut Cells<'a>,
}

impl<'f, 'k, 'a> Object<'f, 'k, 'a> {
    /// The object of one row.
    pub fn of_row(order: &'f mut Order<'k>, cells: &'f mut Cells<'a>) -> Self {
        cells.clear();
        Self { find: Find::InOrder(order), cells }
    }
}

impl<'a> Visitor<'a> for Object<'_, '_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'a>>(mut self, mut map: A) -> Result<(), A::Error> {
        let mut place = 0;
        while let Some(wanted) = map.next_key_seed(KeyAt { find: &mut self.find, place })? {
            match wanted {
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
                Some(wanted) => map.next_value_seed(Slot { wanted, cells: &mut *self.cells })?,
            }
            place += 1;
        }
        Ok(())
    }
}

/// A key that stands at that place of its object.
struct KeyAt<'s, 'f, 'k> {
    find: &'s mut Find<'f, 'k>,
    place: usize,
}

impl<'a, 'k> DeserializeSeed<'a> for KeyAt<'_, '_, 'k> {
    type Value = Option<Wanted<'k>>;

    fn deserialize<D: Deserializer<'a>>(self, key: D) -> Result<Self::Value, D::Error> {
        key.deserialize_str(self)
    }
}

impl<'a, 'k> Visitor<'a> for KeyAt<'_, '_, 'k> {
    type Value = Option<Wanted<'k>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        Ok(match self.find {
            Find::InOrder(order) => order.find(self.place, key),
            Find::Plain(keys) => keys.get(key),
        })
    }
}

/// The cell that a value goes into.
struct Slot<'s, 'k, 'a> {
    wanted: Wanted<'k>,
    cells: &'s mut Cells<'a>,
}

impl<'a> Slot<'_, '_, 'a> {
    fn put<E>(self, cell: Cell<'a>) -> Result<(), E> {
        self.cells.put(self.wanted.column, Stored::Cell(cell));
        Ok(())
    }
}

impl<'a> DeserializeSeed<'a> for Slot<'_, '_, 'a> {
    type Value = ();

    fn deserialize<D: Deserializer<'a>>(self, value: D) -> Result<(), D::Error> {
        value.deserialize_any(self)
    }
}

impl<'a> Visitor<'a> for Slot<'_, '_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.put(Cell::Empty)
    }
    fn visit_bool<E>(self, flag: bool) -> Result<(), E> {
        self.put(Cell::Flag(flag))
    }
    fn visit_i64<E>(self, number: i64) -> Result<(), E> {
        self.put(Cell::Integer(number))
    }
    fn visit_u64<E>(self, number: u64) -> Result<(), E> {
        let value = match i64::try_from(number) {
            Ok(number) => Stored::Cell(Cell::Integer(number)),
            Err(_) => Stored::Text(number.to_string()),
        };
        self.cells.put(self.wanted.column, value);
        Ok(())
    }
    fn visit_f64<E>(self, number: f64) -> Result<(), E> {
        self.put(Cell::Number(number))
    }
    fn visit_borrowed_str<E>(self, text: &'a str) -> Result<(), E> {
        self.put(Cell::Text(text))
    }
    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.cells.put(self.wanted.column, Stored::Text(text.to_owned()));
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'a>>(self, mut items: A) -> Result<(), A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(Item)? {
            list.extend(item);
        }
        self.cells.put(self.wanted.column, Stored::List(list));
        Ok(())
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<(), A::Error> {
        self.cells.put(self.wanted.column, Stored::Cell(Cell::Other("an object")));
        match self.wanted.within {
            Some(keys) => Object { find: Find::Plain(keys), cells: self.cells }.visit_map(map),
            None => {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(())
            }
        }
    }
}

/// An item of a list, as text; `None` for what has none.
struct Item;

impl<'a> DeserializeSeed<'a> for Item {
    type Value = Option<Str<'a>>;

    fn deserialize<D: Deserializer<'a>>(self, item: D) -> Result<Self::Value, D::Error> {
        item.deserialize_any(self)
    }
}

impl<'a> Visitor<'a> for Item {
    type Value = Option<Str<'a>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
    fn visit_bool<E>(self, flag: bool) -> Result<Self::Value, E> {
        Ok(Cell::Flag(flag).into_text())
    }
    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Cell::Integer(number).into_text())
    }
    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Some(Cow::Owned(number.to_string())))
    }
    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Cell::Number(number).into_text())
    }
    fn visit_borrowed_str<E>(self, text: &'a str) -> Result<Self::Value, E> {
        Ok(Some(Cow::Borrowed(text)))
    }
    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Some(Cow::Owned(text.to_owned())))
    }
    fn visit_seq<A: SeqAccess<'a>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }
    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(None)
    }
}
