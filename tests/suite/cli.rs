//! The program from outside: exit codes, messages, and outputs that appear whole or not at all.

use std::fs::{self, File};
use std::process::Stdio;
use std::thread;
use std::time::Instant;

use crate::outside::{Desk, SETTINGS, Said, figures, manifest, names, tree};
use crate::support::root;

#[test]
fn a_run_writes_facts_tables_charts_and_report() {
    let desk = Desk::new();
    let said = desk.run();
    said.is_well();
    let tree = desk.tree();
    let mut expected: Vec<String> = Vec::new();
    for table in caseload::tables::ALL {
        expected.push(format!("2026-W44/tables/{}.parquet", table.name()));
    }
    for chart in caseload::charts::ALL {
        expected.push(format!("2026-W44/charts/{}.svg", chart.name()));
    }
    for fact in caseload::facts::all() {
        expected.push(format!("facts/{}.parquet", fact.name));
    }
    expected.extend(["ann", "bob", "cid"].map(|agent| format!("2026-W44/agents/{agent}.html")));
    expected.extend(
        ["2026-W44/index.html", "2026-W44/manifest.json", "2026-W44/report.xlsx"]
            .map(str::to_owned),
    );
    expected.sort();
    assert_eq!(names(&tree), expected);
    assert!(
        said.out.starts_with("Test desk, 2026-W44 (as of 2026-11-08 12:00, Europe/Berlin)\n"),
        "{}",
        said.out
    );
    assert!(
        said.out.contains("records: 240 read = 240 kept + 0 only in the ledger\n"),
        "{}",
        said.out
    );
    assert!(said.out.ends_with("\nout/2026-W44/index.html\n"), "{}", said.out);
    assert!(said.out.lines().count() <= 13, "{}", said.out);
    for line in said.out.lines() {
        assert!(line.chars().count() <= 80 && !line.contains('\u{1b}'), "{line}");
    }
    let manifest = manifest(&desk);
    for part in [
        "\"week\": \"2026-W44\"",
        "\"file\": \"exports/messages.csv\"",
        "\"seen\": 120,",
        "\"agent_pages\": 3,",
    ] {
        assert!(manifest.contains(part), "{part}: {manifest}");
    }
    assert!(!manifest.contains(desk.0.path().to_str().unwrap()), "{manifest}");
}

#[test]
fn a_run_by_another_rule_says_so_and_compares_the_same() {
    let desk = Desk::new();
    desk.run().is_well();
    let ours = desk.tree();
    assert!(manifest(&desk).contains("\"definitions\": \"ours\""), "{}", manifest(&desk));
    desk.settings("out = \"out\"\n", "out = \"out\"\ndefinitions = \"freshdesk\"\n");
    desk.run().is_well();
    let theirs = desk.tree();
    assert!(manifest(&desk).contains("\"definitions\": \"freshdesk\""), "{}", manifest(&desk));
    let page = String::from_utf8_lossy(&theirs["2026-W44/index.html"]);
    assert!(page.contains("Freshdesk’s rule"));
    let table = "2026-W44/tables/definitions.parquet";
    assert!(theirs[table] == ours[table], "the rules side by side do not depend on the run's");
    desk.settings("out = \"out\"\n", "out = \"out\"\ntables = [\"turns\"]\n");
    desk.run().is_well();
    let (lean, fact) = (desk.tree(), "facts/definitions.parquet");
    assert!(lean[fact].len() < ours[fact].len(), "what no table needs is not written");
    assert!(manifest(&desk).contains("\"definitions\": 0,"), "{}", manifest(&desk));
}

#[test]
fn the_same_input_makes_the_same_bytes_anywhere() {
    let desk = Desk::new();
    desk.run().is_well();
    let first = desk.tree();
    desk.run().is_well();
    assert_eq!(desk.tree(), first);

    let other = Desk::new();
    let out = other.path("else where [1]");
    let run = |threads: &str| {
        let arguments = ["run", other.0.path().to_str().unwrap(), "--quiet"];
        let settings = other.path("weekly.toml");
        let mut command = other.command(&["run", settings.to_str().unwrap(), "--quiet", "--out"]);
        command.arg(&out).current_dir("/");
        command.env("RAYON_NUM_THREADS", threads).env("POLARS_MAX_THREADS", threads);
        let said = Said::of(&command.output().unwrap());
        said.is_well();
        assert_eq!(said.out, "", "{arguments:?}");
        tree(&out)
    };
    assert!(run("1") == first, "one thread makes something else");
    assert!(run("3") == first, "three threads make something else");
}

#[test]
fn a_tiny_memory_budget_makes_the_same_figures() {
    let desk = Desk::of(2_000);
    desk.run().is_well();
    let ample = figures(desk.tree());
    desk.settings("out = \"out\"", "out = \"out\"\nmemory = 1");
    desk.run().is_well();
    assert!(figures(desk.tree()) == ample);
}

#[test]
fn a_request_that_cannot_be_followed_is_refused() {
    let desk = Desk::new();
    for (old, new, why) in [
        ("files =", "flies =", "weekly.toml:13: unknown key `flies`; did you mean `files`?"),
        (
            "/Berlin\"\n\n[ch",
            "/Brelin\"\n\n[ch",
            "weekly.toml:3: `Europe/Brelin` is not a time zone; did you mean `Europe/Berlin`?",
        ),
        ("name = \"Test desk\"", "name = Test", "weekly.toml:2: "),
        (
            "exports/*",
            "export/*",
            "weekly.toml:13: `export/*` names no file; in `.` did you mean `exports`?",
        ),
        ("5 min", "5 mins", "weekly.toml:6: `mins` in `5 mins` is no unit of time; write"),
        ("out = \"out\"", "tables = [\"weekly\"]", "weekly.toml:9: there is no table `weekly`; "),
    ] {
        desk.settings(old, new);
        for command in ["run", "check"] {
            desk.caseload(&[command, "weekly.toml"]).is_refused(why);
        }
    }
    desk.write("weekly.toml", SETTINGS);
    desk.caseload(&["run", "week.toml"])
        .is_refused("week.toml: no such file or directory; name a file");
    desk.caseload(&["run", "weekly.toml", "--week", "44"]).is_refused("--week: `44` is no week");
    desk.caseload(&["run", "weekly.toml", "--as-of", "now"])
        .is_refused("--as-of: `now` is no instant");
    desk.caseload(&["run", "weekly.toml", "--week", "2027-W01"])
        .is_refused("before 2027-W01 began; ask for an earlier week");
    let empty_key = desk.command(&["run", "weekly.toml"]).env("CASELOAD_KEY", "").output().unwrap();
    Said::of(&empty_key).is_refused("CASELOAD_KEY: it is set but empty; ");
    assert_eq!(desk.caseload(&["walk"]).code, Some(2));
    assert!(!desk.path("out").exists());
}

#[test]
fn a_folder_that_cannot_be_written_is_refused_before_any_work() {
    let desk = Desk::new();
    desk.write("exports/file", "conversation_id\nc1\n");
    let said = desk.caseload(&["run", "weekly.toml", "--out", "exports/file/out"]);
    said.is_refused("exports/file/out: the outputs cannot be written there: not a directory; choose another folder");
    let said = desk.caseload(&["run", "weekly.toml", "--out", "/dev/full/out"]);
    said.is_refused("the outputs cannot be written there");
}

#[test]
fn a_folder_of_somebody_elses_is_not_replaced() {
    let desk = Desk::new();
    for name in ["facts/notes.txt", "2026-W44/notes.txt"] {
        let folder = name.split('/').next().unwrap();
        desk.write(&format!("out/{name}"), "mine");
        let before = desk.tree();
        desk.run()
            .is_refused(&format!("out/{folder}: it holds `notes.txt`, which no run has made"));
        assert_eq!(desk.tree(), before);
        fs::remove_dir_all(desk.path("out")).unwrap();
    }
}

#[test]
fn two_runs_do_not_write_into_one_folder() {
    let desk = Desk::new();
    fs::create_dir_all(desk.path("out/.caseload")).unwrap();
    let lock = File::create(desk.path("out/.caseload/lock")).unwrap();
    lock.lock().unwrap();
    desk.run().is_refused("out: another run is writing its outputs there; wait until it has ended");
    drop(lock);
    desk.run().is_well();
    assert!(!desk.path("out/.caseload").exists());
}

/// Kills runs at many moments: what stands in OUT is all old, or all new, or on its way from old to
/// new with the next run finishing it.
#[test]
fn a_killed_run_leaves_whole_outputs() {
    let desk = Desk::of(300);
    desk.run().is_well();
    let old = desk.tree();
    desk.export(301);
    let begun = Instant::now();
    desk.run().is_well();
    let mut length = begun.elapsed();
    let new = desk.tree();
    assert_ne!(old, new);
    let restore = || {
        fs::remove_dir_all(desk.path("out")).unwrap();
        old.iter().for_each(|(name, bytes)| desk.write(&format!("out/{name}"), bytes));
    };
    let mut killed = 0;
    for step in 0..200_u32 {
        restore();
        let mut child =
            desk.command(&["run", "weekly.toml"]).stdout(Stdio::null()).spawn().unwrap();
        thread::sleep(length.mul_f64(f64::from(step % 16) / 16.0));
        child.kill().unwrap();
        match child.wait().unwrap().code() {
            None => killed += 1,
            // It was quicker than the run that was timed.
            Some(_) => length = length.mul_f64(0.8),
        }
        let mut left = desk.tree();
        let is_on_its_way = left.keys().any(|name| name.starts_with(".caseload/made/"));
        left.retain(|name, _| !name.starts_with(".caseload/"));
        assert!(left == old || left == new || is_on_its_way, "step {step}: {:?}", names(&left));
        desk.run().is_well();
        assert!(desk.tree() == new, "step {step}: {:?}", names(&desk.tree()));
        if killed == 16 {
            return;
        }
    }
    panic!("only {killed} runs were killed before they had ended");
}

#[test]
fn customers_have_pseudonyms_under_a_key() {
    let desk = Desk::new();
    let facts = |key: &str| {
        let mut command = desk.command(&["run", "weekly.toml"]);
        Said::of(&command.env("CASELOAD_KEY", key).output().unwrap()).is_well();
        fs::read(desk.path("out/facts/conversations.parquet")).unwrap()
    };
    let first = facts("open sesame");
    assert_eq!(facts("open sesame"), first);
    assert_ne!(facts("close sesame"), first);
}

#[test]
fn a_cut_down_run_makes_only_what_is_asked_for() {
    let desk = Desk::new();
    desk.settings("out = \"out\"", "out = \"out\"\ntables = [\"csat_weekly\"]\ncharts = false");
    let said = desk.run();
    said.is_well();
    let tree = desk.tree();
    let week = names(&tree).into_iter().filter(|name| name.starts_with("2026-W44/"));
    let week: Vec<&str> = week.collect();
    assert_eq!(week, ["2026-W44/manifest.json", "2026-W44/tables/csat_weekly.parquet"]);
    assert!(said.out.ends_with("\nout/2026-W44\n"), "{}", said.out);
}

#[test]
fn check_says_what_is_read_as_what_and_writes_nothing() {
    let desk = Desk::new();
    desk.write("exports/empty.csv", "");
    let before = tree(desk.0.path());
    let said = desk.caseload(&["check", "weekly.toml"]);
    assert_eq!((said.code, said.err.as_str()), (Some(1), ""), "{}", said.out);
    for part in [
        "Test desk, weeks and hours in Europe/Berlin\nwould report on 2026-W44, as of 2026-11-08 12:00\n",
        "exports/messages.csv (",
        "  120 messages; the latest at 2026-11-08 10:",
        "exports/empty.csv (0\u{a0}B): unknown\n  cannot be read: it is empty; export it again",
    ] {
        assert!(said.out.contains(part), "{part}: {}", said.out);
    }
    assert_eq!(tree(desk.0.path()), before);
    fs::remove_file(desk.path("exports/empty.csv")).unwrap();
    desk.caseload(&["check", "weekly.toml"]).is_well();
}

#[test]
fn listings_show_every_member_and_every_page() {
    let desk = Desk::new();
    let formats: Vec<&str> = caseload::sources::ALL.iter().map(|source| source.name()).collect();
    let rules = caseload::metrics::rule_pages().map(|page| page.name);
    let metrics = caseload::metrics::ALL.iter().map(|metric| metric.name());
    let metrics: Vec<&str> = metrics.chain(rules).collect();
    let tables: Vec<&str> = caseload::tables::ALL.iter().map(|table| table.name()).collect();
    for (command, members) in [("formats", formats), ("metrics", metrics), ("tables", tables)] {
        let list = desk.caseload(&[command]);
        list.is_well();
        for member in members {
            let line = list.out.lines().find(|line| line.split_whitespace().next() == Some(member));
            assert!(line.is_some_and(|line| line.ends_with('.')), "{command} {member}: {line:?}");
            let page = desk.caseload(&[command, member]);
            page.is_well();
            assert!(page.out.starts_with("# "), "{command} {member}");
        }
    }
    desk.caseload(&["formats", "zendesc"])
        .is_refused("there is no format `zendesc`; did you mean `zendesk`?");
    desk.caseload(&["metrics", "resolutions"]).is_refused("did you mean `resolution`?");
    desk.caseload(&["tables", "facts/turn"]).is_refused("did you mean `facts/turns`?");
    desk.caseload(&["tables", "facts/turns"]).is_well();
}

#[test]
fn docs_are_written_and_checked() {
    let desk = Desk::new();
    assert_eq!(desk.caseload(&["docs", "--check"]).code, Some(1));
    desk.caseload(&["docs"]).is_well();
    let written = tree(&desk.path("docs"));
    assert_eq!(names(&written), ["data-dictionary.md", "formats.md", "metrics.md", "rubric.md"]);
    desk.caseload(&["docs", "--check"]).is_well();
    desk.write("docs/metrics.md", "old");
    let said = desk.caseload(&["docs", "--check"]);
    assert_eq!(
        (said.code, said.out.as_str()),
        (Some(1), "docs/metrics.md: out of date; run `caseload docs`\n")
    );
}

#[test]
fn the_projects_own_docs_are_current() {
    let desk = Desk::new();
    let folder = root().join("docs");
    let folder = folder.to_str().unwrap();
    if std::env::var_os("UPDATE").is_some() {
        assert_eq!(desk.caseload(&["docs", folder]).code, Some(0));
    }
    let said = desk.caseload(&["docs", folder, "--check"]);
    assert_eq!((said.code, said.out.as_str()), (Some(0), ""), "UPDATE=1 writes them");
}

#[test]
fn a_listing_may_be_cut_off() {
    let desk = Desk::new();
    let mut child = desk
        .command(&["formats", "table"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let said = Said::of(&child.wait_with_output().unwrap());
    said.is_well();
}

#[test]
fn the_projects_pipelines_run() {
    for (name, week) in
        [("weekly", "2026-W46"), ("every_format", "2026-W43"), ("ticket_list", "2026-W45")]
    {
        let desk = Desk::new();
        let settings = root().join("pipelines").join(format!("{name}.toml"));
        let settings = settings.to_str().unwrap();
        desk.caseload(&["run", settings, "--out", "out", "--quiet"]).is_well();
        let page = fs::read_to_string(desk.path(&format!("out/{week}/index.html"))).unwrap();
        assert!(page.contains("Lavka Market"), "{name}");
        let said = desk.caseload(&["check", settings]);
        said.is_well();
    }
}
