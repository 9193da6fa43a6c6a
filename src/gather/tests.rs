//! What gathering promises, on small pours.

use std::path::PathBuf;

use proptest::prelude::*;

use super::{Gather, Gathered, Limits, Partition, Rest};
use crate::model::{
    Conversation, ConversationState, Effect, Event, EventKind, Instant, IssueKind, Message,
    Outcome, Person, Rating, Record, Review, Role, Status, SurveyResponse,
};

/// Pours records, given with their file and line, into a gathering of one source per file.
pub(super) fn pour(
    sources: &[&str],
    memory: usize,
    records: &[(u32, u32, Record<'_>)],
) -> Gathered {
    let spill_in = std::env::temp_dir();
    let limits = Limits { memory, spill_in, partitions: 3, numbers_customers: true };
    let gather = Gather::new(sources.iter().map(|name| (*name).to_owned()).collect(), limits);
    for (file, line, record) in records {
        gather.sink(*file, 0).record(*line, record.clone());
    }
    gather.finish().unwrap()
}

/// A partition's conversations and what it says beside them.
pub(super) fn whole<'p>(
    packed: &'p Partition,
    gathered: &'p Gathered,
) -> (Vec<Conversation<'p>>, Rest<'p>) {
    let mut conversations = Vec::new();
    let rest = packed.whole(gathered, |conversation| conversations.push(conversation.clone()));
    (conversations, rest)
}

/// Everything that came of it: conversations and issues in words, records seen and kept per file.
pub(super) fn told(gathered: &Gathered) -> (Vec<String>, Vec<String>, Vec<u64>, Vec<u64>) {
    let (mut conversations, mut kept) = (Vec::new(), gathered.people_kept.clone());
    let mut issues: Vec<_> = gathered.issues.clone();
    for partition in 0..gathered.partitions() {
        let packed = gathered.load(partition).unwrap();
        let (whole, rest) = whole(&packed, gathered);
        conversations.extend(whole.iter().map(|one| format!("{one:?}")));
        conversations.extend(rest.surveys.iter().map(|one| format!("{one:?}")));
        issues.extend(rest.issues);
        for (sum, more) in kept.iter_mut().zip(rest.kept) {
            *sum += more;
        }
    }
    conversations.sort();
    let mut issues: Vec<String> = issues.iter().map(|issue| format!("{issue:?}")).collect();
    issues.sort();
    (conversations, issues, gathered.seen.clone(), kept)
}

pub(super) fn at(minute: i64) -> Option<Instant> {
    Some(Instant(1_794_000_000_000_000 + minute * 60_000_000))
}

pub(super) fn message(conversation: &str, id: &str, minute: i64, text: &str) -> Record<'static> {
    Message {
        conversation_id: conversation.to_owned().into(),
        message_id: id.to_owned().into(),
        sent_at: at(minute),
        author_role: Some(Role::Customer),
        text: text.to_owned().into(),
        ..Message::default()
    }
    .into()
}

pub(super) fn state(conversation: &str, updated: Option<i64>, status: Status) -> Record<'static> {
    ConversationState {
        conversation_id: conversation.to_owned().into(),
        status: Some(status),
        updated_at: updated.and_then(at),
        ..ConversationState::default()
    }
    .into()
}

#[test]
fn the_newest_state_wins_whatever_the_order_of_files() {
    for order in [[0, 1], [1, 0]] {
        let records = [
            (order[0], 0, state("c", Some(5), Status::Open)),
            (order[1], 0, state("c", Some(9), Status::Solved)),
        ];
        let gathered = pour(&["desk", "desk"], usize::MAX, &records);
        let (conversations, issues, seen, kept) = told(&gathered);
        assert_eq!(conversations.len(), 1);
        assert!(conversations[0].contains("Solved"));
        assert!(issues.iter().any(|issue| issue.contains("Superseded")), "{issues:?}");
        assert_eq!((seen.iter().sum::<u64>(), kept.iter().sum::<u64>()), (2, 1));
    }
}

#[test]
fn states_without_a_date_complete_each_other() {
    let with_team = ConversationState {
        conversation_id: "c".into(),
        team: "north".into(),
        ..ConversationState::default()
    };
    let records = [(0, 0, with_team.into()), (1, 0, state("c", None, Status::Open))];
    let (conversations, ..) = told(&pour(&["desk", "desk"], usize::MAX, &records));
    assert!(conversations[0].contains("north") && conversations[0].contains("Open"));
}

#[test]
fn ids_of_two_sources_are_two_conversations() {
    let records = [(0, 0, message("7", "a", 1, "hi")), (1, 0, message("7", "a", 1, "hi"))];
    let (conversations, ..) = told(&pour(&["desk", "shop"], usize::MAX, &records));
    assert_eq!(conversations.len(), 2);
}

#[test]
fn repeats_go_to_the_ledger_and_alike_lines_of_one_file_do_not() {
    let records = [
        (0, 0, message("c", "a", 1, "hi")),
        (1, 4, message("c", "a", 1, "hi")),
        (0, 1, message("c", "", 2, "ok")),
        (0, 2, message("c", "", 2, "ok")),
        (1, 5, message("c", "", 2, "ok")),
    ];
    let gathered = pour(&["desk", "desk"], usize::MAX, &records);
    let mut repeats = 0;
    for partition in 0..gathered.partitions() {
        let packed = gathered.load(partition).unwrap();
        let (whole, rest) = whole(&packed, &gathered);
        for conversation in &whole {
            assert_eq!(conversation.messages.len(), 3);
        }
        let repeat = |issue: &&_| -> bool {
            let issue: &crate::model::Issue = issue;
            issue.kind == IssueKind::Repeat && issue.effect == Effect::Dropped
        };
        repeats += rest.issues.iter().filter(repeat).count();
    }
    assert_eq!(repeats, 2);
}

#[test]
fn a_tickets_own_rating_is_that_of_the_agent_who_was_rated() {
    let rating = |agent: &str, minute: Option<i64>, score: Option<f64>| -> Record<'static> {
        Rating {
            conversation_id: "c1".into(),
            agent_id: agent.to_owned().into(),
            rated_at: minute.and_then(at),
            score,
            ..Rating::default()
        }
        .into()
    };
    let ratings = |records: &[Record<'static>]| {
        let mut all = vec![(0, 0, state("c1", None, Status::Open))];
        all.extend((1..).zip(records).map(|(line, record)| (0, line, record.clone())));
        let gathered = pour(&["desk"], 1 << 20, &all);
        let mut found = Vec::new();
        for number in 0..gathered.partitions() {
            let packed = gathered.load(number).unwrap();
            let (whole, _) = whole(&packed, &gathered);
            let all = whole.iter().flat_map(|one| &one.ratings);
            found.extend(all.map(|rating| (rating.agent_id.to_string(), rating.score)));
        }
        found
    };
    let ann = |score| ("ann".to_owned(), score);
    let own = rating("", None, Some(1.0));
    assert_eq!(ratings(&[own.clone(), rating("ann", Some(5), Some(1.0))]), [ann(Some(1.0))]);
    assert_eq!(ratings(&[rating("", None, None), rating("ann", None, None)]), [ann(None)]);
    assert_eq!(ratings(std::slice::from_ref(&own)), [(String::new(), Some(1.0))]);
    let other = ratings(&[own, rating("ann", Some(5), Some(0.0))]);
    assert_eq!(other, [(String::new(), Some(1.0)), ann(Some(0.0))]);
}

fn review(conversation: &str, who: &str, minute: Option<i64>, verdict: Outcome) -> Record<'static> {
    Review {
        conversation_id: conversation.to_owned().into(),
        reviewer_id: who.to_owned().into(),
        criterion: "greeting".into(),
        verdict: Some(verdict),
        reviewed_at: minute.and_then(at),
        ..Review::default()
    }
    .into()
}

#[test]
fn a_reviewers_newest_verdict_counts_and_one_on_nothing_is_in_the_ledger() {
    let records = [
        (0, 0, state("c", None, Status::Open)),
        (1, 0, review("c", "ivan", Some(9), Outcome::Missed)),
        (1, 1, review("c", "eva", Some(9), Outcome::Missed)),
        (1, 2, review("c", "eva", Some(5), Outcome::Met)),
        (1, 3, review("c", "eva", None, Outcome::Met)),
        (1, 4, review("nowhere", "eva", Some(5), Outcome::Met)),
    ];
    let gathered = pour(&["desk", "desk"], usize::MAX, &records);
    let (conversations, issues, seen, kept) = told(&gathered);
    let [one] = conversations.as_slice() else { panic!("{conversations:?}") };
    let (eva, ivan) = (one.find("\"eva\"").unwrap(), one.find("\"ivan\"").unwrap());
    assert!(eva < ivan && one.matches("Missed").count() == 2 && !one.contains("Met)"), "{one}");
    let of = |word: &str| issues.iter().filter(|issue| issue.contains(word)).count();
    assert_eq!((of("Superseded"), of("Orphan"), of("Review")), (2, 1, 3), "{issues:?}");
    assert_eq!((seen, kept), (vec![1, 5], vec![1, 2]));
}

#[test]
fn replies_are_threaded_even_through_messages_that_are_not_there() {
    let reply = |id: &str, to: &str, minute| {
        let Record::Message(mut message) = message("", id, minute, id) else { unreachable!() };
        message.in_reply_to = to.to_owned().into();
        Record::from(message)
    };
    let records = [
        (0, 0, reply("d", "lost b", 9)),
        (0, 1, reply("b", "a", 5)),
        (0, 2, reply("a", "", 1)),
        (0, 3, reply("e", "lost", 11)),
        (0, 4, reply("z", "", 3)),
    ];
    let gathered = pour(&["mail"], usize::MAX, &records);
    let mut sizes = Vec::new();
    for partition in 0..gathered.partitions() {
        let packed = gathered.load(partition).unwrap();
        for conversation in whole(&packed, &gathered).0 {
            sizes.push((
                conversation.state.conversation_id.to_string(),
                conversation.messages.len(),
            ));
        }
    }
    sizes.sort();
    assert_eq!(sizes, [("a".to_owned(), 4), ("z".to_owned(), 1)]);
}

#[test]
fn open_roles_are_settled_by_what_is_known() {
    let by = |author: &str, minute| {
        let Record::Message(mut message) = message("c", author, minute, "x") else {
            unreachable!()
        };
        message.author_role = None;
        message.author_id = author.to_owned().into();
        Record::from(message)
    };
    let head = ConversationState {
        conversation_id: "c".into(),
        customer_id: "eve".into(),
        assignee_id: "ann".into(),
        ..ConversationState::default()
    };
    let boris = Person { person_id: "boris".into(), role: Some(Role::Agent), ..Person::default() };
    let records = [
        (0, 0, head.into()),
        (0, 1, by("eve", 1)),
        (0, 2, by("boris", 2)),
        (0, 3, by("ann", 3)),
        (0, 4, by("who", 4)),
        (0, 5, boris.into()),
    ];
    let gathered = pour(&["desk"], usize::MAX, &records);
    let mut found = false;
    for partition in 0..gathered.partitions() {
        let packed = gathered.load(partition).unwrap();
        let (whole, rest) = whole(&packed, &gathered);
        for conversation in &whole {
            let roles: Vec<_> =
                conversation.messages.iter().map(|m| m.author_role.unwrap()).collect();
            assert_eq!(roles, [Role::Customer, Role::Agent, Role::Agent, Role::Customer]);
            assert!(rest.issues.iter().any(|issue| issue.kind == IssueKind::GuessedRole));
            found = true;
        }
    }
    assert!(found);
}

#[test]
fn impossible_ends_are_struck_out() {
    let state = ConversationState {
        conversation_id: "c".into(),
        opened_at: at(10),
        resolved_at: at(5),
        ..ConversationState::default()
    };
    let (conversations, issues, ..) = told(&pour(&["desk"], usize::MAX, &[(0, 0, state.into())]));
    assert!(conversations[0].contains("resolved_at: None"));
    assert!(issues.iter().any(|issue| issue.contains("NegativeTime")));
}

/// Any record, good or bad, of a few conversations.
fn any_record() -> impl Strategy<Value = Record<'static>> {
    let id = prop::sample::select(vec!["", "a", "b", "c"]);
    let number = prop::sample::select(vec!["", "1", "2"]);
    (0..7, id, number, prop::option::of(0i64..4)).prop_map(|(kind, id, number, minute)| {
        let when = minute.and_then(at);
        match kind {
            0 => Message {
                conversation_id: id.into(),
                message_id: number.into(),
                sent_at: when,
                in_reply_to: id.into(),
                ..Message::default()
            }
            .into(),
            1 => ConversationState {
                conversation_id: id.into(),
                updated_at: when,
                team: number.into(),
                ..ConversationState::default()
            }
            .into(),
            2 => Event {
                conversation_id: id.into(),
                at: when,
                kind: Some(EventKind::Assigned),
                value: number.into(),
                ..Event::default()
            }
            .into(),
            3 => Rating {
                conversation_id: id.into(),
                agent_id: number.into(),
                rated_at: when,
                score: Some(4.0),
                ..Rating::default()
            }
            .into(),
            4 => SurveyResponse {
                response_id: number.into(),
                conversation_id: id.into(),
                answered_at: when,
                ..SurveyResponse::default()
            }
            .into(),
            5 => Review {
                conversation_id: id.into(),
                reviewer_id: number.into(),
                criterion: number.into(),
                verdict: when.map(|_| Outcome::Met),
                reviewed_at: when,
                ..Review::default()
            }
            .into(),
            _ => Person { person_id: id.into(), name: number.into(), ..Person::default() }.into(),
        }
    })
}

proptest! {
    #[test]
    fn records_seen_are_kept_or_in_the_ledger(
        records in prop::collection::vec((0u32..2, any_record()), 0..40),
        memory in prop::sample::select(vec![0, 200, usize::MAX]),
        turn in 0usize..40,
    ) {
        let mut placed: Vec<_> = records
            .into_iter()
            .zip(0..)
            .map(|((file, record), line)| (file, line, record))
            .collect();
        let gathered = pour(&["desk", "desk"], usize::MAX, &placed);
        let all = told(&gathered);
        let dropped = all.1.iter().filter(|issue| issue.contains("Dropped")).count() as u64;
        prop_assert_eq!(all.2.iter().sum::<u64>(), placed.len() as u64);
        prop_assert_eq!(all.3.iter().sum::<u64>() + dropped, placed.len() as u64);

        let middle = turn % placed.len().max(1);
        placed.rotate_left(middle);
        let again = told(&pour(&["desk", "desk"], memory, &placed));
        prop_assert_eq!(again, all, "depends on the order of arrival or on the budget");
    }
}

#[test]
fn spilled_files_are_gone_afterwards() {
    let folder = tempfile::tempdir().unwrap();
    let limits = Limits {
        memory: 10,
        spill_in: folder.path().to_owned(),
        partitions: 2,
        numbers_customers: true,
    };
    let gather = Gather::new(vec!["desk".to_owned()], limits);
    for line in 0..2000 {
        gather.sink(0, 0).record(line, message("c", &line.to_string(), i64::from(line), "text"));
    }
    let gathered = gather.finish().unwrap();
    assert!(folder.path().read_dir().unwrap().next().is_some(), "nothing was spilled");
    let packed: Vec<_> = (0..2).map(|n| gathered.load(n).unwrap()).collect();
    let messages: usize = packed
        .iter()
        .flat_map(|one| whole(one, &gathered).0)
        .map(|conversation| conversation.messages.len())
        .sum();
    assert_eq!(messages, 2000);
    drop(gathered);
    assert!(folder.path().read_dir().unwrap().next().is_none(), "a spill was left behind");
}

#[test]
fn a_disk_that_refuses_the_spill_is_an_error() {
    let nowhere = PathBuf::from("/nowhere/at/all");
    let gather = Gather::new(
        vec!["desk".to_owned()],
        Limits { memory: 0, spill_in: nowhere, partitions: 1, numbers_customers: true },
    );
    gather.sink(0, 0).record(0, message("c", "m", 1, "text"));
    assert!(gather.finish().is_err());
}
