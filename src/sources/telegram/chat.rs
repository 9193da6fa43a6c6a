//! One chat's messages as records of its conversations.

use std::collections::HashMap;

use twox_hash::XxHash3_64;

use super::super::json::position;
use super::super::out::Out;
use super::super::source::Options;
use super::export::{Chat, Export};
use super::post::Raw;
use super::sides::Sides;
use super::split::{self, Said};
use crate::model::{
    Channel, ConversationState, Instant, IssueKind, Message, MessageKind, RecordKind, Role, Str,
    Visibility,
};

/// A message that is kept.
struct Post<'a> {
    line: u32,
    sent_at: Instant,
    author: Str<'a>,
    role: Role,
    raw: Raw<'a>,
}

/// Puts a chat's conversations and messages; `line` counts messages through the whole export.
pub(super) fn put(
    chat: &Chat<'_>,
    export: &Export<'_>,
    options: &Options,
    line: &mut u32,
    out: &mut Out<'_>,
) {
    let mut posts = posts(chat, options, line, out);
    let Some(first) = posts.first() else {
        return;
    };
    let (first_line, first_author) = (first.line, first.author.to_string());
    let sides = Sides::of(&options.who, export, chat, &first_author);
    for post in &mut posts {
        post.role = sides.role(&post.author, &post.raw.from);
    }
    if sides.is_guess(&chat.kind) {
        out.line = first_line;
        let seen = format!("{} messages", posts.len());
        out.keep(RecordKind::Message, "author_role", IssueKind::GuessedRole, &seen);
    }
    posts.sort_by_key(|post| (post.sent_at, post.line));
    let said: Vec<Said<'_>> = posts.iter().map(said).collect();
    let firsts = split::firsts(&said, chat.kind.ends_with("group"));
    let id = chat_id(chat, &posts);
    let mut customers: HashMap<usize, &Str<'_>> = HashMap::new();
    let all = || posts.iter().zip(firsts.iter().copied());
    for (post, first) in all().filter(|(post, _)| post.role == Role::Customer) {
        customers.entry(first).or_insert(&post.author);
    }
    for (at, (post, first)) in all().enumerate() {
        let Some(opening) = posts.get(first) else {
            continue;
        };
        let conversation_id = format!("{id}/{}", opening.id());
        out.line = post.line;
        if at == first {
            out.put(ConversationState {
                conversation_id: Str::Borrowed(&conversation_id),
                channel: options.channel.or(Some(Channel::Social)),
                surface: surface(options),
                is_public: Some(chat.kind.starts_with("public")),
                customer_id: match customers.get(&first) {
                    Some(author) => (*author).clone(),
                    None if is_with_one(chat, &posts) => id.clone(),
                    None => Str::default(),
                },
                ..ConversationState::default()
            });
        }
        out.put(post.message(&id, &conversation_id, options));
    }
}

/// Reads the messages; what is none goes to the ledger.
fn posts<'a>(
    chat: &'a Chat<'_>,
    options: &Options,
    line: &mut u32,
    out: &mut Out<'_>,
) -> Vec<Post<'a>> {
    let mut posts: Vec<Post<'a>> = Vec::with_capacity(chat.messages.len());
    let is_no_support = chat.kind == "saved_messages"
        || chat.kind == "bot_chat"
        || chat.kind == "verify_codes"
        || chat.kind.ends_with("channel");
    for json in &chat.messages {
        out.line = *line;
        *line = line.saturating_add(1);
        let raw = match Raw::parse(json) {
            Ok(raw) => raw,
            Err(error) => {
                out.drop(RecordKind::Message, "", IssueKind::Unreadable, &position(&error));
                continue;
            }
        };
        if is_no_support || raw.kind == "service" {
            let seen = if is_no_support { &chat.kind } else { &raw.kind };
            out.drop(RecordKind::Message, "", IssueKind::NotSupport, seen);
            continue;
        }
        let previous = posts.last().map(|post| post.sent_at);
        if let Some(sent_at) = raw.sent_at(&options.clock, previous, out) {
            let author = raw.author();
            posts.push(Post { line: out.line, sent_at, author, role: Role::Customer, raw });
        }
    }
    posts
}

fn said<'p>(post: &'p Post<'_>) -> Said<'p> {
    Said {
        at: post.sent_at,
        author: &post.author,
        is_desk: post.role != Role::Customer,
        id: &post.raw.id,
        reply_to: &post.raw.reply_to,
    }
}

fn surface(options: &Options) -> Str<'_> {
    if options.surface.is_empty() { "telegram".into() } else { Str::Borrowed(&options.surface) }
}

/// The chat's number, or a stand-in for its name: names are customers'. A chat with one person has
/// that person's number, and is called as the person is.
fn chat_id<'a>(chat: &'a Chat<'_>, posts: &[Post<'_>]) -> Str<'a> {
    if chat.id.is_empty() {
        format!("chat-{:016x}", XxHash3_64::oneshot(chat.name.as_bytes())).into()
    } else if is_with_one(chat, posts) {
        format!("user{}", chat.id).into()
    } else {
        Str::Borrowed(&chat.id)
    }
}

/// Whether it is a chat with one person, of an export that calls people as `user51007`.
fn is_with_one(chat: &Chat<'_>, posts: &[Post<'_>]) -> bool {
    let is_called_so = |post: &Post<'_>| {
        post.author.strip_prefix("user").is_some_and(|id| id.bytes().all(|b| b.is_ascii_digit()))
    };
    chat.kind == "personal_chat" && !chat.id.is_empty() && posts.iter().any(is_called_so)
}

impl Post<'_> {
    /// Its number in the chat, or where it has none a stand-in that equal messages share.
    fn id(&self) -> Str<'_> {
        if !self.raw.id.is_empty() {
            return Str::Borrowed(&self.raw.id);
        }
        let whole = [self.author.as_ref(), &self.raw.text, &self.sent_at.0.to_string()].join("\0");
        format!("{:016x}", XxHash3_64::oneshot(whole.as_bytes())).into()
    }

    fn message<'p>(&'p self, chat: &str, conversation: &'p str, options: &Options) -> Message<'p> {
        let reply_to = &self.raw.reply_to;
        Message {
            conversation_id: Str::Borrowed(conversation),
            message_id: format!("{chat}/{}", self.id()).into(),
            channel: options.channel.or(Some(Channel::Social)),
            sent_at: Some(self.sent_at),
            ended_at: None,
            author_role: Some(self.role),
            author_id: Str::Borrowed(&self.author),
            visibility: Some(Visibility::Public),
            kind: Some(MessageKind::Reply),
            text: Str::Borrowed(&self.raw.text),
            in_reply_to: if reply_to.is_empty() {
                Str::default()
            } else {
                format!("{chat}/{reply_to}").into()
            },
        }
    }
}
