//! The table of how long things take with those still open, by channel and week.

use polars::prelude::{LazyFrame, PolarsResult};

use super::scope::Scope;
use super::table::Table;
use super::weekly;
use crate::metrics::{Column, Measured, Subject};

/// The table.
pub struct SurvivalWeekly;

fn measured() -> Vec<Measured> {
    weekly::of_subject(Subject::Followed).flat_map(|metric| metric.measured()).collect()
}

impl Table for SurvivalWeekly {
    fn name(&self) -> &'static str {
        "survival_weekly"
    }

    fn about(&self) -> &'static str {
        "How long first responses and resolutions take on one channel (or all of them), of the \
         conversations opened in one week, those still waiting included (Kaplan–Meier), and beside \
         it the naive figure without them. Weeks in which nothing was waited for have no row."
    }

    fn grain(&self) -> &'static [&'static str] {
        &["channel", "week", "what"]
    }

    fn columns(&self) -> Vec<Column> {
        let first = weekly::channel_columns();
        let what = Column::text("what", "What was waited for: first_response or resolution.");
        first.chain([what]).chain(weekly::measured_columns(&measured())).collect()
    }

    fn build(&self, scope: &Scope) -> PolarsResult<LazyFrame> {
        let subject = Subject::Followed;
        let rows = subject.rows(&scope.facts, &[scope.as_of])?;
        let rows = weekly::filed(subject, rows, scope);
        let measured = measured();
        let groups = weekly::measured_by_channel(rows, &["week_on", "what"], &measured)?;
        Ok(weekly::sorted(groups.with_columns(weekly::week_columns(scope)), self.grain()))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use polars::prelude::DataFrame;

    use super::*;
    use crate::facts::Conversations;
    use crate::model::Instant;
    use crate::stats::{KaplanMeier, Level};
    use crate::tables::sample::{busy_desk, scope};
    use crate::tables::{Week, build};

    fn number(frame: &DataFrame, column: &str, row: usize) -> Option<f64> {
        frame.column(column).unwrap().get(row).unwrap().extract::<f64>()
    }

    fn text(frame: &DataFrame, column: &str, row: usize) -> Option<String> {
        frame.column(column).unwrap().str().unwrap().get(row).map(str::to_owned)
    }

    fn at(frame: &DataFrame, column: &str, row: usize) -> Option<Instant> {
        frame.column(column).unwrap().datetime().unwrap().physical().get(row).map(Instant)
    }

    fn flag(frame: &DataFrame, column: &str, row: usize) -> Option<bool> {
        frame.column(column).unwrap().bool().unwrap().get(row)
    }

    /// A conversation's wait for the first response and its time to a resolution.
    fn followed(facts: &DataFrame, row: usize, end: Instant) -> [Option<(f64, bool)>; 2] {
        let seconds = |column| number(facts, column, row).map(|seconds| (seconds, true));
        let until = |from: &str, to: Option<Instant>| {
            Some((to?.seconds_since(at(facts, from, row)?), false))
        };
        let is_abandoned = text(facts, "outcome", row).as_deref() == Some("abandoned");
        let waited = match flag(facts, "is_resolved", row) {
            _ if is_abandoned => {
                number(facts, "queue_seconds", row).map(|seconds| (seconds, false))
            }
            Some(true) => until("first_response_began_at", at(facts, "resolved_at", row)),
            _ => until("first_response_began_at", Some(end)),
        };
        let asked = at(facts, "first_response_began_at", row);
        let first = asked.and_then(|_| seconds("first_response_seconds").or(waited));
        let last = match flag(facts, "is_resolved", row) {
            Some(true) => seconds("resolve_seconds"),
            Some(false) if !is_abandoned => until("resolution_began_at", Some(end)),
            _ => None,
        };
        [first, last].map(|pair| pair.filter(|(seconds, _)| *seconds >= 0.0))
    }

    #[test]
    fn curves_are_those_of_the_conversations() {
        let (_folder, scope) = scope(&busy_desk(500), 3);
        let facts = scope.facts.scan::<Conversations>().unwrap().collect().unwrap();
        let mut groups: BTreeMap<[String; 3], Vec<(f64, bool)>> = BTreeMap::new();
        for row in 0..facts.height() {
            let week = Week::holding(at(&facts, "opened_at", row).unwrap(), scope.zone).unwrap();
            let pairs = followed(&facts, row, scope.as_of);
            for (what, pair) in ["first_response", "resolution"].into_iter().zip(pairs) {
                for channel in [text(&facts, "channel", row).unwrap(), "all".to_owned()] {
                    let key = [channel, week.to_string(), what.to_owned()];
                    groups.entry(key).or_default().extend(pair);
                }
            }
        }
        groups.retain(|_, pairs| !pairs.is_empty());
        let found = build(&SurvivalWeekly, &scope).unwrap();
        assert_eq!(found.height(), groups.len());
        let (mut censored, mut unreached) = (0.0, 0);
        for row in 0..found.height() {
            let key = ["channel", "week", "what"].map(|key| text(&found, key, row).unwrap());
            let pairs = groups[&key].clone();
            let number = |column| number(&found, column, row);
            let open = pairs.iter().filter(|(_, is_event)| !is_event).count() as f64;
            assert_eq!(number("km_count"), Some(pairs.len() as f64), "{key:?}");
            assert_eq!(number("censored_count"), Some(open), "{key:?}");
            let curve = KaplanMeier::of(pairs).unwrap();
            let mean = curve.restricted_mean(number("horizon_seconds").unwrap());
            let interval = mean.and_then(|mean| mean.interval(Level::P95));
            for (column, expected) in [
                ("km_mean_seconds", mean.map(|mean| mean.mean)),
                ("km_se_seconds", mean.map(|mean| mean.se)),
                ("km_low_seconds", interval.map(|interval| interval.low)),
                ("km_high_seconds", interval.map(|interval| interval.high)),
                ("km_median_seconds", curve.quantile(0.5)),
                ("km_p90_seconds", curve.quantile(0.9)),
            ] {
                assert_eq!(number(column), expected, "{column} of {key:?}");
            }
            censored += open;
            unreached += usize::from(mean.is_none());
        }
        assert!(censored > 50.0 && (1..found.height()).contains(&unreached));
    }
}
