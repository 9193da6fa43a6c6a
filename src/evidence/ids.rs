//! The conversations of the facts, numbered.

use std::collections::HashMap;
use std::sync::OnceLock;

use polars::prelude::{PolarsResult, StringChunked, col};

use crate::facts::{Conversations, Facts};

/// All conversations by id, in the order of the fact; a number is a place among them.
pub(super) struct Ids {
    ids: StringChunked,
    by_id: OnceLock<HashMap<String, u32>>,
}

impl Ids {
    /// From the column of the fact; [`Ids::read`] reads it alone.
    pub const fn new(ids: StringChunked) -> Self {
        Self { ids, by_id: OnceLock::new() }
    }

    pub fn read(facts: &Facts) -> PolarsResult<Self> {
        let frame = facts.scan::<Conversations>()?.select([col("conversation_id")]).collect()?;
        Ok(Self::new(frame.column("conversation_id")?.str()?.rechunk().into_owned()))
    }

    pub fn len(&self) -> usize {
        self.ids.len()
    }

    pub fn get(&self, number: usize) -> Option<&str> {
        (number < self.ids.len()).then(|| self.ids.get(number)).flatten()
    }

    /// The number of each row's conversation, given the rows' ids. Facts stand in one order, so that the
    /// next id is mostly the last one's or that of the conversation after it.
    pub fn numbers_of<'a>(
        &'a self,
        ids: &'a StringChunked,
    ) -> impl Iterator<Item = Option<usize>> + 'a {
        let mut last = 0;
        ids.iter().map(move |id| {
            let id = id?;
            let near = [last, last + 1].into_iter().find(|at| self.get(*at) == Some(id));
            last = near.or_else(|| self.look_up(id))?;
            Some(last)
        })
    }

    fn look_up(&self, id: &str) -> Option<usize> {
        let by_id = self.by_id.get_or_init(|| {
            let ids = self.ids.iter().zip(0_u32..);
            ids.filter_map(|(id, number)| Some((id?.to_owned(), number))).collect()
        });
        by_id.get(id).map(|number| *number as usize)
    }
}
