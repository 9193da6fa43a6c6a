//! How each value that is told from words comes about.

use super::how::How;
use super::judged;
use super::timeline::Timeline;
use crate::facts::Told;
use crate::model::Outcome;

/// The measure whose page says how a column is counted.
pub fn page(column: &str) -> Option<&'static str> {
    Some(match column {
        "start_sentiment" | "end_sentiment" | "lowest_sentiment" | "sentiment_recovery" => {
            "customer_sentiment"
        }
        "question_count"
        | "repeat_count"
        | "again_count"
        | "reasked_count"
        | "unanswered_question_count" => "customer_effort",
        "quality_share" | "quality_judged_count" | "critical_missed_count" => "quality",
        _ => return None,
    })
}

/// How the value of a column comes about; `None` for one that is not told from words.
pub fn how(told: &Told<'_>, timeline: &Timeline, column: &str) -> Option<How> {
    let transcript = &told.transcript;
    let (mood, effort) = (&transcript.mood, &transcript.effort);
    let is_column = page(column).is_some()
        || matches!(column, "language" | "topic_family" | "topic" | "topic_count" | "learnt_topic");
    if !is_column {
        return None;
    }
    if told.language().is_none() && page(column) != Some("quality") {
        return Some(How::missing("the customer wrote nothing"));
    }
    let entries = |numbers: Vec<usize>| {
        How::Entries(numbers.into_iter().filter_map(|number| timeline.message(number)).collect())
    };
    let felt = |value: Option<f64>, of: &str| match value {
        Some(_) => How::because(of),
        None => How::missing("no words there say how the customer felt"),
    };
    Some(match column {
        "language" => How::because("the script and the common words of the customer's messages"),
        "topic_family" | "topic" | "topic_count" => topics(told, timeline),
        "learnt_topic" => How::because("the settings' model, from the customer's opening words"),
        "start_sentiment" => {
            felt(mood.start, "the mean of the customer's messages before the first reply")
        }
        "end_sentiment" => {
            felt(mood.end, "the mean of the last third of the customer's messages, after a reply")
        }
        "lowest_sentiment" => match mood.lowest {
            Some((_, number)) => {
                How::because(format!("the words {}", judged::at(timeline, number)))
            }
            None => felt(None, ""),
        },
        "sentiment_recovery" => felt(mood.recovery, "the end less the lowest"),
        "question_count" => How::because("sentences of the customer's that ask"),
        "repeat_count" => entries(effort.repeats.iter().map(|repeat| repeat.number).collect()),
        "again_count" => entries(effort.again.clone()),
        "reasked_count" => entries(effort.reasked.iter().map(|asked| asked.number).collect()),
        "unanswered_question_count" => entries(effort.unanswered.clone()),
        _ => quality(told, timeline),
    })
}

/// Which topics were found, and in which message.
fn topics(told: &Told<'_>, timeline: &Timeline) -> How {
    let each = told.transcript.topics.iter().map(|found| {
        let topic = found.topic.sub_topic.as_deref().unwrap_or("any");
        format!("{} / {topic} {}", found.topic.family, judged::at(timeline, found.message))
    });
    let each: Vec<String> = each.collect();
    match each.is_empty() {
        true => How::because("no phrase of the lexicon stands in the customer's messages"),
        false => How::because(each.join(", ")),
    }
}

/// Which criteria were met and missed, each with the message that shows it.
fn quality(told: &Told<'_>, timeline: &Timeline) -> How {
    let named = |outcome: Outcome| {
        let of = told.verdicts().filter(|(_, verdict)| verdict.outcome == outcome);
        let names = of.map(|(criterion, verdict)| match verdict.message {
            Some(number) => format!("{} ({})", criterion.name, judged::at(timeline, number)),
            None => criterion.name.to_owned(),
        });
        names.collect::<Vec<_>>().join(", ")
    };
    let (met, missed) = (named(Outcome::Met), named(Outcome::Missed));
    match (met.is_empty(), missed.is_empty()) {
        (true, true) => How::missing("no criterion of the rubric applies"),
        (false, true) => How::because(format!("met: {met}")),
        (true, false) => How::because(format!("missed: {missed}")),
        (false, false) => How::because(format!("met: {met}; missed: {missed}")),
    }
}
