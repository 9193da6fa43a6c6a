//! First contact resolution: resolved, and the customer did not have to come back.

use polars::prelude::{
    DataType, Expr, FillNullStrategy, JoinType, LazyFrame, PolarsResult, SortMultipleOptions,
    UnionArgs, col, concat, lit, when,
};

use super::column::Column;
use super::expr::{count_of, missing, share};
use super::metric::{Measured, Metric};
use super::subject::Subject;
use crate::facts::{Conversations, Facts};
use crate::model::Instant;

/// The measure.
pub struct FirstContactResolution;

/// Days after a resolution within which another contact speaks against it.
pub const FOLLOWED_DAYS: i64 = 7;

impl Metric for FirstContactResolution {
    fn name(&self) -> &'static str {
        "first_contact_resolution"
    }

    fn page(&self) -> &'static str {
        include_str!("first_contact_resolution.md")
    }

    fn subject(&self) -> Subject {
        Subject::Resolved
    }

    fn measured(&self) -> Vec<Measured> {
        let count = |name: &str, about: &str, is: Expr| {
            Measured::of_rows(Column::count(name, about), count_of(is))
        };
        let is_followed = || col("is_recontacted").is_not_null();
        let what = "of the resolved conversations whose customer did not have to come back";
        let counts = [
            count(
                "followed_count",
                "Resolved conversations of known customers, seven days or more before the data ends.",
                is_followed(),
            ),
            count(
                "first_contact_resolved_count",
                "Of these, those without another contact on the same topic within seven days.",
                is_followed().and(col("is_returned").not()),
            ),
            count(
                "recontacted_count",
                "Of followed_count, those with another contact on any topic within seven days.",
                col("is_recontacted"),
            ),
        ];
        let recontacted = "of the resolved conversations after which the customer came back at all";
        counts
            .into_iter()
            .chain(share(
                "first_contact_resolution",
                "first_contact_resolved_count",
                "followed_count",
                what,
            ))
            .chain(share("recontact", "recontacted_count", "followed_count", recontacted))
            .collect()
    }
}

/// Conversations that were resolved at least once, by known customers, with `is_recontacted` and
/// `is_returned` (on the same topic); both are missing for those resolved less than seven days before
/// the data's end.
pub fn followed(facts: &Facts, end: Instant) -> PolarsResult<LazyFrame> {
    let known = facts.scan::<Conversations>()?.filter(col("customer_id").is_not_null());
    let known = known.filter(col("opened_at").is_not_null());
    let resolved = known.clone().filter(col("first_resolved_at").is_not_null());
    let micros = |at: &str| col(at).cast(DataType::Int64);
    let event = |rows: LazyFrame, at: &str, is_contact: bool| {
        rows.select([
            col("conversation_id"),
            col("customer_id"),
            col("topic_label").alias("topic"),
            micros(at).alias("at"),
            lit(is_contact).alias("is_contact"),
        ])
    };
    let events =
        [event(known, "opened_at", true), event(resolved.clone(), "first_resolved_at", false)];
    // What was opened at the instant of a resolution did not follow upon it.
    let order = SortMultipleOptions::default().with_order_descending_multi([false, false, true]);
    let events =
        concat(events, UnionArgs::default())?.sort(["customer_id", "at", "is_contact"], order);
    let next = |is: Expr, over: &[&str]| {
        let contact = when(is).then(col("at")).otherwise(missing());
        let over: Vec<Expr> = over.iter().map(|column| col(*column)).collect();
        contact.fill_null_with_strategy(FillNullStrategy::Backward(None)).over(over)
    };
    let is_vague = || col("topic").is_null();
    let nexts = events.with_columns([
        next(col("is_contact"), &["customer_id"])?.alias("next"),
        next(col("is_contact"), &["customer_id", "topic"])?.alias("alike"),
        next(col("is_contact").and(is_vague()), &["customer_id"])?.alias("vague"),
    ]);
    let micros_a_day = 86_400_000_000i64;
    let until = col("at") + lit(FOLLOWED_DAYS * micros_a_day);
    let within = |next: Expr| next.lt_eq(until.clone()).fill_null(lit(false));
    let alike = within(col("alike")).or(within(col("vague")));
    let same = when(is_vague()).then(within(col("next"))).otherwise(alike);
    let found = nexts.filter(col("is_contact").not()).select([
        col("conversation_id"),
        within(col("next")).alias("is_followed_up"),
        same.alias("is_followed_up_alike"),
    ]);
    let id = [col("conversation_id")];
    let rows = resolved.join(found, id.clone(), id, JoinType::Inner.into());
    let is_old =
        micros("first_resolved_at").lt_eq(lit(end.0.saturating_sub(FOLLOWED_DAYS * micros_a_day)));
    let reopened = col("reopen_by_customer_count").gt(lit(0i64)).fill_null(lit(false));
    let told =
        |is: &str| when(is_old.clone()).then(col(is).or(reopened.clone())).otherwise(missing());
    Ok(rows.with_columns([
        told("is_followed_up").alias("is_recontacted"),
        told("is_followed_up_alike").alias("is_returned"),
    ]))
}
