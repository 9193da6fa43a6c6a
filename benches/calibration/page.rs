//! `docs/calibration.md`: what was asked, and what was found.

use std::fmt::Write;

use crate::chance::{Held, mean, with_error};
use crate::covers::{ByVolume, covers};
use crate::gaps::{Found, Gaps, LARGE, OF_TEAM, found};
use crate::others::{fairness, routing, surveys};

const NAMES: [&str; 6] = ["resolution", "feedback", "quality", "speed", "efficiency", "composite"];

/// What a share has to be, in percent.
#[derive(Clone, Copy)]
enum Asked {
    Within(f64, f64),
    AtMost(f64),
    AtLeast(f64),
}

impl Asked {
    fn told(self) -> String {
        match self {
            Self::Within(low, high) => format!("{low}–{high}"),
            Self::AtMost(most) => format!("at most {most}"),
            Self::AtLeast(least) => format!("at least {least}"),
        }
    }

    fn is_met(self, percent: f64) -> &'static str {
        let is = match self {
            Self::Within(low, high) => (low..=high).contains(&percent),
            Self::AtMost(most) => percent <= most,
            Self::AtLeast(least) => percent >= least,
        };
        if is { "yes" } else { "**no**" }
    }
}

/// A row of percentages: what, asked, found, met.
fn row(page: &mut String, what: &str, asked: Asked, held: &Held) {
    let met = if held.count() > 0.0 { asked.is_met(100.0 * held.share()) } else { "nothing told" };
    line(page, &[what, &asked.told(), &held.told(), met]);
}

fn line(page: &mut String, cells: &[&str]) {
    let _ = writeln!(page, "| {} |", cells.join(" | "));
}

fn head(page: &mut String, cells: &[&str]) {
    line(page, cells);
    line(page, &vec!["---"; cells.len()]);
}

/// `desks` desks from the first seed; routing, surveys and fairness take a quarter as many.
pub fn page(first: u64, desks: u64) -> String {
    let mut page = String::new();
    let _ = write!(
        page,
        "# Calibration\n\n\
         Whether scores and coaching hold what they say, on made-up desks whose truth is known. Written by \
         `cargo bench --bench calibration`: {desks} desks of 60 agents, seeds {first} to {}; what is \
         believed of an agent is never told of the truth. The methods were chosen on seeds 0 to 399, \
         none of which is here. ± is the standard error over desks. It takes about five minutes of \
         processor time.\n\n\
         A desk: chat with a second line, email and phone; 13 weeks, 300 conversations for the median \
         agent, log-normal (σ 0.8), so from about 50 to about 1,800. Seven factors (channel, topic, \
         language, hours, priority, contact, mood) act on all five outcomes; agents have languages and \
         hours of their own, and urgent cases go rather to the better ones. True skills are normal (0.35 \
         and 0.40 log-odds for resolution and feedback, 5 points of the rubric, 25% and 20% of time), \
         correlated 0.3; what one conversation does to several outcomes goes together too. A quarter of \
         surveys are answered, 60% of conversations judged. Without what DECISIONS 44, 50 and 52 tell, the \
         first two parts were not met: the composite's 80% intervals held 66%, and 15% of the needs were \
         false.\n\n",
        first + desks - 1,
    );
    intervals(&mut page, first, desks);
    coaching(&mut page, first, desks);
    let some = (desks / 4).max(2);
    moved(&mut page, first, some);
    answered(&mut page, first, some);
    fair(&mut page, first, some);
    page
}

fn intervals(page: &mut String, first: u64, desks: u64) {
    let told = covers(first, desks);
    page.push_str(
        "## 1. Intervals\n\nHow often, in percent, the interval on the card holds the planted value: of each \
         dimension what the agent would have on everybody's mix of cases if the peers have what the card \
         says, of the composite the planted one, in the planted standard deviations of skill.\n\n",
    );
    let by = |page: &mut String, level: usize, (all, quarter): (Asked, Option<Asked>)| {
        head(page, &["", "fewest cases", "second", "third", "most cases", "all", "met"]);
        for (name, levels) in NAMES.iter().zip(&told.levels) {
            let ByVolume(held) = &levels[level];
            let ends = quarter.map_or("yes", |quarter| {
                let met = [&held[0], &held[3]].map(|one| quarter.is_met(100.0 * one.share()));
                if met == ["yes"; 2] { "yes" } else { "**no**" }
            });
            let met = match all.is_met(100.0 * held[4].share()) {
                "yes" => ends,
                no => no,
            };
            let cells: Vec<String> = held.iter().map(Held::told).collect();
            let mut cells: Vec<&str> = cells.iter().map(String::as_str).collect();
            cells.insert(0, name);
            cells.push(met);
            line(page, &cells);
        }
        page.push('\n');
    };
    page.push_str(
        "80% intervals; asked: 78–82 in all, 75–85 in the first and the last quarter.\n\n",
    );
    by(page, 0, (Asked::Within(78.0, 82.0), Some(Asked::Within(75.0, 85.0))));
    page.push_str("95% intervals; asked: 93–97 in all.\n\n");
    by(page, 1, (Asked::Within(93.0, 97.0), None));
    let _ = write!(
        page,
        "Agents with a score: {}%. Of those told clearly above or below the peers' median, {}% truly are.\n\n\
         ### Order\n\nSpearman's correlation with the planted composite, over the agents of a desk; asked: \
         more than each of the others. The last is what a careful desk does by hand.\n\n",
        told.scored.told(),
        told.clear.told(),
    );
    head(page, &["", "correlation"]);
    let names = [
        "score",
        "sum of the means as they were",
        "CSAT as it was",
        "weighted mean of z-scores",
        "weighted mean of z-scores within the peer group",
    ];
    for (at, name) in names.iter().enumerate() {
        let all: Vec<f64> = told.orders.iter().map(|order| order[at]).collect();
        let (centre, error) = with_error(&all);
        line(page, &[name, &format!("{centre:.3} ± {error:.3}")]);
    }
    page.push('\n');
}

fn coaching(page: &mut String, first: u64, desks: u64) {
    let plan = Gaps { planted: 0.03, others: 0.1, teams: 0, volume: 1200.0 };
    let planted = found(first, desks, plan);
    let teams = found(first, desks, Gaps { planted: 0.02, teams: 4, ..plan });
    let none = found(first, desks, Gaps { planted: 0.0, ..plan });
    let alike = found(first, desks, Gaps { planted: 0.0, others: 0.0, ..plan });
    let _ = write!(
        page,
        "## 2. Coaching\n\nDesks of 60 agents in five teams, 1,200 conversations for the median agent in 13 \
         weeks; 34 skills: eight topics on each of three channels, eight criteria, two promises. An \
         agent is weak by {LARGE} in log-odds (of 78 in 100 it leaves 57) in 3% of skills and strong by as \
         much in 3%, otherwise 0.1 (one standard deviation) from the peers; on desks with team-wide gaps \
         whole teams are weaker by {OF_TEAM} in up to four skills. A finding is false where the true gap is \
         less than half a large one, that is 5 points. Enough volume is 150 cases of the skill; what is \
         found with fewer stands below.\n\n",
    );
    head(page, &["percent", "asked", "found", "met"]);
    let rows: [(&str, Asked, &Held); 10] = [
        ("false among needs", Asked::AtMost(10.0), &planted.weak[0]),
        ("false among strengths", Asked::AtMost(10.0), &planted.weak[1]),
        ("needs that were not planted", Asked::AtMost(10.0), &planted.unplanted[0]),
        ("false among needs, desks with team-wide gaps", Asked::AtMost(10.0), &teams.weak[0]),
        ("planted needs found, 150 cases or more", Asked::AtLeast(80.0), &planted.told[0][2]),
        ("desks with any finding, nothing planted", Asked::AtMost(10.0), &none.desks),
        ("the same, agents all alike", Asked::AtMost(10.0), &alike.desks),
        ("team-wide gaps told of the team", Asked::AtLeast(80.0), &teams.teams),
        ("agents of such teams told of themselves", Asked::AtMost(10.0), &teams.members),
        ("team findings without a team-wide gap", Asked::AtMost(10.0), &teams.false_teams),
    ];
    for (what, asked, held) in rows {
        row(page, what, asked, held);
    }
    row(
        page,
        "desks with such a finding where no team-wide gap is planted",
        Asked::AtMost(10.0),
        &planted.false_desks,
    );
    row(page, "mentors who truly are above the peers", Asked::AtLeast(90.0), &planted.mentors);
    page.push_str("\nFound by the number of cases, in percent:\n\n");
    head(page, &["", "60 to 99", "100 to 149", "150 or more"]);
    let by = |page: &mut String, name: &str, told: &[Held; 3]| {
        line(page, &[name, &told[0].told(), &told[1].told(), &told[2].told()]);
    };
    by(page, "planted needs", &planted.told[0]);
    by(page, "planted strengths", &planted.told[1]);
    let expected = |found: &Found| 100.0 * mean(&found.expected);
    let _ = write!(
        page,
        "\nA strength of {LARGE} is 13 points where a need is 21, as shares end at 100: fewer are large enough \
         to be told. The reports themselves expected {:.1}% of their findings to be false, {:.1}% on desks \
         with team-wide gaps.\n\n",
        expected(&planted),
        expected(&teams),
    );
}

fn moved(page: &mut String, first: u64, desks: u64) {
    let [adjusted, raw] = routing(first, desks);
    let (own, error) = with_error(&adjusted);
    let (plain, plain_error) = with_error(&raw);
    let _ = write!(
        page,
        "## 3. Hard cases for the best\n\nThe same agents twice on {desks} desks: urgent cases come to all \
         alike, then rather to the better agents (1.5 log-odds per standard deviation of composite skill). \
         How far that moves the scores of the best tenth, in standard deviations (10 points):\n\n",
    );
    head(page, &["", "asked", "found", "met"]);
    let met = |is: bool| if is { "yes" } else { "**no**" };
    line(
        page,
        &[
            "with the case mix",
            "less than 0.1 either way",
            &format!("{own:+.3} ± {error:.3}"),
            met(own.abs() < 0.1),
        ],
    );
    line(
        page,
        &[
            "without",
            "more than 0.5",
            &format!("{plain:+.3} ± {plain_error:.3}"),
            met(plain.abs() > 0.5),
        ],
    );
    page.push_str(
        "\nWithout the case mix the hard cases hide the skill of those who get them: some of the best have no \
         score left that could move, and are not in the second line.\n\n",
    );
}

fn answered(page: &mut String, first: u64, desks: u64) {
    let _ = write!(
        page,
        "## 4. Surveys that the satisfied rather answer\n\nSatisfied customers answer 30% of surveys and others \
         15%, on {desks} desks; then agents differ, besides, in how far they get the satisfied to answer \
         (30%, one standard deviation). The level is off by the points in the first column, and cannot be \
         mended from the answers alone. Where the satisfied are as much rather heard of every agent, each \
         agent's odds are multiplied by the same, so that comparisons within the desk stay; where agents \
         choose who answers they do not, and intervals do not know it. The bounds, which suppose nothing, \
         hold the truth always, and are as wide as surveys are unanswered.\n\n",
    );
    head(
        page,
        &[
            "surveys",
            "satisfied share less the truth, points",
            "mean error of feedback, standard deviations",
            "80% intervals that hold the truth, %",
            "bounds that hold the truth, %",
            "their width, points",
        ],
    );
    for (name, answers, inviting) in [
        ("answered alike", (0.25, 0.25), 0.0),
        ("the satisfied rather answer", (0.30, 0.15), 0.0),
        ("and agents differ in it", (0.30, 0.15), 0.3),
    ] {
        let told = surveys(first, desks, answers, inviting);
        let points = |values: &[f64]| {
            let (centre, error) = with_error(values);
            format!("{:+.1} ± {:.1}", 100.0 * centre, 100.0 * error)
        };
        let (error, doubt) = with_error(&told.error);
        line(
            page,
            &[
                name,
                &points(&told.level),
                &format!("{error:.2} ± {doubt:.2}"),
                &told.holds.told(),
                &told.bounds.told(),
                &points(&told.width).replace('+', ""),
            ],
        );
    }
    page.push('\n');
}

fn fair(page: &mut String, first: u64, desks: u64) {
    let told = fairness(first, desks);
    let _ = write!(
        page,
        "## 5. The same agents, other cases\n\nOn {desks} desks every second agent is as skilled as the one \
         before in everything, and has other languages and hours; both are in one peer group. Scores differ by \
         no more than the interval of their difference says, in percent; asked: at least its level, as both are \
         drawn toward the same peers and so toward each other.\n\n",
    );
    head(page, &["twins", "asked", "with the case mix", "without"]);
    for (level, name, asked) in [(0, "80%", "at least 80"), (1, "95%", "at least 95")] {
        line(page, &[name, asked, &told.twins[level].told(), &told.unadjusted[level].told()]);
    }
    page.push_str(
        "\nGaps between the agents who mostly work in one language (at some hours, on a channel) and all \
         others, in what the score is off the truth: root mean square in standard deviations, with that of \
         chance by the intervals.\n\n",
    );
    head(page, &["group", "with the case mix", "chance", "without"]);
    for (name, gaps) in ["language", "hours", "channel"].iter().zip(&told.gaps) {
        let root = |at: usize| {
            let squares: Vec<f64> = gaps.iter().map(|gap| gap[at]).collect();
            format!("{:.3}", mean(&squares).sqrt())
        };
        line(page, &[name, &root(0), &root(2), &root(1)]);
    }
    let _ = write!(
        page,
        "\nWhere all agents of a desk are the same in everything, {}% are told as likely or clearly above or \
         below. A language that is spoken by none but agents who speak no other cannot be told from these \
         agents' skill: the overlap on the card is then near 0, and says so.\n",
        told.alike.told(),
    );
}
