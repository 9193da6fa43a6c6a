//! The single answers of the settings and the request: when, which week, which tables, which weights.

use super::error::ConfigError;
use super::plan::Request;
use super::script::Script;
use super::settings::{Run, Settings, WeightsAsWritten};
use crate::model::Instant;
use crate::scores::{CoachRules, Weights};
use crate::sources::{Clock, nearest};
use crate::tables::{self, Scope, Table, Week};

/// The instant at which the exports were taken, where anything says so.
pub(super) fn as_of(
    request: &Request,
    script: &Script,
    settings: &Settings,
) -> Result<Option<Instant>, ConfigError> {
    let clock = Clock { zone: settings.desk.time_zone.0, is_stated: true };
    let cure = "write it as `2026-11-16T00:00:00Z`, or without `Z` in the desk's time zone";
    if let Some(text) = &request.as_of {
        let (at, _) = clock
            .read(text)
            .ok_or_else(|| ConfigError::of("--as-of", format!("`{text}` is no instant"), cure))?;
        return Ok(Some(at));
    }
    let Some(written) = &settings.desk.as_of else {
        return Ok(None);
    };
    let text = written.get_ref().text();
    let read = clock.read(&text);
    let refused = || script.error(written.span(), format!("`{text}` is no instant"), cure);
    Ok(Some(read.ok_or_else(refused)?.0))
}

/// The week to report on, where anything says so.
pub(super) fn week(
    request: &Request,
    script: &Script,
    settings: &Settings,
) -> Result<Option<Week>, ConfigError> {
    let cure = "write it as `2026-W46`";
    if let Some(text) = &request.week {
        let refused = || ConfigError::of("--week", format!("`{text}` is no week of a year"), cure);
        return Ok(Some(Week::parse(text).ok_or_else(refused)?));
    }
    let Some(written) = &settings.desk.week else {
        return Ok(None);
    };
    let text = written.get_ref();
    let refused = || script.error(written.span(), format!("`{text}` is no week of a year"), cure);
    Ok(Some(Week::parse(text).ok_or_else(refused)?))
}

/// The key of pseudonyms: 32 bytes in hexadecimal as they are, words by derivation.
pub(super) fn key(text: &str) -> Result<[u8; 32], ConfigError> {
    const CONTEXT: &str = "caseload 2026-11-22 pseudonyms of customers";
    if text.trim().is_empty() {
        let cure = "unset it, or set it to a long secret that stays the same from week to week";
        return Err(ConfigError::of("CASELOAD_KEY", "it is set but empty", cure));
    }
    let hex = blake3::Hash::from_hex(text.trim().as_bytes());
    Ok(hex.map_or_else(|_| blake3::derive_key(CONTEXT, text.as_bytes()), |hash| *hash.as_bytes()))
}

/// The weights of the dimensions of a score.
pub(super) fn weights(script: &Script, settings: &Settings) -> Result<Weights, ConfigError> {
    let Some(written) = &settings.scores.weights else {
        return Ok(Weights::default());
    };
    let WeightsAsWritten { resolution, feedback, quality, speed, efficiency } = *written.get_ref();
    let all = [resolution, feedback, quality, speed, efficiency];
    if all.iter().any(|weight| !weight.is_finite() || *weight < 0.0)
        || all.iter().sum::<f64>() <= 0.0
    {
        let cure = "write numbers from 0 on, at least one above 0";
        return Err(script.error(written.span(), "these weights say nothing", cure));
    }
    Ok(Weights { resolution, feedback, quality, speed, efficiency })
}

/// When somebody is said to be weak or strong in a skill.
pub(super) fn coaching(script: &Script, settings: &Settings) -> Result<CoachRules, ConfigError> {
    let mut rules = CoachRules::default();
    let written = &settings.coaching;
    if let Some(large) = &written.large_gap {
        if !(*large.get_ref() > 0.0 && *large.get_ref() < 1.0) {
            let cure = "write a share between 0 and 1, such as 0.1 for ten points";
            return Err(script.error(large.span(), "this is no gap between two shares", cure));
        }
        rules.large = *large.get_ref();
    }
    if let Some(cases) = &written.least_cases {
        if *cases.get_ref() == 0 {
            let cure = "write a number from 1 on, such as 20";
            return Err(script.error(cases.span(), "no cases tell nothing", cure));
        }
        rules.least_cases = f64::from(*cases.get_ref());
    }
    Ok(rules)
}

pub(super) fn window_weeks(script: &Script, settings: &Settings) -> Result<u32, ConfigError> {
    match &settings.scores.window_weeks {
        None => Ok(Scope::WINDOW_WEEKS),
        Some(written) if (1..=520).contains(written.get_ref()) => Ok(*written.get_ref()),
        Some(written) => {
            let what = format!("a window of {} weeks", written.get_ref());
            let cure = format!("write 1 to 520; {} is usual", Scope::WINDOW_WEEKS);
            Err(script.error(written.span(), what, cure))
        }
    }
}

pub(super) fn reviews_per_agent(script: &Script, settings: &Settings) -> Result<u32, ConfigError> {
    match &settings.reviews.per_agent {
        None => Ok(Scope::REVIEWS_PER_AGENT),
        Some(written) if (1..=1_000).contains(written.get_ref()) => Ok(*written.get_ref()),
        Some(written) => {
            let what = format!("a plan of {} reviews", written.get_ref());
            let cure = format!("write 1 to 1000; {} is usual", Scope::REVIEWS_PER_AGENT);
            Err(script.error(written.span(), what, cure))
        }
    }
}

/// The tables that the settings name, in the order in which they are listed; all of them else.
pub(super) fn tables(
    script: &Script,
    settings: &Settings,
) -> Result<Vec<&'static dyn Table>, ConfigError> {
    let Some(written) = &settings.run.tables else {
        return Ok(tables::ALL.to_vec());
    };
    let names = || tables::ALL.iter().map(|table| table.name());
    if let Some(name) = written.get_ref().iter().find(|name| !names().any(|known| known == *name)) {
        let what = format!("there is no table `{name}`");
        return Err(script.error(written.span(), what, nearest(name, names())));
    }
    let is_named = |table: &&dyn Table| written.get_ref().iter().any(|name| name == table.name());
    Ok(tables::ALL.iter().copied().filter(is_named).collect())
}

/// Whether to render the report: unless the settings leave out what it shows.
pub(super) fn report(script: &Script, settings: &Settings) -> Result<bool, ConfigError> {
    let Run { charts, report, tables, .. } = &settings.run;
    let is_possible = *charts && tables.is_none();
    match report {
        Some(written) if *written.get_ref() && !is_possible => {
            let what = "the report shows all tables and charts, and some are left out";
            let cure = "take out `charts = false` and `tables`, or write `report = false`";
            Err(script.error(written.span(), what, cure))
        }
        Some(written) => Ok(*written.get_ref()),
        None => Ok(is_possible),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_in_hexadecimal_is_taken_as_it_is() {
        assert_eq!(key(&"0f".repeat(32)), Ok([0x0f; 32]));
        assert_ne!(key("word"), key("words"));
        assert!(key(" ").unwrap_err().to_string().starts_with("CASELOAD_KEY: it is set but empty"));
    }
}
