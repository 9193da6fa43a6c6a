//! Input that is not as it should be, and disks that refuse: messages, exit codes, nothing half-written.

use std::fs::{self, File};
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::outside::{Desk, Said, manifest, names};
use crate::support::{root, skipped};

#[test]
fn a_bad_file_is_told_and_the_run_goes_on() {
    let good = Desk::new();
    good.run().is_well();
    let packed = {
        let mut bytes = Vec::new();
        let mut gz = flate2::write::GzEncoder::new(&mut bytes, flate2::Compression::fast());
        let rows: String = (0..5_000)
            .map(|n| format!("x{n},m{n},2026-11-01 09:00:00,customer,u,{}\n", n * 7_919 % 1_000))
            .collect();
        gz.write_all(
            format!("conversation_id,message_id,sent_at,author_role,author_id,text\n{rows}")
                .as_bytes(),
        )
        .unwrap();
        gz.finish().unwrap();
        bytes.truncate(bytes.len() / 2);
        bytes
    };
    for (name, bytes, why) in [
        ("empty.csv", Vec::new(), "exports/empty.csv: it is empty; export it again"),
        (
            "binary.csv",
            b"\x00\x01\x02\xff\xfe\x00binary".repeat(50),
            "exports/binary.csv: it is binary, no text; export it again as text, or take it out",
        ),
        (
            "cut.json",
            br#"{"things":[{"id":1},{"id"#.to_vec(),
            "exports/cut.json: it is JSON that is cut short, of no format that is known so far; copy",
        ),
        (
            "messages-2.csv.gz",
            packed,
            "exports/messages-2.csv.gz: it is damaged or cut short; what stood before was read; \
             copy or export it again",
        ),
        ("columns.csv", b"when,who\n1,2\n".to_vec(), "exports/columns.csv: "),
        ("words.txt", b"once upon a time\nthere was a file\n".to_vec(), "exports/words.txt: "),
    ] {
        let desk = Desk::new();
        desk.write(&format!("exports/{name}"), bytes);
        let said = desk.run();
        assert_eq!(said.code, Some(1), "{name}: {}", said.err);
        assert!(
            said.err.starts_with("caseload: ") && said.err.contains(why),
            "{name}: {}",
            said.err
        );
        let [_, sum] = said.err.lines().collect::<Vec<_>>()[..] else { panic!("{}", said.err) };
        assert!(
            sum.starts_with("caseload: 1 file could not be read whole, and the figures lack")
                && sum.ends_with("; `caseload check weekly.toml` shows all kinds and their cures"),
            "{name}: {sum}"
        );
        assert!(said.out.contains("wrong: "), "{name}: {}", said.out);
        assert_eq!(names(&desk.tree()), names(&good.tree()), "{name}");
        let manifest = manifest(&desk);
        assert!(
            manifest.contains("\"error\": ") && manifest.contains("\"unreadable\": 1"),
            "{manifest}"
        );
    }
}

#[test]
fn a_file_that_is_gone_is_told() {
    let desk = Desk::new();
    std::os::unix::fs::symlink("nowhere", desk.path("exports/gone.csv")).unwrap();
    let said = desk.run();
    assert_eq!(said.code, Some(1), "{}", said.err);
    let why = "caseload: exports/gone.csv: it is gone; put it back and run again, or take it out of \
               the input's `files`\n";
    assert!(said.err.starts_with(why), "{}", said.err);
}

#[test]
fn what_can_be_unpacked_of_a_file_that_is_cut_short_is_read() {
    for (name, pack) in [
        ("more.csv.gz", packed_gzip as fn(&[u8]) -> Vec<u8>),
        ("more.csv.zst", |bytes| zstd::encode_all(bytes, 3).unwrap()),
    ] {
        let desk = Desk::new();
        let mut rows =
            String::from("conversation_id,message_id,sent_at,author_role,author_id,text\n");
        for n in 0..60_000_u64 {
            let noise = n.wrapping_mul(0x9e37_79b9_7f4a_7c15);
            rows += &format!("x{n},m{n},2026-11-01 09:00:00,customer,u,{noise:x}\n");
        }
        let mut packed = pack(rows.as_bytes());
        packed.truncate(packed.len() * 9 / 10);
        desk.write(&format!("exports/messages-{name}"), packed);
        let said = desk.run();
        assert_eq!(said.code, Some(1), "{name}: {}", said.err);
        assert!(said.err.contains("it is damaged or cut short"), "{name}: {}", said.err);
        let manifest = manifest(&desk);
        let file = manifest.split(name).nth(1).unwrap();
        let kept = file.split("\"kept\": ").nth(1).unwrap().split(',').next().unwrap();
        let kept: u32 = kept.parse().unwrap();
        assert!((40_000..60_000).contains(&kept), "{name}: {kept}");
        // The line in which it breaks off is no record.
        assert!(manifest.contains("\"unreadable\": 1"), "{name}: {manifest}");
    }
}

fn packed_gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(bytes).unwrap();
    gz.finish().unwrap()
}

#[test]
fn a_document_that_is_cut_short_is_told_and_read_as_far_as_it_goes() {
    let sample = root().join("sample_data/desk");
    for (file, format) in
        [("zendesk/tickets_1.json", "zendesk"), ("telegram/anna/result.json", "telegram")]
    {
        let whole = fs::read(sample.join(file)).unwrap();
        let desk = Desk::new();
        let cut = whole.len() * 3 / 4;
        desk.write("exports/cut.json", &whole[..cut]);
        for command in ["run", "check"] {
            let said = desk.caseload(&[command, "weekly.toml"]);
            assert_eq!(said.code, Some(1), "{file}: {}", said.err);
            let told = format!("{}{}", said.out, said.err);
            let why =
                "it is damaged or cut short; what stood before was read; copy or export it again";
            assert!(told.contains(why), "{file}: {told}");
        }
        let manifest = manifest(&desk);
        let told = manifest.split("exports/cut.json").nth(1).unwrap();
        assert!(told.contains(&format!("\"format\": \"{format}\"")), "{told}");
        let kept = told.split("\"kept\": ").nth(1).unwrap().split(',').next().unwrap();
        assert!(kept.parse::<u32>().unwrap() > 0, "{file}: {kept}");
    }
}

#[test]
fn a_pipe_among_the_files_is_refused_and_not_waited_for() {
    let desk = Desk::new();
    let made = Command::new("mkfifo").arg(desk.path("exports/pipe.csv")).status();
    if !made.is_ok_and(|status| status.success()) {
        return skipped("there is no mkfifo");
    }
    for command in ["run", "check"] {
        let mut child = desk
            .command(&[command, "weekly.toml"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let begun = Instant::now();
        while child.try_wait().unwrap().is_none() {
            if begun.elapsed() > Duration::from_secs(120) {
                child.kill().unwrap();
                panic!("{command} waits for a pipe");
            }
            thread::sleep(Duration::from_millis(20));
        }
        let said = Said::of(&child.wait_with_output().unwrap());
        assert_eq!(said.code, Some(1), "{command}: {}", said.err);
        let told = format!("{}{}", said.out, said.err);
        assert!(told.contains("it is a pipe, a socket or a device, no file"), "{command}: {told}");
    }
}

#[test]
fn a_file_cut_short_during_the_run_does_not_end_it() {
    let desk = Desk::of(40_000);
    for delay in [0, 20, 40, 80, 160] {
        desk.export(40_000);
        let mut command = desk.command(&["run", "weekly.toml"]);
        let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        thread::sleep(Duration::from_millis(delay));
        File::options()
            .write(true)
            .open(desk.path("exports/messages.csv"))
            .unwrap()
            .set_len(5_000)
            .unwrap();
        let said = Said::of(&child.wait_with_output().unwrap());
        assert!(matches!(said.code, Some(0 | 1)), "{delay} ms: {said:?}");
    }
}

#[test]
fn where_nothing_can_be_read_the_old_outputs_stay() {
    let desk = Desk::new();
    desk.run().is_well();
    let before = desk.tree();
    for name in ["tickets", "messages", "ratings"] {
        desk.write(&format!("exports/{name}.csv"), "");
    }
    desk.run().is_refused("not one record could be read:\n  exports/messages.csv: it is empty");
    assert_eq!(desk.tree(), before);
}

#[test]
fn the_exit_code_says_whether_more_is_bad_than_is_tolerated() {
    let desk = Desk::new();
    let mut messages = fs::read_to_string(desk.path("exports/messages.csv")).unwrap();
    messages += "c1,bad1,yesterday,customer,u1,Hi\nc2,bad2,,customer,u2,Hi\n";
    desk.write("exports/messages.csv", &messages);
    desk.settings("out = \"out\"", "out = \"out\"\ntolerance = 0.01");
    let said = desk.run();
    said.is_well();
    assert!(
        said.out.contains("records: 242 read = 240 kept + 2 only in the ledger"),
        "{}",
        said.out
    );
    desk.settings("out = \"out\"", "out = \"out\"\ntolerance = 0.005");
    let said = desk.run();
    let sum = "caseload: the input has 2 faults in 242 records, 0.8\u{a0}% where 0.5\u{a0}% is \
               tolerated; most often missing_field, first in exports/messages.csv, line 123; \
               `caseload check weekly.toml` shows all kinds and their cures\n";
    assert_eq!((said.code, said.err.as_str()), (Some(1), sum));
    assert!(said.out.contains("wrong: 1 missing_field, 1 bad_time"), "{}", said.out);
    let quiet = desk.caseload(&["run", "-q", "weekly.toml"]);
    assert_eq!((quiet.code, quiet.err.as_str(), quiet.out.as_str()), (Some(1), sum, ""));
    assert_eq!(desk.caseload(&["check", "weekly.toml"]).code, Some(1));
}

/// One wrong year among the dates must not pass for the day the exports were taken.
#[test]
fn a_week_without_conversations_is_not_passed_over_in_silence() {
    let desk = Desk::new();
    let mut messages = fs::read_to_string(desk.path("exports/messages.csv")).unwrap();
    messages += "c1,late,2037-03-04 09:00:00,agent,ann,Bye\n";
    desk.write("exports/messages.csv", &messages);
    let said = desk.run();
    assert_eq!(said.code, Some(1), "{}", said.out);
    assert_eq!(
        said.err,
        "caseload: no conversation was opened in 2037-W09; if the exports were not taken at \
         2037-03-04 09:00, give `--as-of`, else ask for another `--week`\n"
    );
    let said = desk.caseload(&["run", "weekly.toml", "--as-of", "2026-11-08 12:00"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert_eq!(
        said.err,
        "caseload: the input tells of 2037-03-04 09:00, which is later than 2026-11-08 12:00, when \
         it is said to have been taken; correct `--as-of` (or `run.as_of`), or mend the record's \
         date\n"
    );
}

/// An opening in a wrong year is no newest week either.
#[test]
fn a_ticket_of_a_wrong_year_makes_no_week() {
    let desk = Desk::new();
    let mut tickets = fs::read_to_string(desk.path("exports/tickets.csv")).unwrap();
    tickets += "late,chat,u1,ann,2037-03-04 09:00:00,open,\n";
    desk.write("exports/tickets.csv", &tickets);
    let said = desk.run();
    assert_eq!(said.code, Some(1), "{}", said.out);
    assert!(said.err.contains("no conversation was opened in 2037-W09"), "{}", said.err);
}

#[test]
fn an_export_of_a_week_that_goes_on_is_reported_on() {
    let desk = Desk::new();
    for name in ["tickets", "messages", "ratings"] {
        let text = fs::read_to_string(desk.path(&format!("exports/{name}.csv"))).unwrap();
        let mut lines = text.lines();
        let header = lines.next().unwrap();
        let days = ["2026-11-02", "2026-11-03", "2026-11-04"];
        let kept = lines.filter(|line| days.iter().any(|day| line.contains(day)));
        let lines: Vec<&str> = std::iter::once(header).chain(kept).collect();
        desk.write(&format!("exports/{name}.csv"), lines.join("\n") + "\n");
    }
    let checked = desk.caseload(&["check", "weekly.toml"]);
    checked.is_well();
    assert!(checked.out.contains("would report on 2026-W45, as of 2026-11-04"), "{}", checked.out);
    let said = desk.run();
    said.is_well();
    let first = "Test desk, 2026-W45 (not over yet, as of 2026-11-04 12:00, Europe/Berlin)\n";
    assert!(said.out.starts_with(first), "{}", said.out);
    let page = fs::read_to_string(desk.path("out/2026-W45/index.html")).unwrap();
    assert!(page.contains("2026, not over yet</strong>"));
    let named = desk.caseload(&["run", "weekly.toml", "--week", "2026-W44"]);
    assert_eq!(named.code, Some(1), "{}", named.out);
}

#[test]
fn few_ratings_are_told_as_few() {
    let desk = Desk::new();
    let ratings = fs::read_to_string(desk.path("exports/ratings.csv")).unwrap();
    let said = desk.run();
    let satisfied = |out: &str| {
        let line = out.lines().find(|line| line.contains("satisfied")).unwrap();
        line.to_owned()
    };
    assert!(satisfied(&said.out).contains("% of 30"), "{}", said.out);
    let few: Vec<&str> = ratings.lines().take(5).collect();
    desk.write("exports/ratings.csv", few.join("\n"));
    let said = desk.run();
    said.is_well();
    assert!(satisfied(&said.out).contains("— (too few: 4)"), "{}", said.out);
}

#[test]
fn a_messages_file_needs_the_conversations() {
    let desk = Desk::new();
    let rows = "message_id,sent_at,author_role,text\nm1,2026-11-02 10:00:00,customer,Hi\n";
    desk.write("exports/messages-2.csv", rows);
    let said = desk.run();
    assert_eq!(said.code, Some(1), "{}", said.out);
    let why = "exports/messages-2.csv: it has no column `conversation_id`, which a message needs";
    assert!(said.err.contains(why), "{}", said.err);
}

/// A file system of a few kilobytes; unmounted when it is dropped.
struct SmallDisk(PathBuf);

impl SmallDisk {
    /// `None` where this user may not mount one.
    fn mount(path: PathBuf, kilobytes: u64) -> Option<Self> {
        fs::create_dir_all(&path).unwrap();
        let size = format!("size={kilobytes}k");
        let mount =
            Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(&path).output();
        let is_there = mount.is_ok_and(|output| output.status.success());
        if !is_there {
            skipped("this user cannot mount a small disk");
        }
        is_there.then_some(Self(path))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

#[test]
fn a_full_disk_leaves_the_old_outputs() {
    let desk = Desk::new();
    desk.run().is_well();
    let needed: usize = desk.tree().values().map(|bytes| bytes.len().next_multiple_of(4096)).sum();
    fs::remove_dir_all(desk.path("out")).unwrap();
    // Room for one set of outputs and half of another.
    let Some(_disk) = SmallDisk::mount(desk.path("out"), (needed * 3 / 2 / 1024) as u64) else {
        return;
    };
    desk.run().is_well();
    let before = desk.tree();
    is_out_of_room(&desk.run());
    assert!(desk.tree() == before, "{:?}", names(&desk.tree()));
}

/// The message names the path and the cure, and nothing is said to be our fault.
#[track_caller]
fn is_out_of_room(said: &Said) {
    assert_eq!((said.code, said.out.as_str()), (Some(2), ""), "{}", said.err);
    for part in ["caseload: ", "out", "no space left on device", "make room", "another"] {
        assert!(said.err.contains(part), "{part}: {}", said.err);
    }
    for part in ["panicked", "os error", "please report"] {
        assert!(!said.err.contains(part), "{part}: {}", said.err);
    }
}

#[test]
fn wherever_a_run_meets_a_full_disk_it_says_so() {
    let desk = Desk::new();
    desk.run().is_well();
    let needed: usize = desk.tree().values().map(|bytes| bytes.len().next_multiple_of(4096)).sum();
    fs::remove_dir_all(desk.path("out")).unwrap();
    let mut told = std::collections::BTreeSet::new();
    for part in 1..12 {
        let kilobytes = (needed * part / 12 / 1024) as u64;
        let Some(_disk) = SmallDisk::mount(desk.path("out"), kilobytes) else { return };
        let said = desk.run();
        is_out_of_room(&said);
        let path = said.err.split("/making/").nth(1).and_then(|rest| rest.split('`').next());
        let path = path.unwrap_or("the folder itself");
        told.insert(path.split('/').nth(1).unwrap_or(path).to_owned());
        is_out_of_room(&desk.caseload(&["sample", "out/sample"]));
        let _ = fs::remove_dir_all(desk.path("out/sample"));
        assert_eq!(desk.tree().len(), 0, "{:?}", names(&desk.tree()));
    }
    assert!(told.len() > 1, "only met at {told:?}");
}
