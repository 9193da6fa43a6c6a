//! A table of the page: caption, headings, rows of cells.

use chrono::NaiveDate;
use minijinja::{Value, context};

use super::cell::Cell;
use super::inputs::Inputs;
use crate::metrics::unit;
use crate::model::Unit;
use crate::tables::{ALL_CHANNELS, Week};

/// Most rows of a table whose rows nobody looks for by name.
pub(super) const MOST: usize = 40;

/// A table of more rows can be searched.
const LONG: usize = 8;

/// A table as the template `grid` shows it; the first cell of each row is the row's heading.
///
/// Its words stand in the catalogue: `grid.ID.caption`, `grid.ID.nothing`, where it needs telling
/// `grid.ID.how`, and for a column `grid.ID.COLUMN` or, where many tables have it, `column.COLUMN`.
pub(super) struct Grid {
    pub id: &'static str,
    pub heads: Vec<Head>,
    /// Whether a reader may put the rows in another order and look for words in them.
    pub is_sortable: bool,
    pub lines: Vec<Line>,
    /// Rows that are not shown after those.
    pub more: usize,
    /// The published table it is taken from.
    pub table: &'static str,
}

/// The heading of a column.
pub(super) struct Head {
    key: &'static str,
    is_number: bool,
    /// The measure that defines what stands beneath, or empty.
    measure: &'static str,
}

/// A heading above words.
pub(super) const fn words(key: &'static str) -> Head {
    Head { key, is_number: false, measure: "" }
}

/// A heading above numbers, with the measure that defines them, or empty.
pub(super) const fn numbers(key: &'static str, measure: &'static str) -> Head {
    Head { key, is_number: true, measure }
}

/// A row and what readers may filter it by.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    pub cells: Vec<Cell>,
    pub channel: Option<String>,
    pub team: Option<String>,
    pub topic: Option<String>,
    pub dimension: Option<String>,
    /// Monday of its week, in tables that hold several.
    pub week: Option<NaiveDate>,
    /// Whether it stands for all the others together.
    pub is_all: bool,
    /// Whether it is only shown to who asks for its channel.
    pub needs_channel: bool,
    /// What the table's rows are put in order by, where their cells do not tell.
    pub order: f64,
}

impl Line {
    pub fn new(cells: Vec<Cell>) -> Self {
        Self { cells, ..Self::default() }
    }

    /// Of a channel, or of all of them together, in a week.
    pub fn of_channel(channel: String, week: Week, cells: Vec<Cell>) -> Self {
        Self {
            is_all: channel == ALL_CHANNELS,
            channel: Some(channel),
            week: Some(week.monday()),
            ..Self::new(cells)
        }
    }
}

impl Grid {
    /// The same with the first [`MOST`] rows.
    pub fn cut(mut self) -> Self {
        self.more = self.lines.len().saturating_sub(MOST);
        self.lines.truncate(MOST);
        self
    }

    /// The same with rows that stand for all the others at the end.
    pub fn with_all_last(mut self) -> Self {
        self.lines.sort_by_key(|line| line.is_all);
        self
    }

    pub fn value(&self, inputs: &Inputs<'_>) -> Value {
        let say = inputs.say;
        let own = |part: &str| format!("grid.{}.{part}", self.id);
        let heads = self.heads.iter().map(|head| {
            let title = match say.find(&own(head.key)) {
                Some(title) => title.to_owned(),
                None => say.text(&format!("column.{}", head.key)),
            };
            context! { title, is_number => head.is_number, measure => head.measure }
        });
        let report_week = inputs.week.monday();
        let rows = self.lines.iter().map(|line| {
            let is_past = line.week.is_some_and(|week| week != report_week);
            context! {
                cells => line.cells.iter().map(Cell::value).collect::<Value>(),
                channel => line.channel.as_ref(),
                team => line.team.as_ref(),
                topic => line.topic.as_ref(),
                dimension => line.dimension.as_ref(),
                week => line.week.map(|week| week.to_string()),
                is_all => line.is_all,
                needs_channel => line.needs_channel,
                is_hidden => is_past || line.needs_channel,
            }
        });
        let is_now = |line: &&Line| line.week.is_none_or(|week| week == report_week);
        let now = self.lines.iter().filter(is_now).filter(|line| !line.needs_channel).count();
        context! {
            id => self.id,
            caption => say.text(&own("caption")),
            nothing => say.text(&own("nothing")),
            how => say.find(&own("how")).map(|_| own("how")),
            is_sortable => self.is_sortable,
            is_long => now > LONG,
            has_any => now > 0,
            heads => heads.collect::<Value>(),
            rows => rows.collect::<Value>(),
            more => (self.more > 0).then(|| unit::text(self.more as f64, Unit::Count)),
            table => self.table,
        }
    }
}
