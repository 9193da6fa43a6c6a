//! The first lines with which an analyst opens the published tables, tool by tool.
//!
//! Each is a file of its own, so that it can be run as it stands from the folder of a week: the
//! share of first responses in time on each channel, out of a published table, and the same counted
//! anew out of the conversations.

/// Lines in the language of one tool.
#[derive(Clone, Copy, Debug)]
pub struct Snippet {
    /// What the page calls the tool.
    pub tool: &'static str,
    /// Name of the file.
    pub file: &'static str,
    pub code: &'static str,
}

macro_rules! snippet {
    ($tool:literal, $file:literal) => {
        Snippet { tool: $tool, file: $file, code: include_str!(concat!("snippets/", $file)) }
    };
}

/// Every snippet, in the order of the page.
pub static ALL: &[Snippet] = &[
    snippet!("DuckDB", "duckdb.sql"),
    snippet!("pandas", "with_pandas.py"),
    snippet!("polars", "with_polars.py"),
    snippet!("Spark", "with_spark.py"),
    snippet!("R", "with_arrow.R"),
];
