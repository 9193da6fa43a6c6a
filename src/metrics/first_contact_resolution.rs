//! First contact resolution: resolved, and the customer did not have to come back.

use polars::prelude::{
    Column as Values, DataType, Expr, Field, Int32Chunked, IntoColumn, LazyFrame, NewChunkedArray,
    PolarsResult, Schema, apply_multiple, col, lit, when,
};

use super::column::Column;
use super::expr::{count_of, missing, share};
use super::metric::{Measured, Metric};
use super::recontact::{Contact, Return, returns};
use super::subject::Subject;
use crate::facts::{Conversations, Facts};
use crate::model::Instant;

/// The measure.
pub struct FirstContactResolution;

/// Days after a resolution within which another contact speaks against it.
pub const FOLLOWED_DAYS: i64 = 7;

const MICROS_A_DAY: i64 = 86_400_000_000;

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
    let columns = ["customer_id", "topic_label", "opened_at", "first_resolved_at"].map(col);
    let kind = |_: &Schema, _: &[Field]| Ok(Field::new("returned".into(), DataType::Int32));
    // Of all rows at once, whatever is filtered later.
    let returned = apply_multiple(returned, columns, kind, false);
    let rows = facts.scan::<Conversations>()?.with_column(returned.alias("returned"));
    let rows = rows.filter(col("returned").is_not_null());
    let is_old = col("first_resolved_at")
        .cast(DataType::Int64)
        .lt_eq(lit(end.0.saturating_sub(FOLLOWED_DAYS * MICROS_A_DAY)));
    // Where nobody knows when it was reopened, it counts as in time.
    let until = col("first_resolved_at").cast(DataType::Int64) + lit(FOLLOWED_DAYS * MICROS_A_DAY);
    let is_in_time =
        col("reopened_by_customer_at").cast(DataType::Int64).lt_eq(until).fill_null(lit(true));
    let reopened = col("reopen_by_customer_count").gt(lit(0i64)).fill_null(lit(false));
    let reopened = reopened.and(is_in_time);
    let told = |least: Return| {
        let came_back = col("returned").gt_eq(lit(least as i32)).or(reopened.clone());
        when(is_old.clone()).then(came_back).otherwise(missing())
    };
    Ok(rows.with_columns([
        told(Return::OtherTopic).alias("is_recontacted"),
        told(Return::SameTopic).alias("is_returned"),
    ]))
}

/// The [`Return`] after each resolved conversation of a known customer as a number; missing elsewhere.
fn returned(columns: &mut [Values]) -> PolarsResult<Values> {
    let [customer, topic, opened_at, resolved_at] = columns else {
        return Ok(Values::new_empty("returned".into(), &DataType::Int32));
    };
    let (opened_at, resolved_at) = (opened_at.datetime()?, resolved_at.datetime()?);
    let (opened_at, resolved_at) = (opened_at.physical(), resolved_at.physical());
    let times = opened_at.iter().zip(resolved_at.iter());
    let told = customer.str()?.iter().zip(topic.str()?.iter()).zip(times);
    let contacts = told.map(|((customer, topic), (opened_at, resolved_at))| {
        let topic = topic.unwrap_or_default();
        Some(Contact { customer: customer?, topic, opened_at: opened_at?, resolved_at })
    });
    let contacts: Vec<Option<Contact<'_>>> = contacts.collect();
    let returns = returns(&contacts, FOLLOWED_DAYS * MICROS_A_DAY);
    let returns = returns.into_iter().map(|back| back.map(|back| back as i32));
    Ok(Int32Chunked::from_iter_options("returned".into(), returns).into_column())
}
