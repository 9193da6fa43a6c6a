//! What a run tells whoever watches it.

/// What a run is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Counts bytes of the input's files.
    Read,
    /// Counts parts of the conversations.
    Derive,
    /// Counts tables.
    Tabulate,
    /// Counts charts.
    Draw,
    /// Counts pages.
    Render,
    /// Counts spreadsheets.
    Tell,
}

impl Stage {
    /// What is being done, for a reader.
    pub const fn word(self) -> &'static str {
        match self {
            Stage::Read => "reading",
            Stage::Derive => "deriving facts",
            Stage::Tabulate => "building tables",
            Stage::Draw => "drawing charts",
            Stage::Render => "rendering the report",
            Stage::Tell => "filling the spreadsheet",
        }
    }
}

/// Is told how far a run has come, from any thread.
pub trait Watch: Sync {
    /// A stage begins, with so many steps.
    fn begin(&self, stage: Stage, steps: u64);
    /// So many more of them are done.
    fn advance(&self, steps: u64);
}

/// Nobody watches.
pub struct Unwatched;

impl Watch for Unwatched {
    fn begin(&self, _: Stage, _: u64) {}
    fn advance(&self, _: u64) {}
}
