//! Scoring a large desk, from the facts on disk to the tables of agents: 500 agents, 13 weeks, a million
//! conversations.
//!
//! `cargo bench --bench scores` prints seconds of the clock and of the processor for each step, and for all as
//! a run does it. A number, as in `-- 100000`, is another number of conversations.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a bench that cannot begin has nothing to measure"
)]

mod made;

use std::hint::black_box;
use std::time::Instant;

use caseload::evidence::{Evidence, Wanted};
use caseload::facts::Facts;
use caseload::scores::{CoachRules, ScoreRules, SkillModels, assess, coach, funnels, without};
use caseload::tables::{self, Scope, Table};
use chrono_tz::Europe::Berlin;
use rayon::prelude::*;

fn main() {
    let number = std::env::args().find_map(|word| word.parse().ok());
    let size = made::Size { conversations: number.unwrap_or(1_000_000), agents: 500 };
    let folder = tempfile::tempdir().unwrap();
    let rows = made::write(folder.path(), size);
    println!("{} agents, {rows}", size.agents);
    let (week, end) = made::last_week();
    let scope = Scope::new(Facts::in_folder(folder.path()), Berlin, week, end);

    println!("| step | wall s | processor s |\n|---|---|---|");
    let frame =
        step("criteria that go with an outcome", || tables::frame(&scope).unwrap().unwrap());
    let evidence = step("evidence", || Evidence::read(&scope.facts, &frame).unwrap());
    let (desk, rules) = (&evidence.desk, ScoreRules::default());
    let found = step("scores", || assess(desk, &rules));
    let models = step("models of skills", || SkillModels::of(desk));
    let drawn = step("funnels", || funnels(desk, &models));
    let told = step("coaching", || coach(desk, &models, &CoachRules::default()));
    let wanted: Vec<Wanted<'_>> = told
        .findings
        .iter()
        .map(|one| Wanted { skill: &one.skill, agents: vec![0], is_good: false })
        .collect();
    step("conversations that show them", || evidence.examples(&scope.facts, &wanted, 3).unwrap());
    let less = step("scores with less of the case mix", || without(desk, &found, &rules));
    let scored = found.cards.iter().filter(|card| card.score.is_ok()).count();
    let (cases, patterns) = (&desk.dimensions, desk.circumstances.patterns.len());
    let skills = desk.practices.iter().flat_map(|one| &one.parts);
    println!(
        "\n{patterns} patterns of circumstances; {} cases in five dimensions, {} in {} skills; {scored} scores, {} \
         funnels, {} findings, {} variants",
        cases.iter().map(|cells| cells.count()).sum::<f64>(),
        skills.map(|cells| cells.count()).sum::<f64>(),
        desk.practices.len(),
        drawn.len(),
        told.findings.len(),
        less.len(),
    );
    drop((evidence, models, drawn, told, less, found));

    println!("\n| as in a run | wall s | processor s |\n|---|---|---|");
    let all = step("all, with the tables", || {
        let scope = scope.assess();
        let wanted = |table: &&&dyn Table| table.needs_assessed();
        let tables: Vec<_> = tables::ALL.iter().filter(wanted).collect();
        let rows = tables.par_iter().map(|table| tables::build(**table, &scope).unwrap().height());
        rows.sum::<usize>()
    });
    println!("\n{all} rows; peak {} MiB", peak_mib());
}

/// Runs a step once and prints what it took.
fn step<T>(name: &str, run: impl FnOnce() -> T) -> T {
    let (clock, before) = (Instant::now(), processor_seconds());
    let made = black_box(run());
    let (wall, all) = (clock.elapsed().as_secs_f64(), processor_seconds() - before);
    println!("| {name} | {wall:.2} | {all:.2} |");
    made
}

/// Seconds of all cores that this process has taken, as Linux tells them in hundredths.
fn processor_seconds() -> f64 {
    let told = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let times = told.split(' ').skip(13).take(2).filter_map(|word| word.parse::<f64>().ok());
    times.sum::<f64>() / 100.0
}

fn peak_mib() -> u64 {
    let told = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = told.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.split_whitespace().next()).and_then(|kib| kib.parse().ok());
    kib.unwrap_or(0) / 1024
}
