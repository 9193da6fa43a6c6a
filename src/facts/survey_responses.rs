//! One row per answered survey, whether or not it names a conversation.

use super::fact::{Column, Fact, text, word};
use super::ratings::on_five;
use super::rules::Rules;
use super::shown::shown_id;
use super::told::Told;
use crate::gather::Customers;
use crate::model::{Instrument, SurveyResponse, Unit};

/// The `survey_responses` fact.
pub struct SurveyResponses;

/// A response, with its conversation where it names one of the input.
pub struct SurveyRow<'a> {
    pub source: &'a str,
    pub survey: &'a SurveyResponse<'a>,
    pub told: Option<&'a Told<'a>>,
    pub rules: &'a Rules,
    pub customers: &'a Customers,
}

impl<'a> SurveyRow<'a> {
    /// A response that names its conversation.
    pub fn of(told: &'a Told<'a>, survey: &'a SurveyResponse<'a>) -> Self {
        let (rules, customers) = (told.rules, told.customers);
        Self { source: told.conversation.source, survey, told: Some(told), rules, customers }
    }

    fn response_id(&self) -> Option<String> {
        let SurveyResponse { response_id, conversation_id, .. } = self.survey;
        if response_id.is_empty()
            && let Some(told) = self.told
        {
            return Some(told.key.clone());
        }
        let id = if response_id.is_empty() { conversation_id } else { response_id };
        let customers = [self.survey.customer_id.as_ref(), self.survey.customer_email.as_ref()];
        let shown = shown_id(id, &customers, false, self.rules, self.customers)?;
        (!shown.is_empty()).then(|| format!("{}/{shown}", self.source))
    }
}

impl Fact for SurveyResponses {
    type Row<'a> = SurveyRow<'a>;
    const NAME: &'static str = "survey_responses";
    const ABOUT: &'static str = "One answered survey.";
    const GRAIN: &'static [&'static str] = &["response_id"];
    const COLUMNS: &'static [Column<Self>] = &[
        Column::text(
            "response_id",
            "Source and the vendor's id, joined by a slash; with personal data in it, hidden under \
             the run's key, empty without.",
            |r| r.response_id().map(Into::into),
        ),
        Column::text("source", "Name of the source.", |r| text(r.source)),
        Column::diverse_text(
            "conversation_id",
            "The conversation, if it names one of the input.",
            |r| r.told.and_then(|told| text(&told.key)),
        ),
        Column::text("channel", "That conversation's channel.", |r| {
            r.told.and_then(|told| word(told.channel().word()))
        }),
        Column::text("instrument", "csat, nps or ces.", |r| {
            r.survey.instrument.and_then(|instrument| word(instrument.word()))
        }),
        Column::instant("sent_at", "When it was sent.", |r| r.survey.sent_at),
        Column::instant("answered_at", "When it was answered.", |r| r.survey.answered_at),
        Column::number("score", Unit::None, "The mark as given, on its own scale.", |r| {
            r.survey.score
        }),
        Column::number(
            "points",
            Unit::Points,
            "Of csat: the mark on the scale from 1 to 5.",
            |r| {
                let is_csat = r.survey.instrument == Some(Instrument::Csat);
                on_five(r.survey.score.filter(|_| is_csat)?, r.survey.scale_min, r.survey.scale_max)
            },
        ),
    ];
}
