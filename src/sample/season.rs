//! What makes weeks differ: growth, chance, a sale, and a strike of the carrier in the last week.

use super::draw::Draw;
use super::period::Period;
use crate::model::Channel;

/// The sale is this many weeks before the end; shorter periods have none.
const SALE: u32 = 5;
/// The strike lasts these days of the last week, Monday being 0.
const STRIKE: std::ops::Range<usize> = 1..4;
/// Growth of the load from week to week.
const GROWTH: f64 = 1.004;

/// What is special about each hour.
pub(super) struct Season {
    /// By elapsed hour.
    hours: Vec<Hour>,
}

/// An hour in its week.
#[derive(Clone, Copy)]
struct Hour {
    /// Weeks since the beginning, and to the end, 1 being the last.
    week: u32,
    weeks_left: u32,
    weekday: usize,
    /// What chance does to the load of its day.
    chance: f64,
}

impl Season {
    pub fn new(period: &Period, draw: &mut Draw) -> Self {
        let mut hour = Hour { week: 0, weeks_left: period.weeks, weekday: 0, chance: 1.0 };
        let mut weekly = 0.0;
        let mut hours = Vec::with_capacity(period.hours());
        for slot in 0..period.hours() {
            let weekday = period.hour_of_week(slot) / 24;
            if slot == 0 || weekday != hour.weekday {
                if weekday == 0 && slot > 0 {
                    hour.week += 1;
                    hour.weeks_left -= 1;
                }
                if weekday == 0 {
                    weekly = 0.03 * draw.normal();
                }
                hour.chance = (weekly + 0.05 * draw.normal()).exp();
                hour.weekday = weekday;
            }
            hours.push(hour);
        }
        Self { hours }
    }

    /// After the end all is ordinary.
    fn hour(&self, slot: usize) -> Hour {
        let after = Hour { week: 0, weeks_left: 0, weekday: 0, chance: 1.0 };
        self.hours.get(slot).copied().unwrap_or(after)
    }

    /// How many times the ordinary load arrives.
    pub fn load(&self, slot: usize) -> f64 {
        let hour = self.hour(slot);
        let growth = GROWTH.powi(hour.week as i32);
        let special = if hour.is_sale() {
            1.35
        } else if hour.is_strike() {
            1.2
        } else {
            1.0
        };
        hour.chance * growth * special
    }

    /// How many times its ordinary share a topic has.
    pub fn topic(&self, slot: usize, label: &str) -> f64 {
        let hour = self.hour(slot);
        match label {
            "promotions" if hour.is_sale() => 2.2,
            "payments" if hour.is_sale() => 1.3,
            "returns and exchanges" if hour.is_after_sale() => 1.3,
            "orders and delivery" if hour.is_strike() => 1.9,
            _ => 1.0,
        }
    }

    /// How many times longer than usual customers wait.
    pub fn wait(&self, slot: usize, channel: Channel) -> f64 {
        let hour = self.hour(slot);
        match channel {
            Channel::Chat | Channel::Phone if hour.is_strike() => 1.7,
            Channel::Chat | Channel::Phone if hour.is_sale() => 1.3,
            Channel::Email if hour.is_strike() || hour.is_sale() => 1.25,
            _ => 1.0,
        }
    }
}

impl Hour {
    fn is_sale(&self) -> bool {
        self.weeks_left == SALE
    }

    fn is_after_sale(&self) -> bool {
        self.weeks_left + 1 == SALE
    }

    fn is_strike(&self) -> bool {
        self.weeks_left == 1 && STRIKE.contains(&self.weekday)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::period::WEEK;
    use chrono_tz::Europe::Berlin;

    #[test]
    fn the_sale_and_the_strike_stand_where_they_should() {
        let period = Period::new(Berlin, "2026-11-16".parse().unwrap(), 13).unwrap();
        let season = Season::new(&period, &mut Draw::new(1, 0));
        let slot = |week: usize, weekday: usize| week * WEEK + weekday * 24 + 12;
        let is_special = |week, weekday| {
            let of = |label| season.topic(slot(week, weekday), label) != 1.0;
            (of("promotions"), of("orders and delivery"))
        };
        assert_eq!(is_special(8, 3), (true, false));
        assert_eq!(is_special(9, 3), (false, false));
        assert_eq!(is_special(12, 0), (false, false));
        assert_eq!(is_special(12, 2), (false, true));
        let midnight = slot(12, 1) - 12 + 1;
        let orders = |slot| season.topic(slot, "orders and delivery");
        assert_eq!((orders(midnight - 1), orders(midnight)), (1.0, 1.9), "a clock change before");
        assert_eq!(season.wait(slot(12, 2), Channel::Social), 1.0);
        assert!(season.load(slot(8, 3)) > season.load(slot(7, 3)));
    }
}
