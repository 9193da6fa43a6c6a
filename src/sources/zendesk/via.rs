//! Zendesk's `via`: by which channel a ticket or a comment came, and from whom.

use serde::Deserialize;
use sonic_rs::LazyValue;

use crate::model::{Channel, Role, Str};
use crate::sources::json::{Scalar, shape};

/// The parts of a `via` that are read.
#[derive(Default)]
pub(super) struct Via<'a> {
    /// As Zendesk names it: `email`, `chat`, `voice`, …
    pub name: Str<'a>,
    /// `None` for what says how an agent works and not how the customer came: `web`, `api`, `rule`.
    pub channel: Option<Channel>,
    pub surface: &'static str,
    pub is_public: Option<bool>,
    /// Said of calls only.
    pub initiated_by: Option<Role>,
    pub is_voicemail: bool,
    pub email: Str<'a>,
    pub phone: Str<'a>,
    pub handle: Str<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Wire<'a> {
    #[serde(borrow)]
    channel: Scalar<'a>,
    source: Option<LazyValue<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Source<'a> {
    #[serde(borrow)]
    from: Option<LazyValue<'a>>,
    rel: Scalar<'a>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct From<'a> {
    #[serde(borrow)]
    address: Scalar<'a>,
    phone: Scalar<'a>,
    username: Scalar<'a>,
}

/// Names of `via.channel`, the channel and the surface; direct messages are not public.
const CHANNELS: &[(&str, Channel, &str)] = &[
    ("email", Channel::Email, ""),
    ("chat", Channel::Chat, ""),
    ("messaging", Channel::Chat, ""),
    ("native_messaging", Channel::Chat, ""),
    ("chat_transcript", Channel::Chat, ""),
    ("voice", Channel::Phone, ""),
    ("phone", Channel::Phone, ""),
    ("twitter", Channel::Social, "x"),
    ("twitter_dm", Channel::Social, "x"),
    ("x_corp", Channel::Social, "x"),
    ("facebook", Channel::Social, "facebook"),
    ("facebook_messenger", Channel::Social, "facebook"),
    ("messenger", Channel::Social, "facebook"),
    ("instagram_dm", Channel::Social, "instagram"),
    ("instagram", Channel::Social, "instagram"),
    ("whatsapp", Channel::Social, "whatsapp"),
    ("telegram", Channel::Social, "telegram"),
    ("viber", Channel::Social, "viber"),
    ("wechat", Channel::Social, "wechat"),
    ("line", Channel::Social, "line"),
    ("kakaotalk", Channel::Social, "kakaotalk"),
    ("sms", Channel::Other, "sms"),
    ("web_form", Channel::Form, "web"),
    ("web_widget", Channel::Form, "web"),
    ("help_center", Channel::Form, "web"),
    ("web", Channel::Form, "web"),
    ("mobile", Channel::Form, "app"),
    ("mobile_sdk", Channel::Form, "app"),
];

impl<'a> Via<'a> {
    pub(super) fn of(value: &Option<LazyValue<'a>>) -> Self {
        let wire: Wire<'_> = shape(value).unwrap_or_default();
        let source: Source<'_> = shape(&wire.source).unwrap_or_default();
        let from: From<'_> = shape(&source.from).unwrap_or_default();
        let name = wire.channel.0;
        let known = CHANNELS.iter().find(|(known, ..)| name.eq_ignore_ascii_case(known));
        let (channel, surface) =
            known.map_or((None, ""), |&(_, channel, surface)| (Some(channel), surface));
        let rel = source.rel.0.as_ref();
        let is_public = match (channel, rel) {
            (Some(Channel::Social), "mention" | "post" | "favorite" | "tweet") => Some(true),
            (Some(Channel::Social), "direct_message" | "message") => Some(false),
            (Some(Channel::Social), _) if !matches!(name.as_ref(), "twitter" | "facebook") => {
                Some(false)
            }
            _ => None,
        };
        let initiated_by = match (channel, rel) {
            (Some(Channel::Phone), "inbound" | "voicemail") => Some(Role::Customer),
            (Some(Channel::Phone), "outbound") => Some(Role::Agent),
            _ => None,
        };
        let is_voicemail = channel == Some(Channel::Phone) && rel == "voicemail";
        let (email, phone, handle) = (from.address.0, from.phone.0, from.username.0);
        Self { name, channel, surface, is_public, initiated_by, is_voicemail, email, phone, handle }
    }
}
