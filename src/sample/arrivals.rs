//! When customers come, on which channel, and with what question.

use super::ALL;
use super::draw::Draw;
use super::period::{HOUR, Period, Second, WEEK};
use super::season::Season;
use super::topic::TOPICS;

/// The law of arrival over all hours of the period.
pub(super) struct Arrivals {
    /// Share of all contacts that come before the end of each elapsed hour.
    until: Vec<f64>,
    /// Per channel and hour of the week: its load, adding up to the channel's share.
    loads: Vec<[f64; WEEK]>,
}

impl Arrivals {
    pub fn new(period: &Period, season: &Season) -> Self {
        let loads: Vec<_> = ALL
            .iter()
            .map(|service| {
                let load = |hour: usize| service.load(hour / 24, hour % 24);
                let sum: f64 = (0..WEEK).map(load).sum();
                std::array::from_fn(|hour| service.share() * load(hour) / sum)
            })
            .collect();
        let mut law = Self { until: Vec::new(), loads };
        let mut sum = 0.0;
        for slot in 0..period.hours() {
            sum += season.load(slot) * law.at_hour(period.hour_of_week(slot)).sum::<f64>();
            law.until.push(sum);
        }
        law.until.iter_mut().for_each(|until| *until /= sum);
        law
    }

    /// The load of each channel in an hour of the week.
    fn at_hour(&self, hour: usize) -> impl Iterator<Item = f64> + Clone {
        self.loads.iter().map(move |loads| loads.get(hour).copied().unwrap_or(0.0))
    }

    /// The load of a channel in an hour of the week.
    pub fn load(&self, service: usize, hour: usize) -> f64 {
        self.at_hour(hour).nth(service).unwrap_or(0.0)
    }

    /// The instant by which that share of all contacts has come.
    pub fn instant(&self, share: f64, period: &Period) -> Second {
        let slot = self.until.partition_point(|until| *until <= share);
        let end = self.until.get(slot).copied().unwrap_or(1.0);
        let start = slot.checked_sub(1).and_then(|slot| self.until.get(slot)).copied();
        let start = start.unwrap_or(0.0);
        let into = if end > start { (share - start) / (end - start) } else { 0.0 };
        let at = period.start + slot as Second * HOUR + (into * HOUR as f64) as Second;
        at.min(period.end - 1)
    }

    /// The channel of a contact that comes in that hour of the week.
    pub fn service(&self, hour: usize, draw: &mut Draw) -> usize {
        draw.weighted(self.at_hour(hour))
    }

    /// The topic of a contact that comes in that elapsed hour.
    pub fn topic(&self, slot: usize, season: &Season, draw: &mut Draw) -> usize {
        draw.weighted(TOPICS.iter().map(|topic| topic.share * season.topic(slot, topic.label)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Channel;
    use chrono_tz::Europe::Berlin;

    #[test]
    fn contacts_come_in_order_and_calls_only_in_hours() {
        let period = Period::new(Berlin, "2026-11-16".parse().unwrap(), 4).unwrap();
        let mut draw = Draw::new(5, 0);
        let season = Season::new(&period, &mut draw);
        let arrivals = Arrivals::new(&period, &season);
        let phone = ALL.iter().position(|line| line.channel() == Channel::Phone).unwrap();
        let (mut calls, mut before) = (0, period.start);
        for number in 0..5_000 {
            let at = arrivals.instant(f64::from(number) / 5_000.0, &period);
            assert!(before <= at && at < period.end);
            before = at;
            let hour = period.hour_of_week(period.slot(at));
            if arrivals.service(hour, &mut draw) == phone {
                calls += 1;
                assert!(hour / 24 < 5 && (9..18).contains(&(hour % 24)), "{hour}");
            }
        }
        assert!((500..900).contains(&calls), "{calls}");
    }
}
