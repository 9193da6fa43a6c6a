//! A transcript as criteria see it: who has the word when, and which phrases of the rubric stand where.

use std::cell::OnceCell;
use std::ops::Range;

use super::content::{Stem, stems};
use super::facts::{Fact, facts};
use super::found::{Finds, Found};
use super::known::Known;
use super::lists::{List, Lists};
use super::script::{self, Script};
use crate::model::{Channel, Instant, is_reply_by_person};
use crate::text::personal::Redactor;
use crate::text::{Hit, Spoken, WordKind, sentences, terms, words};
use crate::transcript::{Line, Transcript};

/// Words of a customer beside small talk from which something was said.
const MATTER: usize = 2;
/// What a reply may consist of without telling anything.
const FORMS: &[List] = &[
    List::Greeted,
    List::Introduced,
    List::BeforeName,
    List::AfterName,
    List::Closed,
    List::Wait,
    List::AskedWhetherSolved,
    List::OfferedMore,
    List::Acknowledged,
    List::Empty,
];
/// Stems beside one of these up to which a sentence is nothing more: two names, for instance.
const FORM: usize = 2;
/// The same of Chinese characters.
const MATTER_CHARACTERS: usize = 3;

/// What all conversations are judged by.
#[derive(Debug)]
pub(super) struct Ways {
    pub lists: Lists,
    pub redactor: Redactor,
    pub dead_air_seconds: f64,
    pub talk_over_seconds: f64,
}

/// Lines of one side in a row, whatever machines and notes stand between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// The desk's, not the customer's.
    pub is_desk: bool,
    /// Places in the transcript's lines, from the first of the turn to its last.
    pub lines: Range<usize>,
}

/// A transcript on its way through the criteria.
pub struct Talk<'t, 'c> {
    pub transcript: &'t Transcript<'c>,
    pub(super) ways: &'t Ways,
    found: Finds,
    /// In order, the sides by turns.
    pub turns: Vec<Turn>,
    topics: &'t [Vec<u16>],
    /// What is worked out when it is first asked for: of each line, and of the whole.
    known: Vec<Known>,
    stems_of_customer: OnceCell<Vec<Stem>>,
    /// Where the customer's request is.
    request: OnceCell<Option<usize>>,
    /// Whether a reply is still to come.
    goes_on: OnceCell<bool>,
    names: Names<'t>,
}

/// What people of the desk are called, by their ids; `None` where nobody says.
pub type Names<'n> = &'n (dyn Fn(&str) -> Option<String> + 'n);

impl<'t, 'c> Talk<'t, 'c> {
    pub(super) fn new(
        transcript: &'t Transcript<'c>,
        ways: &'t Ways,
        topics: &'t [Vec<u16>],
        names: Names<'t>,
    ) -> Self {
        let is_spoken = |line: &Line<'_>| line.is_agent() || line.is_customer();
        let lines = transcript.lines.iter().enumerate().filter(|(_, line)| is_spoken(line));
        let mut turns: Vec<Turn> = Vec::new();
        for (place, line) in lines.clone() {
            match turns.last_mut().filter(|turn| turn.is_desk == line.is_agent()) {
                Some(turn) => turn.lines.end = place + 1,
                None => turns.push(Turn { is_desk: line.is_agent(), lines: place..place + 1 }),
            }
        }
        Self {
            transcript,
            ways,
            found: Finds::of(lines, &ways.lists),
            turns,
            topics,
            known: vec![Known::default(); transcript.lines.len()],
            stems_of_customer: OnceCell::new(),
            request: OnceCell::new(),
            goes_on: OnceCell::new(),
            names,
        }
    }

    pub fn channel(&self) -> Option<Channel> {
        self.transcript.conversation.state.channel
    }

    pub fn is_public(&self) -> bool {
        self.transcript.conversation.state.is_public == Some(true)
    }

    /// Whether the lists have phrases for what the customer writes in. Where that cannot be told they have
    /// not; where the customer wrote nothing, the desk's own words count.
    pub fn is_in_a_known_language(&self) -> bool {
        match self.transcript.language {
            Spoken::In(language) => self.ways.lists.has_language(language.code()),
            Spoken::Mixed => true,
            Spoken::Unknown => self.asked().next().is_none(),
        }
    }

    /// What the author of a line is called: by the lists of users, else by the account's own id.
    pub fn author_name(&self, line: &Line<'_>) -> String {
        let id: &str = &line.message.author_id;
        (self.names)(id).filter(|name| !name.is_empty()).unwrap_or_else(|| id.to_owned())
    }

    pub fn line(&self, place: usize) -> Option<&'t Line<'c>> {
        self.transcript.lines.get(place)
    }

    /// The desk's replies by people, each with its place.
    pub fn replies(
        &self,
    ) -> impl DoubleEndedIterator<Item = (usize, &'t Line<'c>)> + Clone + use<'t, 'c> {
        self.transcript.lines.iter().enumerate().filter(|(_, line)| line.is_agent())
    }

    /// The customer's own lines, each with its place.
    pub fn asked(
        &self,
    ) -> impl DoubleEndedIterator<Item = (usize, &'t Line<'c>)> + Clone + use<'t, 'c> {
        self.transcript.lines.iter().enumerate().filter(|(_, line)| line.is_customer())
    }

    /// The replies of a turn of the desk's, or the customer's lines of theirs.
    pub fn of(&self, turn: &Turn) -> impl DoubleEndedIterator<Item = (usize, &'t Line<'c>)> {
        let is_desk = turn.is_desk;
        let lines = self.transcript.lines.get(turn.lines.clone()).unwrap_or_default();
        let numbered = (turn.lines.start..turn.lines.end).zip(lines);
        let is_of = move |line: &Line<'_>| {
            if is_desk { line.is_agent() } else { line.is_customer() }
        };
        numbered.filter(move |(_, line)| is_of(line))
    }

    /// What people of the desk first wrote, up to the customer's next message.
    pub fn opening(&self) -> Option<&Turn> {
        self.turns.iter().find(|turn| turn.is_desk)
    }

    /// What people of the desk wrote last.
    pub fn ending(&self) -> Option<&Turn> {
        self.turns.iter().rfind(|turn| turn.is_desk)
    }

    /// Everything of a list, whoever said it, by line and place.
    pub fn found(&self, list: List) -> &[Found] {
        self.found.of_list(list)
    }

    /// What of a list stands in one line.
    pub fn found_in(&self, list: List, line: usize) -> &[Found] {
        self.found.of_line(list, line)
    }

    /// What of a list stands next to a place of one line, before it and from it on.
    pub fn found_beside(&self, list: List, line: usize, place: usize) -> &[Found] {
        let all = self.found_in(list, line);
        let next = all.partition_point(|found| found.start < place);
        all.get(next.saturating_sub(1)..all.len().min(next + 1)).unwrap_or_default()
    }

    /// What of a list people of the desk said.
    pub fn by_desk(
        &self,
        list: List,
    ) -> impl DoubleEndedIterator<Item = (&'t Line<'c>, Found)> + '_ {
        self.spoken(list).filter(|(line, _)| line.is_agent())
    }

    /// What of a list the customer said.
    pub fn by_customer(
        &self,
        list: List,
    ) -> impl DoubleEndedIterator<Item = (&'t Line<'c>, Found)> + '_ {
        self.spoken(list).filter(|(line, _)| line.is_customer())
    }

    fn spoken(&self, list: List) -> impl DoubleEndedIterator<Item = (&'t Line<'c>, Found)> + '_ {
        self.found(list).iter().filter_map(|found| Some((self.line(found.line)?, *found)))
    }

    /// Whether the words before it in the clause deny it.
    pub fn is_denied(&self, line: &Line<'_>, found: Found) -> bool {
        let hit = Hit { phrase: 0, start: found.start as u32, end: found.end as u32 };
        line.passage.is_denied(&hit)
    }

    /// Whether a line says more than thanks, greetings and yes.
    pub fn has_matter(&self, place: usize) -> bool {
        let known = self.known.get(place).map(|known| &known.has_matter);
        known.is_some_and(|known| *known.get_or_init(|| self.is_of_matter(place)))
    }

    fn is_of_matter(&self, place: usize) -> bool {
        let Some(line) = self.line(place) else { return false };
        let small = [List::SmallTalk, List::Greeted, List::Settled, List::Closed]
            .map(|list| self.found_in(list, place));
        let is_small =
            |at: usize| small.iter().any(|all| all.iter().any(|found| found.range().contains(&at)));
        let mut counts = (0, 0);
        let judged = line.judged().len();
        let words = line.passage.words().take_while(|word| word.start < judged);
        for word in words.filter(|word| !is_small(word.start)) {
            match word.kind {
                WordKind::Character => counts.1 += 1,
                WordKind::Letters | WordKind::Number => counts.0 += 1,
            }
            if counts.0 >= MATTER || counts.1 >= MATTER_CHARACTERS {
                return true;
            }
        }
        false
    }

    /// Whether a reply says something: more than greetings, requests to wait and other forms of words, and
    /// not in questions alone.
    pub fn tells(&self, place: usize) -> bool {
        let known = self.known.get(place).map(|known| &known.tells);
        known.is_some_and(|known| *known.get_or_init(|| self.is_telling(place)))
    }

    fn is_telling(&self, place: usize) -> bool {
        let Some(line) = self.line(place) else { return false };
        let text = line.passage.text();
        self.sentences(place).iter().any(|part| {
            let said = text.get(part.clone()).unwrap_or_default();
            let is_question =
                said.contains('?') || said.trim_end_matches('。').ends_with(['吗', '呢']);
            !is_question && self.says_more(place, part)
        })
    }

    /// Whether a sentence of a reply says more than a form of words: without one any two words do, with one
    /// a fact or more content than a name.
    fn says_more(&self, place: usize, part: &Range<usize>) -> bool {
        let Some(line) = self.line(place) else { return false };
        let text = line.passage.text();
        let said = text.get(part.clone()).unwrap_or_default();
        let forms = FORMS.iter().flat_map(|list| self.found_in(*list, place));
        let mut forms: Vec<&Found> =
            forms.filter(|found| part.contains(&found.start) && found.end <= part.end).collect();
        if forms.is_empty() {
            return words(said).take(MATTER).count() >= MATTER;
        }
        let mut sends = self.found_in(List::Evasive, place).iter();
        if sends.any(|found| part.contains(&found.start))
            || self.facts(place).iter().any(|fact| part.contains(&fact.range.start))
        {
            return true;
        }
        forms.sort_unstable_by_key(|found| found.start);
        let (mut at, mut left) = (part.start, 0);
        for end in forms.iter().map(|found| found.start).chain([part.end]) {
            left += text.get(at..end).map_or(0, |rest| stems(terms(rest)).len());
            let inside = forms.iter().filter(|found| found.start <= end).map(|found| found.end);
            at = inside.max().unwrap_or(end).max(at);
        }
        let is_han = script::of(said) == Some(Script::Han);
        left > if is_han { 2 * FORM } else { FORM }
    }

    /// Whether a reply by a person without a text, such as a picture, came after a message.
    pub fn is_shown_more(&self, number: usize) -> bool {
        let later = self.transcript.conversation.messages.iter().skip(number);
        later.into_iter().any(|message| is_reply_by_person(message) && message.text.is_empty())
    }

    /// Place of the line in which the customer first says what they want.
    pub fn request(&self) -> Option<usize> {
        *self.request.get_or_init(|| {
            self.asked().map(|(place, _)| place).find(|place| self.has_matter(*place))
        })
    }

    /// The sentences of a line as far as it is judged, in bytes of its normalised text.
    pub fn sentences(&self, place: usize) -> &[Range<usize>] {
        let read = || self.line(place).map(|line| sentences(line.judged()));
        self.known
            .get(place)
            .map_or(&[], |known| known.sentences.get_or_init(|| read().unwrap_or_default()))
    }

    /// The stems of a line.
    pub fn stems(&self, place: usize) -> &[Stem] {
        let read = || self.line(place).map(|line| stems(line.passage.terms()));
        self.known
            .get(place)
            .map_or(&[], |known| known.stems.get_or_init(|| read().unwrap_or_default()))
    }

    /// What a line names outright, by place.
    pub fn facts(&self, place: usize) -> &[Fact] {
        let read = || facts(self, place);
        self.known.get(place).map_or(&[], |known| known.facts.get_or_init(read))
    }

    /// The stems of all that the customer says, in order, each once.
    pub fn stems_of_customer(&self) -> &[Stem] {
        self.stems_of_customer.get_or_init(|| {
            let all = self.asked().flat_map(|(place, _)| self.stems(place)).copied();
            let mut all: Vec<Stem> = all.collect();
            all.sort_unstable();
            all.dedup();
            all
        })
    }

    /// Whether the last word is the customer's, says something, and nobody has closed the conversation:
    /// a reply is still to come.
    pub fn goes_on(&self) -> bool {
        *self.goes_on.get_or_init(|| self.is_unanswered())
    }

    fn is_unanswered(&self) -> bool {
        let state = &self.transcript.conversation.state;
        let is_closed = state.status.is_some_and(|status| status.is_resolved())
            || state.resolved_at.is_some()
            || state.closed_at.is_some()
            || state.ended_at.is_some();
        let last = self.turns.last().filter(|turn| !turn.is_desk);
        !is_closed && last.is_some_and(|turn| self.of(turn).any(|(at, _)| self.has_matter(at)))
    }

    /// Whether the end is not in this transcript, though the desk had the last word: it asked something
    /// that nobody answered, or asked the customer to go on elsewhere.
    pub fn is_left_open(&self) -> bool {
        let last = self.turns.last().filter(|turn| turn.is_desk);
        let Some((place, line)) = last.and_then(|turn| self.of(turn).next_back()) else {
            return false;
        };
        let is_link = |word: &&str| word.contains("://") || word.starts_with(['/', '^']);
        let said = line.passage.text().split(' ').rev().find(|word| !is_link(word));
        let is_question = said.is_some_and(|word| word.ends_with(['?', '吗']));
        is_question || !self.found_in(List::Moved, place).is_empty()
    }

    /// Whether the customer says, in the last thing they say, that it is done.
    pub fn is_settled(&self) -> bool {
        let last = self.turns.iter().rfind(|turn| !turn.is_desk);
        let first_reply = self.replies().next().map_or(usize::MAX, |(place, _)| place);
        last.is_some_and(|turn| {
            self.of(turn).any(|(place, line)| {
                let mut said = self.found_in(List::Settled, place).iter();
                place > first_reply && said.any(|found| !self.is_denied(line, *found))
            })
        })
    }

    /// Whether the last thing the customer says is thanks.
    pub fn is_thanked(&self) -> bool {
        let last = self.turns.iter().rfind(|turn| !turn.is_desk);
        last.is_some_and(|turn| {
            let mut lines = self.of(turn);
            lines.any(|(place, _)| !self.found_in(List::Thanked, place).is_empty())
        })
    }

    /// In which letters a line is mostly written.
    pub fn script(&self, place: usize) -> Option<Script> {
        script::of(self.line(place)?.passage.text())
    }

    /// Topics of a line; empty where it has none or nobody told.
    pub fn topics(&self, place: usize) -> &[u16] {
        self.topics.get(place).map_or(&[], Vec::as_slice)
    }

    /// The last reply by a person that began before an instant.
    pub fn reply_before(&self, at: Instant) -> Option<(usize, &'t Line<'c>)> {
        self.replies().rfind(|(_, line)| line.message.sent_at.is_some_and(|sent| sent <= at))
    }
}
