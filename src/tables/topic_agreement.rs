//! The table of how far found topics agree with the vendor's own categories.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::{DataFrame, DataType, IntoLazy, LazyFrame, PolarsResult, col, len};

use super::rows::Rows;
use super::scope::Scope;
use super::table::Table;
use super::topic_quality::{LEXICON, MODEL};
use super::topics_weekly::told;
use super::weekly;
use crate::metrics::{Column, Measured, share};
use crate::model::Unit;
use crate::stats::Confusion;

/// The table.
pub struct TopicAgreement;

fn shared() -> Vec<Measured> {
    let found =
        "of the conversations in which the customer wrote something that a topic is found for";
    let agreed = "of the conversations that have both that agree";
    let all = [
        share("found", "found_count", "told_count", found),
        share("agreed", "agreed_count", "compared_count", agreed),
    ];
    all.into_iter().flatten().collect()
}

impl Table for TopicAgreement {
    fn name(&self) -> &'static str {
        "topic_agreement"
    }

    fn about(&self) -> &'static str {
        "How many conversations of the trailing window a topic is found for, and how far it agrees with the \
         vendor's own category. What a category means as a family of topics the settings say \
         (`topic_labels` of `text`), so without them nothing found by the lexicon is compared; the model \
         finds categories themselves. Agents choose categories by hand: where the two disagree either may \
         be wrong."
    }

    fn grain(&self) -> &'static [&'static str] {
        &["method"]
    }

    fn columns(&self) -> Vec<Column> {
        let counts = [
            Column::text("method", "What found the topic: lexicon or model."),
            Column::count("told_count", "Conversations in which the customer wrote something."),
            Column::count("found_count", "Of these, those that a topic is found for."),
            Column::count(
                "compared_count",
                "Of these, those whose vendor's category means a topic.",
            ),
            Column::count("agreed_count", "Of these, those where it is the one that was found."),
        ];
        let figures = [
            Column::number(
                "kappa",
                Unit::None,
                "Cohen's kappa of the compared: 1 is full agreement, 0 what chance gives.",
            ),
            Column::number(
                "macro_f1",
                Unit::None,
                "Mean over topics of the harmonic mean of precision and recall, 0..1, the category taken as \
                 true; where none is found counts as a miss.",
            ),
        ];
        let shared = weekly::measured_columns(&shared()).collect::<Vec<_>>();
        counts.into_iter().chain(shared).chain(figures).collect()
    }

    fn build(&self, scope: &Scope) -> PolarsResult<LazyFrame> {
        let keys = ["topic_label", "topic_family", "learnt_topic"].map(col);
        let counted = told(scope)?
            .filter(weekly::is_in_window("opened_at", scope))
            .group_by(keys)
            .agg([len().cast(DataType::Int64).alias("count")])
            .collect()?;
        let rows =
            weekly::with_measured(compared(&counted, &scope.topic_labels)?.lazy(), &shared());
        Ok(weekly::sorted(rows, self.grain()))
    }
}

/// Conversations with one category, one found topic, or neither.
struct Pair<'p> {
    meant: Option<&'p str>,
    found: Option<&'p str>,
    count: u64,
}

/// What was compared by one method.
struct Compared {
    method: &'static str,
    told: u64,
    found: u64,
    compared: u64,
    agreed: u64,
    confusion: Confusion,
}

impl Compared {
    fn of(method: &'static str, pairs: &[Pair<'_>]) -> Self {
        let names = pairs.iter().flat_map(|pair| [pair.meant, pair.found]).flatten();
        let names: Vec<&str> = names.collect::<BTreeSet<_>>().into_iter().collect();
        let place = |name: Option<&str>| names.binary_search(&name?).ok();
        let mut confusion = Confusion::new(names.len());
        for pair in pairs.iter().filter(|pair| pair.meant.is_some()) {
            confusion.add_many(place(pair.meant), place(pair.found), pair.count);
        }
        let sum = |is_meant: &dyn Fn(&Pair<'_>) -> bool| {
            pairs.iter().filter(|pair| is_meant(pair)).map(|pair| pair.count).sum()
        };
        Self {
            method,
            told: sum(&|_| true),
            found: sum(&|pair| pair.found.is_some()),
            compared: sum(&|pair| pair.found.is_some() && pair.meant.is_some()),
            agreed: sum(&|pair| pair.found.is_some() && pair.meant == pair.found),
            confusion,
        }
    }
}

/// One row per method; none of the model where nothing was learnt.
fn compared(counted: &DataFrame, labels: &BTreeMap<String, String>) -> PolarsResult<DataFrame> {
    let text = |name: &str| PolarsResult::Ok(counted.column(name)?.str()?.clone());
    let (label, family, learnt) =
        (text("topic_label")?, text("topic_family")?, text("learnt_topic")?);
    let counts = counted.column("count")?.i64()?;
    let pairs = |is_model: bool| {
        let rows = label.iter().zip(family.iter().zip(learnt.iter())).zip(counts.iter());
        let pair = |((label, (family, learnt)), count): ((_, (_, _)), Option<i64>)| Pair {
            meant: match is_model {
                true => label,
                false => label.and_then(|label| Some(labels.get(label)?.as_str())),
            },
            found: if is_model { learnt } else { family },
            count: count.unwrap_or(0).unsigned_abs(),
        };
        rows.map(pair).collect::<Vec<_>>()
    };
    let mut rows = Vec::new();
    if counted.height() > 0 {
        rows.push(Compared::of(LEXICON, &pairs(false)));
    }
    if learnt.iter().any(|learnt| learnt.is_some()) {
        rows.push(Compared::of(MODEL, &pairs(true)));
    }
    Rows::of(&rows)
        .text("method", |row| Some(row.method))
        .count("told_count", |row| Some(row.told))
        .count("found_count", |row| Some(row.found))
        .count("compared_count", |row| Some(row.compared))
        .count("agreed_count", |row| Some(row.agreed))
        .number("kappa", |row| row.confusion.kappa())
        .number("macro_f1", |row| row.confusion.macro_f1())
        .frame()
}

#[cfg(test)]
mod tests {
    use polars::prelude::df;

    use super::*;

    /// Counted by hand: of ten conversations eight have a topic, six of them a category with a meaning,
    /// five agree.
    #[test]
    fn categories_are_compared_by_what_they_mean() {
        let counted = df!(
            "topic_label" => [Some("Parcel"), Some("Parcel"), Some("Money"), Some("Odd"), None],
            "topic_family" => [Some("orders"), None, Some("orders"), Some("payments"), Some("payments")],
            "learnt_topic" => [Some("Parcel"), None, None, Some("Money"), None],
            "count" => [5_i64, 2, 1, 1, 1],
        )
        .unwrap();
        let labels = [("Parcel", "orders"), ("Money", "payments")];
        let labels = labels.map(|(label, family)| (label.to_owned(), family.to_owned()));
        let frame = compared(&counted, &labels.into()).unwrap();
        let counts = |column: &str| {
            frame.column(column).unwrap().i64().unwrap().iter().flatten().collect::<Vec<_>>()
        };
        assert_eq!(counts("told_count"), [10, 10]);
        assert_eq!(counts("found_count"), [8, 6]);
        assert_eq!(counts("compared_count"), [6, 6]);
        assert_eq!(counts("agreed_count"), [5, 5]);
    }

    #[test]
    fn without_conversations_there_is_no_row() {
        let counted = df!(
            "topic_label" => Vec::<Option<&str>>::new(),
            "topic_family" => Vec::<Option<&str>>::new(),
            "learnt_topic" => Vec::<Option<&str>>::new(),
            "count" => Vec::<i64>::new(),
        )
        .unwrap();
        assert_eq!(compared(&counted, &BTreeMap::new()).unwrap().height(), 0);
    }
}
