//! One message of a transcript.

use crate::model::{Message, Voice};
use crate::text::Passage;

/// A message as it is judged.
#[derive(Clone, Debug)]
pub struct Line<'c> {
    pub message: &'c Message<'c>,
    /// Its place in the conversation, from 1, as in the fact `messages`.
    pub number: usize,
    pub voice: Voice,
    pub passage: Passage<'c>,
    /// How its author feels, from -1 to 1, if it is the customer; `None` where no word says it.
    pub sentiment: Option<f64>,
}

/// Of a longer message only the beginning is judged: nobody writes so much by hand, and what looks at
/// everything beside everything else would take too long. In bytes of the normalised text.
const JUDGED: usize = 32_768;

impl Line<'_> {
    /// The normalised text as far as it is judged.
    pub fn judged(&self) -> &str {
        let text = self.passage.text();
        text.get(..text.floor_char_boundary(JUDGED)).unwrap_or(text)
    }

    /// Whether it is the customer's own words.
    pub fn is_customer(&self) -> bool {
        self.voice == Voice::Customer
    }

    /// Whether it is a public reply by a person.
    pub fn is_agent(&self) -> bool {
        self.voice == Voice::Agent
    }
}
