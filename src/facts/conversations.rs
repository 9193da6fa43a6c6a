//! One row per conversation, with all that its messages and events together say.

use super::course::last_hand;
use super::fact::{Column, Fact, text, word};
use super::life::{AGENT_WAITS, AGENT_WORKS, ON_HOLD, REQUESTER_WAITS};
use super::promised::TargetTime;
use super::told::Told;
use crate::model::{Channel, Outcome, PromiseKind, Role, Unit};

/// The `conversations` fact.
pub struct Conversations;

impl Fact for Conversations {
    type Row<'a> = Told<'a>;
    const NAME: &'static str = "conversations";
    const ABOUT: &'static str = "One conversation in its newest state.";
    const GRAIN: &'static [&'static str] = &["conversation_id"];
    const COLUMNS: &'static [Column<Self>] = &[
        Column::diverse_text(
            "conversation_id",
            "Source and the vendor's id, joined by a slash; in the id a customer's own has its \
             pseudonym, and one with other personal data is hidden.",
            |t| text(&t.key),
        ),
        Column::text("source", "Name of the source that the input's settings give.", |t| {
            text(t.conversation.source)
        }),
        Column::text("channel", "chat, email, phone, social, form or other.", |t| {
            word(t.channel().word())
        }),
        Column::text("surface", "Where within the channel, as the source calls it.", |t| {
            t.redacted(&t.conversation.state.surface)
        }),
        Column::flag("is_public", "Whether everybody can read it.", |t| {
            t.conversation.state.is_public
        }),
        Column::text("topic_label", "The vendor's own category.", |t| {
            t.redacted(&t.conversation.state.topic_label)
        }),
        Column::text("priority", "As the source has it.", |t| {
            t.redacted(&t.conversation.state.priority)
        }),
        Column::text("tier", "How the desk ranks the customer.", |t| {
            t.redacted(&t.conversation.state.tier)
        }),
        Column::text("tags", "Tags, joined by commas.", |t| {
            let tags = &t.conversation.state.tags;
            t.redacted(&tags.join(",")).map(|tags| tags.into_owned().into())
        }),
        Column::text("team", "The team that held it last.", |t| {
            t.redacted(&t.conversation.state.team)
        }),
        Column::text("assignee_id", "Who held it last; takes no credit by that.", |t| {
            text(t.of_desk(&t.conversation.state.assignee_id))
        }),
        Column::text(
            "customer_id",
            "Pseudonym of the customer: by the run's key, else a number in the order of first contact.",
            |t| t.customer_id().map(Into::into),
        ),
        Column::text(
            "topic_family",
            "The family of the main topic that the customer writes about; empty where it is unknown.",
            |t| text(&t.transcript.topics.first()?.topic.family),
        ),
        Column::text("topic", "The main topic in that family, where it is told.", |t| {
            text(t.transcript.topics.first()?.topic.sub_topic.as_deref()?)
        }),
        Column::text(
            "learnt_topic",
            "The vendor's category as the settings' model tells it from the customer's opening words; empty \
             where it is not sure, and without a model.",
            |t| t.learnt_topic().map(|(label, _)| label.into()),
        ),
        Column::number(
            "start_sentiment",
            Unit::None,
            "How the customer felt before the first reply by a person, -1 to 1; empty where no word says it.",
            |t| t.transcript.mood.start,
        ),
        Column::number(
            "end_sentiment",
            Unit::None,
            "The same of the last third of the customer's messages, those after a reply.",
            |t| t.transcript.mood.end,
        ),
        Column::number(
            "lowest_sentiment",
            Unit::None,
            "The lowest of the customer's messages.",
            |t| t.transcript.mood.lowest.map(|(value, _)| value),
        ),
        Column::number("sentiment_recovery", Unit::None, "From the lowest up to the end.", |t| {
            t.transcript.mood.recovery
        }),
        Column::count("question_count", "Sentences in which the customer asks something.", |t| {
            t.effort().map(|effort| effort.questions.len() as i64)
        }),
        Column::count(
            "repeat_count",
            "The customer's messages that say what an earlier one said.",
            |t| t.effort().map(|effort| effort.repeats.len() as i64),
        ),
        Column::count(
            "again_count",
            "The customer's messages that say it is not the first time, or goes on.",
            |t| t.effort().map(|effort| effort.again.len() as i64),
        ),
        Column::count(
            "reasked_count",
            "Replies that ask for an identifier which was given or asked for before.",
            |t| t.effort().map(|effort| effort.reasked.len() as i64),
        ),
        Column::count(
            "unanswered_question_count",
            "The customer's messages with a question after which no reply by a person came.",
            |t| t.effort().map(|effort| effort.unanswered.len() as i64),
        ),
        Column::number(
            "quality_share",
            Unit::Share,
            "Weight of the criteria met, of those judged; the critical ones are not among them.",
            |t| t.judged.score.share,
        ),
        Column::count("quality_judged_count", "Criteria that it is taken over.", |t| {
            t.judged.score.share.map(|_| t.judged.score.judged as i64)
        }),
        Column::count("critical_missed_count", "Critical criteria that were missed.", |t| {
            let is_judged =
                t.judged.verdicts.iter().any(|(_, v)| v.outcome != Outcome::NotApplicable);
            is_judged.then_some(t.judged.score.failed_critical as i64)
        }),
        Column::count("topic_count", "Topics found in the customer's words.", |t| {
            t.language().map(|_| t.transcript.topics.len() as i64)
        }),
        Column::text(
            "language",
            "What the customer writes in: a two-letter code, mixed or unknown; empty without a text.",
            |t| t.language().and_then(|language| word(language.word())),
        ),
        Column::text("initiated_by", "Who wrote or called first: customer or agent.", |t| {
            t.conversation.initiated_by().and_then(|role| word(role.word()))
        }),
        Column::text(
            "status",
            "Newest status: new, open, pending, on_hold, solved, closed.",
            |t| t.conversation.state.status.and_then(|status| word(status.word())),
        ),
        Column::text("outcome", "Of a call: answered, abandoned, voicemail, callback.", |t| {
            t.conversation.state.outcome.and_then(|outcome| word(outcome.word()))
        }),
        Column::instant("opened_at", "As stated, else the earliest message or event.", |t| {
            t.conversation.state.opened_at
        }),
        Column::instant("asked_at", "The customer's first message, or the call's arrival.", |t| {
            t.first_wait().map(|wait| wait.asked_at)
        }),
        Column::instant(
            "first_response_began_at",
            "Where the run's rule starts the clock of the first response, given or not: by ours at \
             asked_at; empty where it waits for none.",
            |t| t.counted.response_began_at,
        ),
        Column::instant(
            "first_response_at",
            "First public reply by a person after that, as the run's rule counts.",
            |t| t.counted.response.map(|response| response.span.to),
        ),
        Column::text("first_response_agent_id", "Who gave it.", |t| {
            t.counted.response.and_then(|response| text(t.of_desk(response.agent_id)))
        }),
        Column::seconds("first_response_seconds", "From first_response_began_at to it.", |t| {
            t.first_response_seconds(TargetTime::Elapsed)
        }),
        Column::seconds(
            "first_response_business_seconds",
            "The same, within the hours that count for it.",
            |t| t.first_response_seconds(TargetTime::Business),
        ),
        Column::seconds("first_response_target_seconds", "Promised time to first response.", |t| {
            t.first_wait().and(t.promised_seconds(PromiseKind::FirstResponse))
        }),
        Column::flag(
            "is_first_response_in_time",
            "Whether that promise was kept; empty while it is open and where none applies.",
            |t| t.promise(PromiseKind::FirstResponse)?.is_kept(),
        ),
        Column::instant("first_resolved_at", "When it was first resolved.", |t| {
            t.course.first_resolved_at
        }),
        Column::instant("resolved_at", "When it was last resolved, if it stayed so.", |t| {
            t.course.resolved_at
        }),
        Column::flag(
            "is_resolved",
            "Whether it is resolved; empty where nothing says or the run's rule leaves it out.",
            |t| t.counted.is_resolved,
        ),
        Column::flag(
            "is_open",
            "Whether it is still to be resolved, whatever the run's rule counts; a call that was given \
             up is not; empty where nothing says.",
            |t| t.is_open(),
        ),
        Column::instant(
            "resolution_began_at",
            "Where the run's rule starts the clock of the resolution: by ours at opened_at.",
            |t| t.counted.resolution_began_at,
        ),
        Column::seconds(
            "first_resolve_seconds",
            "From resolution_began_at to first_resolved_at.",
            |t| t.first_resolve_seconds(TargetTime::Elapsed),
        ),
        Column::seconds("resolve_seconds", "From resolution_began_at to resolved_at.", |t| {
            t.resolve_seconds(TargetTime::Elapsed)
        }),
        Column::seconds(
            "resolve_business_seconds",
            "The same, within the hours that count for it.",
            |t| t.resolve_seconds(TargetTime::Business),
        ),
        Column::seconds("resolve_target_seconds", "Promised time to resolution.", |t| {
            t.promised_seconds(PromiseKind::Resolution)
        }),
        Column::flag(
            "is_resolve_in_time",
            "Whether that promise was kept; empty while it is open and where none applies.",
            |t| t.promise(PromiseKind::Resolution)?.is_kept(),
        ),
        Column::text("resolution_agent_id", "The last person to reply before it.", |t| {
            text(t.of_desk(t.course.resolver_id))
        }),
        Column::text("last_agent_id", "In whose hands it is: the last person to reply.", |t| {
            text(t.of_desk(last_hand(t.conversation, None)))
        }),
        Column::flag(
            "is_one_touch",
            "Resolved with exactly one public reply by a person; of no call, where people speak.",
            |t| {
                let is_written = t.channel() != Channel::Phone;
                let is_told = is_written && !t.conversation.messages.is_empty();
                let resolved = t.course.is_resolved.filter(|_| is_told)?;
                Some(resolved && t.replies().count() == 1)
            },
        ),
        Column::count("reopen_count", "Times it was taken up again after a resolution.", |t| {
            t.course.reopen_count()
        }),
        Column::count(
            "reopen_by_customer_count",
            "Of these, the times that the customer had written again.",
            |t| t.course.reopen_by_customer_count(),
        ),
        Column::instant(
            "reopened_by_customer_at",
            "When it was first taken up again after the customer wrote.",
            |t| t.course.reopened_by_customer_at(),
        ),
        Column::count(
            "reopen_by_status_count",
            "Of these, the times that only the status was set back.",
            |t| Some(t.course.reopen_count()? - t.course.reopen_by_customer_count()?),
        ),
        Column::count("transfer_count", "Hand-overs after the first assignment.", |t| {
            t.course.transfer_count
        }),
        Column::count("agent_count", "People who replied in public.", |t| t.agent_count()),
        Column::count("message_count", "Messages of any kind.", |t| {
            Some(t.conversation.messages.len() as i64)
        }),
        Column::count("customer_message_count", "Messages of the customer.", |t| {
            Some(t.count(Role::Customer))
        }),
        Column::count("agent_reply_count", "Public replies by people.", |t| {
            Some(t.replies().count() as i64)
        }),
        Column::count("bot_message_count", "Messages of bots.", |t| Some(t.count(Role::Bot))),
        Column::seconds(
            "requester_wait_seconds",
            "In status new, open or on_hold, so far if it is not resolved; empty where no history of the status is known.",
            |t| t.status_seconds(REQUESTER_WAITS).map(|(elapsed, _)| elapsed),
        ),
        Column::seconds(
            "requester_wait_business_seconds",
            "requester_wait_seconds within the channel's hours.",
            |t| t.status_seconds(REQUESTER_WAITS).map(|(_, business)| business),
        ),
        Column::seconds("agent_wait_seconds", "The same in status pending.", |t| {
            t.status_seconds(AGENT_WAITS).map(|(elapsed, _)| elapsed)
        }),
        Column::seconds(
            "agent_wait_business_seconds",
            "agent_wait_seconds within the channel's hours.",
            |t| t.status_seconds(AGENT_WAITS).map(|(_, business)| business),
        ),
        Column::seconds("agent_work_seconds", "The same in status new or open.", |t| {
            t.status_seconds(AGENT_WORKS).map(|(elapsed, _)| elapsed)
        }),
        Column::seconds(
            "agent_work_business_seconds",
            "agent_work_seconds within the channel's hours.",
            |t| t.status_seconds(AGENT_WORKS).map(|(_, business)| business),
        ),
        Column::seconds("on_hold_seconds", "The same in status on_hold.", |t| {
            t.status_seconds(ON_HOLD).map(|(elapsed, _)| elapsed)
        }),
        Column::seconds(
            "on_hold_business_seconds",
            "on_hold_seconds within the channel's hours.",
            |t| t.status_seconds(ON_HOLD).map(|(_, business)| business),
        ),
        Column::seconds("queue_seconds", "Of a call: until it was answered or given up.", |t| {
            let state = &t.conversation.state;
            state.queue_seconds.or_else(|| {
                let ended = state.answered_at.or(state.ended_at)?;
                Some(ended.seconds_since(state.queued_at?))
            })
        }),
        Column::seconds("talk_seconds", "Of a call: time in conversation.", |t| {
            t.conversation.state.talk_seconds
        }),
        Column::seconds("hold_seconds", "Of a call: time on hold.", |t| {
            t.conversation.state.hold_seconds
        }),
        Column::seconds("wrap_up_seconds", "Of a call: work after it.", |t| {
            t.conversation.state.wrap_up_seconds
        }),
        Column::seconds(
            "handle_seconds",
            "Talk, hold and work after an answered call; all three known.",
            |t| t.handle_seconds(),
        ),
        Column::flag(
            "is_service_level_met",
            "Of a call: whether it met the service level; empty where the variant leaves it out.",
            |t| t.is_service_level_met(),
        ),
        Column::seconds("agent_speech_seconds", "Sum of the agents' speech.", |t| {
            t.speech_seconds(Role::Agent)
        }),
        Column::seconds("customer_speech_seconds", "Sum of the customer's speech.", |t| {
            t.speech_seconds(Role::Customer)
        }),
        Column::seconds("overlap_seconds", "Of a call: customer and desk spoke at once.", |t| {
            t.speech.map(|speech| speech.overlap)
        }),
        Column::seconds(
            "silence_seconds",
            "Of a call: nobody spoke between its first and its last word, holds left out.",
            |t| t.speech.map(|speech| speech.silence),
        ),
        Column::seconds("dead_air_seconds", "The longest of these silences.", |t| {
            t.speech.map(|speech| speech.dead_air)
        }),
        Column::instant("last_activity_at", "Its latest message or event.", |t| {
            t.activity().map(|(_, to)| to)
        }),
        Column::seconds(
            "activity_seconds",
            "From its first to its latest message or event.",
            |t| t.activity().map(|(from, to)| to.seconds_since(from)),
        ),
    ];
}
