//! The files that an input's patterns name.

use std::fs;
use std::path::{Component, Path, PathBuf};

use glob::{MatchOptions, Pattern};

use crate::sources::{nearest, reason};

/// A file of the input.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// As outputs name it: as the settings wrote its folder, with slashes.
    pub name: String,
    /// Where it can be opened.
    pub path: PathBuf,
}

/// Why a pattern names no file, and the cure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoFile {
    pub what: String,
    pub cure: String,
}

/// The files that a pattern names, relative to a folder, sorted by name. Those whose name begins
/// with a dot are only named by a pattern that does.
pub fn find(folder: &Path, pattern: &str) -> Result<Vec<Found>, NoFile> {
    let refused = |what: String, cure: &str| Err(NoFile { what, cure: cure.to_owned() });
    let folder_text = folder.to_string_lossy();
    let whole = if Path::new(pattern).is_absolute() {
        pattern.to_owned()
    } else {
        format!("{}/{pattern}", Pattern::escape(&folder_text))
    };
    let options = MatchOptions {
        case_sensitive: true,
        require_literal_separator: true,
        require_literal_leading_dot: true,
    };
    let paths = match glob::glob_with(&whole, options) {
        Ok(paths) => paths,
        Err(error) => {
            let what = format!("`{pattern}` is no pattern of files ({})", error.msg);
            return refused(what, "write it as `folder/*.json`");
        }
    };
    let mut found = Vec::new();
    for path in paths {
        match path {
            Ok(path) if path.is_dir() => {}
            Ok(path) => found.push(Found { name: name(&path, folder, pattern), path }),
            Err(error) => {
                let what = format!("`{}`: {}", error.path().display(), reason(error.error()));
                return refused(what, "let this user read the folder");
            }
        }
    }
    if found.is_empty() {
        let what = format!("`{pattern}` names no file");
        return Err(NoFile { what, cure: what_is_there(folder, pattern) });
    }
    found.sort();
    Ok(found)
}

/// The path as the settings could have written it. Where they wrote an absolute one, only what
/// follows its part without wildcards: outputs name no folders of a machine.
fn name(path: &Path, folder: &Path, pattern: &str) -> String {
    let fixed =
        if Path::new(pattern).is_absolute() { fixed_folder(pattern) } else { folder.into() };
    let parts = |path: &Path| -> Vec<String> {
        let parts = path.components().filter(|part| !matches!(part, Component::CurDir));
        parts.map(|part| part.as_os_str().to_string_lossy().into_owned()).collect()
    };
    let (path, fixed) = (parts(path), parts(&fixed));
    path.strip_prefix(fixed.as_slice()).unwrap_or(&path).join("/")
}

/// The folder that a pattern begins with, before its file name or first wildcard.
fn fixed_folder(pattern: &str) -> PathBuf {
    let end = pattern.find(['*', '?', '[']).unwrap_or(pattern.len());
    let fixed = pattern.get(..end).unwrap_or_default();
    PathBuf::from(
        fixed
            .rsplit_once('/')
            .map_or("", |(folder, _)| if folder.is_empty() { "/" } else { folder }),
    )
}

/// A cure: what the nearest folder that exists holds.
fn what_is_there(folder: &Path, pattern: &str) -> String {
    let mut fixed = fixed_folder(pattern);
    loop {
        if let Ok(entries) = fs::read_dir(folder.join(&fixed)) {
            let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
            let mut names: Vec<String> = names.filter(|name| !name.starts_with('.')).collect();
            names.sort();
            let rest = Path::new(pattern).strip_prefix(&fixed).unwrap_or(Path::new(pattern));
            let sought = rest.components().next().map(|part| part.as_os_str().to_string_lossy());
            let cure = nearest(&sought.unwrap_or_default(), names.iter().map(String::as_str));
            let shown = if fixed.as_os_str().is_empty() { Path::new(".") } else { &fixed };
            return format!("in `{}` {cure}", shown.display());
        }
        if !fixed.pop() {
            return "name the files relative to the file of settings".to_owned();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder `settings` beside a folder `data [1]` with some files.
    fn desk() -> tempfile::TempDir {
        let desk = tempfile::tempdir().unwrap();
        for folder in ["settings", "data [1]/deep"] {
            fs::create_dir_all(desk.path().join(folder)).unwrap();
        }
        for file in ["b.json", "a.json", ".hidden.json", "notes.txt", "deep/c.json"] {
            fs::write(desk.path().join("data [1]").join(file), "x").unwrap();
        }
        desk
    }

    fn names(folder: &Path, pattern: &str) -> Vec<String> {
        find(folder, pattern).unwrap().into_iter().map(|found| found.name).collect()
    }

    #[test]
    fn files_are_named_as_the_settings_wrote_them_and_sorted() {
        let desk = desk();
        let folder = desk.path().join("settings");
        let data = "../data [[]1[]]";
        assert_eq!(
            names(&folder, &format!("{data}/*.json")),
            ["../data [1]/a.json", "../data [1]/b.json"]
        );
        assert_eq!(names(&folder, &format!("{data}/**/c.json")), ["../data [1]/deep/c.json"]);
        assert_eq!(names(&folder, &format!("{data}/notes.txt")), ["../data [1]/notes.txt"]);
        let inside = desk.path().join("data [1]");
        assert_eq!(names(&inside, "*.json"), ["a.json", "b.json"]);
        assert_eq!(names(&inside, "./deep/*"), ["deep/c.json"]);
        assert!(find(&inside, "*.json").unwrap()[0].path.is_file());
    }

    #[test]
    fn outputs_name_no_folders_of_the_machine() {
        let desk = desk();
        let pattern = format!("{}/data*/*.txt", desk.path().display());
        assert_eq!(names(Path::new("."), &pattern), ["data [1]/notes.txt"]);
        let plain = format!("{}/settings/../data [[]1[]]/a.json", desk.path().display());
        assert_eq!(names(Path::new("."), &plain), ["data [1]/a.json"]);
    }

    #[test]
    fn a_pattern_that_finds_nothing_is_answered_with_what_is_there() {
        let desk = desk();
        let folder = desk.path().join("settings");
        let refused = |pattern| {
            let NoFile { what, cure } = find(&folder, pattern).unwrap_err();
            format!("{what}; {cure}")
        };
        assert_eq!(
            refused("../data/*.json"),
            "`../data/*.json` names no file; in `..` did you mean `data [1]`?"
        );
        assert_eq!(refused("*.jsn"), "`*.jsn` names no file; in `.` there are none");
        assert!(refused("a/***").contains("is no pattern of files"));
    }
}
