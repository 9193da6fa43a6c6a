//! The pages of two runs in a real browser: the main job's, and those of a desk of a thousand agents.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::outside::Said;
use crate::support;

/// Node with the packages of `tests/browser`, and the browser that they drive.
struct Browser {
    node: PathBuf,
    chromium: PathBuf,
    /// The folder in which `npm ci` was done.
    tools: PathBuf,
}

impl Browser {
    /// `CASELOAD_NODE`, `CASELOAD_CHROMIUM` and `CASELOAD_BROWSER_TOOLS`, or what is found on the
    /// path and in `browser` of the target folder; none, loudly, where something is absent.
    fn find() -> Option<Self> {
        let tools = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("browser");
        let found = [
            ("CASELOAD_NODE", on_path("node")),
            ("CASELOAD_CHROMIUM", on_path("chromium")),
            ("CASELOAD_BROWSER_TOOLS", Some(tools)),
        ]
        .map(|(name, usual)| {
            let named = std::env::var_os(name).map(PathBuf::from);
            let path = named.clone().or(usual).filter(|path| path.exists());
            assert!(path.is_some() || named.is_none(), "{name} is {named:?}, which is not here");
            if path.is_none() {
                support::skipped(&format!("what {name} names is not here"));
            }
            path
        });
        let [Some(node), Some(chromium), Some(tools)] = found else { return None };
        Some(Self { node, chromium, tools })
    }

    /// Runs the checks of these subjects on the folder of a week; of most where none is named.
    fn checks(&self, week: &Path, subjects: &[&str]) {
        let output = Command::new(&self.node)
            .arg(support::root().join("tests/browser/run.mjs"))
            .arg(week)
            .args(subjects)
            .env("CASELOAD_BROWSER_TOOLS", &self.tools)
            .env("CASELOAD_CHROMIUM", &self.chromium)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
        let passed =
            said.lines().find_map(|line| line.split_once(" pass ").map(|(_, count)| count));
        assert!(passed.is_some_and(|count| count.trim() != "0"), "{said}");
    }
}

fn on_path(program: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders).map(|folder| folder.join(program)).find(|path| path.exists())
}

fn caseload(folder: &Path, arguments: &[&str]) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_caseload"));
    command.args(arguments).current_dir(folder).env_remove("CASELOAD_KEY");
    Said::of(&command.output().unwrap()).is_well();
}

#[test]
fn the_pages_of_the_main_job_hold_in_a_browser() {
    let Some(browser) = Browser::find() else { return };
    let out = tempfile::tempdir().unwrap();
    let at = out.path().to_str().unwrap();
    caseload(&support::root(), &["run", "pipelines/weekly.toml", "--out", at]);
    browser.checks(&out.path().join("2026-W46"), &[]);
}

#[test]
fn the_pages_of_a_thousand_agents_stay_usable() {
    let Some(browser) = Browser::find() else { return };
    let desk = tempfile::tempdir().unwrap();
    let size = ["--agents", "1000", "--conversations", "4000", "--seed", "3"];
    caseload(desk.path(), &[&["sample", "desk"][..], &size].concat());
    caseload(desk.path(), &["run", "desk/weekly.toml"]);
    browser.checks(&desk.path().join("desk/out/2026-W46"), &["many"]);
}
