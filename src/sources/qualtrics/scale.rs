//! Which question is the score, which the comment, and on what scale the score is.

use csv::ByteRecord;

use super::columns::{Columns, Question, cell};
use crate::model::Instrument;

/// What is asked and how it is answered.
#[derive(Debug, PartialEq)]
pub(super) struct Scale {
    pub score: Option<usize>,
    pub comment: Option<usize>,
    pub instrument: Instrument,
    pub min: f64,
    pub max: f64,
}

/// Words of a question by which its kind is known, in the languages of the desk.
const WORDS: &[(Instrument, &[&str])] = &[
    (Instrument::Nps, &["recommend", "рекоменд", "порекоменд", "推荐", "empfehl"]),
    (Instrument::Ces, &["easy", "effort", "ease ", "легко", "усили", "просто", "容易", "轻松"]),
    (Instrument::Csat, &["satisf", "удовлетвор", "доволь", "满意", "zufrieden"]),
];

/// Suffix of the column in which Qualtrics names the group of a recommendation.
const GROUP: &str = "_NPS_GROUP";

impl Scale {
    /// Decided from the questions, then from the answers.
    pub(super) fn of<'r>(
        columns: &Columns,
        answers: impl Iterator<Item = &'r ByteRecord> + Clone,
    ) -> Self {
        let questions = &columns.questions;
        let grouped = questions.iter().find_map(|group| {
            let id = group.id.strip_suffix(GROUP)?;
            questions.iter().find(|question| question.id == id)
        });
        let numeric = || {
            questions.iter().find(|question| {
                !question.id.ends_with("_TEXT") && is_numeric(question, answers.clone())
            })
        };
        let score = grouped.or_else(numeric);
        let instrument =
            if grouped.is_some() { Some(Instrument::Nps) } else { score.and_then(named) };
        let highest = score.map_or(0.0, |score| {
            let numbers = answers.filter_map(|row| number(&cell(row, Some(score.place))));
            numbers.fold(0.0, f64::max)
        });
        let instrument = instrument.unwrap_or(match highest {
            high if high > 7.0 => Instrument::Nps,
            high if high > 5.0 => Instrument::Ces,
            _ => Instrument::Csat,
        });
        let (min, max) = match instrument {
            Instrument::Nps => (0.0, 10.0),
            Instrument::Ces => (1.0, 7.0),
            Instrument::Csat => (1.0, 5.0),
        };
        let comment = comment(questions, score).map(|question| question.place);
        Self { score: score.map(|score| score.place), comment, instrument, min, max }
    }
}

/// The question for free text: the first that is marked as such, else the first behind the score.
fn comment<'q>(questions: &'q [Question], score: Option<&Question>) -> Option<&'q Question> {
    let marked = questions.iter().find(|question| question.id.ends_with("_TEXT"));
    let behind = || {
        let after = score.map_or(0, |score| score.place + 1);
        let has_marks = questions.iter().any(|question| question.id.starts_with("QID"));
        questions.iter().find(|question| !has_marks && question.place >= after)
    };
    marked.or_else(behind)
}

fn named(question: &Question) -> Option<Instrument> {
    let fits = |words: &[&str]| words.iter().any(|word| question.label.contains(word));
    WORDS.iter().find(|(_, words)| fits(words)).map(|(instrument, _)| *instrument)
}

/// Whether somebody answered and all answers begin with a number.
fn is_numeric<'r>(question: &Question, answers: impl Iterator<Item = &'r ByteRecord>) -> bool {
    let mut has_any = false;
    for row in answers {
        let answer = cell(row, Some(question.place));
        if !answer.is_empty() {
            has_any = true;
            if number(&answer).is_none() {
                return false;
            }
        }
    }
    has_any
}

/// The number with which an answer begins: `9`, `10 - Extremely likely`.
pub(super) fn number(answer: &str) -> Option<f64> {
    let is_part = |c: char| c.is_ascii_digit() || c == '.';
    let end = answer.find(|c| !is_part(c)).unwrap_or(answer.len());
    let (number, rest) = answer.split_at_checked(end)?;
    let ends_there = !rest.starts_with(|c: char| c.is_alphanumeric() || c == ',' || c == ':');
    number.parse().ok().filter(|_| ends_there)
}
