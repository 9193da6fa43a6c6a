//! A desk in a folder, and the program run on it from outside.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// The settings of [`Desk`]; tests append to them.
pub const SETTINGS: &str = r#"[desk]
name = "Test desk"
time_zone = "Europe/Berlin"

[channels.chat]
first_response = { within = "5 min", share = 0.9 }

[run]
out = "out"

[[inputs]]
name = "desk"
files = ["exports/*"]
time_zone = "Europe/Berlin"
"#;

/// A folder with `weekly.toml` and a few exports.
pub struct Desk(pub TempDir);

impl Desk {
    pub fn new() -> Self {
        Self::of(60)
    }

    /// With so many conversations over the fortnight to Sunday, 8 November 2026.
    pub fn of(conversations: u32) -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        desk.write("weekly.toml", SETTINGS);
        desk.export(conversations);
        desk
    }

    pub fn export(&self, conversations: u32) {
        let mut tickets = String::from(
            "conversation_id,channel,customer_id,assignee_id,opened_at,status,resolved_at\n",
        );
        let mut messages =
            String::from("conversation_id,message_id,sent_at,author_role,author_id,text\n");
        let mut ratings = String::from("conversation_id,agent_id,rated_at,score\n");
        for number in 0..conversations {
            let day = 26 + number * 14 / conversations;
            let date = if day > 31 {
                format!("2026-11-{:02}", day - 31)
            } else {
                format!("2026-10-{day}")
            };
            let (minute, agent) = (number % 50, ["ann", "bob", "cid"][number as usize % 3]);
            tickets += &format!(
                "c{number},chat,u{},{agent},{date} 10:{minute:02}:00,solved,{date} 11:00:00\n",
                number % 20
            );
            messages += &format!(
                "c{number},m{number}a,{date} 10:{minute:02}:00,customer,u{},Hi\n",
                number % 20
            );
            messages +=
                &format!("c{number},m{number}b,{date} 10:{minute:02}:59,agent,{agent},Hello\n");
            ratings += &format!("c{number},{agent},{date} 12:00:00,{}\n", number % 5 + 1);
        }
        self.write("exports/tickets.csv", tickets);
        self.write("exports/messages.csv", messages);
        self.write("exports/ratings.csv", ratings);
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// The settings with something put in the place of something else.
    pub fn settings(&self, old: &str, new: &str) {
        assert!(SETTINGS.contains(old));
        self.write("weekly.toml", SETTINGS.replace(old, new));
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_caseload"));
        command.args(arguments).current_dir(self.0.path()).env_remove("CASELOAD_KEY");
        command
    }

    pub fn caseload(&self, arguments: &[&str]) -> Said {
        Said::of(&self.command(arguments).output().unwrap())
    }

    pub fn run(&self) -> Said {
        self.caseload(&["run", "weekly.toml"])
    }

    pub fn tree(&self) -> Tree {
        tree(&self.path("out"))
    }
}

/// What the program said.
#[derive(Debug)]
pub struct Said {
    /// `None` where it was killed.
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Said {
    pub fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        Self { code: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) }
    }

    /// Nothing was done, and this is why.
    #[track_caller]
    pub fn is_refused(&self, why: &str) {
        assert_eq!((self.code, self.out.as_str()), (Some(2), ""), "{}", self.err);
        assert!(self.err.contains(why), "{}", self.err);
        assert!(self.err.starts_with("caseload: "), "{}", self.err);
        assert!(!self.err.contains("panicked") && !self.err.contains("os error"), "{}", self.err);
    }

    #[track_caller]
    pub fn is_well(&self) {
        assert_eq!((self.code, self.err.as_str()), (Some(0), ""), "{}", self.out);
    }
}

/// Files below a folder with their bytes.
pub type Tree = BTreeMap<String, Vec<u8>>;

pub fn tree(folder: &Path) -> Tree {
    let mut found = Tree::new();
    let mut rest = vec![folder.to_owned()];
    while let Some(here) = rest.pop() {
        for entry in fs::read_dir(here).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                rest.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}

/// The same without what names the settings.
pub fn figures(mut tree: Tree) -> Tree {
    tree.retain(|name, _| !name.ends_with("manifest.json"));
    tree
}

pub fn names(tree: &Tree) -> Vec<&str> {
    tree.keys().map(String::as_str).collect()
}

pub fn manifest(desk: &Desk) -> String {
    fs::read_to_string(desk.path("out/2026-W44/manifest.json")).unwrap()
}
