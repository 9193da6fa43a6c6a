//! The business clock: open time between two instants, on one core.

#![allow(clippy::unwrap_used, reason = "a bench that cannot begin has nothing to measure")]

use std::hint::black_box;

use caseload::calendar::{Calendar, Hours, Micros, read_week};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

const COUNT: usize = 100_000;
const SECOND: Micros = 1_000_000;
/// 2026-01-01T00:00Z.
const FROM: Micros = 1_767_225_600 * SECOND;
const YEAR: Micros = 31_536_000 * SECOND;

/// Waits of up to a week within a year, in no order.
fn intervals() -> Vec<(Micros, Micros)> {
    let mut chance = ChaCha8Rng::seed_from_u64(7);
    let one = |_| {
        let from = FROM + chance.random_range(0..YEAR);
        (from, from + chance.random_range(0..YEAR / 52))
    };
    (0..COUNT).map(one).collect()
}

fn clock(criterion: &mut Criterion) {
    let intervals = intervals();
    let mut group = criterion.benchmark_group("clock");
    group.throughput(Throughput::Elements(COUNT as u64));
    for (name, hours) in [
        ("office", "Mon-Fri 09:00-18:00"),
        ("breaks and nights", "Mon-Fri 09:00-13:00, 14:00-18:00, 22:00-06:00; Sat 10:00-15:00"),
        ("around the clock", "24/7"),
    ] {
        let mut hours = Hours::parse(hours, "Europe/Berlin").unwrap();
        let summer = read_week("Mon-Fri 08:00-20:00").unwrap();
        hours.changes.extend([("2026-07-01".parse().unwrap(), summer)]);
        let calendar = Calendar::new(hours);
        group.bench_function(name, |bench| {
            bench.iter(|| {
                let open = intervals.iter().map(|(from, to)| calendar.open_micros(*from, *to));
                black_box(open.sum::<Micros>())
            });
        });
    }
    group.finish();
    let hours = Hours::parse("Mon-Fri 09:00-18:00", "Europe/Berlin").unwrap();
    criterion.bench_function("clock/lay out 80 years", |bench| {
        bench.iter(|| black_box(Calendar::new(hours.clone())));
    });
}

criterion_group!(benches, clock);
criterion_main!(benches);
