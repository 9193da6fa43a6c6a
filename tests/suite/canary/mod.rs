//! The canary: secrets of every kind are planted into every format of the Rosetta desk, and are in no
//! byte of what comes out.
//!
//! That it looks at what was really read is held by a control: the same desk with nothing struck out
//! shows every kind of secret in the messages of every format.

mod found;
mod mail;
mod plant;
mod secrets;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use caseload::text::personal::Kind;
use tempfile::TempDir;
use toml::{Table, Value};

use self::found::{Search, columns};
use self::secrets::{EMAIL, ORDER, SECRETS};
use crate::desk;
use crate::outside::{Said, Tree, tree};

const KEY: &str = "a long secret of the tests";
/// Formats that hold no messages.
const WITHOUT_MESSAGES: &[&str] = &["qualtrics"];

/// A folder with the planted desk.
struct Planted(TempDir);

impl Planted {
    fn new() -> Self {
        let planted = Self(tempfile::tempdir().unwrap());
        plant::desk(&desk::folder(), &planted.0.path().join("desk"));
        planted.settings("");
        planted
    }

    /// Writes settings that read every telling as a source of its own and keep texts.
    fn settings(&self, text: &str) {
        let mut settings = format!(
            "[desk]\nname = \"Lavka\"\ntime_zone = \"Europe/Berlin\"\n[run]\nout = \"out\"\n\
             keep_text = true\ntolerance = 1.0\n[text]\norder_pattern = '{ORDER}'\n{text}\n"
        );
        for (name, input) in inputs() {
            let section = Table::from_iter([("inputs".to_owned(), Value::Array(vec![input]))]);
            settings += &format!("\n# {name}\n{}", toml::to_string(&section).unwrap());
        }
        fs::write(self.0.path().join("canary.toml"), settings).unwrap();
    }

    /// Runs the program there; what is not as it should be in the input is told and no failure.
    fn caseload(&self, arguments: &[&str], key: Option<&str>) -> Said {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_caseload"));
        command.args(arguments).current_dir(self.0.path()).env_remove("CASELOAD_KEY");
        key.map(|key| command.env("CASELOAD_KEY", key));
        let said = Said::of(&command.output().unwrap());
        assert!(matches!(said.code, Some(0 | 1)), "{arguments:?}: {}{}", said.out, said.err);
        said
    }

    fn run(&self, key: Option<&str>, also: &[&str]) -> (Tree, Said) {
        let arguments = [&["run", "canary.toml", "--week", "2026-W43"], also].concat();
        let said = self.caseload(&arguments, key);
        (tree(&self.0.path().join("out")), said)
    }
}

/// Every telling's inputs, each named and with a source of its own, as settings have them.
fn inputs() -> Vec<(String, Value)> {
    let mut found = Vec::new();
    for telling in desk::tellings() {
        let name = telling.name.replace('/', "_");
        let path = desk::folder().join(&telling.name).join("options.toml");
        let options: Table = fs::read_to_string(path).unwrap().parse().unwrap();
        let inputs = match options.get("inputs") {
            Some(Value::Array(inputs)) => inputs.clone(),
            _ => vec![Value::Table(options)],
        };
        for (number, mut input) in inputs.into_iter().enumerate() {
            let table = input.as_table_mut().unwrap();
            for file in table["files"].as_array_mut().unwrap() {
                let pattern = file.as_str().unwrap();
                *file = format!("desk/{}/{pattern}", telling.name).into();
            }
            table.insert("name".into(), format!("{name}_{number}").into());
            table.insert("source".into(), name.clone().into());
            found.push((name.clone(), input));
        }
    }
    found
}

/// The sources that have messages.
fn talking() -> BTreeSet<String> {
    let names = inputs().into_iter().map(|(name, _)| name);
    names.filter(|name| !WITHOUT_MESSAGES.contains(&name.as_str())).collect()
}

/// The texts of messages in the facts, joined, by source.
fn texts(tree: &Tree) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::<String, String>::new();
    for [key, text] in columns(&tree["facts/messages.parquet"], ["conversation_id", "text"]) {
        let source = key.split('/').next().unwrap().to_owned();
        *texts.entry(source).or_default() += &format!("{text}\n");
    }
    texts
}

/// What is found in the outputs of a run, with how many values of tables were looked at.
fn search(tree: &Tree, said: &[&Said]) -> Search {
    let mut search = Search::new(secrets::all());
    search.tree(tree);
    for said in said {
        for line in said.out.lines().chain(said.err.lines()) {
            search.text("what the program says", line);
        }
    }
    search
}

#[test]
fn no_secret_is_in_any_output() {
    let planted = Planted::new();
    for key in [None, Some(KEY)] {
        let (tree, verbose) = planted.run(key, &["--verbose"]);
        let check = planted.caseload(&["check", "canary.toml"], key);
        let explained = explained(&planted, &tree, key);
        let said: Vec<&Said> = [&verbose, &check].into_iter().chain(&explained).collect();
        let found = search(&tree, &said);
        found.is_clean();
        assert!(found.values > 30_000, "only {} values were looked at", found.values);
        every_mark_is_there(&tree);
        every_kind_is_counted(&check);
        ids_tell_rows_apart(&tree);
        assert!(verbose.err.contains("desk/webvtt/call_[phone]_"), "{}", verbose.err);
        assert_eq!(verbose.out.contains("\ncustomers: numbered"), key.is_none(), "{}", verbose.out);
        let manifest = String::from_utf8_lossy(&tree["2026-W43/manifest.json"]).into_owned();
        assert!(manifest.contains("desk/zendesk/broken [email]"), "{manifest}");
    }
}

#[test]
fn a_secret_of_each_kind_is_planted() {
    for kind in Kind::ALL {
        assert!(SECRETS.iter().any(|secret| secret.kind == kind), "none is a {}", kind.word());
    }
}

#[test]
fn what_is_not_struck_out_is_found_in_every_format() {
    let planted = Planted::new();
    planted.settings("redact = []");
    let (tree, _) = planted.run(None, &[]);
    let texts = texts(&tree);
    for source in talking() {
        for secret in SECRETS {
            let text = texts.get(&source).unwrap_or_else(|| panic!("{source} has no messages"));
            assert!(text.contains(secret.written), "{source}: {} was not read", secret.written);
        }
    }
    let leaks = search(&tree, &[]).leaks;
    for place in [
        "facts/messages.parquet, column text",
        "facts/messages.parquet, column message_id",
        "facts/conversations.parquet, column conversation_id",
        "facts/conversations.parquet, column topic_label",
        "facts/conversations.parquet, column team",
        "facts/issues.parquet, column file",
        "facts/issues.parquet, column seen",
        "2026-W43/tables/import_files.parquet, column file",
        "2026-W43/manifest.json, bytes",
        "2026-W43/index.html, bytes",
    ] {
        assert!(leaks.contains(place), "{place} is not looked at: {leaks}");
    }
    let seen = columns(&tree["facts/issues.parquet"], ["file", "kind"]);
    let with_bad_times: BTreeSet<String> = seen
        .into_iter()
        .filter(|[_, kind]| kind == "bad_time")
        .filter_map(|[file, _]| Some(file.split('/').nth(1)?.to_owned()))
        .collect();
    for format in ["contact_lens", "email", "telegram", "table", "webvtt", "zendesk"] {
        assert!(with_bad_times.contains(format), "no bad time of {format}: {with_bad_times:?}");
    }
    assert!(with_bad_times.contains("support_tweets"), "{with_bad_times:?}");
}

/// One conversation of each source, told to people and to programs, and a question for one that is
/// not there.
fn explained(planted: &Planted, tree: &Tree, key: Option<&str>) -> Vec<Said> {
    let rows = columns(&tree["facts/conversations.parquet"], ["source", "conversation_id"]);
    let mut told = BTreeMap::<String, Vec<String>>::new();
    for [source, id] in rows {
        told.entry(source).or_default().push(id);
    }
    assert_eq!(told.keys().cloned().collect::<BTreeSet<_>>(), talking());
    let mut said = Vec::new();
    for (source, ids) in &told {
        let hidden = ids.iter().find(|id| id.contains("hidden-") || id.contains("customer-"));
        for id in [hidden.or(ids.first()), ids.last()].into_iter().flatten() {
            let json = planted.caseload(&["explain", "canary.toml", id, "--json"], key);
            assert!(json.out.contains("\"timeline\""), "{source}: {}", json.out);
            said.push(json);
        }
        let last = ids.last().unwrap();
        said.push(planted.caseload(&["explain", "canary.toml", last], key));
    }
    said
}

/// Of each source with messages, each kind has left its mark in their texts.
fn every_mark_is_there(tree: &Tree) {
    let texts = texts(tree);
    for source in talking() {
        for kind in Kind::ALL {
            assert!(texts[&source].contains(kind.mark()), "{source} has no {}", kind.mark());
        }
    }
    assert!(texts["support_tweets"].contains("@[customer]"), "{}", texts["support_tweets"]);
    let seen = columns(&tree["facts/issues.parquet"], ["field", "seen"]);
    assert!(seen.iter().any(|[_, seen]| seen.contains("[order]")), "{seen:?}");
    let reviews = columns(&tree["facts/reviews.parquet"], ["criterion", "agent_id"]);
    assert!(reviews.iter().any(|[criterion, _]| criterion.contains("[iban]")), "{reviews:?}");
    let labels = columns(&tree["facts/conversations.parquet"], ["topic_label", "tags"]);
    assert!(
        labels.iter().any(|[label, tags]| label.contains("[iban]") && tags.contains("[phone]"))
    );
}

/// `check` has met each kind in the files of each format.
fn every_kind_is_counted(check: &Said) {
    let mut counted = BTreeMap::<&str, BTreeSet<&str>>::new();
    let mut format = "";
    for line in check.out.lines() {
        if let Some(file) = line.strip_prefix("desk/") {
            format = file.split('/').next().unwrap();
        } else if let Some(kinds) = line.trim().strip_prefix("personal data in texts: ") {
            let kinds = kinds.split(", ").filter_map(|kind| kind.split_once(' '));
            counted.entry(format).or_default().extend(kinds.map(|(_, kind)| kind));
        }
    }
    let formats: BTreeSet<String> =
        desk::tellings().iter().map(|telling| telling.source.name().to_owned()).collect();
    assert_eq!(counted.keys().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>(), formats);
    for (format, kinds) in counted {
        for kind in Kind::ALL {
            assert!(kinds.contains(&*kind.word().replace('_', " ")), "{format}: {kinds:?}");
        }
    }
}

/// What stands for an id with personal data in it is as good as the id.
fn ids_tell_rows_apart(tree: &Tree) {
    let rows = columns(&tree["facts/conversations.parquet"], ["conversation_id", "source"]);
    let ids: BTreeSet<&String> = rows.iter().map(|[id, _]| id).collect();
    assert_eq!(ids.len(), rows.len());
    for part in ["telegram/customer-", "email/hidden-", "table_csv/customer-"] {
        assert!(ids.iter().any(|id| id.starts_with(part)), "{part}: {ids:?}");
    }
    let agents = columns(&tree["facts/agents.parquet"], ["agent_id", "name"]);
    let is_known = |name: &str| agents.iter().any(|[_, own]| own == name);
    assert!(is_known("Anna Weber") && is_known("boris@lavka.shop.example"), "{agents:?}");
}

/// A conversation may be asked for by the id that its tool gave it.
#[test]
fn a_hidden_id_is_found_by_the_vendors_own() {
    let planted = Planted::new();
    let own = planted.caseload(&["explain", "canary.toml", &format!("table_csv/{EMAIL}")], None);
    assert!(own.out.starts_with("table_csv/hidden-"), "{}", own.out);
    let shown = own.out.lines().next().unwrap();
    assert_eq!(planted.caseload(&["explain", "canary.toml", shown], None).out, own.out);
}

/// A desk whose settings would hold the key of the pseudonyms is refused.
#[test]
fn no_settings_hold_the_key() {
    let desk = crate::outside::Desk::new();
    for (old, new) in [
        ("[run]\n", "[run]\nkey = \"open sesame\"\n"),
        ("[desk]\n", "[desk]\nkey = \"open sesame\"\n"),
        ("[run]\n", "[text]\nkey = \"open sesame\"\n[run]\n"),
        ("[desk]\n", "key = \"open sesame\"\n[desk]\n"),
    ] {
        desk.settings(old, new);
        desk.run().is_refused("unknown key `key`");
        assert!(!Path::new(&desk.path("out")).exists());
    }
}
