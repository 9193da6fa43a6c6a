//! Makes rows of the objects of one JSON array.

use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::emit::Emitter;
use super::keys::Order;
use super::object::{Cells, Object};

/// An array whose objects are rows.
pub(super) struct Array<'r, 'k, 'a, 'e> {
    pub order: Order<'k>,
    pub cells: Cells<'a>,
    pub emitter: &'r mut Emitter<'e>,
    /// Items that were read whole.
    pub seen: &'r mut u32,
}

impl<'a> Visitor<'a> for Array<'_, '_, 'a, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of objects")
    }

    fn visit_seq<A: SeqAccess<'a>>(mut self, mut items: A) -> Result<(), A::Error> {
        loop {
            let row = ArrayRow { order: &mut self.order, cells: &mut self.cells };
            match items.next_element_seed(row)? {
                None => return Ok(()),
                Some(true) => self.emitter.row(*self.seen, &self.cells),
                Some(false) => self.emitter.unreadable(*self.seen, "it is no object"),
            }
            *self.seen = self.seen.saturating_add(1);
        }
    }
}

/// One item of an array; its value says whether it is an object.
struct ArrayRow<'f, 'k, 'a> {
    order: &'f mut Order<'k>,
    cells: &'f mut Cells<'a>,
}

impl<'a> DeserializeSeed<'a> for ArrayRow<'_, '_, 'a> {
    type Value = bool;

    fn deserialize<D: Deserializer<'a>>(self, item: D) -> Result<bool, D::Error> {
        item.deserialize_any(self)
    }
}

impl<'a> Visitor<'a> for ArrayRow<'_, '_, 'a> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'a>>(self, map: A) -> Result<bool, A::Error> {
        Object::of_row(self.order, self.cells).visit_map(map)?;
        Ok(true)
    }
    fn visit_unit<E>(self) -> Result<bool, E> {
        Ok(false)
    }
    fn visit_bool<E>(self, _: bool) -> Result<bool, E> {
        Ok(false)
    }
    fn visit_i64<E>(self, _: i64) -> Result<bool, E> {
        Ok(false)
    }
    fn visit_u64<E>(self, _: u64) -> Result<bool, E> {
        Ok(false)
    }
    fn visit_f64<E>(self, _: f64) -> Result<bool, E> {
        Ok(false)
    }
    fn visit_str<E>(self, _: &str) -> Result<bool, E> {
        Ok(false)
    }
    fn visit_seq<A: SeqAccess<'a>>(self, mut items: A) -> Result<bool, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(false)
    }
}
