//! Where outputs are made, and how they appear: whole, or not at all.
//!
//! All is made in `OUT/.caseload/making`. When it is complete the folder becomes
//! `OUT/.caseload/made`, in one step: from then on the outputs count as made. Each of its entries
//! then takes its place in OUT, the one before it going to `OUT/.caseload/old`. A run that is killed
//! before that step leaves OUT as it was; of one that is killed after it, the next run finishes the
//! move. A lock keeps two runs apart.

use std::fs::{self, File, TryLockError};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::error::ConfigError;
use crate::sources::reason;

/// Folder in OUT that no reader needs; it is gone when no run goes on.
const SHOP: &str = ".caseload";
const LOCK: &str = "lock";
const MAKING: &str = "making";
const MADE: &str = "made";
const OLD: &str = "old";

/// The folder of outputs, held by one run.
pub struct Outputs {
    out: PathBuf,
    /// Whether OUT was made for this run.
    is_new: bool,
    /// Released when this is dropped.
    _lock: File,
}

impl Outputs {
    /// Takes the folder, making it where it is missing: locks it, finishes what a killed run had
    /// made, clears away what it had not.
    pub fn take(out: &Path) -> Result<Self, ConfigError> {
        let refused = |error: io::Error| {
            let what = format!("the outputs cannot be written there: {}", reason(&error));
            let cure = match error.kind() {
                io::ErrorKind::StorageFull => "make room, or choose another folder with `--out`",
                _ => "choose another folder with `--out` or `run.out`",
            };
            ConfigError::of(out, what, cure)
        };
        let is_new = !out.exists();
        let lock = lock(out).map_err(refused)?.ok_or_else(|| {
            let what = "another run is writing its outputs there";
            ConfigError::of(out, what, "wait until it has ended, or choose another `--out`")
        })?;
        let outputs = Self { out: out.to_owned(), is_new, _lock: lock };
        let shop = outputs.shop();
        if shop.join(MADE).exists() {
            outputs.move_in().map_err(refused)?;
        }
        clear(&shop).map_err(refused)?;
        fs::create_dir(shop.join(MAKING)).map_err(refused)?;
        Ok(outputs)
    }

    /// Refuses to replace an entry of OUT that no run has made.
    pub fn refuse_foreign(
        &self,
        entry: &str,
        is_ours: impl Fn(&str) -> bool,
    ) -> Result<(), ConfigError> {
        let Ok(inside) = fs::read_dir(self.out.join(entry)) else {
            return Ok(());
        };
        let names = inside.filter_map(|inside| Some(inside.ok()?.file_name()));
        let mut names: Vec<_> = names.map(|name| name.to_string_lossy().into_owned()).collect();
        names.sort();
        match names.iter().find(|name| !is_ours(name)) {
            None => Ok(()),
            Some(name) => {
                let what = format!("it holds `{name}`, which no run has made");
                let cure = "outputs would replace that folder: choose another `--out`";
                Err(ConfigError::of(self.out.join(entry), what, cure))
            }
        }
    }

    /// The folder in which outputs are made.
    pub fn making(&self) -> PathBuf {
        self.shop().join(MAKING)
    }

    /// A folder for what is only needed during the run.
    pub fn shop(&self) -> PathBuf {
        self.out.join(SHOP)
    }

    /// Lets what was made take its place.
    pub fn publish(self) -> io::Result<()> {
        fs::rename(self.making(), self.shop().join(MADE))?;
        self.move_in()
    }

    /// Moves all that is made into OUT; can be begun anew wherever it was left.
    fn move_in(&self) -> io::Result<()> {
        let [made, old] = [MADE, OLD].map(|name| self.shop().join(name));
        let mut entries: Vec<_> =
            fs::read_dir(&made)?.map(|entry| Ok(entry?.file_name())).collect::<io::Result<_>>()?;
        entries.sort();
        fs::create_dir_all(&old)?;
        for entry in entries {
            let [from, to, aside] = [&made, &self.out, &old].map(|folder| folder.join(&entry));
            if to.exists() {
                fs::rename(&to, &aside)?;
            }
            fs::rename(from, to)?;
        }
        fs::remove_dir(made)?;
        fs::remove_dir_all(old)
    }
}

impl Drop for Outputs {
    /// Clears away, still under the lock. What is left over when that fails, the next run clears.
    fn drop(&mut self) {
        let shop = self.shop();
        if !shop.join(MADE).exists() && clear(&shop).is_ok() {
            let _ = fs::remove_file(shop.join(LOCK));
            let _ = fs::remove_dir(shop);
        }
        if self.is_new {
            let _ = fs::remove_dir(&self.out);
        }
    }
}

/// Removes all but the lock.
fn clear(shop: &Path) -> io::Result<()> {
    for left in fs::read_dir(shop)? {
        let left = left?;
        match left.file_type()?.is_dir() {
            true => fs::remove_dir_all(left.path())?,
            false if left.file_name() == LOCK => {}
            false => fs::remove_file(left.path())?,
        }
    }
    Ok(())
}

/// The lock of that folder; `None` where another process holds it.
fn lock(out: &Path) -> io::Result<Option<File>> {
    let path = out.join(SHOP).join(LOCK);
    loop {
        fs::create_dir_all(out.join(SHOP))?;
        let file = match File::options().create(true).truncate(false).write(true).open(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            file => file?,
        };
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(error)) => return Err(error),
        }
        // Whoever held it before may have cleared it away since it was opened.
        match fs::metadata(&path) {
            Ok(there) if there.ino() == file.metadata()?.ino() => return Ok(Some(file)),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every path below a folder with its text, folders ending in a slash.
    fn tree(folder: &Path) -> Vec<String> {
        let mut found = Vec::new();
        let mut rest = vec![folder.to_owned()];
        while let Some(folder) = rest.pop() {
            for entry in fs::read_dir(&folder).unwrap() {
                let path = entry.unwrap().path();
                match path.is_dir() {
                    true => rest.push(path),
                    false => found.push(path),
                }
            }
        }
        let mut lines: Vec<String> = found
            .iter()
            .map(|path| {
                let name = path.strip_prefix(folder).unwrap().display();
                format!("{name} {}", fs::read_to_string(path).unwrap())
            })
            .collect();
        lines.sort();
        lines
    }

    fn make(outputs: &Outputs, text: &str) {
        for entry in ["2026-W46", "facts"] {
            fs::create_dir(outputs.making().join(entry)).unwrap();
            fs::write(outputs.making().join(entry).join("file"), text).unwrap();
        }
    }

    const OLD_TREE: [&str; 2] = ["2026-W46/file old", "facts/file old"];
    const NEW_TREE: [&str; 2] = ["2026-W46/file new", "facts/file new"];

    fn published(text: &str) -> tempfile::TempDir {
        let out = tempfile::tempdir().unwrap();
        let outputs = Outputs::take(out.path()).unwrap();
        make(&outputs, text);
        outputs.publish().unwrap();
        out
    }

    #[test]
    fn outputs_take_the_place_of_those_before() {
        let out = published("old");
        assert_eq!(tree(out.path()), OLD_TREE);
        let outputs = Outputs::take(out.path()).unwrap();
        fs::create_dir(outputs.making().join("2026-W47")).unwrap();
        fs::write(outputs.making().join("2026-W47/file"), "new").unwrap();
        outputs.publish().unwrap();
        assert_eq!(tree(out.path()), ["2026-W46/file old", "2026-W47/file new", "facts/file old"]);
    }

    #[test]
    fn a_run_that_fails_leaves_no_trace() {
        let out = published("old");
        let outputs = Outputs::take(out.path()).unwrap();
        make(&outputs, "half");
        drop(outputs);
        assert_eq!(tree(out.path()), OLD_TREE);
        assert!(!out.path().join(SHOP).exists());
        let fresh = out.path().join("fresh/deep");
        drop(Outputs::take(&fresh).unwrap());
        assert!(!fresh.exists());
    }

    /// What a killed run leaves is what stands on disk: `forget` keeps [`Drop`] from clearing away.
    #[test]
    fn whenever_a_run_is_killed_the_next_finds_old_outputs_or_new_ones() {
        for moves in 0..=4 {
            let out = published("old");
            let outputs = Outputs::take(out.path()).unwrap();
            make(&outputs, "new");
            let shop = outputs.shop();
            if moves > 0 {
                fs::rename(outputs.making(), shop.join(MADE)).unwrap();
            }
            for (moved, entry) in ["2026-W46", "facts"].into_iter().enumerate() {
                fs::create_dir_all(shop.join(OLD)).unwrap();
                if moves > 1 + moved * 2 {
                    fs::rename(out.path().join(entry), shop.join(OLD).join(entry)).unwrap();
                }
                if moves > 2 + moved * 2 {
                    fs::rename(shop.join(MADE).join(entry), out.path().join(entry)).unwrap();
                }
            }
            let Outputs { _lock, .. } = &outputs;
            _lock.unlock().unwrap();
            std::mem::forget(outputs);
            drop(Outputs::take(out.path()).unwrap());
            let expected = if moves == 0 { OLD_TREE } else { NEW_TREE };
            assert_eq!(tree(out.path()), expected, "after {moves} moves");
        }
    }

    #[test]
    fn two_runs_cannot_hold_one_folder() {
        let out = tempfile::tempdir().unwrap();
        let first = Outputs::take(out.path()).unwrap();
        let second = Outputs::take(out.path()).err().unwrap().to_string();
        assert!(second.contains("another run is writing its outputs there; wait"), "{second}");
        drop(first);
        assert!(Outputs::take(out.path()).is_ok());
    }

    #[test]
    fn a_folder_that_no_run_has_made_is_not_replaced() {
        let out = published("old");
        let outputs = Outputs::take(out.path()).unwrap();
        assert!(outputs.refuse_foreign("facts", |name| name == "file").is_ok());
        assert!(outputs.refuse_foreign("none", |_| false).is_ok());
        let refused = outputs.refuse_foreign("facts", |name| name == "other").unwrap_err();
        assert_eq!(refused.what, "it holds `file`, which no run has made");
    }

    #[test]
    fn a_folder_that_cannot_be_is_refused() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let refused = Outputs::take(&file.path().join("out")).err().unwrap();
        assert_eq!(refused.what, "the outputs cannot be written there: not a directory");
    }
}
