//! The Rosetta desk: the same story in every format gives one golden model, less what the format's
//! page admits that it loses.
//!
//! A page's block `loses` holds one pattern per line: `field NAME` (of a conversation, or
//! `message.NAME`, `event.NAME`, `rating.NAME`, `review.NAME`, `survey.NAME`; `*` for all) is struck
//! out on both sides; `conversation`, `message`, `event`, `rating`, `review` and `survey` are struck out
//! of the golden model. Each may end in `where NAME=VALUE`. A pattern without which the telling would pass as well
//! is a failure too: nothing is admitted that is not lost.

use std::collections::BTreeMap;
use std::fmt::Display;

use caseload::gather::{Gather, Gathered, Limits};
use caseload::model::{Conversation, Effect, EventKind, SurveyResponse};
use caseload::sources::open;

use crate::desk::{Telling, folder, tellings};

/// Named values, in order; those that are empty are left out.
type Fields = Vec<(String, String)>;

/// A conversation (or, under `c…`, none of it but a survey response) as the golden model has it.
#[derive(Clone, Debug, Default, PartialEq)]
struct Told {
    fields: Fields,
    /// Messages, events, ratings and reviews by the name of their kind.
    parts: BTreeMap<String, Vec<Fields>>,
}

/// A whole story.
#[derive(Clone, Debug, Default, PartialEq)]
struct Story {
    conversations: Vec<Told>,
    surveys: Vec<Fields>,
}

fn value<'f>(fields: &'f Fields, name: &str) -> &'f str {
    fields.iter().find(|(own, _)| own == name).map_or("", |(_, value)| value)
}

fn put(fields: &mut Fields, name: &str, value: impl Display) {
    let value = value.to_string().replace('\\', "\\\\").replace('\n', "\\n");
    if !value.is_empty() {
        fields.push((name.to_owned(), value));
    }
}

fn put_some(fields: &mut Fields, name: &str, value: Option<impl Display>) {
    if let Some(value) = value {
        put(fields, name, value);
    }
}

/// What each format calls the people, to what the golden model does.
struct People(BTreeMap<String, String>);

impl People {
    fn read() -> Self {
        let text = std::fs::read_to_string(folder().join("people.toml")).unwrap();
        let people: toml::Table = text.parse().unwrap();
        let mut names = BTreeMap::new();
        for (key, person) in &people {
            let name = if person["role"].as_str() == Some("team") {
                &person["name"]
            } else {
                &key.as_str().into()
            };
            for id in person["ids"].as_array().unwrap() {
                let (id, name) = (id.as_str().unwrap(), name.as_str().unwrap());
                let taken = names.insert(id.to_owned(), name.to_owned());
                assert_eq!(taken, None, "{id} means two");
            }
        }
        Self(names)
    }

    fn name<'p>(&'p self, id: &'p str) -> &'p str {
        self.0.get(id).map_or(id, String::as_str)
    }
}

/// The golden model as it is written: `c01 message 2 text = …`.
fn golden() -> Story {
    let text = std::fs::read_to_string(folder().join("golden.txt")).unwrap();
    let mut conversations: BTreeMap<&str, Told> = BTreeMap::new();
    let mut surveys: BTreeMap<&str, Fields> = BTreeMap::new();
    for line in text.lines() {
        let (path, value) = line.split_once(" = ").unwrap();
        let field = |name: &str| (name.to_owned(), value.to_owned());
        match *path.split(' ').collect::<Vec<_>>() {
            [key, name] if key.starts_with('s') => {
                surveys.entry(key).or_default().push(field(name))
            }
            [key, name] => conversations.entry(key).or_default().fields.push(field(name)),
            [key, kind, number, name] => {
                let told = conversations.entry(key).or_default();
                let parts = told.parts.entry(kind.to_owned()).or_default();
                let number: usize = number.parse().unwrap();
                parts.resize(parts.len().max(number), Fields::new());
                parts[number - 1].push(field(name));
            }
            _ => panic!("{line}"),
        }
    }
    let mut conversations: Vec<Told> = conversations.into_values().collect();
    conversations.sort_by(|a, b| value(&a.fields, "opened_at").cmp(value(&b.fields, "opened_at")));
    Story { conversations, surveys: surveys.into_values().collect() }
}

fn flat(conversation: &Conversation<'_>, people: &People) -> Told {
    let state = &conversation.state;
    let mut fields = Fields::new();
    let f = &mut fields;
    put_some(f, "channel", state.channel);
    put(f, "surface", &state.surface);
    put_some(f, "is_public", state.is_public);
    put(f, "subject", &state.subject);
    put(f, "customer_id", people.name(&state.customer_id));
    put(f, "customer_email", &state.customer_email);
    put(f, "customer_phone", &state.customer_phone);
    put(f, "customer_handle", &state.customer_handle);
    put(f, "order_id", &state.order_id);
    put(f, "assignee_id", people.name(&state.assignee_id));
    put(f, "team", people.name(&state.team));
    put(f, "priority", &state.priority);
    put(f, "tags", state.tags.join(","));
    put(f, "topic_label", &state.topic_label);
    put_some(f, "initiated_by", conversation.initiated_by());
    put_some(f, "opened_at", conversation.opened_at());
    put_some(f, "first_response_at", state.first_response_at);
    put_some(f, "resolved_at", state.resolved_at);
    put_some(f, "closed_at", state.closed_at);
    put_some(f, "status", state.status);
    put_some(f, "updated_at", state.updated_at);
    put_some(f, "outcome", state.outcome);
    put_some(f, "queued_at", state.queued_at);
    put_some(f, "answered_at", state.answered_at);
    put_some(f, "ended_at", state.ended_at);
    put_some(f, "queue_seconds", state.queue_seconds);
    put_some(f, "talk_seconds", state.talk_seconds);
    put_some(f, "hold_seconds", state.hold_seconds);
    put_some(f, "wrap_up_seconds", state.wrap_up_seconds);
    let mut parts = BTreeMap::new();
    let mut add = |kind: &str, all: Vec<Fields>| {
        if !all.is_empty() {
            parts.insert(kind.to_owned(), all);
        }
    };
    let messages = conversation.messages.iter().map(|message| {
        let mut fields = Fields::new();
        let f = &mut fields;
        put_some(f, "channel", message.channel.filter(|own| Some(*own) != state.channel));
        put_some(f, "sent_at", message.sent_at);
        put_some(f, "ended_at", message.ended_at);
        put_some(f, "author_role", message.author_role);
        put(f, "author_id", people.name(&message.author_id));
        put_some(f, "visibility", message.visibility);
        put_some(f, "kind", message.kind);
        put(f, "text", &message.text);
        fields
    });
    add("message", messages.collect());
    let events = conversation.events.iter().map(|event| {
        let is_person = matches!(
            event.kind,
            Some(EventKind::Assigned | EventKind::Transferred | EventKind::Answered)
        );
        let mut fields = Fields::new();
        let f = &mut fields;
        put_some(f, "at", event.at);
        put_some(f, "kind", event.kind);
        put(f, "value", if is_person { people.name(&event.value) } else { &event.value });
        put(f, "actor_id", people.name(&event.actor_id));
        fields
    });
    add("event", events.collect());
    let ratings = conversation.ratings.iter().map(|rating| {
        let (min, max) = (rating.scale_min.unwrap_or(1.0), rating.scale_max.unwrap_or(5.0));
        let mut fields = Fields::new();
        let f = &mut fields;
        put(f, "agent_id", people.name(&rating.agent_id));
        put_some(f, "offered_at", rating.offered_at);
        put_some(f, "rated_at", rating.rated_at);
        put_some(f, "score_share", rating.score.map(|score| (score - min) / (max - min)));
        put(f, "comment", &rating.comment);
        fields
    });
    add("rating", ratings.collect());
    let reviews = conversation.reviews.iter().map(|review| {
        let mut fields = Fields::new();
        let f = &mut fields;
        put(f, "reviewer_id", &review.reviewer_id);
        put(f, "criterion", &review.criterion);
        put_some(f, "verdict", review.verdict);
        put(f, "is_calibration", review.is_calibration.unwrap_or(false));
        put_some(f, "reviewed_at", review.reviewed_at);
        put(f, "agent_id", people.name(&review.agent_id));
        put_some(f, "score", review.score);
        put(f, "comment", &review.comment);
        fields
    });
    add("review", reviews.collect());
    Told { fields, parts }
}

fn flat_survey(survey: &SurveyResponse<'_>, people: &People) -> Fields {
    let mut fields = Fields::new();
    let f = &mut fields;
    put(f, "conversation", &survey.conversation_id);
    put(f, "customer_id", people.name(&survey.customer_id));
    put(f, "customer_email", &survey.customer_email);
    put_some(f, "sent_at", survey.sent_at);
    put_some(f, "answered_at", survey.answered_at);
    put_some(f, "instrument", survey.instrument);
    put_some(f, "score", survey.score);
    put_some(f, "scale_min", survey.scale_min);
    put_some(f, "scale_max", survey.scale_max);
    put(f, "comment", &survey.comment);
    fields
}

/// Reads a telling and brings its records together.
fn gathered(telling: &Telling) -> Gathered {
    let temp = tempfile::tempdir().unwrap();
    let limits = Limits {
        memory: 1 << 30,
        spill_in: temp.path().to_owned(),
        partitions: 3,
        numbers_customers: true,
    };
    let gather = Gather::new(vec!["desk".to_owned(); telling.files.len()], limits);
    for (number, (path, options)) in telling.files.iter().enumerate() {
        let opened = open(path, None, options).unwrap();
        let name = opened.source().name();
        assert_eq!(name, telling.source.name(), "{} is taken for it", path.display());
        opened.read(&|piece| gather.sink(number as u32, piece), &|_| ()).end.unwrap();
    }
    gather.finish().unwrap()
}

/// What a telling tells; also sees that no record got lost on the way.
fn told(telling: &Telling, people: &People) -> Story {
    let gathered = gathered(telling);
    let dropped = |issues: &[caseload::model::Issue]| {
        issues.iter().filter(|issue| issue.effect == Effect::Dropped).count() as u64
    };
    let mut accounted = dropped(&gathered.issues) + gathered.people_kept.iter().sum::<u64>();
    let mut conversations = Vec::new();
    let mut surveys = Vec::new();
    for number in 0..gathered.partitions() {
        let partition = gathered.load(number).unwrap();
        let rest = partition.whole(&gathered, |conversation| {
            conversations.push((conversation.opened_at(), flat(conversation, people)));
            surveys.extend(conversation.surveys.iter().map(|survey| flat_survey(survey, people)));
        });
        accounted += dropped(&rest.issues) + rest.kept.iter().sum::<u64>();
        surveys.extend(rest.surveys.iter().map(|(_, survey)| flat_survey(survey, people)));
    }
    let seen: u64 = gathered.seen.iter().sum();
    assert_eq!(seen, accounted, "{}: records seen, and kept or in the ledger", telling.name);
    conversations.sort_by_key(|(opened_at, _)| *opened_at);
    surveys.sort_by(|a, b| value(a, "answered_at").cmp(value(b, "answered_at")));
    Story { conversations: conversations.into_iter().map(|(_, told)| told).collect(), surveys }
}

/// One line of a page's block `loses`.
#[derive(Clone, Debug)]
struct Pattern {
    line: String,
    /// `field` or what is lost as a whole.
    what: String,
    field: String,
    condition: Option<(String, String)>,
}

fn patterns(page: &str) -> Vec<Pattern> {
    let block = page.split("```loses\n").nth(1).and_then(|rest| rest.split("```").next());
    let lines = block.unwrap_or_default().lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(pattern).collect()
}

fn pattern(line: &str) -> Pattern {
    let (head, condition) = match line.split_once(" where ") {
        Some((head, condition)) => {
            let (name, value) = condition.split_once('=').expect(line);
            (head, Some((name.trim().to_owned(), value.trim().to_owned())))
        }
        None => (line, None),
    };
    let (what, field) = head.split_once(' ').unwrap_or((head, ""));
    let kinds = ["field", "conversation", "message", "event", "rating", "review", "survey"];
    assert!(kinds.contains(&what) && (what == "field") != field.is_empty(), "{line}");
    Pattern { line: line.to_owned(), what: what.into(), field: field.trim().into(), condition }
}

impl Pattern {
    /// Whether something (a part, or nothing) of a conversation meets the condition.
    fn fits(&self, part: &Fields, conversation: &Fields) -> bool {
        self.condition.as_ref().is_none_or(|(name, wanted)| {
            let own = value(part, name);
            let own = if own.is_empty() { value(conversation, name) } else { own };
            own == wanted
        })
    }

    /// Strikes out of the golden model what is lost as a whole.
    fn strike(&self, golden: &mut Story) {
        match self.what.as_str() {
            "conversation" => {
                golden.conversations.retain(|told| !self.fits(&Fields::new(), &told.fields));
            }
            "survey" => golden.surveys.retain(|survey| !self.fits(survey, &Fields::new())),
            "field" => {}
            kind => {
                for told in &mut golden.conversations {
                    if let Some(parts) = told.parts.get_mut(kind) {
                        parts.retain(|part| !self.fits(part, &told.fields));
                    }
                }
            }
        }
    }

    /// Strikes a field out of both sides; `golden` and `told` have the same conversations by now.
    fn strike_field(&self, golden: &mut Story, told: &mut Story) {
        if self.what != "field" {
            return;
        }
        let (kind, name) = self.field.split_once('.').unwrap_or(("", &self.field));
        let is_meant = |(own, _): &(String, String)| name == "*" || own == name;
        let none = Fields::new();
        if kind == "survey" {
            for survey in golden.surveys.iter_mut().chain(&mut told.surveys) {
                if self.fits(survey, &none) {
                    survey.retain(|field| !is_meant(field));
                }
            }
            return;
        }
        for (golden, told) in golden.conversations.iter_mut().zip(&mut told.conversations) {
            let truth = golden.fields.clone();
            for side in [golden, told] {
                if kind.is_empty() && self.fits(&none, &truth) {
                    side.fields.retain(|field| !is_meant(field));
                }
                for part in side.parts.get_mut(kind).into_iter().flatten() {
                    if self.fits(part, &truth) {
                        part.retain(|field| !is_meant(field));
                    }
                }
            }
        }
    }
}

/// Both sides without what is lost, as lines.
fn sides(patterns: &[Pattern], golden: &Story, told: &Story) -> (String, String) {
    let (mut golden, mut told) = (golden.clone(), told.clone());
    patterns.iter().for_each(|pattern| pattern.strike(&mut golden));
    // Conditions look at fields that other patterns strike out: those without come last.
    let (some, all): (Vec<_>, Vec<_>) =
        patterns.iter().partition(|pattern| pattern.condition.is_some());
    for pattern in some.into_iter().chain(all) {
        pattern.strike_field(&mut golden, &mut told);
    }
    (lines(&golden), lines(&told))
}

/// A story as text, numbered anew.
fn lines(story: &Story) -> String {
    let mut lines = String::new();
    let mut add = |prefix: String, fields: &Fields| {
        for (name, value) in fields {
            lines.push_str(&format!("{prefix} {name} = {value}\n"));
        }
    };
    for (number, told) in (1..).zip(&story.conversations) {
        add(format!("{number:02}"), &told.fields);
        for (kind, parts) in &told.parts {
            let parts = parts.iter().filter(|part| !part.is_empty());
            for (part, fields) in (1..).zip(parts) {
                add(format!("{number:02} {kind} {part}"), fields);
            }
        }
    }
    for (number, survey) in (1..).zip(&story.surveys) {
        add(format!("survey {number}"), survey);
    }
    lines
}

/// The lines that stand on one side only.
fn difference(golden: &str, told: &str) -> String {
    let only = |mark: &str, lines: &str, other: &str| {
        let other: Vec<&str> = other.lines().collect();
        let lines = lines.lines().filter(|line| !other.contains(line));
        lines.map(|line| format!("{mark} {line}\n")).collect::<String>()
    };
    only("-", golden, told) + &only("+", told, golden)
}

#[test]
fn every_telling_gives_the_golden_model() {
    let (golden, people) = (golden(), People::read());
    let mut failures = String::new();
    let mut needless: BTreeMap<(&str, String), bool> = BTreeMap::new();
    for telling in tellings() {
        let patterns = patterns(telling.source.page());
        let told = told(&telling, &people);
        let (left, right) = sides(&patterns, &golden, &told);
        if left != right {
            failures += &format!("{}:\n{}", telling.name, difference(&left, &right));
        }
        for (number, pattern) in patterns.iter().enumerate() {
            let mut others = patterns.clone();
            others.remove(number);
            let (left, right) = sides(&others, &golden, &told);
            let entry = needless.entry((telling.source.name(), pattern.line.clone()));
            *entry.or_insert(true) &= left == right;
        }
    }
    for ((format, line), _) in needless.iter().filter(|(_, is_needless)| **is_needless) {
        failures += &format!("{format}: its page admits `{line}`, which is not lost\n");
    }
    assert!(failures.is_empty(), "- golden, + told\n{failures}");
}

#[test]
fn the_golden_model_is_what_the_readme_says() {
    let golden = golden();
    let messages = golden.conversations.iter().filter_map(|told| told.parts.get("message"));
    assert_eq!(golden.conversations.len(), 12);
    assert_eq!(golden.surveys.len(), 4);
    assert_eq!(messages.map(Vec::len).sum::<usize>(), 58);
    for channel in ["chat", "email", "phone", "social"] {
        assert!(golden.conversations.iter().any(|told| value(&told.fields, "channel") == channel));
    }
}
