//! Whatever the bytes, a reader reads on or says what is wrong: it never panics and never hangs.

use std::fs;
use std::path::Path;

use caseload::sources::{Options, Source, collect};

use crate::desk::tellings;

/// Mutations of each sample file.
const ROUNDS: usize = 40;

/// A linear congruential generator (Knuth's constants): the same mutations in every run.
struct Lcg(u64);

impl Lcg {
    fn next(&mut self) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize
    }

    fn below(&mut self, end: usize) -> usize {
        self.next() % end.max(1)
    }
}

/// Bytes that mean something to one format or another.
const SPICE: &[&[u8]] = &[
    b"\"",
    b"\\",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b";",
    b"\n",
    b"\r\n",
    b"\0",
    b"\xff\xfe",
    b"\xe2\x80",
    b"-1",
    b"1e999",
    b"99999999999999999999",
    b"null",
    b"\nFrom ",
    b"-->",
    b"=?utf-8?B?",
    b"\\ud800",
    b"00:00:00",
    b"--",
    b":",
];

/// One change somewhere.
fn mutate(bytes: &mut Vec<u8>, lcg: &mut Lcg) {
    let at = lcg.below(bytes.len());
    let end = (at + 1 + lcg.below(40)).min(bytes.len());
    match lcg.below(6) {
        0 => bytes.truncate(at),
        1 => bytes[at] = lcg.next() as u8,
        2 => {
            bytes.drain(at..end);
        }
        3 => {
            let copy = bytes[at..end].to_vec();
            let to = lcg.below(bytes.len());
            bytes.splice(to..to, copy);
        }
        4 => {
            let spice = SPICE[lcg.below(SPICE.len())];
            bytes.splice(at..at, spice.iter().copied());
        }
        _ => {
            let spice = SPICE[lcg.below(SPICE.len())];
            bytes.splice(at..end, spice.iter().copied());
        }
    }
    if bytes.is_empty() {
        bytes.push(b'\n');
    }
}

/// Reads the bytes as the source would and as whatever recognises them; what comes of it does not
/// matter here.
fn survive(name: &Path, bytes: &[u8], source: &'static dyn Source, options: &Options) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name.file_name().unwrap());
    fs::write(&path, bytes).unwrap();
    let _ = collect(&path, Some(source), options);
    let _ = collect(&path, None, options);
}

#[test]
fn mutated_samples_are_survived() {
    let mut lcg = Lcg(2026);
    for telling in tellings() {
        for (path, options) in &telling.files {
            let whole = fs::read(path).unwrap();
            for _ in 0..ROUNDS {
                let mut bytes = whole.clone();
                for _ in 0..=lcg.below(3) {
                    mutate(&mut bytes, &mut lcg);
                }
                survive(path, &bytes, telling.source, options);
            }
        }
    }
}

#[test]
fn deep_nesting_is_survived() {
    for telling in tellings() {
        for (path, options) in &telling.files {
            let whole = fs::read(path).unwrap();
            if !matches!(whole.trim_ascii_start().first(), Some(b'{' | b'[')) {
                continue;
            }
            let colons = whole.iter().enumerate().filter(|(_, byte)| **byte == b':');
            let colons: Vec<usize> = colons.map(|(at, _)| at).collect();
            for at in [colons[0], colons[colons.len() / 2]] {
                let mut bytes = whole.clone();
                bytes.splice(at + 1..at + 1, b"[".repeat(300_000));
                survive(path, &bytes, telling.source, options);
            }
        }
    }
}
