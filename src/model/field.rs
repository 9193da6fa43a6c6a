//! The types a record's field can have: how each is set from a cell, packed into bytes and unpacked.

use std::borrow::Cow;

use super::Instant;
use super::words::{
    CallOutcome, Channel, EventKind, Instrument, MessageKind, Outcome, Role, Status, Visibility,
};

/// Text that is borrowed where it can be.
pub type Str<'a> = Cow<'a, str>;

/// What a field expects of whoever sets it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldType {
    Text,
    /// Several words: tags.
    List,
    Instant,
    Number,
    Flag,
    /// One of these words.
    Word(&'static [&'static str]),
}

/// A cell on its way into a field.
#[derive(Clone, Debug)]
pub enum Value<'a> {
    Text(Str<'a>),
    List(Vec<Str<'a>>),
    Instant(Instant),
    Number(f64),
    Flag(bool),
}

/// A type that a record's field can have.
pub trait Field<'a>: Default {
    const TYPE: FieldType;
    /// `None` where the value is of another type or not one of the field's words.
    fn from_value(value: Value<'a>) -> Option<Self>;
    /// The instant it holds, if it is of that type and set.
    fn instant(&self) -> Option<Instant> {
        None
    }
}

/// A value packed into bytes and unpacked without copying its text.
pub trait Wire<'a>: Sized {
    fn put(&self, out: &mut Vec<u8>);
    /// `None` where the bytes are not what [`Wire::put`] wrote.
    fn get(bytes: &mut &'a [u8]) -> Option<Self>;
}

/// The next `len` bytes.
fn take<'a>(bytes: &mut &'a [u8], len: usize) -> Option<&'a [u8]> {
    let (head, rest) = bytes.split_at_checked(len)?;
    *bytes = rest;
    Some(head)
}

impl Wire<'_> for u64 {
    fn put(&self, out: &mut Vec<u8>) {
        let mut rest = *self;
        while rest >= 0x80 {
            out.push(rest as u8 | 0x80);
            rest >>= 7;
        }
        out.push(rest as u8);
    }
    fn get(bytes: &mut &[u8]) -> Option<Self> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let (&byte, rest) = bytes.split_first()?;
            *bytes = rest;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }
}

impl<'a> Wire<'a> for Str<'a> {
    fn put(&self, out: &mut Vec<u8>) {
        (self.len() as u64).put(out);
        out.extend_from_slice(self.as_bytes());
    }
    fn get(bytes: &mut &'a [u8]) -> Option<Self> {
        let len = usize::try_from(u64::get(bytes)?).ok()?;
        simdutf8::basic::from_utf8(take(bytes, len)?).ok().map(Cow::Borrowed)
    }
}

impl<'a> Field<'a> for Str<'a> {
    const TYPE: FieldType = FieldType::Text;
    fn from_value(value: Value<'a>) -> Option<Self> {
        match value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl<'a> Wire<'a> for Vec<Str<'a>> {
    fn put(&self, out: &mut Vec<u8>) {
        (self.len() as u64).put(out);
        self.iter().for_each(|item| item.put(out));
    }
    fn get(bytes: &mut &'a [u8]) -> Option<Self> {
        (0..u64::get(bytes)?).map(|_| Str::get(bytes)).collect()
    }
}

impl<'a> Field<'a> for Vec<Str<'a>> {
    const TYPE: FieldType = FieldType::List;
    fn from_value(value: Value<'a>) -> Option<Self> {
        match value {
            Value::List(items) => Some(items),
            _ => None,
        }
    }
}

/// One byte where it is missing, else nine: a mark and eight bytes, little end first.
macro_rules! number {
    ($type:ty, $bits:ty, $to:expr, $from:expr) => {
        impl Wire<'_> for Option<$type> {
            fn put(&self, out: &mut Vec<u8>) {
                match self {
                    None => out.push(0),
                    Some(value) => {
                        let [a, b, c, d, e, f, g, h] = <$bits>::to_le_bytes($to(*value));
                        out.extend_from_slice(&[1, a, b, c, d, e, f, g, h]);
                    }
                }
            }
            fn get(bytes: &mut &[u8]) -> Option<Self> {
                if take(bytes, 1)? == [0] {
                    return Some(None);
                }
                let bits = <$bits>::from_le_bytes(take(bytes, 8)?.try_into().ok()?);
                Some(Some($from(bits)))
            }
        }
    };
}

number!(Instant, i64, |at: Instant| at.0, Instant);
number!(f64, f64, |number| number, |bits| bits);

impl Field<'_> for Option<Instant> {
    const TYPE: FieldType = FieldType::Instant;
    fn from_value(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Instant(at) => Some(Some(at)),
            _ => None,
        }
    }
    fn instant(&self) -> Option<Instant> {
        *self
    }
}

impl Field<'_> for Option<f64> {
    const TYPE: FieldType = FieldType::Number;
    fn from_value(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Number(number) if number.is_finite() => Some(Some(number)),
            _ => None,
        }
    }
}

impl Wire<'_> for Option<bool> {
    fn put(&self, out: &mut Vec<u8>) {
        out.push(self.map_or(u8::MAX, u8::from));
    }
    fn get(bytes: &mut &[u8]) -> Option<Self> {
        match take(bytes, 1)? {
            [0] => Some(Some(false)),
            [1] => Some(Some(true)),
            _ => Some(None),
        }
    }
}

impl Field<'_> for Option<bool> {
    const TYPE: FieldType = FieldType::Flag;
    fn from_value(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Flag(flag) => Some(Some(flag)),
            _ => None,
        }
    }
}

macro_rules! word {
    ($($type:ty),+) => {$(
        impl Wire<'_> for Option<$type> {
            fn put(&self, out: &mut Vec<u8>) {
                out.push(self.map_or(u8::MAX, |word| word as u8));
            }
            fn get(bytes: &mut &[u8]) -> Option<Self> {
                let &index = take(bytes, 1)?.first()?;
                Some(<$type>::from_index(index))
            }
        }
        impl Field<'_> for Option<$type> {
            const TYPE: FieldType = FieldType::Word(<$type>::WORDS);
            fn from_value(value: Value<'_>) -> Option<Self> {
                match value {
                    Value::Text(word) => <$type>::from_word(&word).map(Some),
                    _ => None,
                }
            }
        }
    )+};
}

word!(Channel, Role, Visibility, MessageKind, EventKind, Status, CallOutcome, Instrument, Outcome);
