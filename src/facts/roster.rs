//! Everybody who is seen at work, and whoever the input lists as staff.

use std::collections::HashMap;

use super::agents::AgentRow;
use super::told::Told;
use crate::gather::People;
use crate::model::Role;
use crate::text::personal::Redactor;

/// Agents and bots by id.
#[derive(Default)]
pub(super) struct Roster(HashMap<String, AgentRow>);

impl Roster {
    /// Notes who works in a conversation.
    pub fn see(&mut self, told: &Told<'_>) {
        let messages = &told.conversation.messages;
        let mut last = "";
        for message in messages {
            if let Some(role @ (Role::Agent | Role::Bot)) = message.author_role
                && (message.author_id != last || role == Role::Bot)
            {
                last = &message.author_id;
                self.note(last, role);
            }
        }
        if messages.is_empty() {
            told.waits.iter().for_each(|wait| self.note(told.of_desk(wait.agent_id), Role::Agent));
        }
        for rating in &told.conversation.ratings {
            self.note(told.of_desk(told.rated_agent(rating)), Role::Agent);
        }
        for review in &told.conversation.reviews {
            self.note(told.of_desk(told.reviewed_agent(review)), Role::Agent);
        }
        if told.course.resolver_id != last {
            self.note(told.of_desk(told.course.resolver_id), Role::Agent);
        }
    }

    /// Somebody of whom only the id is known. Who once works as a bot is one.
    fn note(&mut self, id: &str, role: Role) {
        if id.is_empty() {
            return;
        }
        match self.0.get_mut(id) {
            Some(known) if role == Role::Bot => known.role = role,
            Some(_) => {}
            None => {
                let (id, name) = (id.to_owned(), id.to_owned());
                self.add(AgentRow {
                    id,
                    role,
                    name,
                    team: String::new(),
                    support_tier: String::new(),
                })
            }
        }
    }

    /// Adds the staff that the input lists; somebody without a role is staff if seen at work.
    pub fn list(&mut self, people: &People) {
        for (_, id, known) in people.staff() {
            let role = match (known.role, self.0.get(id)) {
                (Some(role @ (Role::Agent | Role::Bot)), _) => role,
                (None, Some(seen)) => seen.role,
                _ => continue,
            };
            let name = if known.name.is_empty() { id } else { &known.name };
            self.add(AgentRow {
                id: id.into(),
                role,
                name: name.into(),
                team: known.team.clone(),
                support_tier: known.support_tier.clone(),
            });
        }
    }

    pub fn merge(&mut self, more: Roster) {
        more.0.into_values().for_each(|row| self.add(row));
    }

    /// What is listed says more than what is only an id.
    fn add(&mut self, row: AgentRow) {
        match self.0.get_mut(&row.id) {
            None => {
                self.0.insert(row.id.clone(), row);
            }
            Some(known) if known.name == known.id && row.name != row.id => *known = row,
            Some(known) if known.role == Role::Agent && row.role == Role::Bot => {
                known.role = row.role;
            }
            Some(_) => {}
        }
    }

    /// Sorted by id, the names of teams without personal data.
    pub fn into_rows(self, redactor: &Redactor) -> Vec<AgentRow> {
        let mut rows: Vec<AgentRow> = self.0.into_values().collect();
        for row in &mut rows {
            row.team = redactor.redact(&row.team).text.into_owned();
            row.support_tier = redactor.redact(&row.support_tier).text.into_owned();
        }
        rows.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        rows
    }
}
