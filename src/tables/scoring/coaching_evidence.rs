//! The table of conversations that show what to coach.

use polars::prelude::{IntoLazy, JoinType, LazyFrame, PolarsResult, col};

use super::super::agents::{agent_columns, with_agents};
use super::super::rows::Rows;
use super::super::scope::Scope;
use super::super::table::Table;
use super::super::weekly;
use super::Assessed;
use super::coaching_needs::side;
use super::skill::{Named, skill_columns};
use crate::evidence::Example;
use crate::facts::Messages;
use crate::metrics::Column;
use crate::scores::Finding;

/// The table.
pub struct CoachingEvidence;

/// A conversation of a finding: its number, place, and the finding.
type Row<'a> = (usize, usize, &'a Finding, &'a Example);

impl Table for CoachingEvidence {
    fn name(&self) -> &'static str {
        "coaching_evidence"
    }

    fn about(&self) -> &'static str {
        "One conversation that shows a finding of coaching_needs, up to three of each: of broken promises \
         those most overdue, of criteria those judged most surely, else the newest."
    }

    fn grain(&self) -> &'static [&'static str] {
        &["finding", "example"]
    }

    fn needs_assessed(&self) -> bool {
        true
    }

    fn columns(&self) -> Vec<Column> {
        let mut columns = vec![
            Column::whole("finding", "Number of the finding in coaching_needs."),
            Column::whole("example", "1 for the conversation that shows it best."),
            Column::text("side", "need or strength."),
        ];
        columns.extend(agent_columns());
        columns.extend(skill_columns());
        columns.extend([
            Column::text("conversation_id", "The conversation; `caseload explain` tells it."),
            Column::instant("opened_at", "When it was opened."),
            Column::whole("message_number", "The message that shows it, where one does."),
            Column::text(
                "text",
                "That message, redacted; empty unless the settings keep texts (`[run] keep_text`).",
            ),
        ]);
        columns
    }

    fn build(&self, scope: &Scope) -> PolarsResult<LazyFrame> {
        let assessed = scope.assessed()?;
        let found = assessed.as_deref().map_or(Vec::new(), shown);
        let rows = Rows::of(&found)
            .count("finding", |row| Some(row.0))
            .count("example", |row| Some(row.1))
            .text("side", |row| Some(side(row.2.side)))
            .text("agent_id", |row| Some(&row.3.agent_id))
            .text("skill_kind", |row| Some(Named::skill(&row.2.skill).kind))
            .text("skill", |row| Some(Named::skill(&row.2.skill).name))
            .text("skill_channel", |row| Named::skill(&row.2.skill).channel)
            .text("conversation_id", |row| Some(&row.3.conversation_id))
            .instant("opened_at", |row| Some(row.3.opened_at))?
            .count("message_number", |row| row.3.message_number);
        let rows = with_agents(rows.frame()?.lazy(), scope)?;
        let key = ["conversation_id", "message_number"].map(col);
        let texts = scope.facts.scan::<Messages>()?;
        let texts = texts.select(["conversation_id", "message_number", "text"].map(col));
        // A few messages of all are looked for, so that these are put into the table that is looked in.
        let rows = rows.collect()?.lazy();
        let wanted = rows.clone().select(key.clone());
        let texts = texts.join(wanted, key.clone(), key.clone(), JoinType::Semi.into());
        let rows = rows.join(texts, key.clone(), key, JoinType::Left.into());
        Ok(weekly::sorted(rows, self.grain()))
    }
}

fn shown(assessed: &Assessed) -> Vec<Row<'_>> {
    let findings = assessed.coaching.findings.iter().zip(&assessed.examples);
    let mut rows = Vec::new();
    for (number, (finding, examples)) in (1..).zip(findings) {
        rows.extend((1..).zip(examples).map(|(place, one)| (number, place, finding, one)));
    }
    rows
}
