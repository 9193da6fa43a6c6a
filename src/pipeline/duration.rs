//! Durations as people write them: `90 s`, `1 h 30 min`, `2 d`.

use serde::Deserialize;

use crate::calendar::Hours;

/// A duration whose days are not yet counted: in business time a day is a working day.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(try_from = "String")]
pub struct Duration {
    /// What is stated in hours, minutes and seconds.
    seconds: f64,
    days: f64,
    weeks: f64,
}

/// Text that is no duration.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DurationError {
    #[error(
        "`{0}` is no duration; write a number and its unit, as in `90 s`, `1 h 30 min` or `2 d`"
    )]
    Malformed(String),
    #[error("`{1}` in `{0}` is no unit of time; write `s`, `min`, `h`, `d` or `w`")]
    UnknownUnit(String, String),
    #[error("`{0}` is no time at all; write more than 0")]
    Zero(String),
}

impl Duration {
    /// Reads numbers with their units, in any order, each unit once.
    pub fn parse(text: &str) -> Result<Self, DurationError> {
        let malformed = || DurationError::Malformed(text.to_owned());
        let (mut sum, mut rest) = (Self { seconds: 0.0, days: 0.0, weeks: 0.0 }, text.trim());
        while !rest.is_empty() {
            let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
            let (number, after) = rest.split_at(end);
            let number: f64 = number.parse().map_err(|_| malformed())?;
            let after = after.trim_start();
            let end = after.find(|c: char| !c.is_alphabetic()).unwrap_or(after.len());
            let (unit, after) = after.split_at(end);
            match unit {
                "s" | "sec" | "second" | "seconds" => sum.seconds += number,
                "m" | "min" | "minute" | "minutes" => sum.seconds += number * 60.0,
                "h" | "hour" | "hours" => sum.seconds += number * 3_600.0,
                "d" | "day" | "days" => sum.days += number,
                "w" | "week" | "weeks" => sum.weeks += number,
                "" => return Err(malformed()),
                _ => return Err(DurationError::UnknownUnit(text.to_owned(), unit.to_owned())),
            }
            rest = after.trim_start();
        }
        if sum.elapsed_seconds() > 0.0 {
            Ok(sum)
        } else {
            Err(DurationError::Zero(text.to_owned()))
        }
    }

    /// Seconds around the clock: a day has 24 hours.
    pub fn elapsed_seconds(self) -> f64 {
        self.seconds + (self.days + self.weeks * 7.0) * 86_400.0
    }

    /// Seconds of what is stated in hours, minutes and seconds; `None` where days are.
    pub fn hours_and_less(self) -> Option<f64> {
        (self.days == 0.0 && self.weeks == 0.0).then_some(self.seconds)
    }

    /// Seconds of open time: a day is as long as the longest of the ordinary week, a week as long as
    /// all of its days. `None` where the desk never opens.
    pub fn business_seconds(self, hours: &Hours) -> Option<f64> {
        let open = hours.week.iter().map(|day| {
            let minutes = day.shifts().iter().map(|shift| f64::from(shift.end() - shift.start()));
            minutes.sum::<f64>() * 60.0
        });
        let (day, week) =
            open.fold((0.0, 0.0), |(most, sum), day| (f64::max(most, day), sum + day));
        (week > 0.0).then_some(self.seconds + self.days * day + self.weeks * week)
    }
}

impl TryFrom<String> for Duration {
    type Error = DurationError;

    fn try_from(text: String) -> Result<Self, DurationError> {
        Self::parse(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn elapsed(text: &str) -> f64 {
        Duration::parse(text).unwrap().elapsed_seconds()
    }

    #[test]
    fn one_duration_in_many_spellings() {
        for text in
            ["90 min", "1 h 30 min", "1.5 h", "1h30m", "5400 s", " 30 min 1 hour ", "5400sec"]
        {
            assert_eq!(elapsed(text), 5400.0, "{text}");
        }
        assert_eq!(elapsed("2 min"), 120.0);
        assert_eq!(elapsed("1 d"), 86_400.0);
        assert_eq!(elapsed("1 w"), 604_800.0);
    }

    #[test]
    fn a_working_day_is_as_long_as_the_desk_is_open() {
        let hours = |week| Hours::parse(week, "Europe/Berlin").unwrap();
        let business = |text, week| Duration::parse(text).unwrap().business_seconds(&hours(week));
        assert_eq!(business("1 d", "24/7"), Some(86_400.0));
        assert_eq!(business("1 d", "Mon-Fri 09:00-18:00; Sat 10:00-15:00"), Some(9.0 * 3_600.0));
        assert_eq!(business("2 d 1 h", "Mon-Fri 09:00-13:00, 14:00-18:00"), Some(17.0 * 3_600.0));
        assert_eq!(business("1 w", "Mon-Fri 22:00-06:00"), Some(40.0 * 3_600.0));
        assert_eq!(business("4 h", "Mon-Fri 09:00-18:00"), Some(4.0 * 3_600.0));
        assert_eq!(business("4 h", "daily closed"), None);
    }

    #[test]
    fn what_is_wrong_is_said_with_the_cure() {
        for (text, part) in [
            ("", "`` is no time at all"),
            ("0 s", "`0 s` is no time at all"),
            ("soon", "`soon` is no duration"),
            ("5", "`5` is no duration; write a number and its unit"),
            ("1.2.3 h", "`1.2.3 h` is no duration"),
            ("-2 h", "`-2 h` is no duration"),
            ("2 moons", "`moons` in `2 moons` is no unit of time"),
        ] {
            let error = Duration::parse(text).unwrap_err().to_string();
            assert!(error.starts_with(part), "{text}: {error}");
        }
    }
}
