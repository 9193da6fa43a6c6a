//! The table of agents needed on the phone, hour by hour.

use polars::prelude::{
    Column as Values, DataFrame, DataType, Expr, IntoColumn, IntoLazy, JoinType, LazyFrame,
    NamedFrom, PolarsResult, Series, col, len, lit, when,
};

use super::agents::with_agents;
use super::calls::{CHANNEL, answers, calls, seen};
use super::scope::Scope;
use super::table::Table;
use super::weekly;
use crate::metrics::{
    self, Column, Measured, count_of, count_present, exact_sum, mean, measure, spread,
};
use crate::model::{PromiseKind, Unit};
use crate::stats::Traffic;

/// The table.
pub struct Staffing;

const HOUR: f64 = 3_600.0;

/// What is measured of an hour: its arrivals, handle times and service level.
fn of_the_hour() -> Vec<Measured> {
    let count = |name, about, expr| Measured::of_rows(Column::count(name, about), expr);
    let counts = [
        count("arrival_count", "Calls that arrived then and waited for an answer.", len()),
        count(
            "handle_count",
            "Those of them whose handle time is told.",
            count_present("handle_seconds"),
        ),
    ];
    let what = "handle time (talk, hold and work after it) of the calls that arrived then";
    let level = metrics::by_name("service_level").map(|metric| metric.measured());
    let handled = spread("handle", Unit::Seconds, "handle_seconds", what);
    let promised = Measured::of_rows(
        Column::seconds(
            "promised_seconds",
            "Time within which the service level counts a call as answered in time; missing where \
             callers were promised different ones.",
        ),
        weekly::common("first_response_target_seconds"),
    );
    let measured = counts.into_iter().chain(handled).chain(level.into_iter().flatten());
    measured.chain([promised]).collect()
}

/// What is measured of the whole week, for the few calls of an hour cannot tell it.
fn of_the_week() -> Vec<Measured> {
    let gave_up = || count_of(col("is_given_up").and(col("waited_seconds").is_not_null()));
    let patience = exact_sum("waited_seconds") / gave_up().cast(DataType::Float64);
    let patience = when(gave_up().gt(lit(0))).then(patience).otherwise(weekly::missing());
    vec![
        Measured::of_rows(
            Column::seconds(
                "week_handle_seconds",
                "Mean handle time of the week's calls, which the load is worked out from.",
            ),
            mean(&col("handle_seconds")),
        ),
        Measured::of_rows(
            Column::count("week_abandoned_count", "Calls of the week that were given up."),
            gave_up(),
        ),
        Measured::of_rows(
            Column::seconds(
                "patience_seconds",
                "Mean patience of the week's callers: the seconds that all of them waited, for each \
                 who gave up; missing where nobody did.",
            ),
            patience,
        ),
    ]
}

/// What the model makes of them.
fn modelled() -> Vec<Column> {
    let number = |name, unit, about| Column::number(name, unit, about);
    vec![
        number(
            "load_erlangs",
            Unit::None,
            "Offered load: arrivals times the week's handle time, in agents busy all the time.",
        ),
        Column::text("model", "erlang_a where patience is known, else erlang_c."),
        Column::share(
            "promised_share",
            "Share of the calls that is meant to be answered in that time, where that is said.",
        ),
        Column::count(
            "needed_agent_count",
            "The fewest agents that are expected to answer that share in that time in the long run.",
        ),
        Column::count(
            "seen_agent_count",
            "Agents seen on a call, or at work after one, in that hour, each for all of it; missing \
             where nobody was. Who was there without a call is not seen.",
        ),
        Column::share(
            "expected_share",
            "Service level that as many agents as were seen are expected to give in the long run; \
             missing where the queue would grow without end.",
        ),
        Column::share(
            "staffing_gap_share",
            "Promised less expected: above 0, what is missed for lack of people, if calls arrive at \
             random and those seen were at the phone for the whole hour.",
        ),
        Column::share(
            "other_gap_share",
            "Expected less observed: above 0, what is missed for other causes. Both gaps add up to \
             what the promise was missed by.",
        ),
        number(
            "promised_in_time",
            Unit::Count,
            "Calls that the promise asks to be answered in time, of service_level_call_count; to be \
             added up over hours.",
        ),
        number(
            "expected_in_time",
            Unit::Count,
            "Calls that are expected to be answered in time, of the same; to be added up over hours.",
        ),
    ]
}

impl Table for Staffing {
    fn name(&self) -> &'static str {
        "staffing"
    }

    fn about(&self) -> &'static str {
        "One hour of the desk's clock in which somebody called, in each week of the trailing window: \
         its calls and their service level, the agents that its goal needs (Erlang), those that \
         were seen, and the service level to be expected of so many. It tells too few people from \
         other causes. An hour that the clocks repeat is one."
    }

    fn grain(&self) -> &'static [&'static str] {
        &["channel", "week", "weekday", "hour"]
    }

    fn columns(&self) -> Vec<Column> {
        let when = [
            Column::whole("weekday", "1 for Monday to 7 for Sunday."),
            Column::text("weekday_name", "Mon to Sun."),
            Column::whole("hour", "The hour of the desk's clock that begins then, 0 to 23."),
        ];
        let (hour, week) = (of_the_hour(), of_the_week());
        let channel = Column::text("channel", "The channel: phone.");
        let first = std::iter::once(channel).chain(weekly::columns()).chain(when);
        let measured = weekly::measured_columns(&hour).chain(weekly::measured_columns(&week));
        first.chain(measured).chain(modelled()).collect()
    }

    fn build(&self, scope: &Scope) -> PolarsResult<LazyFrame> {
        let calls = calls(scope)?;
        let hours = measure(calls.clone(), &["week_on", "local_hour"], &of_the_hour());
        let weeks = measure(calls.clone(), &["week_on"], &of_the_week());
        let (week, hour) = ([col("week_on")], [col("local_hour")]);
        let seen = seen(&with_agents(answers(calls, scope), scope)?.collect()?)?;
        let hours = hours.join(weeks, week.clone(), week, JoinType::Left.into());
        let hours = hours.join(seen.lazy(), hour.clone(), hour, JoinType::Left.into());
        let hours = weekly::sorted(hours, &["week_on", "local_hour"]);
        let own = scope.service_level.map(|level| lit(level.seconds).alias("promised_seconds"));
        let hours = hours.with_columns(own.as_slice());
        let hours = hours.with_column(share_meant(scope).alias("promised_share"));
        let rows = with_model(hours.collect()?)?.lazy().with_columns([
            lit(CHANNEL.word()).alias("channel"),
            weekday().alias("weekday"),
            (col("local_hour") % lit(24i64)).alias("hour"),
        ]);
        let rows = rows.with_columns(weekly::week_columns(scope));
        Ok(weekly::sorted(rows.with_column(weekly::weekday_name()), self.grain()))
    }
}

/// The weekday of `week_on` and `local_hour`, 1 for Monday.
fn weekday() -> Expr {
    let monday = col("week_on").cast(DataType::Int32).cast(DataType::Int64);
    (col("local_hour") - lit(24i64) * monday).floor_div(lit(24i64)) + lit(1i64)
}

/// The share of calls that is to be answered in time: the service level's own, else that of what is
/// promised on the phone; without a service level in the settings, where that is what the hour's
/// callers were promised.
fn share_meant(scope: &Scope) -> Expr {
    let mut promises = scope.channel_promises(PromiseKind::FirstResponse);
    let promised = promises.find_map(|(channel, promised)| {
        Some((promised.share?, promised.target.seconds)).filter(|_| channel == CHANNEL)
    });
    let meant = match (scope.service_level, promised) {
        (Some(level), _) => level.share.or(promised.map(|(share, _)| share)).map(lit),
        (None, Some((share, seconds))) => {
            let is_that = col("promised_seconds").eq(lit(seconds));
            Some(when(is_that).then(lit(share)).otherwise(weekly::missing()))
        }
        (None, None) => None,
    };
    meant.unwrap_or_else(weekly::missing).cast(DataType::Float64)
}

/// The hours with what the model makes of them.
fn with_model(mut hours: DataFrame) -> PolarsResult<DataFrame> {
    let arrivals = hours.column("arrival_count")?.i64()?.iter();
    let handle = hours.column("week_handle_seconds")?.f64()?.iter();
    let traffic =
        arrivals.zip(handle).map(|(calls, handle)| Traffic::new(calls? as f64 / HOUR, handle?));
    let traffic: Vec<Option<Traffic>> = traffic.collect();
    let patience: Vec<Option<f64>> = hours.column("patience_seconds")?.f64()?.iter().collect();
    let seen: Vec<Option<i64>> = hours.column("seen_agent_count")?.i64()?.iter().collect();
    let promised: Vec<Option<f64>> = hours.column("promised_seconds")?.f64()?.iter().collect();
    let share: Vec<Option<f64>> = hours.column("promised_share")?.f64()?.iter().collect();
    let each = || traffic.iter().zip(&patience).zip(&promised);
    let needed = each().zip(&share).map(|(((traffic, patience), promised), share)| {
        (*traffic)?.agents_needed(*patience, (*promised)?, (*share)?).map(i64::from)
    });
    let expected = each().zip(&seen).map(|(((traffic, patience), promised), seen)| {
        (*traffic)?.service_level(u32::try_from((*seen)?).ok()?, *patience, (*promised)?)
    });
    let model = traffic.iter().zip(&patience).map(|(traffic, patience)| {
        traffic.map(|_| if patience.is_some() { "erlang_a" } else { "erlang_c" })
    });
    let load = traffic.iter().map(|traffic| traffic.map(Traffic::erlangs));
    let columns: [Values; 4] = [
        Series::new("needed_agent_count".into(), needed.collect::<Vec<_>>()).into_column(),
        Series::new("expected_share".into(), expected.collect::<Vec<_>>()).into_column(),
        Series::new("model".into(), model.collect::<Vec<_>>()).into_column(),
        Series::new("load_erlangs".into(), load.collect::<Vec<_>>()).into_column(),
    ];
    for column in columns {
        hours.with_column(column)?;
    }
    let calls = || col("service_level_call_count").cast(DataType::Float64);
    let hours = hours.lazy().with_columns([
        (col("promised_share") - col("expected_share")).alias("staffing_gap_share"),
        (col("expected_share") - col("service_level_share")).alias("other_gap_share"),
        (calls() * col("promised_share")).alias("promised_in_time"),
        (calls() * col("expected_share")).alias("expected_in_time"),
    ]);
    hours.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{ServiceLevel, Target, TargetTime, definitions};
    use crate::metrics::Desk;
    use crate::model::CallOutcome;
    use crate::tables::sample;

    fn promised_desk() -> Desk {
        let promise = Target { seconds: 20.0, time: TargetTime::Elapsed, pauses: false };
        Desk::new().promises(PromiseKind::FirstResponse, promise)
    }

    /// Two hundred calls in an hour, of three minutes each, by ten agents; ten callers give up, so
    /// that patience is two minutes.
    fn hour() -> Desk {
        (0..200u32).fold(promised_desk(), |desk, number| {
            let at = format!("10:{:02}:{:02}", number / 5, number % 5 * 12);
            let desk = desk.conversation(&format!("c{number}"));
            if number % 20 == 0 {
                return desk.call(&at, 6.0, CallOutcome::Abandoned, "");
            }
            let agent = format!("agent-{}", number % 10);
            desk.call(&at, 6.0, CallOutcome::Answered, &agent)
                .talked(150.0)
                .put_on_hold(20.0)
                .wrapped_up(10.0)
        })
    }

    fn number(frame: &DataFrame, column: &str) -> Option<f64> {
        assert_eq!(frame.height(), 1, "{frame}");
        frame.column(column).unwrap().get(0).unwrap().extract::<f64>()
    }

    fn staffing(desk: &Desk, change: impl Fn(&mut Scope)) -> DataFrame {
        let (_folder, mut scope) = sample::scope(desk, 1);
        for promised in &mut scope.promises {
            if promised.kind == PromiseKind::FirstResponse {
                (promised.target.seconds, promised.share) = (20.0, Some(0.8));
            }
        }
        change(&mut scope);
        crate::tables::build(&Staffing, &scope).unwrap()
    }

    /// The chain's own figures stand in `stats::erlang_a`.
    #[test]
    fn an_hour_is_what_erlang_a_makes_of_it() {
        let found = staffing(&hour(), |_| ());
        for (column, expected) in [
            ("weekday", 1.0),
            ("hour", 10.0),
            ("arrival_count", 200.0),
            ("handle_count", 190.0),
            ("handle_mean_seconds", 180.0),
            ("week_handle_seconds", 180.0),
            ("week_abandoned_count", 10.0),
            ("patience_seconds", 120.0),
            ("load_erlangs", 10.0),
            ("seen_agent_count", 10.0),
            ("needed_agent_count", 12.0),
            ("expected_share", 0.684_459_246_480_847_4),
            ("staffing_gap_share", 0.8 - 0.684_459_246_480_847_4),
            ("service_level_share", 1.0),
            ("other_gap_share", 0.684_459_246_480_847_4 - 1.0),
            ("promised_in_time", 152.0),
            ("expected_in_time", 190.0 * 0.684_459_246_480_847_4),
        ] {
            let found = number(&found, column).unwrap();
            assert!((found - expected).abs() < 1e-9, "{column}: {found} for {expected}");
        }
        let model = found.column("model").unwrap();
        assert_eq!(model.str().unwrap().get(0), Some("erlang_a"));
    }

    #[test]
    fn a_service_level_of_its_own_goes_before_the_promise() {
        // Every call waits six seconds: in time for the promise, late for the service level.
        let own = ServiceLevel::within(5.0, TargetTime::Elapsed);
        let with = |level: ServiceLevel| {
            staffing(&hour().answers_within(level), |scope| scope.service_level = Some(level))
        };
        let found = with(ServiceLevel { share: Some(0.9), ..own });
        for (column, expected) in
            [("promised_seconds", 5.0), ("promised_share", 0.9), ("service_level_share", 0.0)]
        {
            assert_eq!(number(&found, column), Some(expected), "{column}");
        }
        let calls = number(&found, "service_level_call_count").unwrap();
        let missed = 0.9 * calls - number(&found, "expected_in_time").unwrap();
        let gap = number(&found, "staffing_gap_share").unwrap();
        assert!((gap - missed / calls).abs() < 1e-12 && gap > 0.0, "{gap}");
        let needed = |frame: &DataFrame| number(frame, "needed_agent_count").unwrap();
        assert!(needed(&found) > needed(&staffing(&hour(), |_| ())));
        // Without a goal of its own it has the promise's, and without a promise none.
        assert_eq!(number(&with(own), "promised_share"), Some(0.8));
        let alone = staffing(&hour().answers_within(own), |scope| {
            (scope.service_level, scope.promises) = (Some(own), Vec::new());
        });
        assert_eq!(number(&alone, "promised_seconds"), Some(5.0));
        assert_eq!(number(&alone, "promised_share"), None);
        assert!(number(&alone, "expected_share").is_some());
    }

    #[test]
    fn the_rule_of_the_run_changes_nothing() {
        let zendesk = definitions::by_name("zendesk").unwrap();
        let theirs = staffing(&hour().counted_by(zendesk), |_| ());
        assert!(theirs.equals_missing(&staffing(&hour(), |_| ())), "{theirs}");
    }

    #[test]
    fn where_nobody_gives_up_callers_wait_for_ever() {
        let desk = promised_desk().call("10:00", 5.0, CallOutcome::Answered, "ann");
        let desk = desk.talked(500.0).put_on_hold(0.0).wrapped_up(40.0);
        let found = staffing(&desk, |_| ());
        assert_eq!(found.column("model").unwrap().str().unwrap().get(0), Some("erlang_c"));
        assert_eq!(number(&found, "patience_seconds"), None);
        assert_eq!(number(&found, "load_erlangs"), Some(0.15));
        // M/M/1: all wait who find the one agent busy, 0.15 of them.
        let level = 1.0 - 0.15 * (-0.85f64 * 20.0 / 540.0).exp();
        assert!((number(&found, "expected_share").unwrap() - level).abs() < 1e-12);
    }

    #[test]
    fn what_the_facts_do_not_say_is_missing() {
        let untold = promised_desk().call("10:00", 5.0, CallOutcome::Answered, "ann");
        let found = staffing(&untold, |_| ());
        assert_eq!(number(&found, "seen_agent_count"), Some(1.0));
        for column in
            ["handle_mean_seconds", "load_erlangs", "needed_agent_count", "expected_share"]
        {
            assert_eq!(number(&found, column), None, "{column}");
        }
        let unseen = hour().conversation("late").call("11:30", 90.0, CallOutcome::Abandoned, "");
        let found = staffing(&unseen, |_| ()).lazy().filter(col("hour").eq(lit(11i64)));
        let found = found.collect().unwrap();
        assert!(number(&found, "needed_agent_count").is_some());
        for column in ["seen_agent_count", "expected_share", "staffing_gap_share"] {
            assert_eq!(number(&found, column), None, "{column}");
        }
        let unmeant = staffing(&hour(), |scope| scope.promises.clear());
        for column in ["promised_share", "needed_agent_count", "staffing_gap_share"] {
            assert_eq!(number(&unmeant, column), None, "{column}");
        }
        assert!(number(&unmeant, "expected_share").is_some());
        let unpromised = Desk::new().call("10:00", 5.0, CallOutcome::Answered, "ann");
        let unpromised =
            staffing(&unpromised.talked(360.0).put_on_hold(0.0).wrapped_up(0.0), |_| ());
        for column in ["promised_seconds", "needed_agent_count", "expected_share"] {
            assert_eq!(number(&unpromised, column), None, "{column}");
        }
        assert_eq!(number(&unpromised, "load_erlangs"), Some(0.1));
        let chats = Desk::new().customer("10:00", "Where is it?").agent("ann", "10:01", "Here");
        assert_eq!(staffing(&chats, |_| ()).height(), 0);
    }

    #[test]
    fn a_call_keeps_its_agent_busy_into_the_next_hour() {
        let desk = Desk::new()
            .call("10:59", 5.0, CallOutcome::Answered, "ann")
            .talked(120.0)
            .put_on_hold(0.0)
            .wrapped_up(0.0)
            .conversation("2")
            .call("11:20", 5.0, CallOutcome::Answered, "boris")
            .talked(120.0)
            .put_on_hold(0.0)
            .wrapped_up(0.0);
        let seen = staffing(&desk, |_| ());
        let seen: Vec<_> = seen.column("seen_agent_count").unwrap().i64().unwrap().iter().collect();
        assert_eq!(seen, [Some(1), Some(2)]);
    }
}
