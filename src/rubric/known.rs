//! What is known of one line once a criterion has asked for it.

use std::cell::OnceCell;
use std::ops::Range;

use super::content::Stem;
use super::facts::Fact;

/// Each is worked out when it is first asked for, so that what several criteria ask is asked once and
/// what none asks never.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    /// What the line is about.
    pub stems: OnceCell<Vec<Stem>>,
    /// What it names outright, by place.
    pub facts: OnceCell<Vec<Fact>>,
    /// In bytes of the normalised text.
    pub sentences: OnceCell<Vec<Range<usize>>>,
    /// Whether it says more than thanks, greetings and yes.
    pub has_matter: OnceCell<bool>,
    /// Whether it tells the customer something.
    pub tells: OnceCell<bool>,
}
