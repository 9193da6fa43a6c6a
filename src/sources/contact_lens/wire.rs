//! The parts of a Contact Lens file that are read. Every scalar may be of any type.

use serde::Deserialize;
use sonic_rs::LazyValue;

use crate::sources::json::Scalar;

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Wire<'a> {
    #[serde(borrow)]
    pub channel: Scalar<'a>,
    pub customer_metadata: Option<LazyValue<'a>>,
    pub participants: Option<LazyValue<'a>>,
    pub conversation_characteristics: Option<LazyValue<'a>>,
    pub transcript: Option<LazyValue<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Metadata<'a> {
    #[serde(borrow)]
    pub contact_id: Scalar<'a>,
    #[serde(rename = "InputS3Uri")]
    pub recording: Scalar<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Characteristics<'a> {
    #[serde(borrow)]
    pub total_conversation_duration_millis: Scalar<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Participant<'a> {
    #[serde(borrow)]
    pub participant_id: Scalar<'a>,
    pub participant_role: Scalar<'a>,
    pub display_name: Scalar<'a>,
}

/// Something said (a turn of a call, an item of a chat) or done.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Item<'a> {
    #[serde(borrow)]
    pub id: Scalar<'a>,
    #[serde(rename = "Type")]
    pub kind: Scalar<'a>,
    pub content: Scalar<'a>,
    pub content_type: Scalar<'a>,
    pub participant_id: Scalar<'a>,
    pub participant_role: Scalar<'a>,
    pub display_name: Scalar<'a>,
    pub absolute_time: Scalar<'a>,
    pub begin_offset_millis: Scalar<'a>,
    pub end_offset_millis: Scalar<'a>,
}
