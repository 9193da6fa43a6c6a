//! No reply holds a customer's number of a card, an account or a document in clear.

use super::criterion::{Basis, Criterion};
use super::lists::List;
use super::quoted;
use super::talk::Talk;
use super::verdict::Verdict;
use crate::text::personal::{Found, Kind};
use crate::transcript::Line;

/// Bytes before a number in which a word says that it is the desk's own.
const NEAR: usize = 80;

/// Whether replies keep personal data to themselves.
pub struct NoPersonalData;

impl Criterion for NoPersonalData {
    fn name(&self) -> &'static str {
        "no_personal_data"
    }

    fn page(&self) -> &'static str {
        include_str!("no_personal_data.md")
    }

    fn basis(&self) -> Basis {
        Basis::Forms
    }

    fn is_critical(&self) -> bool {
        true
    }

    fn judge<'c>(&self, talk: &Talk<'_, 'c>) -> Verdict<'c> {
        let mut doubtful = None;
        for (place, line) in talk.replies() {
            let text = &line.message.text;
            for found in talk.ways.redactor.find_in(&line.passage.normal, text) {
                let of = |verdict: Verdict<'c>| verdict.at_written(found.range.clone());
                match weigh(talk, place, line, &found) {
                    Some(Finding::Exposed) => return of(Verdict::missed(line)),
                    Some(Finding::Doubtful) if doubtful.is_none() => {
                        doubtful = Some(of(Verdict::met(line).unsure()));
                    }
                    _ => {}
                }
            }
        }
        let last = talk.replies().next_back();
        doubtful
            .or_else(|| last.map(|(_, line)| Verdict::clean(line)))
            .unwrap_or_else(Verdict::not_applicable)
    }
}

enum Finding {
    Exposed,
    /// For a person to look at.
    Doubtful,
}

/// What a find is; `None` where there is nothing wrong with it.
fn weigh(talk: &Talk<'_, '_>, place: usize, line: &Line<'_>, found: &Found) -> Option<Finding> {
    let text: &str = &line.message.text;
    let is_quoted = || {
        let mut parts = quoted::parts(line).into_iter();
        parts.any(|part| line.passage.normal.origin(part).contains(&found.range.start))
    };
    let told = |signs: &[char]| {
        let plain = |text: &str| text.replace(signs, "");
        let own = plain(text.get(found.range.clone()).unwrap_or_default());
        talk.asked().any(|(_, line)| plain(&line.message.text).contains(&own))
    };
    match found.kind {
        Kind::Email | Kind::Phone => {
            let is_theirs = talk.is_public() && told(&[' ', '-', '(', ')', '+', '.']);
            is_theirs.then_some(Finding::Exposed)
        }
        Kind::Link | Kind::Order => None,
        _ if is_quoted() => Some(Finding::Doubtful),
        // An account or a tax number may be the desk's own, for a payment or a contract.
        Kind::Iban | Kind::RussianTax | Kind::ChineseTax => match told(&[' ', '-']) {
            true => Some(Finding::Exposed),
            false if is_of_desk(talk, place, line, found) => None,
            false => Some(Finding::Doubtful),
        },
        _ => Some(Finding::Exposed),
    }
}

/// Whether words right before it say that a number is the desk's own.
fn is_of_desk(talk: &Talk<'_, '_>, place: usize, line: &Line<'_>, found: &Found) -> bool {
    talk.found_in(List::DeskOwn, place).iter().any(|word| {
        let end = line.passage.normal.origin(word.range()).end;
        end <= found.range.start && found.range.start - end <= NEAR
    })
}
