//! Conversations that were merged into others: what was said in them moves to the target.
//!
//! The event `merged` tells of it, with the target's id as its value. Messages, ratings, reviews and
//! survey responses count once, in the target; the rest of what was known of the merged conversation is in
//! the ledger. Nothing is done, and nothing is read twice, where no event tells of a merge.

use std::collections::{HashMap, HashSet};
use std::io;

use super::pour::{Buffers, Gather, get_entry, key, lock};
use crate::model::{Effect, EventKind, Instant, Issue, IssueKind, Place, Record, RecordKind, Wire};

/// A conversation that went into another of the same source.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Merge {
    /// Of the file that tells of it: says which source it is.
    file: u32,
    from: String,
    at: Option<Instant>,
    into: String,
}

impl Merge {
    /// What a record tells of a merge.
    pub(super) fn told_by(record: &Record<'_>, file: u32) -> Option<Self> {
        let Record::Event(event) = record else { return None };
        let is_merge = event.kind == Some(EventKind::Merged)
            && !event.value.is_empty()
            && event.value != event.conversation_id;
        is_merge.then(|| Self {
            file,
            from: event.conversation_id.to_string(),
            at: event.at,
            into: event.value.to_string(),
        })
    }

    /// Its key and that of its target, as `source/id`.
    pub(super) fn keys(&self, gather: &Gather) -> (String, String) {
        let source = gather.source(self.file);
        (format!("{source}/{}", self.from), format!("{source}/{}", self.into))
    }
}

/// For the hash of each merged conversation's key the id that it ended in.
struct Targets(HashMap<u64, String>);

impl Targets {
    /// Follows chains of merges; of several merges of one conversation the last counts. What was
    /// merged in a circle stays where it is.
    fn of(gather: &Gather, mut merges: Vec<Merge>) -> Self {
        merges.sort_by(|a, b| (a.at, &a.into).cmp(&(b.at, &b.into)));
        let step: HashMap<u64, (u32, String)> = merges
            .into_iter()
            .map(|merge| (key(gather.source(merge.file), &merge.from), (merge.file, merge.into)))
            .collect();
        let mut targets = HashMap::new();
        for (from, (file, into)) in &step {
            let source = gather.source(*file);
            let (mut last, mut steps) = (into, 0);
            while let Some((_, next)) = step.get(&key(source, last)) {
                last = next;
                steps += 1;
                if steps > step.len() {
                    break;
                }
            }
            if steps <= step.len() {
                targets.insert(*from, last.clone());
            }
        }
        Self(targets)
    }
}

/// A packed record of a merged conversation, and the hash of that conversation's key.
struct Moving {
    from: u64,
    place: Place,
    packed: Vec<u8>,
}

/// Moves what was said in merged conversations to their targets, as far as those are in the input.
pub(super) fn join(gather: &Gather, merges: Vec<Merge>) -> io::Result<()> {
    if merges.is_empty() {
        return Ok(());
    }
    let source_of: HashMap<u64, u32> = merges
        .iter()
        .map(|merge| (key(gather.source(merge.file), &merge.from), merge.file))
        .collect();
    let targets = Targets::of(gather, merges);
    let into = |from: u64| {
        let source = gather.source(*source_of.get(&from)?);
        let id = targets.0.get(&from)?;
        Some((id.as_str(), key(source, id)))
    };
    let wanted: HashSet<u64> =
        targets.0.keys().filter_map(|from| into(*from)).map(|(_, hash)| hash).collect();
    let (moving, present) = take_out(gather, &targets, &wanted)?;
    let mut buffers = gather.buffers();
    for Moving { from, place, packed } in moving {
        let Some(record) = Record::get(&mut packed.as_slice()) else { continue };
        match into(from).filter(|(_, hash)| present.contains(hash)) {
            Some((id, hash)) => put(gather, &mut buffers, place, record, id, hash),
            None => buffers.pack(gather, Some(from), place, &record),
        }
    }
    buffers.flush(gather);
    Ok(())
}

/// Takes the records of merged conversations off the shelves; and says which targets are there.
fn take_out(
    gather: &Gather,
    targets: &Targets,
    wanted: &HashSet<u64>,
) -> io::Result<(Vec<Moving>, HashSet<u64>)> {
    let (mut moving, mut present) = (Vec::new(), HashSet::new());
    for partition in 0..gather.partitions() {
        for chunk in gather.unshelve(partition)? {
            let mut kept = Vec::with_capacity(chunk.len());
            let mut rest = chunk.as_slice();
            loop {
                let before = rest;
                let Some((place, packed)) = get_entry(&mut rest) else { break };
                let id = Record::packed_belongs_to(packed).unwrap_or_default();
                let hash = key(gather.source(place.file), id);
                if targets.0.contains_key(&hash) {
                    moving.push(Moving { from: hash, place, packed: packed.to_vec() });
                    continue;
                }
                if wanted.contains(&hash) {
                    present.insert(hash);
                }
                kept.extend_from_slice(before.get(..before.len() - rest.len()).unwrap_or(before));
            }
            gather.shelve(partition, kept);
        }
    }
    Ok((moving, present))
}

/// Packs what was said under the target; the rest goes to the ledger.
fn put(
    gather: &Gather,
    buffers: &mut Buffers,
    place: Place,
    mut record: Record<'_>,
    id: &str,
    hash: u64,
) {
    let id = id.to_owned();
    match &mut record {
        Record::Message(message) => message.conversation_id = id.into(),
        Record::Rating(rating) => rating.conversation_id = id.into(),
        Record::Survey(survey) => survey.conversation_id = id.into(),
        Record::Review(review) => review.conversation_id = id.into(),
        // The target's history tells of whatever was merged into it.
        Record::Event(event) if event.kind == Some(EventKind::Merged) => {
            event.value = std::mem::replace(&mut event.conversation_id, id.into());
        }
        other => return leave_out(gather, place, other.kind()),
    }
    buffers.pack(gather, Some(hash), place, &record);
}

fn leave_out(gather: &Gather, place: Place, record: RecordKind) {
    let (kind, effect) = (IssueKind::NotSupport, Effect::Dropped);
    let seen = "merged".to_owned();
    lock(&gather.issues).push(Issue { place, record, field: "", kind, effect, seen });
}

#[cfg(test)]
mod tests {
    use crate::gather::Gathered;
    use crate::gather::tests::{at, message, pour, state, told, whole};
    use crate::model::{Event, EventKind, Record, Status};

    fn merged(from: &str, into: &str, minute: i64) -> Record<'static> {
        Event {
            conversation_id: from.to_owned().into(),
            at: at(minute),
            kind: Some(EventKind::Merged),
            value: into.to_owned().into(),
            ..Event::default()
        }
        .into()
    }

    /// Ids of conversations with the texts in them.
    fn texts(gathered: &Gathered) -> Vec<(String, String)> {
        let mut texts = Vec::new();
        for partition in 0..gathered.partitions() {
            let packed = gathered.load(partition).unwrap();
            for one in whole(&packed, gathered).0 {
                let said: Vec<&str> = one.messages.iter().map(|m| m.text.as_ref()).collect();
                texts.push((one.state.conversation_id.to_string(), said.join(" ")));
            }
        }
        texts.sort();
        texts
    }

    #[test]
    fn what_was_said_in_a_merged_conversation_moves_to_the_last_of_its_targets() {
        let records = [
            (0, 0, message("a", "1", 1, "one")),
            (0, 1, state("a", Some(9), Status::Closed)),
            (1, 0, message("b", "2", 2, "two")),
            (1, 1, merged("a", "b", 3)),
            (0, 2, merged("b", "c", 4)),
            (0, 3, message("c", "3", 5, "three")),
            (0, 4, state("c", Some(9), Status::Open)),
            (2, 0, message("a", "4", 6, "elsewhere")),
        ];
        let expected =
            [("a", "elsewhere"), ("c", "one two three")].map(|(id, said)| (id.into(), said.into()));
        for memory in [usize::MAX, 1] {
            let gathered = pour(&["desk", "desk", "shop"], memory, &records);
            assert_eq!(texts(&gathered), expected, "{memory}");
            let gathered = pour(&["desk", "desk", "shop"], memory, &records);
            let (_, issues, seen, kept) = told(&gathered);
            let left_out =
                issues.iter().filter(|issue| issue.contains("NotSupport")).count() as u64;
            assert_eq!(left_out, 1, "{issues:?}");
            assert_eq!(seen.iter().sum::<u64>(), kept.iter().sum::<u64>() + left_out);
        }
    }

    #[test]
    fn what_was_merged_into_nothing_or_in_a_circle_stays() {
        let records = [
            (0, 0, message("a", "1", 1, "one")),
            (0, 1, merged("a", "nowhere", 2)),
            (0, 2, message("b", "2", 1, "two")),
            (0, 3, merged("b", "c", 2)),
            (0, 4, message("c", "3", 1, "three")),
            (0, 5, merged("c", "b", 3)),
            (0, 6, merged("c", "c", 4)),
        ];
        let gathered = pour(&["desk"], usize::MAX, &records);
        let expected = [("a", "one"), ("b", "two"), ("c", "three")];
        assert_eq!(texts(&gathered), expected.map(|(id, said)| (id.into(), said.into())));
        let (_, issues, seen, kept) = told(&pour(&["desk"], usize::MAX, &records));
        assert!(!issues.iter().any(|issue| issue.contains("Dropped")), "{issues:?}");
        assert_eq!(seen, kept);
    }
}
