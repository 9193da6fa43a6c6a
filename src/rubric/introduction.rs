//! Whoever replies first says who they are.

use super::criterion::{Basis, Criterion};
use super::lists::List;
use super::talk::Talk;
use super::verdict::Verdict;
use crate::model::Channel;
use crate::text::words;
use crate::transcript::Line;

/// Names of accounts that are nobody's own.
const NOBODY: &[&str] =
    &["agent", "support", "operator", "admin", "team", "service", "user", "help"];
/// Polite capitals that are no name.
const POLITE: &[&str] = &["вы", "вас", "вам", "вами", "ваш", "i", "i'm", "i'll"];

/// Whether the desk told a name.
pub struct Introduction;

impl Criterion for Introduction {
    fn name(&self) -> &'static str {
        "introduction"
    }

    fn page(&self) -> &'static str {
        include_str!("introduction.md")
    }

    fn basis(&self) -> Basis {
        Basis::Phrases
    }

    fn weight(&self) -> f64 {
        0.5
    }

    /// Social posts carry a name or initials by themselves.
    fn is_for(&self, channel: Option<Channel>) -> bool {
        channel != Some(Channel::Social)
    }

    fn judge<'c>(&self, talk: &Talk<'_, 'c>) -> Verdict<'c> {
        let asked = talk.asked().next().is_some();
        let Some(opening) = talk.opening().filter(|_| !asked || talk.request().is_some()) else {
            return Verdict::not_applicable();
        };
        for (place, line) in talk.of(opening) {
            if let Some(found) = talk.found_in(List::Introduced, place).first() {
                return Verdict::met(line).at(line, found.range()).sure();
            }
            let mut before = talk.found_in(List::BeforeName, place).iter();
            if let Some(found) = before.find(|found| is_before_name(line, found.end)) {
                return Verdict::met(line).at(line, found.range());
            }
            if let Some(at) = own_name(line) {
                return Verdict::met(line).at(line, at);
            }
        }
        talk.of(opening)
            .next()
            .map_or_else(Verdict::not_applicable, |(_, line)| Verdict::missed(line))
    }
}

/// Whether a capitalised word follows at that place of the normalised text.
fn is_before_name(line: &Line<'_>, at: usize) -> bool {
    let end = line.passage.normal.origin(at..line.passage.text().len());
    let rest = line.message.text.get(end).unwrap_or_default();
    let rest = rest.trim_start_matches([' ', ',', ':', '-', '–', '—', '\n', '\r', '!', '.']);
    let name = words(rest).next().map_or("", |word| word.text);
    let small = name.to_lowercase();
    let is_polite = POLITE.contains(&small.as_str()) || small.starts_with("ваш");
    rest.starts_with(name)
        && name.chars().next().is_some_and(char::is_uppercase)
        && name.chars().count() > 1
        && !is_polite
}

/// Where the author's name stands, as far as the account's is one.
fn own_name(line: &Line<'_>) -> Option<std::ops::Range<usize>> {
    let author = line.message.author_id.to_lowercase();
    let is_name = |part: &&str| part.chars().count() >= 3 && !NOBODY.contains(part);
    let parts: Vec<&str> = author.split(|c: char| !c.is_alphabetic()).filter(is_name).collect();
    if parts.is_empty() {
        return None;
    }
    let mut said = words(line.passage.text());
    said.find(|word| parts.contains(&word.text))
        .map(|word| word.start..word.start + word.text.len())
}
