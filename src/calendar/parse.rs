//! Hours as people write them: `Mon-Fri 09:00-13:00, 14:00-18:00; Sat 10:00-15:00`.

use std::iter::successors;
use std::str::FromStr;

use chrono::Weekday;
use chrono_tz::{TZ_VARIANTS, Tz};

use super::error::HoursError;
use super::hours::{DAY, Day, Hours, Shift};

impl Hours {
    /// Reads a week and the IANA name of its zone, such as `Europe/London`.
    pub fn parse(week: &str, zone: &str) -> Result<Hours, HoursError> {
        let week = read_week(week)?;
        Ok(Hours::weekly(read_zone(zone)?, week))
    }
}

/// Reads an ordinary week, Monday first.
///
/// A week is `24/7`, or some parts separated by `;`, each of days and their hours: `Mon-Fri
/// 09:00-13:00, 14:00-18:00`, `Sat,Sun 10-15`, `daily 22:00-06:00`, `Sun closed`. A later part
/// overrules earlier ones on the days it names; a day that none names is closed. Hours that
/// overlap are an error, also where a night runs into the next day's.
pub fn read_week(text: &str) -> Result<[Day; 7], HoursError> {
    let parts = text.trim().trim_end_matches(';').split(';');
    let parts = parts.map(|part| Part::read(part.trim()));
    let parts = parts.collect::<Result<Vec<_>, _>>()?;
    let mut later = parts.as_slice();
    while let [part, rest @ ..] = later {
        if (part.days.iter()).all(|day| rest.iter().any(|part| part.days.contains(day))) {
            return Err(HoursError::Overruled(part.text.into()));
        }
        later = rest;
    }
    let week = WEEK.map(|day| {
        let part = parts.iter().rfind(|part| part.days.contains(&day));
        part.map_or_else(Day::default, |part| part.hours.clone())
    });
    refuse_overlap(&week)?;
    Ok(week)
}

impl FromStr for Day {
    type Err = HoursError;

    /// Reads the hours of one day: `09:00-13:00, 14:00-18:00`, or `closed`.
    fn from_str(text: &str) -> Result<Day, HoursError> {
        if text.trim().eq_ignore_ascii_case("closed") {
            return Ok(Day::default());
        }
        text.split(',').map(|shift| read_shift(shift.trim())).collect()
    }
}

const WEEK: [Weekday; 7] = {
    use Weekday::*;
    [Mon, Tue, Wed, Thu, Fri, Sat, Sun]
};

/// Some days and the hours of each, as in `Mon,Wed-Fri 09:00-17:00`.
struct Part<'a> {
    text: &'a str,
    days: Vec<Weekday>,
    hours: Day,
}

impl Part<'_> {
    fn read(text: &str) -> Result<Part<'_>, HoursError> {
        if text == "24/7" {
            let every_day = Part::read("daily 00:00-24:00")?;
            return Ok(Part { text, ..every_day });
        }
        let hours_at = (text.find(|c: char| c.is_ascii_digit()))
            .or_else(|| text.to_ascii_lowercase().rfind("closed"))
            .unwrap_or(text.len());
        let (days, hours) = text.split_at(hours_at);
        if days.is_empty() {
            return Err(HoursError::NoDay(text.into()));
        }
        let days = days.split(',').map(|days| read_days(days.trim()));
        let days = days.collect::<Result<Vec<_>, _>>()?.concat();
        if hours.is_empty() {
            return Err(HoursError::NoHours(text.into()));
        }
        let hours = hours.parse()?;
        Ok(Part { text, days, hours })
    }
}

/// Reads `Mon`, `Friday`, `Sat-Tue` or `daily`.
fn read_days(text: &str) -> Result<Vec<Weekday>, HoursError> {
    if text.eq_ignore_ascii_case("daily") {
        return Ok(WEEK.to_vec());
    }
    let day = |word: &str| {
        let day = word.trim().parse::<Weekday>();
        day.map_err(|_| HoursError::UnknownDay(word.trim().into()))
    };
    let (first, last) = text.split_once(['-', '–']).unwrap_or((text, text));
    let (first, last) = (day(first)?, day(last)?);
    Ok(successors(Some(first), |day| (*day != last).then(|| day.succ())).collect())
}

fn read_shift(text: &str) -> Result<Shift, HoursError> {
    let malformed = || HoursError::NotAShift(text.into());
    let (start, end) = text.split_once(['-', '–']).ok_or_else(malformed)?;
    let start = read_time(start.trim()).ok_or_else(malformed)?;
    let end = read_time(end.trim()).ok_or_else(malformed)?;
    if start == end {
        return Err(HoursError::NoTime(text.into()));
    }
    Shift::new(start, if start < end { end } else { end + DAY }).ok_or_else(malformed)
}

/// Reads `9`, `9:30`, `09:30` or `24:00` as minutes from midnight.
fn read_time(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':').unwrap_or((text, "00"));
    let (hour, past) = (hour.parse::<u8>().ok()?, minute.parse::<u8>().ok()?);
    let minutes = u16::from(hour) * 60 + u16::from(past);
    (minute.len() == 2 && past < 60 && minutes <= DAY).then_some(minutes)
}

fn refuse_overlap(week: &[Day; 7]) -> Result<(), HoursError> {
    let mut shifts: Vec<(Weekday, u16, u16)> = Vec::new();
    for ((day, weekday), midnight) in week.iter().zip(WEEK).zip((0..).step_by(DAY.into())) {
        let shift = |shift: &Shift| (weekday, midnight + shift.start(), midnight + shift.end());
        shifts.extend(day.shifts().iter().map(shift));
    }
    let first = shifts.first().copied();
    let again = first.map(|(day, start, end)| (day, start + 7 * DAY, end + 7 * DAY));
    let mut pairs = shifts.iter().zip(shifts.iter().skip(1).chain(&again));
    match pairs.find(|((.., end), (_, start, _))| start < end) {
        Some((_, (day, start, _))) => {
            let (hour, minute) = (start % DAY / 60, start % 60);
            Err(HoursError::Overlap(format!("{day} {hour:02}:{minute:02}")))
        }
        None => Ok(()),
    }
}

fn read_zone(name: &str) -> Result<Tz, HoursError> {
    let likeness = |zone: &Tz| {
        let [name, zone] = [name, zone.name()].map(str::to_lowercase);
        let city = zone.rsplit('/').next().unwrap_or_default();
        strsim::jaro_winkler(&name, &zone).max(strsim::jaro_winkler(&name, city))
    };
    name.parse().map_err(|_| {
        let nearest = (TZ_VARIANTS.iter()).max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
        HoursError::UnknownZone(name.into(), nearest.map_or("UTC", |zone| zone.name()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn week(text: &str) -> [Day; 7] {
        Hours::parse(text, "UTC").unwrap().week
    }

    fn complaint(text: &str) -> String {
        Hours::parse(text, "UTC").unwrap_err().to_string()
    }

    #[test]
    fn one_week_in_many_spellings() {
        let shifts = [(540, 780), (840, 1080)].map(|(start, end)| Shift::new(start, end));
        let day: Day = shifts.into_iter().flatten().collect();
        let closed = Day::default();
        let expected = [&day, &day, &day, &day, &day, &closed, &closed].map(Day::clone);
        for text in [
            "Mon-Fri 09:00-13:00, 14:00-18:00",
            "mon–fri 9-13,14-18;",
            " Monday - Friday 14:00 - 18:00, 9:00 - 13:00 ",
            "daily 09:00-13:00, 14:00-18:00; Sat,Sun closed",
            "Sat-Sun Closed; Mon, Tue, Wed, Thu-Fri 09:00-13:00, 14:00-18:00",
        ] {
            assert_eq!(week(text), expected, "{text}");
        }
    }

    #[test]
    fn nights_and_whole_days() {
        let lone = |start, end| vec![Shift::new(start, end).unwrap()];
        for (text, shifts) in [
            ("24/7", lone(0, 1440)),
            ("daily 00:00-24:00", lone(0, 1440)),
            ("daily 22:00-06:00", lone(1320, 1800)),
            ("daily 18:00-00:00", lone(1080, 1440)),
            ("daily 18:00-24:00", lone(1080, 1440)),
            ("daily closed", vec![]),
        ] {
            for day in week(text) {
                assert_eq!(day.shifts(), shifts, "{text}");
            }
        }
        let days = week("Fri-Mon 10:00-12:00").map(|day| day.shifts().len());
        assert_eq!(days, [1, 0, 0, 0, 1, 1, 1]);
    }

    #[test]
    fn what_is_wrong_is_said_with_the_cure() {
        for (text, part) in [
            ("", "`` names no day: begin with one"),
            ("09:00-18:00", "`09:00-18:00` names no day"),
            ("Mon-Fry 09:00-18:00", "`Fry` is not a day of the week"),
            ("Mon-Fri 09:00-18:00; Sat", "`Sat` gives no hours: add some"),
            ("Mon 09:00", "`09:00` is not a pair of times"),
            ("Mon 09:00-25:00", "`09:00-25:00` is not a pair of times"),
            ("Mon 09:00-12:60", "`09:00-12:60` is not a pair of times"),
            ("Mon 24:00-06:00", "`24:00-06:00` is not a pair of times"),
            ("Mon 9:5-10:00", "`9:5-10:00` is not a pair of times"),
            ("Mon 00:00-00:00", "`00:00-00:00` ends where it starts"),
            ("Mon 09:00-13:00, 12:00-18:00", "at Mon 12:00 two stretches"),
            ("daily 22-06; Tue 05:00-09:00", "at Tue 05:00 two stretches"),
            ("Sun 22-06; Mon 05:59-09:00", "at Mon 05:59 two stretches"),
            ("Mon-Tue 9-13; Mon-Tue 14-18", "`Mon-Tue 9-13` has no effect"),
            ("24/7; Mon-Sat 9-18; Sun 9-12", "`24/7` has no effect"),
        ] {
            let complaint = complaint(text);
            assert!(complaint.starts_with(part), "{text}: {complaint}");
        }
        assert!(Hours::parse("Sun 22:00-06:00; Mon 06:00-09:00", "UTC").is_ok());
    }

    #[test]
    fn the_nearest_zone_is_offered() {
        for (name, nearest) in [
            ("Europe/Lodnon", "Europe/London"),
            ("EUROPE/BERLIN", "Europe/Berlin"),
            ("Moscow", "Europe/Moscow"),
        ] {
            let error = Hours::parse("24/7", name).unwrap_err();
            assert_eq!(error, HoursError::UnknownZone(name.into(), nearest));
        }
    }
}
