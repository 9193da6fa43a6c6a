//! The contract of a sheet: its table, the columns shown, which rows, and what is marked.

/// One published table as managers read it. Its name is `workbook.sheet.TABLE` of the catalogue, the
/// heading of a column `heading.COLUMN`.
pub struct Sheet {
    pub table: &'static str,
    pub which: Which,
    /// The column that rows are sorted by, largest first; in the table's order where missing.
    pub largest_first: Option<&'static str>,
    /// The column that names the unit of each row, and the columns it holds for.
    pub unit_of: Option<(&'static str, &'static [&'static str])>,
    /// The columns shown, in order.
    pub columns: &'static [&'static str],
    pub marks: &'static [Mark],
}

/// Which rows of the table are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    All,
    /// Those of the reported week.
    Week,
    /// Those of the reported week whose column has that word.
    WeekWith(&'static str, &'static str),
    /// Those whose column has that word.
    With(&'static str, &'static str),
}

/// A conditional format: a column's cells where a condition holds of their row.
pub struct Mark {
    pub column: &'static str,
    /// A formula over the row, its columns named in braces: `{broken_count}>0`. They are columns of
    /// the sheet.
    pub when: &'static str,
    pub tone: Tone,
}

/// What a mark says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Good,
    Bad,
    /// It is worth a look, for better or worse.
    Notable,
}
