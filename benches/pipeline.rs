//! The stages of a run on a made-up desk: read, gather, derive, build.

#![allow(clippy::unwrap_used, reason = "a bench that cannot begin has nothing to measure")]

use std::hint::black_box;
use std::path::{Path, PathBuf};

use caseload::calendar::{Calendar, Hours};
use caseload::facts::{ChannelRules, Facts, FileNote, Rules};
use caseload::gather::{Gather, Gathered, Limits};
use caseload::sample::{Desk, Format};
use caseload::sources::{self, Clock, Opened, Options, Who};
use caseload::tables::{self, Scope, Week};
use chrono::NaiveDate;
use chrono_tz::Europe::Berlin;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

const FILES: [&str; 5] =
    ["conversations.ndjson", "messages.ndjson", "events.ndjson", "ratings.ndjson", "people.ndjson"];

/// A desk of 20,000 conversations in a folder of its own.
fn desk(folder: &Path) -> Vec<Opened> {
    let ends_on = NaiveDate::from_ymd_opt(2026, 11, 16).unwrap();
    let format = Format::Ndjson;
    let desk = Desk { conversations: 20_000, seed: 7, weeks: 13, agents: 40, ends_on, format };
    desk.write(folder, &|_| ()).unwrap();
    let options = Options {
        input: "desk".to_owned(),
        channel: None,
        surface: String::new(),
        clock: Clock { zone: Berlin, is_stated: true },
        who: Who::default(),
        encoding: None,
        mapping: None,
    };
    FILES.iter().map(|file| sources::open(&folder.join(file), None, &options).unwrap()).collect()
}

fn gathered(files: &[Opened], spill_in: PathBuf) -> (Gathered, Vec<FileNote>) {
    let bytes = files.iter().map(Opened::len).sum();
    let partitions = Limits::partitions_for(bytes);
    let sources = files.iter().map(|_| "desk".to_owned()).collect();
    let gather = Gather::new(
        sources,
        Limits { memory: usize::MAX, spill_in, partitions, numbers_customers: true },
    );
    let notes = files
        .iter()
        .zip(0..)
        .map(|(file, number)| FileNote {
            name: file.path().display().to_string(),
            unit: file.unit(),
            lines: file.read(&|piece| gather.sink(number, piece), &|_| ()).lines,
        })
        .collect();
    (gather.finish().unwrap(), notes)
}

fn rules(gathered: &Gathered) -> Rules {
    let calendar = Calendar::new(Hours::parse("Mon-Fri 09:00-18:00", "Europe/Berlin").unwrap());
    let of = |_| ChannelRules { calendar: calendar.clone(), service_level: None };
    Rules::new(of, gathered.latest.unwrap())
}

fn stages(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let files = desk(&folder.path().join("export"));
    let mut group = criterion.benchmark_group("pipeline");
    group.sample_size(10);

    group.throughput(Throughput::Bytes(files.iter().map(Opened::len).sum()));
    group.bench_function("read and gather", |bench| {
        bench.iter(|| black_box(gathered(&files, folder.path().to_owned()).0.partitions()));
    });

    let facts = folder.path().join("facts");
    group.throughput(Throughput::Elements(20_000));
    group.bench_function("derive and write facts", |bench| {
        bench.iter_batched(
            || gathered(&files, folder.path().to_owned()),
            |(gathered, notes)| {
                let rules = rules(&gathered);
                caseload::facts::write(&gathered, &rules, &notes, &facts, &|| ()).unwrap()
            },
            criterion::BatchSize::PerIteration,
        );
    });

    let (all, _) = gathered(&files, folder.path().to_owned());
    let week = Week::of(NaiveDate::from_ymd_opt(2026, 11, 9).unwrap());
    let scope = Scope::new(Facts::in_folder(&facts), Berlin, week, all.latest.unwrap());
    group.bench_function("build all tables", |bench| {
        bench.iter(|| black_box(tables::build_all(&scope).unwrap().len()));
    });
    group.finish();
}

criterion_group!(benches, stages);
criterion_main!(benches);
