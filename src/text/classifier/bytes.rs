//! A model as one run of bytes, and back.
//!
//! `MAGIC`, the version, a checksum (XXH3, 64 bits) of all that follows; then the numbers of texts,
//! labels and columns, the threshold and what it gives, the labels with their own weights, and column by
//! column its bucket as the distance from the one before, its number of texts, the step of its weights
//! and one byte per label. Numbers are in little endian; whole ones in 7 bits a byte, the lowest first,
//! where they are mostly small.

use twox_hash::XxHash3_64;

use super::grams::BUCKETS;
use super::linear::{Classifier, Rows};
use super::threshold::Expected;
use super::vocabulary::Vocabulary;

/// What every stored model begins with.
const MAGIC: &[u8; 8] = b"caseload";
/// Goes up whenever the bytes, the runs of characters or their hash mean something else.
const VERSION: u16 = 1;
/// Bytes before what the checksum is of.
const HEAD: usize = 18;

/// Bytes that are no model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClassifierFileError {
    #[error("it is no model; make one with `caseload train-topics`")]
    NoModel,
    #[error(
        "it is a model of version {found}, and this program reads version {VERSION}; make it again with \
         `caseload train-topics`"
    )]
    Version { found: u16 },
    #[error(
        "the model is damaged or cut short; copy it again, or make it again with `caseload train-topics`"
    )]
    Damaged,
}

impl Classifier {
    /// The model as bytes: about `8 + labels` for each run of characters it knows.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut body = Vec::new();
        put_number(&mut body, self.vocabulary.texts);
        put_number(&mut body, self.labels.len() as u32);
        put_number(&mut body, self.vocabulary.len() as u32);
        for value in [self.threshold, self.expected.coverage, self.expected.precision] {
            body.extend(value.to_le_bytes());
        }
        for (label, bias) in self.labels.iter().zip(&self.biases) {
            put_number(&mut body, label.len() as u32);
            body.extend(label.as_bytes());
            body.extend(bias.to_le_bytes());
        }
        let rows = self.rows.weights.chunks(self.labels.len().max(1));
        let mut next = 0;
        for ((&(bucket, texts), step), row) in
            self.vocabulary.known.iter().zip(&self.rows.steps).zip(rows)
        {
            put_number(&mut body, bucket - next);
            next = bucket + 1;
            put_number(&mut body, texts);
            body.extend(step.to_le_bytes());
            body.extend(row.iter().map(|weight| weight.cast_unsigned()));
        }
        let mut bytes = MAGIC.to_vec();
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend(XxHash3_64::oneshot(&body).to_le_bytes());
        bytes.extend(body);
        bytes
    }

    /// The model that [`Classifier::to_bytes`] gave.
    ///
    /// # Errors
    /// If the bytes are no model, of another version, or damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ClassifierFileError> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(ClassifierFileError::NoModel)?;
        let mut head = Bytes { rest };
        let version = head.take().map(u16::from_le_bytes).ok_or(ClassifierFileError::Damaged)?;
        if version != VERSION {
            return Err(ClassifierFileError::Version { found: version });
        }
        let body = bytes.get(HEAD..).unwrap_or_default();
        let is_whole = head.take().map(u64::from_le_bytes) == Some(XxHash3_64::oneshot(body));
        let model = is_whole.then(|| read(body)).flatten();
        model.ok_or(ClassifierFileError::Damaged)
    }
}

/// The model in a body; `None` where it is none.
fn read(body: &[u8]) -> Option<Classifier> {
    let mut bytes = Bytes { rest: body };
    let (texts, labels, columns) = (bytes.number()?, bytes.number()?, bytes.number()?);
    let threshold = bytes.float()?;
    let expected = Expected { coverage: bytes.float()?, precision: bytes.float()? };
    let (mut names, mut biases) = (Vec::new(), Vec::new());
    for _ in 0..labels {
        let length = bytes.number()?;
        let name = bytes.some(length as usize)?;
        names.push(std::str::from_utf8(name).ok()?.to_owned());
        biases.push(bytes.float()?);
    }
    let (mut known, mut rows) = (Vec::new(), Rows { steps: Vec::new(), weights: Vec::new() });
    let mut next = 0_u32;
    for _ in 0..columns {
        let bucket = next.checked_add(bytes.number()?).filter(|at| (*at as usize) < BUCKETS)?;
        next = bucket + 1;
        known.push((bucket, bytes.number()?));
        rows.steps.push(bytes.float()?);
        let row = bytes.some(labels as usize)?;
        rows.weights.extend(row.iter().map(|weight| weight.cast_signed()));
    }
    let is_over = bytes.rest.is_empty();
    let vocabulary = Vocabulary::new(texts, known);
    is_over.then_some(Classifier { labels: names, vocabulary, rows, biases, threshold, expected })
}

/// Puts a whole number in 7 bits a byte, the lowest first; the eighth says that there are more.
fn put_number(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Bytes that are read from the front.
struct Bytes<'b> {
    rest: &'b [u8],
}

impl<'b> Bytes<'b> {
    fn some(&mut self, count: usize) -> Option<&'b [u8]> {
        let (some, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(some)
    }

    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.some(N)?.try_into().ok()
    }

    /// A number that is finite.
    fn float(&mut self) -> Option<f32> {
        self.take().map(f32::from_le_bytes).filter(|value| value.is_finite())
    }

    fn number(&mut self) -> Option<u32> {
        let mut number = 0_u64;
        for shift in (0..35).step_by(7) {
            let [byte] = self.take()?;
            number |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return u32::try_from(number).ok();
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::super::Training;
    use super::*;

    fn small() -> &'static Classifier {
        static SMALL: LazyLock<Classifier> = LazyLock::new(|| {
            let words = ["refund", "где заказ", "发票"];
            let texts: Vec<String> = (0..40).map(|at| format!("{} {at}", words[at % 3])).collect();
            let labels: Vec<&str> = (0..40).map(|at| words[at % 3]).collect();
            Classifier::train(&texts, &labels, &Training::default()).unwrap().classifier
        });
        &SMALL
    }

    #[test]
    fn what_was_stored_comes_back() {
        let model = small();
        let bytes = model.to_bytes();
        assert_eq!(&Classifier::from_bytes(&bytes).unwrap(), model);
        assert!(model.columns() > 0 && bytes.len() < model.columns() * (8 + 3) + 100);
    }

    #[test]
    fn other_bytes_are_refused() {
        let bytes = small().to_bytes();
        use ClassifierFileError::{Damaged, NoModel, Version};
        assert_eq!(Classifier::from_bytes(b""), Err(NoModel));
        assert_eq!(Classifier::from_bytes(b"PAR1 and more"), Err(NoModel));
        assert_eq!(Classifier::from_bytes(MAGIC), Err(Damaged));
        let mut newer = bytes.clone();
        newer[8] = 9;
        assert_eq!(Classifier::from_bytes(&newer), Err(Version { found: 9 }));
        for end in [10, HEAD, HEAD + 1, bytes.len() - 1] {
            assert_eq!(Classifier::from_bytes(&bytes[..end]), Err(Damaged), "{end}");
        }
    }

    /// A body that says nonsense under a checksum that is right.
    fn sealed(body: &[u8]) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend(XxHash3_64::oneshot(body).to_le_bytes());
        bytes.extend(body);
        bytes
    }

    proptest! {
        #[test]
        fn a_changed_byte_is_noticed(at in any::<prop::sample::Index>(), by in 1_u8..) {
            let mut bytes = small().to_bytes();
            let at = at.index(bytes.len());
            bytes[at] ^= by;
            prop_assert!(Classifier::from_bytes(&bytes).is_err());
        }

        #[test]
        fn nonsense_never_panics(
            body in prop::collection::vec(any::<u8>(), 0..80),
            at in any::<prop::sample::Index>(),
            by in 1_u8..,
        ) {
            let _ = Classifier::from_bytes(&sealed(&body));
            let mut body = small().to_bytes().split_off(HEAD);
            let at = at.index(body.len());
            body[at] ^= by;
            if let Ok(model) = Classifier::from_bytes(&sealed(&body)) {
                let _ = model.classify("where is my refund");
            }
        }

        #[test]
        fn numbers_come_back(number in any::<u32>()) {
            let mut bytes = Vec::new();
            put_number(&mut bytes, number);
            let mut back = Bytes { rest: &bytes };
            prop_assert_eq!(back.number(), Some(number));
            prop_assert!(back.rest.is_empty());
        }
    }
}
