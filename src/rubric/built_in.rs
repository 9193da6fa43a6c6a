//! The rubric as it comes, with the reader that knows its phrases.

use std::sync::{Arc, LazyLock};

use super::judge::Rubric;
use super::rules::RubricRules;
use crate::text::{Languages, PhraseList, TopicLexicon};
use crate::transcript::Reader;

/// A reader of Russian, Chinese and English and the rubric, both with the lists that are built in; `None`
/// where one of these cannot be used, which a test rules out.
pub fn built_in() -> Option<(Arc<Reader>, Arc<Rubric>)> {
    static BUILT_IN: LazyLock<Option<(Arc<Reader>, Arc<Rubric>)>> = LazyLock::new(|| {
        let mut list = PhraseList::default();
        let rubric = Rubric::new(&RubricRules::default(), &mut list).ok()?;
        let topics = TopicLexicon::built_in().ok()?;
        let reader = Reader::new(list, Languages::default(), &topics).ok()?;
        Some((Arc::new(reader), Arc::new(rubric)))
    });
    BUILT_IN.clone()
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_is_built_in_can_be_used() {
        assert!(super::built_in().is_some());
    }
}
