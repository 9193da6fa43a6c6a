//! Facts on disk, as polars scans them.

use std::path::{Path, PathBuf};

use polars::prelude::{LazyFrame, PlRefPath, PolarsResult, ScanArgsParquet};

use super::fact::Fact;

/// A folder of facts.
#[derive(Clone, Debug)]
pub struct Facts {
    folder: PathBuf,
}

impl Facts {
    /// Facts that [`super::write()`] left in that folder.
    pub fn in_folder(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// All rows of a fact, read when asked for.
    pub fn scan<F: Fact>(&self) -> PolarsResult<LazyFrame> {
        self.scan_file(&self.path(F::NAME))
    }

    /// Where the fact of that name stands, if the folder has it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.parquet"))
    }

    fn scan_file(&self, path: &Path) -> PolarsResult<LazyFrame> {
        let path = PlRefPath::try_from_path(path)?;
        LazyFrame::scan_parquet(path, ScanArgsParquet { glob: false, ..Default::default() })
    }
}
