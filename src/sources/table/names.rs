//! The keys that stand at the beginning of a JSON file.

use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::sources::json::is_shallow;

/// Objects that are looked at.
const SAMPLE: usize = 200;
/// How deep keys within objects are listed.
const DEPTH: u8 = 4;

/// Whether a file is one array, as against an object per line.
pub(super) fn is_array(bytes: &[u8]) -> bool {
    bytes.trim_ascii_start().starts_with(b"[")
}

/// The keys of a file's first objects in order of appearance; those within objects follow a point.
/// An object that is broken, or cut off by the end of the head, tells those before.
pub(super) fn names(head: &[u8]) -> Vec<String> {
    let mut names = Vec::new();
    let mut read = |objects: &[u8]| {
        if !is_shallow(objects) {
            return;
        }
        let names = Names { names: &mut names, prefix: String::new(), left: SAMPLE, depth: DEPTH };
        let _ = sonic_rs::Deserializer::from_slice(objects).deserialize_any(names);
    };
    if is_array(head) {
        read(head);
    } else {
        head.split(|byte| *byte == b'\n').take(SAMPLE).for_each(read);
    }
    names
}

/// Collects the names within one value.
struct Names<'n> {
    names: &'n mut Vec<String>,
    /// What stands before each name.
    prefix: String,
    /// Items of an array that are still looked at.
    left: usize,
    depth: u8,
}

impl<'de> DeserializeSeed<'de> for Names<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<(), D::Error> {
        value.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Names<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            let name = format!("{}{key}", self.prefix);
            let prefix = format!("{name}.");
            if !self.names.contains(&name) {
                self.names.push(name);
            }
            match self.depth.checked_sub(1) {
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
                Some(depth) => {
                    map.next_value_seed(Names { names: self.names, prefix, left: 0, depth })?;
                }
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        for _ in 0..self.left {
            let names = Names {
                names: self.names,
                prefix: self.prefix.clone(),
                left: 0,
                depth: self.depth,
            };
            if items.next_element_seed(names)?.is_none() {
                return Ok(());
            }
        }
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }
    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }
    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }
    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }
    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_all_objects_are_named_once() {
        let lines = "\n{\"id\":1,\"via\":{\"channel\":\"web\",\"x\":[{\"y\":1}]}}\n{\"id\":2,\"tags\":[]}\n{\"cut\":1,\"of";
        let expected = ["id", "via", "via.channel", "via.x", "tags", "cut"];
        assert_eq!(names(lines.as_bytes()), expected);
        assert_eq!(names(b" [{\"id\":1},{\"at\":2},\n{\"cut\":"), ["id", "at", "cut"]);
        assert!(names(b"[1, 2]").is_empty());
        assert!(names(b"{\n").is_empty());
    }
}
