//! Opening hours from the settings to the facts: the examples of `docs/hours.md`, and what is refused.

use std::fs;
use std::path::Path;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeZone};

use super::plan::{Plan, Request};
use crate::calendar::Hours;
use crate::metrics::{self, Desk, cases};
use crate::model::Channel;

const DESK: &str = "[desk]\nname = \"Desk\"\ntime_zone = \"Europe/Berlin\"\n";
const INPUT: &str = "[[inputs]]\nfiles = \"tickets.ndjson\"\n";
const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// A folder with the settings, an input, the countries' holidays and Zendesk's schedules.
fn folder(settings: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let root = Path::new(ROOT);
    fs::create_dir(folder.path().join("holidays")).unwrap();
    for country in ["de", "ru", "cn"] {
        let name = format!("holidays/{country}.toml");
        fs::copy(root.join("pipelines").join(&name), folder.path().join(&name)).unwrap();
    }
    for name in ["zendesk_schedules.json", "zendesk_holidays.json"] {
        fs::copy(root.join("tests/vectors").join(name), folder.path().join(name)).unwrap();
    }
    fs::write(folder.path().join("tickets.ndjson"), "{}\n").unwrap();
    let desk = if settings.contains("[desk]") { "" } else { DESK };
    fs::write(folder.path().join("weekly.toml"), format!("{desk}{settings}\n{INPUT}")).unwrap();
    folder
}

fn resolved(folder: &Path) -> Result<Plan, String> {
    let request = Request { settings: folder.join("weekly.toml"), ..Request::default() };
    let plan = Plan::resolve(&request);
    plan.map_err(|error| error.to_string().replace(&format!("{}/", folder.display()), ""))
}

/// The hours of the calendar `office` that email is under.
fn office(rest: &str) -> Hours {
    let settings = format!("[channels.email]\ncalendar = \"office\"\n[calendars.office]\n{rest}");
    let plan = resolved(folder(&settings).path()).unwrap();
    plan.channels.of(Channel::Email).calendar.hours().clone()
}

fn refused(rest: &str) -> String {
    resolved(folder(rest).path()).err().unwrap_or_else(|| "accepted".to_owned())
}

/// What stands in the fenced block of that kind.
fn block<'p>(text: &'p str, kind: &str) -> Option<&'p str> {
    let (_, after) = text.split_once(&format!("```{kind}\n"))?;
    after.split_once("```").map(|(block, _)| block)
}

#[test]
fn the_examples_of_the_page_come_out() {
    let page = fs::read_to_string(Path::new(ROOT).join("docs/hours.md")).unwrap();
    let mut wrong = Vec::new();
    let mut count = 0;
    for case in page.split("\n### ").skip(1) {
        let [settings, transcript, expect] = ["settings", "transcript", "expect"]
            .map(|kind| block(case, kind).unwrap_or_else(|| panic!("no {kind} in {case}")));
        let folder = folder(settings);
        let plan = resolved(folder.path()).unwrap();
        let desk = Desk::new().hours("24/7", plan.zone.name());
        let desk = cases::go_on(desk, transcript).unwrap();
        let rules = plan.rules(desk.taken_at());
        let facts = folder.path().join("facts");
        let missed = cases::hold(&desk.under(rules), expect, metrics::ALL, &facts).unwrap();
        let name = case.lines().next().unwrap_or_default();
        wrong.extend(missed.into_iter().map(|missed| (name, missed)));
        count += 1;
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(count >= 15, "the page lost its examples: {count}");
}

/// Every key that the page shows is read.
#[test]
fn the_settings_of_the_page_are_settings() {
    let page = fs::read_to_string(Path::new(ROOT).join("docs/hours.md")).unwrap();
    let [calendar, rules] = ["## A calendar", "## Which calendar a conversation is under"]
        .map(|heading| block(page.split_once(heading).unwrap().1, "toml").unwrap());
    let nights = "[calendars.nights]\nhours = \"daily 22:00-06:00\"\n";
    let plan = resolved(folder(&format!("{calendar}{nights}{rules}")).path()).unwrap();
    let hours = plan.channels.of(Channel::Email).calendar.hours().clone();
    assert_eq!((hours.changes.len(), hours.exceptions.len()), (1, 2));
    assert_eq!(plan.channels.hours.len(), 2);
    assert_eq!(plan.named_files.len(), 1);
}

/// Easter by Gauss and Lichtenberg: what the movable holidays hang on.
fn easter(year: i32) -> NaiveDate {
    let k = year / 100;
    let m = 15 + (3 * k + 3) / 4 - (8 * k + 13) / 25;
    let (s, a) = (2 - (3 * k + 3) / 4, year % 19);
    let d = (19 * a + m) % 30;
    let r = (d + a / 11) / 29;
    let og = 21 + d - r;
    let sz = 7 - (year + year / 4 + s) % 7;
    let day = og + 7 - (og - sz) % 7;
    let march = NaiveDate::from_ymd_opt(year, 3, 1).unwrap();
    march + chrono::Days::new(day as u64 - 1)
}

#[test]
fn holidays_of_countries() {
    let of = |country: &str| {
        office(&format!(
            "hours = \"Mon-Fri 09:00-18:00\"\nholidays_files = [\"holidays/{country}.toml\"]\n"
        ))
    };
    let germany = of("de");
    for year in [2026, 2027] {
        let movable = [-2, 1, 39, 50].map(|days| easter(year) + chrono::TimeDelta::days(days));
        let fixed = [(1, 1), (5, 1), (10, 3), (12, 25), (12, 26)];
        let fixed = fixed.map(|(month, day)| NaiveDate::from_ymd_opt(year, month, day).unwrap());
        let mut all = [&movable[..], &fixed].concat();
        all.sort();
        let ours = germany.holidays.iter().copied().filter(|date| date.year() == year);
        assert_eq!(ours.collect::<Vec<_>>(), all);
    }
    let working_days = |hours: &Hours, year: i32| {
        let dates = NaiveDate::from_ymd_opt(year, 1, 1).unwrap().iter_days();
        let dates = dates.take_while(|date| date.year() == year);
        dates.filter(|date| !hours.on(*date).is_empty()).count()
    };
    assert_eq!(working_days(&of("ru"), 2026), 247);
    assert_eq!(working_days(&of("ru"), 2027), 247);
    assert_eq!(working_days(&of("cn"), 2026), 248);
}

#[test]
fn what_the_settings_say_goes_before_a_file() {
    let hours = office(
        "hours = \"Mon-Fri 09:00-18:00\"\nholidays = [\"2026-02-14\"]\n\
         holidays_files = [\"holidays/cn.toml\"]\n\
         exceptions = { \"2026-02-28\" = \"10:00-12:00\", \"2026-10-01\" = \"09:00-10:00\" }\n",
    );
    let open = |date: &str| {
        let shifts = hours.on(date.parse().unwrap()).iter();
        shifts.map(|shift| shift.end() - shift.start()).sum::<u16>()
    };
    assert_eq!(open("2026-02-14"), 0, "a holiday of the list, and worked by the file");
    assert_eq!(open("2026-02-28"), 120, "hours of its own, and worked by the file");
    assert_eq!(open("2026-10-01"), 60, "hours of its own, and a holiday by the file");
    assert_eq!(open("2026-05-09"), 540, "worked by the file");
}

#[test]
fn a_schedule_of_zendesk_is_parted_at_midnight() {
    let plan = resolved(
        folder(
            "[calendars.office]\nzendesk_schedules = \"zendesk_schedules.json\"\n\
             schedule = \"Night desk\"\nzendesk_holidays = \"zendesk_holidays.json\"\n\
             [channels.email]\ncalendar = \"office\"\n",
        )
        .path(),
    )
    .unwrap();
    let calendar = &plan.channels.of(Channel::Email).calendar;
    let zone = calendar.hours().zone;
    assert_eq!(zone, chrono_tz::America::Los_Angeles);
    let midnight = |date: &str| {
        let date: NaiveDate = date.parse().unwrap();
        let at: DateTime<_> = zone.from_local_datetime(&date.and_time(NaiveTime::MIN)).unwrap();
        at.timestamp_micros()
    };
    let hours =
        |from, to| calendar.open_micros(midnight(from), midnight(to)) as f64 / 3_600_000_000.0;
    assert_eq!(hours("2026-11-08", "2026-11-09"), 8.0, "Sunday until 06:00 and from 22:00");
    assert_eq!(hours("2026-11-09", "2026-11-15"), 144.0);
    assert_eq!(hours("2026-11-26", "2026-11-28"), 0.0);
    assert_eq!(hours("2026-12-25", "2026-12-26"), 0.0);
    assert_eq!(plan.named_files.len(), 2);
}

#[test]
fn changes_come_in_any_order() {
    let hours = office(
        "hours = \"Mon-Fri 09:00-18:00\"\n\
         [[calendars.office.changes]]\nfrom = \"2026-09-01\"\nhours = \"Mon-Fri 10:00-16:00\"\n\
         [[calendars.office.changes]]\nfrom = \"2026-07-01\"\nhours = \"daily 08:00-20:00\"\n",
    );
    let open = |date: &str| {
        let at: NaiveDateTime = format!("{date}T00:00:00").parse().unwrap();
        hours.on(at.date()).iter().map(|shift| (shift.end() - shift.start()) / 60).sum::<u16>()
    };
    let days = ["2026-06-30", "2026-07-01", "2026-07-05", "2026-08-31", "2026-09-01"];
    assert_eq!(days.map(open), [9, 12, 12, 12, 6]);
}

#[test]
fn what_cannot_be_followed_is_refused_with_its_line_and_the_cure() {
    let office = "[calendars.office]\nhours = \"Mon-Fri 09:00-18:00\"\n";
    let schedules = "[calendars.office]\nzendesk_schedules = \"zendesk_schedules.json\"\n";
    for (settings, message) in [
        (
            "[calendars.office]\n",
            "weekly.toml:4: this calendar has no `hours`; add them, as `hours = \"Mon-Fri 09:00-18:00\"`",
        ),
        (
            &format!(
                "{office}[[calendars.office.changes]]\nfrom = \"2026-07-32\"\nhours = \"24/7\"\n"
            ),
            "weekly.toml:7: `2026-07-32` is no date; write it as `2026-12-25`",
        ),
        (
            &format!(
                "{office}[[calendars.office.changes]]\nfrom = \"2026-07-01\"\nhours = \"Fri 9-18, 17-20\"\n"
            ),
            "weekly.toml:8: at Fri 17:00 two stretches of hours overlap; let one end where the next starts",
        ),
        (
            &format!(
                "{office}changes = [{{ from = \"2026-07-01\", hours = \"24/7\" }}, {{ from = \"2026-07-01\", hours = \"24/7\" }}]\n"
            ),
            "weekly.toml:6: a second change from 2026-07-01 on; take one of the two out",
        ),
        (
            &format!(
                "{office}changes = [{{ from = \"2026-07-01\", hours = \"Mon-Fri 08:00-18:00\" }}]\n[channels.email]\ncalendar = \"office\"\nresolution = {{ within = \"2 d\" }}\n"
            ),
            "weekly.toml:9: it is 18 h until the calendar's hours change and 20 h from then on; write it in hours",
        ),
        (
            &format!("{office}holidays_files = [\"holidays/fr.toml\"]\n"),
            "weekly.toml:6: `holidays/fr.toml`: no such file or directory; name a file of holidays, as `holidays/de.toml`",
        ),
        (
            &format!("{office}holidays_files = [\"weekly.toml\"]\n"),
            "weekly.toml:4: unknown key `calendars`; there are `name`, `dates`, `working_days`",
        ),
        (
            &format!("{office}schedule = \"Support\"\n"),
            "weekly.toml:6: `schedule` says something of a file that is not named; add `zendesk_schedules = \"schedules.json\"`",
        ),
        (
            &format!("{office}zendesk_schedules = \"zendesk_schedules.json\"\n"),
            "weekly.toml:5: this calendar has its hours twice: here and in `zendesk_schedules`; take one of the two out",
        ),
        (
            schedules,
            "weekly.toml:5: the file has 2 schedules; name one, as `schedule = \"Support\"`",
        ),
        (
            &format!("{schedules}schedule = \"Suport\"\n"),
            "weekly.toml:6: there is no schedule `Suport`; did you mean `Support`?",
        ),
        (
            &format!("{schedules}schedule = \"Support\"\ntime_zone = \"Europe/Berlin\"\n"),
            "weekly.toml:7: a schedule has its own time zone; take `time_zone` out",
        ),
        (
            "[[hours]]\ncalendar = \"alwais\"\nteam = \"Returns\"\n",
            "weekly.toml:5: there is no calendar `alwais`; did you mean `always`?",
        ),
        (
            "[[hours]]\ncalendar = \"always\"\nteams = \"Returns\"\n",
            "weekly.toml:6: unknown key `teams`; did you mean `team`?",
        ),
        (
            "[[hours]]\ncalendar = \"always\"\nchannel = [\"chat\", \"emial\"]\n",
            "weekly.toml:6: `emial` is no channel; did you mean `email`?",
        ),
        (
            "[[hours]]\ncalendar = \"always\"\nteam = []\n",
            "weekly.toml:6: a condition that no conversation meets; name something, or take it out",
        ),
        (
            "[[hours]]\ncalendar = \"always\"\n[[hours]]\ncalendar = \"always\"\nteam = \"Returns\"\n",
            "weekly.toml:4: these hours are for all conversations, so that none below are ever used; add a `channel`, `team` or `priority`, or move them to the end",
        ),
        (
            "calendar_of = \"owner\"\n",
            "weekly.toml:4: unknown word `owner`; did you mean `holder`?",
        ),
        ("calendar_of = \"opening\"\n[[hours]]\ncalendar = \"always\"\n", "accepted"),
    ] {
        assert_eq!(refused(settings), message, "{settings}");
    }
}

#[test]
fn a_bad_file_of_holidays_is_named_with_its_line() {
    let settings =
        "[calendars.office]\nhours = \"24/7\"\nholidays_files = [\"holidays/xx.toml\"]\n";
    for (text, message) in [
        (
            "name = \"X\"\n[dates]\n2026-13-01 = \"A\"\n",
            "holidays/xx.toml:3: `2026-13-01` is no date; write it as `2026-12-25`",
        ),
        (
            "name = \"X\"\n[dates]\n2026-12-01 = \"A\"\n[working_days]\n2026-12-01 = \"Mon\"\n",
            "holidays/xx.toml:3: `A` is also one of the `working_days`; take the date out of one of them",
        ),
        (
            "name = \"X\"\n[working_days]\n2026-12-01 = \"Mo\"\n",
            "holidays/xx.toml:3: `Mo` is not a day of the week; write Mon, Tue, Wed, Thu, Fri, Sat or Sun",
        ),
        ("[dates]\n", "holidays/xx.toml:1: the key `name` is missing; add it"),
    ] {
        let folder = folder(settings);
        fs::write(folder.path().join("holidays/xx.toml"), text).unwrap();
        assert_eq!(resolved(folder.path()).err().unwrap_or_default(), message);
    }
}

#[test]
fn a_bad_schedule_is_named() {
    let settings = "[calendars.office]\nzendesk_schedules = \"schedules.json\"\n";
    let schedule = |zone: &str, end: u32| {
        let interval = format!("{{\"start_time\": 60, \"end_time\": {end}}}");
        format!(
            "{{\"schedules\": [{{\"name\": \"A\", \"time_zone\": \"{zone}\", \"intervals\": [{interval}]}}]}}"
        )
    };
    for (text, message) in [
        (
            schedule("Pacific Time (US and Canada)", 90),
            "schedules.json: `Pacific Time (US and Canada)` is not a time zone of Zendesk; did you mean `Pacific Time (US & Canada)`?",
        ),
        (
            schedule("Berlin", 60),
            "schedules.json: an interval of `A` is none of the week; export it again: `start_time` is before `end_time`, and that at most 10080",
        ),
        (schedule("Berlin", 10_080), "accepted"),
    ] {
        let folder = folder(settings);
        fs::write(folder.path().join("schedules.json"), text).unwrap();
        let found = resolved(folder.path()).err().unwrap_or_else(|| "accepted".to_owned());
        assert_eq!(found, message);
    }
    let folder = folder(settings);
    fs::write(folder.path().join("schedules.json"), "{}").unwrap();
    let found = resolved(folder.path()).err().unwrap_or_default();
    assert!(found.starts_with("schedules.json: these are no schedules of Zendesk ("), "{found}");
}
