//! A topic that was found, and where.

use std::ops::Range;
use std::sync::Arc;

use super::Topic;

/// A topic of a conversation, and the words that show it best.
#[derive(Clone, Debug, PartialEq)]
pub struct TopicFound {
    pub topic: Arc<Topic>,
    /// How strongly it shows: 1 for one phrase of weight 1 in the message that says first what it is
    /// about.
    pub score: f64,
    /// The number of the message that shows it, as it was given.
    pub message: usize,
    /// Where in that message as written, in bytes.
    pub range: Range<usize>,
}
