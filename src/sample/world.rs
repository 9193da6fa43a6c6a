//! All that conversations of one desk have in common.

use std::io;

use chrono_tz::Tz;

use super::ALL;
use super::arrivals::Arrivals;
use super::desk::Desk;
use super::draw::Draw;
use super::duty::Duty;
use super::period::{Period, Second};
use super::roster::{Agent, roster};
use super::season::Season;
use super::service::Opening;
use super::tongue::{self, Tongue};
use crate::calendar::{Calendar, Hours};

/// Where the desk stands.
pub(super) const ZONE: Tz = chrono_tz::Europe::Berlin;
/// Different customers per conversation; some come more often than others.
const CUSTOMERS: f64 = 0.7;

/// The desk with its agents, hours and load.
pub(super) struct World {
    pub seed: u64,
    pub conversations: u64,
    pub customers: u64,
    pub period: Period,
    pub season: Season,
    pub arrivals: Arrivals,
    pub agents: Vec<Agent>,
    pub duty: Duty,
    pub tongues: Vec<Tongue>,
    calendars: Vec<(Opening, Calendar)>,
}

impl World {
    /// Errors: what the desk asks for cannot be.
    pub fn new(desk: &Desk) -> io::Result<Self> {
        let wrong = |what: &str| io::Error::new(io::ErrorKind::InvalidInput, what.to_owned());
        let period = Period::new(ZONE, desk.ends_on, desk.weeks).ok_or_else(|| {
            wrong("the weeks must end on a Monday and be one at least; name another date")
        })?;
        if desk.agents == 0 {
            return Err(wrong("a desk without agents answers nobody; ask for one at least"));
        }
        let tongues = tongue::all().map_err(io::Error::other)?;
        let mut draw = Draw::new(desk.seed, 0);
        let season = Season::new(&period, &mut draw);
        let arrivals = Arrivals::new(&period, &season);
        let agents = roster(desk.agents, &tongues, &mut draw);
        let duty = Duty::new(&agents, tongues.len(), &arrivals);
        let mut calendars: Vec<(Opening, Calendar)> = Vec::new();
        for opening in ALL.iter().filter_map(|service| service.hours()) {
            if calendars.iter().all(|(known, _)| *known != opening) {
                let hours = Hours::parse(opening.hours, ZONE.name()).map_err(io::Error::other)?;
                calendars.push((opening, Calendar::new(hours)));
            }
        }
        Ok(Self {
            seed: desk.seed,
            conversations: desk.conversations,
            customers: ((desk.conversations as f64 * CUSTOMERS) as u64).max(1),
            period,
            season,
            arrivals,
            agents,
            duty,
            tongues,
            calendars,
        })
    }

    pub fn agent(&self, number: u32) -> Option<&Agent> {
        self.agents.get(number as usize)
    }

    /// The hours that channels are answered in.
    pub fn openings(&self) -> impl Iterator<Item = &Opening> {
        self.calendars.iter().map(|(opening, _)| opening)
    }

    fn calendar(&self, opening: Option<Opening>) -> Option<&Calendar> {
        let opening = opening?;
        self.calendars.iter().find(|(known, _)| *known == opening).map(|(_, calendar)| calendar)
    }

    /// The first open instant from `at` on.
    pub fn next_open(&self, opening: Option<Opening>, at: Second) -> Second {
        let next = |calendar: &Calendar| Some(calendar.next_open(at * 1_000_000)? / 1_000_000);
        self.calendar(opening).and_then(next).unwrap_or(at)
    }

    /// The instant by which the channel has been open for so many seconds.
    pub fn after(&self, opening: Option<Opening>, from: Second, seconds: f64) -> Second {
        let due = |calendar: &Calendar| {
            Some(calendar.add_open(from * 1_000_000, (seconds * 1e6) as i64)? / 1_000_000)
        };
        self.calendar(opening).and_then(due).unwrap_or(from + seconds as Second)
    }

    /// Open seconds between two instants.
    pub fn open_seconds(&self, opening: Option<Opening>, from: Second, to: Second) -> Second {
        let open = |calendar: &Calendar| {
            calendar.open_micros(from * 1_000_000, to * 1_000_000) / 1_000_000
        };
        self.calendar(opening).map_or(to - from, open)
    }
}
