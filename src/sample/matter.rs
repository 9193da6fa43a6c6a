//! What a contact is about: the order, the thing, the sum, the days.

use chrono::{Datelike, Days, NaiveDate};

use super::customer::Customer;
use super::draw::Draw;
use super::period::{DAY, Period, Second};
use super::phrase::Slot;
use super::tongue::{Case, Tongue};

/// The particulars of one question, the same however often and wherever it is asked.
#[derive(Clone, Debug)]
pub(super) struct Matter {
    pub order: String,
    cents: u32,
    number: usize,
    before: NaiveDate,
    /// Days until what is promised.
    ahead: Second,
    /// What is taken from lists of any length.
    case: usize,
    item: usize,
    city: usize,
    code: usize,
}

const CODES: [&str; 8] =
    ["SALE15", "AUTUMN10", "HELLO5", "LAVKA20", "PLUS30", "FRIEND10", "NEW25", "FREESHIP"];

impl Matter {
    /// Draws the particulars of a question that is first asked on that local date.
    pub fn new(date: NaiveDate, draw: &mut Draw) -> Self {
        let passed = Days::new(1 + draw.below(11) as u64);
        let mut any = || draw.below(1 << 20);
        let (case, item, city, code) = (any(), any(), any(), any());
        Self {
            order: format!("{:02}-{:06}", 10 + draw.below(90), draw.below(1_000_000)),
            cents: draw.around((3_200.0, 0.8)).clamp(300.0, 150_000.0) as u32,
            number: 2 + draw.below(5),
            before: date.checked_sub_days(passed).unwrap_or(date),
            ahead: 1 + draw.below(7) as Second,
            case,
            item,
            city,
            code,
        }
    }

    /// Which of the cases of its topic it is.
    pub fn case<'c>(&self, cases: &'c [Case]) -> Option<&'c Case> {
        one(cases, self.case)
    }

    /// Writes what stands in a slot.
    pub fn fill(&self, slot: Slot, with: &With<'_>, out: &mut String) {
        let of = |list: &[String], place: usize, out: &mut String| {
            out.push_str(one(list, place).map_or("", String::as_str));
        };
        let tongue = with.tongue;
        match slot {
            Slot::Agent => out.push_str(with.agent),
            Slot::Customer => out.push_str(&with.customer.name),
            Slot::Email => out.push_str(&with.customer.email),
            Slot::Phone => out.push_str(&with.customer.phone),
            Slot::Order => out.push_str(&self.order),
            Slot::Item => of(&tongue.items, self.item, out),
            Slot::City => of(&tongue.cities, self.city, out),
            Slot::Code => out.push_str(one(&CODES, self.code).copied().unwrap_or_default()),
            Slot::Amount => tongue.amount.write(out, |_, out| {
                out.push_str(&format!("{}.{:02}", self.cents / 100, self.cents % 100));
            }),
            Slot::Number => out.push_str(&self.number.to_string()),
            Slot::Before => written(self.before, tongue, out),
            Slot::After => {
                written(with.period.date(with.at + self.ahead * DAY), tongue, out);
            }
            Slot::Day | Slot::Month => {}
        }
    }
}

/// Who speaks to whom, and in what language.
pub(super) struct With<'w> {
    pub tongue: &'w Tongue,
    pub customer: &'w Customer,
    /// First name of the agent who speaks; may be empty.
    pub agent: &'w str,
    /// When it is said.
    pub at: Second,
    pub period: &'w Period,
}

/// The one in that place of a list that begins again after its end.
fn one<T>(list: &[T], place: usize) -> Option<&T> {
    list.get(place.checked_rem(list.len())?)
}

/// A day as the language writes it.
fn written(date: NaiveDate, tongue: &Tongue, out: &mut String) {
    tongue.date.write(out, |slot, out| match slot {
        Slot::Day => out.push_str(&date.day().to_string()),
        Slot::Month => {
            out.push_str(tongue.months.get(date.month0() as usize).map_or("", String::as_str));
        }
        _ => {}
    });
}
