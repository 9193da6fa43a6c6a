//! The table of how far reviewers agree with each other, and with the automatic verdicts.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use polars::prelude::{
    Column as Values, DataFrame, IntoColumn, IntoLazy, LazyFrame, NamedFrom, PolarsResult, Series,
    col, lit,
};

use super::reviews::criterion_column;
use super::scope::Scope;
use super::table::Table;
use super::weekly;
use crate::facts::{Reviews, Verdicts};
use crate::metrics::Column;
use crate::model::{Outcome, Unit};
use crate::stats::Confusion;
use crate::stats::Level;
use crate::stats::agreement::{Agreement, Ratings, Scale, gwet, krippendorff};

/// The table.
pub struct ReviewAgreement;

/// Between whom.
const REVIEWERS: &str = "reviewers";
const AUTOMATIC: &str = "reviewers and automatic";

/// Places of the verdicts as categories; nominal, so that only which are the same counts.
const CATEGORIES: [f64; 3] = [0.0, 1.0, 2.0];
const MISSED: usize = Outcome::Missed as usize;

/// Name of the count of conversations that reviewers found the one and the rubric the other.
fn confused(reviewers: Outcome, automatic: Outcome) -> String {
    format!("{reviewers}_{automatic}_count")
}

fn pairs() -> impl Iterator<Item = (Outcome, Outcome)> {
    let all = Outcome::ALL.iter().copied();
    all.clone().flat_map(move |one| all.clone().map(move |other| (one, other)))
}

impl Table for ReviewAgreement {
    fn name(&self) -> &'static str {
        "review_agreement"
    }

    fn about(&self) -> &'static str {
        "How far verdicts on one criterion agree beyond chance, over the trailing window of weeks: \
         those of reviewers who judged the same conversations, calibration among them, and those of \
         reviewers (the one that most gave; ties are left out) with the automatic ones. Criteria \
         that no conversation was judged twice on have no row."
    }

    fn grain(&self) -> &'static [&'static str] {
        &["criterion", "between"]
    }

    fn columns(&self) -> Vec<Column> {
        let number = |name: &str, about: &str| Column::number(name, Unit::None, about);
        let mut columns = vec![
            criterion_column(),
            Column::text("between", "Whose verdicts: reviewers, or reviewers and automatic."),
            Column::text("week", "The last week of the window: 2026-W46."),
            Column::date("window_from_on", "The window's first Monday."),
            Column::count("conversation_count", "Conversations that were judged at least twice."),
            Column::count("reviewer_count", "Reviewers who judged them."),
            Column::count("verdict_count", "Verdicts on them."),
            Column::share(
                "agreement_share",
                "Share of pairs of verdicts on one conversation that are the same: the mean of all conversations.",
            ),
            number(
                "alpha",
                "Krippendorff's alpha, nominal: 1 for agreement throughout, 0 for what chance does; \
                 missing where all verdicts are the same.",
            ),
            number("alpha_low", "Lower end of its 95% interval (jackknife over conversations)."),
            number("alpha_high", "Upper end of its 95% interval."),
            number(
                "ac2",
                "Gwet's AC2 with identity weights (AC1): beyond chance, but not brought down where \
                 nearly all verdicts are the same.",
            ),
            number("ac2_low", "Lower end of its 95% interval."),
            number("ac2_high", "Upper end of its 95% interval."),
            Column::share(
                "missed_found_share",
                "Of what reviewers found missed, the share that the rubric did; missing between reviewers.",
            ),
            Column::share(
                "missed_right_share",
                "Of what the rubric found missed, the share that reviewers did; missing between reviewers.",
            ),
        ];
        columns.extend(pairs().map(|(one, other)| {
            let say = |verdict: Outcome| verdict.word().replace('_', " ");
            let about = format!(
                "Conversations that reviewers found {} and the rubric {}; missing between reviewers.",
                say(one),
                say(other)
            );
            Column::count(confused(one, other), about)
        }));
        columns
    }

    fn build(&self, scope: &Scope) -> PolarsResult<LazyFrame> {
        let judged = judged(scope)?;
        let mut found = between_reviewers(&judged);
        found.extend(with_the_rubric(&judged, scope)?);
        let rows = frame(&found)?.lazy().with_columns([
            lit(scope.week.to_string()).alias("week"),
            lit(scope.window_from().monday()).alias("window_from_on"),
        ]);
        Ok(weekly::sorted(rows, self.grain()))
    }
}

/// By criterion and conversation: each reviewer's verdict.
type Judged = BTreeMap<String, BTreeMap<String, BTreeMap<String, Outcome>>>;

/// What was reviewed in the window. Who is not named may be anybody, and is left out.
fn judged(scope: &Scope) -> PolarsResult<Judged> {
    let is_in_window = weekly::is_in_window("counted_at", scope);
    let rows = scope.facts.scan::<Reviews>()?;
    let rows = rows.filter(is_in_window.and(col("reviewer_id").is_not_null())).collect()?;
    let text = |name: &str| PolarsResult::Ok(rows.column(name)?.str()?.clone());
    let (criteria, conversations) = (text("criterion")?, text("conversation_id")?);
    let (reviewers, verdicts) = (text("reviewer_id")?, text("verdict")?);
    let keys = criteria.iter().zip(conversations.iter());
    let mut judged = Judged::new();
    for ((criterion, conversation), (who, verdict)) in
        keys.zip(reviewers.iter().zip(verdicts.iter()))
    {
        if let (Some(criterion), Some(conversation), Some(who), Some(verdict)) =
            (criterion, conversation, who, verdict.and_then(Outcome::from_word))
        {
            let of_criterion = judged.entry(criterion.to_owned()).or_default();
            let of_conversation = of_criterion.entry(conversation.to_owned()).or_default();
            of_conversation.insert(who.to_owned(), verdict);
        }
    }
    Ok(judged)
}

/// One row of the table.
struct Found {
    criterion: String,
    between: &'static str,
    conversations: usize,
    reviewers: usize,
    verdicts: usize,
    alpha: Option<Agreement>,
    ac2: Option<Agreement>,
    confusion: Option<Confusion>,
}

impl Found {
    /// Of verdicts by conversation, two or more on each.
    fn of(
        criterion: &str,
        between: &'static str,
        reviewers: usize,
        units: &[Vec<Outcome>],
    ) -> Option<Self> {
        let places = units.iter().map(|unit| unit.iter().map(|verdict| *verdict as usize));
        let ratings = Ratings::new(&CATEGORIES, places)?;
        (ratings.paired() > 0).then(|| Self {
            criterion: criterion.to_owned(),
            between,
            conversations: units.len(),
            reviewers,
            verdicts: units.iter().map(Vec::len).sum(),
            alpha: krippendorff(&ratings, Scale::Nominal),
            ac2: gwet(&ratings, Scale::Nominal),
            confusion: None,
        })
    }
}

fn between_reviewers(judged: &Judged) -> Vec<Found> {
    let of = |(criterion, conversations): (&String, &BTreeMap<_, BTreeMap<String, Outcome>>)| {
        let twice = || conversations.values().filter(|verdicts| verdicts.len() > 1);
        let who: BTreeSet<&String> = twice().flat_map(BTreeMap::keys).collect();
        let units: Vec<Vec<Outcome>> =
            twice().map(|verdicts| verdicts.values().copied().collect()).collect();
        Found::of(criterion, REVIEWERS, who.len(), &units)
    };
    judged.iter().filter_map(of).collect()
}

/// Reviewers and the rubric on one criterion.
#[derive(Default)]
struct Both<'j> {
    who: BTreeSet<&'j str>,
    /// What they found, and what it found.
    pairs: Vec<(Outcome, Outcome)>,
}

/// Where the rubric found other criteria to judge and not this one, it was not applicable.
fn with_the_rubric(judged: &Judged, scope: &Scope) -> PolarsResult<Vec<Found>> {
    let rows = scope.facts.scan::<Verdicts>()?;
    let rows = rows.select(["criterion", "conversation_id", "verdict"].map(col)).collect()?;
    let text = |name: &str| PolarsResult::Ok(rows.column(name)?.str()?.clone());
    let (criteria, conversations) = (text("criterion")?, text("conversation_id")?);
    let verdicts = text("verdict")?;
    let reviewed: HashSet<&str> =
        judged.values().flat_map(BTreeMap::keys).map(String::as_str).collect();
    let mut own: BTreeMap<&str, HashMap<&str, Outcome>> = BTreeMap::new();
    let mut seen: HashSet<&str> = HashSet::new();
    for ((criterion, conversation), verdict) in
        criteria.iter().zip(conversations.iter()).zip(verdicts.iter())
    {
        let (Some(criterion), Some(conversation)) = (criterion, conversation) else { continue };
        let of_criterion = own.entry(criterion).or_default();
        if reviewed.contains(conversation) {
            seen.insert(conversation);
            of_criterion.extend(Some(conversation).zip(verdict.and_then(Outcome::from_word)));
        }
    }
    let mut both: BTreeMap<&str, Both<'_>> = BTreeMap::new();
    for (criterion, of_criterion) in judged {
        let Some(own) = own.get(criterion.as_str()) else { continue };
        for (conversation, reviewers) in of_criterion {
            let theirs = most_given(reviewers.values().copied());
            let Some(theirs) = theirs.filter(|_| seen.contains(conversation.as_str())) else {
                continue;
            };
            let found = own.get(conversation.as_str()).copied();
            let both = both.entry(criterion.as_str()).or_default();
            both.who.extend(reviewers.keys().map(String::as_str));
            both.pairs.push((theirs, found.unwrap_or(Outcome::NotApplicable)));
        }
    }
    let of = |(criterion, Both { who, mut pairs }): (&str, Both<'_>)| {
        pairs.sort_unstable();
        let units: Vec<Vec<Outcome>> =
            pairs.iter().map(|(theirs, own)| vec![*theirs, *own]).collect();
        let place = |outcome: &Outcome| Some(*outcome as usize);
        let places = pairs.iter().map(|(theirs, own)| (place(theirs), place(own)));
        let confusion = Confusion::of(CATEGORIES.len(), places);
        Some(Found {
            confusion: Some(confusion),
            ..Found::of(criterion, AUTOMATIC, who.len(), &units)?
        })
    };
    Ok(both.into_iter().filter_map(of).collect())
}

/// The verdict that was given most often; `None` where two were.
fn most_given(verdicts: impl Iterator<Item = Outcome> + Clone) -> Option<Outcome> {
    let count = |verdict: Outcome| verdicts.clone().filter(|other| *other == verdict).count();
    let most = Outcome::ALL.iter().map(|verdict| count(*verdict)).max()?;
    let mut firsts = Outcome::ALL.iter().copied().filter(|verdict| count(*verdict) == most);
    firsts.next().filter(|_| firsts.next().is_none())
}

fn frame(found: &[Found]) -> PolarsResult<DataFrame> {
    let text = |name: &str, of: &dyn Fn(&Found) -> String| -> Values {
        Series::new(name.into(), found.iter().map(of).collect::<Vec<_>>()).into_column()
    };
    let count = |name: &str, of: &dyn Fn(&Found) -> Option<u64>| -> Values {
        let counts = found.iter().map(|one| of(one).and_then(|n| i64::try_from(n).ok()));
        Series::new(name.into(), counts.collect::<Vec<_>>()).into_column()
    };
    let number = |name: &str, of: &dyn Fn(&Found) -> Option<f64>| -> Values {
        Series::new(name.into(), found.iter().map(of).collect::<Vec<_>>()).into_column()
    };
    type Which = fn(&Found) -> Option<Agreement>;
    let mut columns = vec![
        text("criterion", &|one| one.criterion.clone()),
        text("between", &|one| one.between.to_owned()),
        count("conversation_count", &|one| Some(one.conversations as u64)),
        count("reviewer_count", &|one| Some(one.reviewers as u64)),
        count("verdict_count", &|one| Some(one.verdicts as u64)),
        number("agreement_share", &|one| Some(one.ac2?.observed)),
        number("missed_found_share", &|one| one.confusion.as_ref()?.of_class(MISSED).recall),
        number("missed_right_share", &|one| one.confusion.as_ref()?.of_class(MISSED).precision),
    ];
    let coefficients: [(&str, Which); 2] = [("alpha", |one| one.alpha), ("ac2", |one| one.ac2)];
    for (name, of) in coefficients {
        let ends = |one: &Found| of(one)?.interval(Level::P95);
        columns.extend([
            number(name, &|one| Some(of(one)?.coefficient)),
            number(&format!("{name}_low"), &|one| Some(ends(one)?.low)),
            number(&format!("{name}_high"), &|one| Some(ends(one)?.high)),
        ]);
    }
    columns.extend(pairs().map(|(theirs, own)| {
        let place = (theirs as usize, own as usize);
        count(&confused(theirs, own), &|one| {
            Some(one.confusion.as_ref()?.count(Some(place.0), Some(place.1)))
        })
    }));
    DataFrame::new(found.len(), columns)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::Desk;
    use crate::tables::made_up;
    use crate::tables::sample::scope;
    use crate::tables::{Scope, build};

    const M: Outcome = Outcome::Met;
    const X: Outcome = Outcome::Missed;
    const N: Outcome = Outcome::NotApplicable;

    /// Conversations `0`, `1`, … with what each of three reviewers found of the greeting.
    fn desk(found: &[[Option<Outcome>; 3]]) -> Desk {
        let mut desk = Desk::new();
        for (number, verdicts) in found.iter().enumerate() {
            desk = desk
                .conversation(&number.to_string())
                .customer("2026-11-10 09:00", "Where is it?")
                .agent("ann", "2026-11-10 09:05", "Hello, it is at your door");
            for (who, verdict) in ["eva", "ivan", "li"].into_iter().zip(verdicts) {
                if let Some(verdict) = verdict {
                    desk = desk.reviewed("2026-11-11 10:00", who, "greeting", *verdict);
                    desk = if who == "li" { desk.as_calibration() } else { desk };
                }
            }
        }
        desk.as_of("2026-11-16 00:00")
    }

    fn number(frame: &DataFrame, column: &str, row: usize) -> Option<f64> {
        frame.column(column).unwrap().get(row).unwrap().extract::<f64>()
    }

    fn table(scope: &Scope) -> DataFrame {
        build(&ReviewAgreement, scope).unwrap()
    }

    fn close(found: Option<f64>, expected: f64) {
        assert!(
            found.is_some_and(|found| (found - expected).abs() < 1e-12),
            "{found:?} {expected}"
        );
    }

    #[test]
    fn reviewers_agree_as_their_verdicts_on_the_same_conversations_do() {
        let found = [
            [Some(M), Some(M), None],
            [Some(M), Some(X), Some(X)],
            [Some(X), Some(X), None],
            [Some(N), Some(N), Some(N)],
            [Some(M), None, None],
            [None, None, None],
        ];
        let (_folder, scope) = scope(&desk(&found), 3);
        made_up::write(&scope.facts, &[]);
        let frame = table(&scope);
        assert_eq!(frame.height(), 1);
        let units = [vec![0, 0], vec![0, 1, 1], vec![1, 1], vec![2, 2, 2]];
        let ratings = Ratings::new(&CATEGORIES, units).unwrap();
        let alpha = krippendorff(&ratings, Scale::Nominal).unwrap();
        let ac2 = gwet(&ratings, Scale::Nominal).unwrap();
        close(number(&frame, "alpha", 0), alpha.coefficient);
        close(number(&frame, "alpha_low", 0), alpha.interval(Level::P95).unwrap().low);
        close(number(&frame, "ac2", 0), ac2.coefficient);
        close(number(&frame, "ac2_high", 0), ac2.interval(Level::P95).unwrap().high);
        close(number(&frame, "agreement_share", 0), (1.0 + 1.0 / 3.0 + 1.0 + 1.0) / 4.0);
        for (column, expected) in
            [("conversation_count", 4.0), ("reviewer_count", 3.0), ("verdict_count", 10.0)]
        {
            assert_eq!(number(&frame, column, 0), Some(expected), "{column}");
        }
        assert_eq!(number(&frame, "met_missed_count", 0), None);
    }

    #[test]
    fn the_rubric_is_held_against_what_most_reviewers_found() {
        let found = [
            [Some(M), Some(M), Some(X)],
            [Some(X), None, None],
            [Some(X), Some(M), None],
            [Some(X), None, None],
            [Some(N), None, None],
        ];
        let (_folder, scope) = scope(&desk(&found), 2);
        let verdict = |number: usize, verdict: Outcome| -> made_up::Row {
            let id = format!("{}/{number}", Desk::SOURCE);
            [id, "greeting".to_owned(), verdict.word().to_owned(), "likely".to_owned()]
        };
        let rows = [
            verdict(0, M),
            verdict(1, X),
            verdict(2, X),
            verdict(3, M),
            verdict(4, N),
            verdict(9, X),
        ];
        made_up::write(&scope.facts, &rows);
        let frame = table(&scope);
        let between: Vec<_> = frame.column("between").unwrap().str().unwrap().iter().collect();
        assert_eq!(between, [Some(REVIEWERS), Some(AUTOMATIC)]);
        for (column, expected) in [
            ("conversation_count", 4.0),
            ("verdict_count", 8.0),
            ("met_met_count", 1.0),
            ("missed_missed_count", 1.0),
            ("missed_met_count", 1.0),
            ("not_applicable_not_applicable_count", 1.0),
            ("met_missed_count", 0.0),
            ("missed_found_share", 0.5),
            ("missed_right_share", 1.0),
            ("agreement_share", 0.75),
        ] {
            assert_eq!(number(&frame, column, 1), Some(expected), "{column}");
        }
    }

    #[test]
    fn one_mind_throughout_has_no_alpha_and_one_reviewer_no_row() {
        let (_folder, same) = scope(&desk(&[[Some(M), Some(M), None]; 3]), 1);
        let frame = table(&same);
        assert_eq!((number(&frame, "alpha", 0), number(&frame, "ac2", 0)), (None, Some(1.0)));
        assert_eq!(number(&frame, "ac2_low", 0), None);
        let (_folder, alone) = scope(&desk(&[[Some(M), None, None]; 3]), 1);
        made_up::write(&alone.facts, &[]);
        assert_eq!(table(&alone).height(), 0);
    }
}
