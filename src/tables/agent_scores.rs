//! The table of agents' scores.

use chrono::{Days, NaiveDate};
use polars::prelude::{
    Column as Values, DataFrame, IntoColumn, IntoLazy, LazyFrame, NamedFrom, PolarsResult, Series,
    lit,
};

use super::agents::{agent_columns, with_agents};
use super::scope::Scope;
use super::table::Table;
use super::weekly;
use crate::evidence::evidence;
use crate::metrics::Column;
use crate::model::Unit;
use crate::scores::first::{Card, Dimension, Standing, score};
use crate::stats::PUBLISHABLE;

/// The table.
pub struct AgentScores;

/// How the values of a dimension are named: shares end as shares do.
const fn value(dimension: Dimension) -> (&'static str, Unit) {
    if dimension.is_share() { ("share", Unit::Share) } else { ("ratio", Unit::None) }
}

/// What is told of one dimension: the column's name, its unit, its sentence, and the number.
type Told = (String, Unit, String, fn(&Standing) -> f64);

fn told(dimension: Dimension) -> Vec<Told> {
    let (ending, unit) = value(dimension);
    let word = dimension.word();
    let one = |part: &str, about: &str, of: fn(&Standing) -> f64| -> Told {
        (format!("{word}_{part}{ending}"), unit, about.to_owned(), of)
    };
    vec![
        one("", &format!("The agent's own {}.", dimension.value()), |standing| standing.value),
        one("shrunk_", &format!("The {}, shrunk to the peers.", dimension.value()), |standing| {
            standing.shrunk
        }),
        one("low_", "Lower end of the 80% interval of the shrunk value.", |standing| {
            standing.interval.low
        }),
        one("high_", "Upper end of the 80% interval of the shrunk value.", |standing| {
            standing.interval.high
        }),
        one("peers_", &format!("The peers' average {}.", dimension.value()), |standing| {
            standing.peers
        }),
        (
            format!("{word}_reliability_share"),
            Unit::Share,
            "How much of the shrunk value is the agent's own.".to_owned(),
            |standing| standing.reliability,
        ),
    ]
}

impl Table for AgentScores {
    fn name(&self) -> &'static str {
        "agent_scores"
    }

    fn about(&self) -> &'static str {
        "One agent over the trailing window of weeks, set against peers on the same channel: \
         resolution, feedback and speed, each shrunk to the peers by how much evidence there is, \
         and the three together. Sorted by agent, never by score: it is no ranking. Agents without \
         any evidence in the window, and bots, have no rows."
    }

    fn grain(&self) -> &'static [&'static str] {
        &["agent_id"]
    }

    fn columns(&self) -> Vec<Column> {
        let score = |name: &str, about: &str| Column::number(name, Unit::Score, about);
        let mut columns = agent_columns();
        columns.extend([
            Column::text("week", "The last week of the window: 2026-W46."),
            Column::date("window_from_on", "The window's first Monday."),
            Column::date("window_to_on", "The window's last Sunday."),
            Column::text("peer_group", "The channel whose agents are the peers, or `all` for everybody."),
            Column::count("peer_count", "Agents among the peers, this one included."),
            score("score", "50 for the peers' average, 10 for a deviation of theirs; empty where too little is known."),
            score("score_low", "Lower end of the 80% interval of the score."),
            score("score_high", "Upper end of the 80% interval of the score."),
            Column::share("above_share", "Probability that the true score is above the peers' median."),
            Column::text("verdict", "What that amounts to, in words."),
            Column::text("reason", "Why there is no score, where there is none."),
            Column::share("reliability_share", "How much of the score is the agent's own, not the peers'."),
            Column::share("weight_present_share", "Share of all weight whose dimensions are known."),
        ]);
        for dimension in Dimension::ALL {
            let word = dimension.word();
            let about = format!("Evidence: {}.", dimension.evidence());
            columns.push(Column::count(format!("{word}_count"), about));
            let told = told(dimension).into_iter();
            columns.extend(told.map(|(name, unit, about, _)| Column::number(name, unit, about)));
            columns.extend([
                score(
                    &format!("{word}_score"),
                    "The shrunk value on the scale of scores, more being better; empty where too little is known.",
                ),
                Column::share(
                    format!("{word}_weight_share"),
                    "Its part in the score; what is missing leaves its part to the others.",
                ),
            ]);
        }
        columns
    }

    fn build(&self, scope: &Scope) -> PolarsResult<LazyFrame> {
        let first = scope.window_from();
        let window = first.begins(scope.zone).zip(scope.week.ends(scope.zone));
        let evidence = match window {
            Some((from, to)) => evidence(&scope.facts, &(from..to))?,
            None => Vec::new(),
        };
        let cards = score(&evidence, &scope.weights);
        let counts = Dimension::ALL.map(|dimension| {
            evidence.iter().map(|agent| i64::from(agent.count(dimension))).collect::<Vec<_>>()
        });
        let mut columns = of_cards(&cards);
        for ((place, dimension), counts) in Dimension::ALL.into_iter().enumerate().zip(counts) {
            columns.push(
                Series::new(format!("{}_count", dimension.word()).into(), counts).into_column(),
            );
            columns.extend(of_dimension(&cards, place, dimension));
        }
        let rows = DataFrame::new(cards.len(), columns)?.lazy().with_columns([
            lit(scope.week.to_string()).alias("week"),
            lit(first.monday()).alias("window_from_on"),
            lit(sunday(scope.week.monday())).alias("window_to_on"),
        ]);
        let rows = with_agents(rows, scope)?;
        Ok(weekly::sorted(rows, self.grain()))
    }
}

fn sunday(monday: NaiveDate) -> NaiveDate {
    monday.checked_add_days(Days::new(6)).unwrap_or(monday)
}

fn numbers(name: String, cards: &[Card], of: impl Fn(&Card) -> Option<f64>) -> Values {
    Series::new(name.into(), cards.iter().map(of).collect::<Vec<_>>()).into_column()
}

fn texts<'c>(name: &str, cards: &'c [Card], of: impl Fn(&'c Card) -> Option<&'c str>) -> Values {
    Series::new(name.into(), cards.iter().map(of).collect::<Vec<_>>()).into_column()
}

fn of_cards(cards: &[Card]) -> Vec<Values> {
    let number = |name: &str, of: fn(&Card) -> Option<f64>| numbers(name.to_owned(), cards, of);
    let peers = cards.iter().map(|card| i64::try_from(card.peer_count).ok()).collect::<Vec<_>>();
    vec![
        texts("agent_id", cards, |card| Some(&card.agent_id)),
        texts("peer_group", cards, |card| {
            Some(card.peers.map_or(weekly::ALL_CHANNELS, |channel| channel.word()))
        }),
        Series::new("peer_count".into(), peers).into_column(),
        number("score", |card| Some(card.score?.value)),
        number("score_low", |card| Some(card.score?.interval.low)),
        number("score_high", |card| Some(card.score?.interval.high)),
        number("above_share", |card| Some(card.score?.above)),
        texts("verdict", cards, |card| Some(card.verdict.text())),
        texts("reason", cards, |card| card.reason),
        number("reliability_share", |card| Some(card.reliability)),
        number("weight_present_share", |card| Some(card.weight_present)),
    ]
}

fn of_dimension(cards: &[Card], place: usize, dimension: Dimension) -> Vec<Values> {
    let standing = move |card: &Card| card.standings.get(place).copied().flatten();
    let told = told(dimension).into_iter();
    let told = told.map(|(name, _, _, of)| numbers(name, cards, |card| Some(of(&standing(card)?))));
    let score = |card: &Card| {
        let standing = standing(card).filter(|standing| standing.reliability >= PUBLISHABLE)?;
        standing.score()
    };
    let word = dimension.word();
    let part = |card: &Card| card.parts.get(place).copied();
    told.chain([
        numbers(format!("{word}_score"), cards, score),
        numbers(format!("{word}_weight_share"), cards, part),
    ])
    .collect()
}
