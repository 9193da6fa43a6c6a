//! A call as its file tells it: what the notes say of it, and who of the voices is who.

use std::collections::HashMap;

use super::super::out::Out;
use super::super::source::Options;
use super::super::who::Who;
use crate::model::{
    CallOutcome, Channel, ConversationState, FieldType, Instant, IssueKind, RecordKind, Role, Value,
};

/// What the notes at a file's head say.
#[derive(Debug, Default)]
pub(super) struct Notes<'a> {
    pub state: ConversationState<'a>,
    /// When the recording began.
    pub started_at: Option<Instant>,
}

impl<'a> Notes<'a> {
    /// Reads lines `field: value`; those that name no field of a conversation are for people.
    pub(super) fn read(lines: &[(u32, &'a str)], out: &mut Out<'_>) -> Self {
        let mut notes = Self::default();
        for (line, text) in lines {
            let Some((name, value)) = text.split_once(':') else {
                continue;
            };
            let (name, value) = (name.trim().to_ascii_lowercase(), value.trim());
            out.line = *line;
            if value.is_empty() {
                continue;
            }
            if name == "started_at" {
                notes.started_at = out.time(RecordKind::Conversation, "started_at", value);
            } else if let Some((field, kind)) =
                ConversationState::FIELDS.iter().find(|(own, _)| *own == name)
            {
                notes.set(field, *kind, value, out);
            }
        }
        notes
    }

    fn set(&mut self, field: &'static str, kind: FieldType, text: &'a str, out: &mut Out<'_>) {
        let (value, fault) = match kind {
            FieldType::Text | FieldType::Word(_) => {
                (Some(Value::Text(text.into())), IssueKind::UnknownWord)
            }
            FieldType::List => {
                let words = text.split(',').map(|word| word.trim().into()).collect();
                (Some(Value::List(words)), IssueKind::UnknownWord)
            }
            FieldType::Number => (text.parse().ok().map(Value::Number), IssueKind::BadNumber),
            FieldType::Flag => (text.parse().ok().map(Value::Flag), IssueKind::UnknownWord),
            FieldType::Instant => {
                if let Some(at) = out.time(RecordKind::Conversation, field, text) {
                    self.state.set(field, Value::Instant(at));
                }
                return;
            }
        };
        if !value.is_some_and(|value| self.state.set(field, value)) {
            out.empty(RecordKind::Conversation, field, fault, text);
        }
    }

    /// The call's state, completed by what its recording shows.
    pub(super) fn state(
        &self,
        stem: &'a str,
        started_at: Instant,
        ended_at: Option<Instant>,
        options: &Options,
    ) -> ConversationState<'a> {
        let mut state = self.state.clone();
        if state.conversation_id.is_empty() {
            state.conversation_id = stem.into();
        }
        if state.surface.is_empty() {
            state.surface = options.surface.clone().into();
        }
        state.channel = state.channel.or(options.channel).or(Some(Channel::Phone));
        state.initiated_by = state.initiated_by.or(Some(Role::Customer));
        if ended_at.is_some() {
            state.outcome = state.outcome.or(Some(CallOutcome::Answered));
        }
        if state.outcome == Some(CallOutcome::Answered) {
            state.answered_at = state.answered_at.or(Some(started_at));
        }
        state.opened_at = state.opened_at.or(state.queued_at).or(Some(started_at));
        state.ended_at = state.ended_at.or(ended_at);
        state
    }
}

/// Who each voice of a recording is.
#[derive(Debug, Default)]
pub(super) struct Cast {
    roles: HashMap<String, Role>,
    pub is_guessed: bool,
}

impl Cast {
    /// The roles of voices in the order in which they are first heard: as the settings say, else as
    /// the voices' names do. Where neither says anything, whoever speaks first took the call, the
    /// second called, and whoever comes later took over.
    pub(super) fn of(voices: &[String], state: &ConversationState<'_>, who: &Who) -> Self {
        let known: Vec<Option<Role>> =
            voices.iter().map(|voice| known(voice, state, who)).collect();
        let is_unknown = known.iter().all(Option::is_none);
        let has_customer = known.contains(&Some(Role::Customer));
        let guess = |at: usize| match at {
            1 if is_unknown => Role::Customer,
            _ if is_unknown || has_customer => Role::Agent,
            _ => Role::Customer,
        };
        let roles = voices.iter().zip(&known).enumerate();
        let roles =
            roles.map(|(at, (voice, role))| (voice.clone(), role.unwrap_or_else(|| guess(at))));
        Self { roles: roles.collect(), is_guessed: known.contains(&None) }
    }

    /// The role of a voice; `None` where the cue names none.
    pub(super) fn role(&self, voice: &str) -> Option<Role> {
        self.roles.get(voice).copied()
    }
}

fn known(voice: &str, state: &ConversationState<'_>, who: &Who) -> Option<Role> {
    const AGENT: [&str; 9] = [
        "agent",
        "operator",
        "support",
        "оператор",
        "агент",
        "специалист",
        "менеджер",
        "客服",
        "坐席",
    ];
    const CUSTOMER: [&str; 10] = [
        "customer",
        "client",
        "caller",
        "клиент",
        "покупатель",
        "абонент",
        "客户",
        "顾客",
        "用户",
        "来电者",
    ];
    const BOT: [&str; 6] = ["bot", "ivr", "бот", "робот", "автоинформатор", "机器人"];
    if let Some(role) = who.role(&[voice]) {
        return Some(role);
    }
    if !who.is_empty() || voice == state.customer_id {
        return Some(Role::Customer);
    }
    if voice == state.assignee_id {
        return Some(Role::Agent);
    }
    let word = voice.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default().to_lowercase();
    let is_in = |words: &[&str]| words.contains(&word.as_str());
    match () {
        () if is_in(&AGENT) => Some(Role::Agent),
        () if is_in(&CUSTOMER) => Some(Role::Customer),
        () if is_in(&BOT) => Some(Role::Bot),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roles(voices: &[&str], agents: &[&str]) -> (Vec<Role>, bool) {
        let voices: Vec<String> = voices.iter().map(|voice| (*voice).to_owned()).collect();
        let agents = agents.iter().map(|agent| (*agent).to_owned()).collect();
        let who = Who { agents, bots: vec![] };
        let cast = Cast::of(&voices, &ConversationState::default(), &who);
        (voices.iter().map(|voice| cast.role(voice).unwrap()).collect(), cast.is_guessed)
    }

    #[test]
    fn roles_as_stated_named_or_guessed() {
        use Role::*;
        assert_eq!(roles(&["Emma", "Boris K."], &["boris*"]), (vec![Customer, Agent], false));
        assert_eq!(roles(&["Agent 1", "Caller"], &[]), (vec![Agent, Customer], false));
        assert_eq!(roles(&["Клиент", "Оператор"], &[]), (vec![Customer, Agent], false));
        assert_eq!(roles(&["客户", "客服", "机器人"], &[]), (vec![Customer, Agent, Bot], false));
        assert_eq!(roles(&["A", "B", "C"], &[]), (vec![Agent, Customer, Agent], true));
        assert_eq!(roles(&["Boris", "Customer"], &[]), (vec![Agent, Customer], true));
        assert_eq!(roles(&["Agent", "Emma"], &[]), (vec![Agent, Customer], true));
    }
}
