//! Evidence counted by hand.

use super::evidence;
use crate::metrics::Desk;
use crate::model::{Channel, EventKind, Instant, Role};
use crate::scores::first::Dimension;
use crate::stats::Tally;

/// Two agents' evidence counted by hand: credit goes to who replied, bots have none, and what lies
/// outside of the window does not count.
#[test]
fn evidence_is_what_an_agent_is_credited_with_in_the_window() {
    let e = |power: f64| power.exp() - 1.0;
    let seconds = |power: f64| format!("09:00:{:06.3}", e(power));
    let desk = Desk::new()
        .person("lavka", Role::Bot, "Lavka", "")
        .customer("09:00", "hi")
        .agent("ann", &seconds(1.0), "hello")
        .customer("09:10", "and?")
        .bot("lavka", "09:10", "wait")
        .agent("ann", "09:10:06.389", "so")
        .event("09:30", EventKind::Resolved, "")
        .held_by("boris")
        .rated("09:40", 5.0, "")
        .conversation("b")
        .customer("09:00", "hi")
        .agent("boris", &seconds(3.0), "hello")
        .event("09:30", EventKind::StatusChanged, "open")
        .rated("09:40", 2.0, "ann")
        .conversation("late")
        .customer("Tue 09:00", "hi")
        .agent("boris", "Tue 09:01", "hello")
        .conversation("bot only")
        .customer("09:00", "hi")
        .bot("lavka", "09:01", "hello")
        .rated("09:02", 1.0, "lavka");
    let folder = tempfile::tempdir().unwrap();
    let facts = desk.facts(folder.path()).unwrap();
    let at = |text| Instant::from_rfc3339(text).unwrap();
    let window = at("2026-11-09T00:00:00Z")..at("2026-11-10T00:00:00Z");
    let found = evidence(&facts, &window).unwrap();
    let of = |id: &str| found.iter().find(|agent| agent.agent_id == id).unwrap();
    assert_eq!(
        found.iter().map(|agent| agent.agent_id.as_str()).collect::<Vec<_>>(),
        ["ann", "boris"]
    );
    assert_eq!(of("ann").resolution, Tally::new(1, 1).unwrap());
    assert_eq!(of("boris").resolution, Tally::new(0, 1).unwrap());
    assert_eq!(of("ann").feedback, Tally::new(1, 2).unwrap());
    assert_eq!(of("boris").feedback, Tally::new(0, 0).unwrap());
    // Log times 1, 2 and 3, whose mean over the channel is 2.
    let close = |a: f64, b: f64| (a - b).abs() < 1e-3;
    assert_eq!((of("ann").speed.count, of("ann").speed.clusters), (2, 1));
    assert!(close(of("ann").speed.mean().unwrap(), -0.5), "{:?}", of("ann"));
    assert!(close(of("boris").speed.mean().unwrap(), 1.0), "{:?}", of("boris"));
    assert!(close(of("ann").speed.squares(), 0.0), "{:?}", of("ann"));
    assert_eq!(of("ann").count(Dimension::Feedback), 2);
    assert_eq!(of("ann").channel, Some(Channel::Chat));
}
