//! Which phrases of the rubric stand where in a transcript.

use std::ops::Range;

use super::lists::{List, Lists};
use super::quoted;
use crate::transcript::Line;

/// A phrase of a list and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    pub list: List,
    /// Place in the transcript's lines.
    pub line: usize,
    /// In bytes of the line's normalised text.
    pub start: usize,
    pub end: usize,
}

impl Found {
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// Most conversations have no more finds.
const USUAL: usize = 48;

/// All of a transcript, by list, line and place; neither what the desk quotes nor what lies inside an
/// exception.
#[derive(Debug, Default)]
pub(super) struct Finds {
    all: Vec<Found>,
    /// Where the finds of each list begin, by the list's number, up to the last list with any.
    starts: Vec<u32>,
}

impl Finds {
    /// Those of lines, each with its place.
    pub fn of<'l, 'c: 'l>(
        lines: impl Iterator<Item = (usize, &'l Line<'c>)>,
        lists: &Lists,
    ) -> Self {
        let mut all = Vec::with_capacity(USUAL);
        lines.for_each(|(place, line)| look(line, place, lists, &mut all));
        all.sort_unstable();
        let mut starts = Vec::new();
        for (at, found) in (0..).zip(&all) {
            if starts.len() <= found.list.number() {
                starts.resize(found.list.number() + 1, at);
            }
        }
        Self { all, starts }
    }

    /// Those of a list, by line and place.
    pub fn of_list(&self, list: List) -> &[Found] {
        let Some(start) = self.starts.get(list.number()) else { return &[] };
        let end = self.starts.get(list.number() + 1).map_or(self.all.len(), |end| *end as usize);
        self.all.get(*start as usize..end).unwrap_or_default()
    }

    /// Those of a list in one line.
    pub fn of_line(&self, list: List, line: usize) -> &[Found] {
        let all = self.of_list(list);
        let start = all.partition_point(|found| found.line < line);
        let rest = all.get(start..).unwrap_or_default();
        rest.get(..rest.partition_point(|found| found.line == line)).unwrap_or_default()
    }
}

/// Notes the phrases of a line, without those inside an exception or quoted by the desk.
fn look(line: &Line<'_>, place: usize, lists: &Lists, found: &mut Vec<Found>) {
    let before = found.len();
    let mut unless: Vec<Found> = Vec::new();
    let judged = line.judged().len();
    for hit in line.passage.hits.iter().take_while(|hit| hit.end as usize <= judged) {
        let Some(belongs) = lists.get(hit.phrase) else { continue };
        let range = hit.range();
        let one = Found { list: belongs.list, line: place, start: range.start, end: range.end };
        if belongs.is_unless { unless.push(one) } else { found.push(one) }
    }
    if found.len() == before {
        return;
    }
    let quotes = if line.is_agent() { quoted::parts(line) } else { Vec::new() };
    if unless.is_empty() && quotes.is_empty() {
        return;
    }
    let is_inside = |one: &Found, other: &Found| {
        one.list == other.list && other.start <= one.start && one.end <= other.end
    };
    let mut seen = 0;
    found.retain(|one| {
        seen += 1;
        seen <= before
            || !(unless.iter().any(|other| is_inside(one, other))
                || quotes.iter().any(|quote| quote.contains(&one.start)))
    });
}
