//! Rules side by side: what is measured of each in turn, and their pages.

use polars::prelude::{Expr, LazyFrame, PolarsResult, col, lit};

use super::column::Column;
use super::expr::{count_of, count_present, share, spread};
use super::metric::Measured;
use crate::facts::definitions::{self, Definition, Filed};
use crate::facts::{Compared, Facts, Ratings};
use crate::model::Unit;

/// The page on a rule: what it says, where it differs, worked cases.
#[derive(Clone, Copy, Debug)]
pub struct RulePage {
    /// The rule's word; the page on ours, which is the page on all of them, is `definitions`.
    pub name: &'static str,
    pub text: &'static str,
}

impl RulePage {
    fn of(rule: &dyn Definition) -> Self {
        let is_ours = rule.name() == definitions::ours().name();
        let name = if is_ours { "definitions" } else { rule.name() };
        Self { name, text: rule.page() }
    }

    /// The page's first sentence.
    pub fn definition(&self) -> &'static str {
        let mut lines = self.text.lines().map(str::trim);
        lines.find(|line| !line.is_empty() && !line.starts_with('#')).unwrap_or("")
    }
}

/// The pages on rules, that on all of them first.
pub fn rule_pages() -> impl Iterator<Item = RulePage> {
    definitions::ALL.iter().map(|rule| RulePage::of(*rule))
}

/// The page of that name.
pub fn rule_page(name: &str) -> Option<RulePage> {
    rule_pages().find(|page| page.name == name)
}

/// Rows that one rule counts, filed under one date, and what is measured of them.
pub struct Ruled {
    pub rows: LazyFrame,
    /// The column with the instant that decides the week.
    pub filed_at: &'static str,
    pub measured: Vec<Measured>,
}

/// Whether a list of rules names one of them. No rule's name is part of another's.
fn names(list: &str, rule: &dyn Definition) -> Expr {
    col(list).str().contains_literal(lit(rule.name())).fill_null(false)
}

/// What one rule says: conversations and their resolution by the week they were opened in, times by
/// the date that the rule files them under, ratings by when they were given.
pub fn ruled(rule: &dyn Definition, facts: &Facts) -> PolarsResult<Vec<Ruled>> {
    let rows = facts.scan::<Compared>()?;
    let rows = rows.filter(names("rules", rule).and(col("is_counted")));
    let filed = |ended: &'static str| match rule.filed() {
        Filed::Opened => "opened_at",
        Filed::Ended => ended,
    };
    let answered = rows.clone().filter(col("first_response_seconds").is_not_null());
    let resolved = rows.clone().filter(col("resolve_seconds").is_not_null());
    let ratings = facts.scan::<Ratings>()?.filter(names("counted_by", rule));
    let is_satisfied = names("satisfied_by", rule).alias("is_satisfied");
    let [opened, responses, resolutions, given] = measured();
    Ok(vec![
        Ruled { rows, filed_at: "opened_at", measured: opened },
        Ruled { rows: answered, filed_at: filed("first_response_at"), measured: responses },
        Ruled { rows: resolved, filed_at: filed("resolved_at"), measured: resolutions },
        Ruled { rows: ratings.with_column(is_satisfied), filed_at: "counted_at", measured: given },
    ])
}

/// Columns over conversations, first responses, resolutions and ratings.
pub fn measured() -> [Vec<Measured>; 4] {
    let count = |name: &str, about: &str, expr| Measured::of_rows(Column::count(name, about), expr);
    let opened = [
        count(
            "conversation_count",
            "Conversations that the rule counts.",
            count_present("is_counted"),
        ),
        count(
            "resolution_known_count",
            "Those of them whose state is known.",
            count_present("is_resolved"),
        ),
        count("resolved_count", "Those of them that are resolved.", count_of(col("is_resolved"))),
    ];
    let what = "of the conversations whose state is known that are resolved";
    let opened = opened.into_iter().chain(share(
        "resolution",
        "resolved_count",
        "resolution_known_count",
        what,
    ));
    let response = "first_response_seconds";
    let responses = count(
        "first_response_count",
        "First responses filed under the week.",
        count_present(response),
    );
    let responses = std::iter::once(responses).chain(spread(
        "first_response",
        Unit::Seconds,
        response,
        "time to first response",
    ));
    let resolve = "resolve_seconds";
    let resolutions = count(
        "resolve_count",
        "Resolutions filed under the week; the open conversations are in none.",
        count_present(resolve),
    );
    let resolutions = std::iter::once(resolutions).chain(spread(
        "resolve",
        Unit::Seconds,
        resolve,
        "time to resolve, of the resolved only",
    ));
    let given = [
        count("rating_count", "Ratings that the rule counts.", count_present("score")),
        count("satisfied_count", "Satisfied ones among them.", count_of(col("is_satisfied"))),
    ];
    let what = "of the ratings that are satisfied ones";
    let given = given.into_iter().chain(share("csat", "satisfied_count", "rating_count", what));
    [opened.collect(), responses.collect(), resolutions.collect(), given.collect()]
}
