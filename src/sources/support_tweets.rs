//! Public support on X as a CSV of tweets (the layout of "Customer Support on Twitter"): one line
//! per tweet, threaded by `in_response_to_tweet_id`.

use std::io;

use csv::StringRecord;

use super::cut::Cut;
use super::out::{Out, lossy};
use super::source::{Certainty, Grounds, Head, Options, Piece, ReadError, Reader, Sink, Source};
use crate::model::{
    Channel, ConversationState, Instant, IssueKind, Message, MessageKind, RecordKind, Role,
    Visibility,
};

/// Support tweets.
pub struct SupportTweets;

/// The columns, in the order in which [`Columns`] holds their places.
const COLUMNS: [&str; 6] =
    ["tweet_id", "author_id", "inbound", "created_at", "text", "in_response_to_tweet_id"];

/// Where each of [`COLUMNS`] stands in a row.
type Columns = [Option<usize>; 6];

impl Source for SupportTweets {
    fn name(&self) -> &'static str {
        "support_tweets"
    }

    fn page(&self) -> &'static str {
        include_str!("support_tweets.md")
    }

    fn recognise(&self, head: &Head<'_>) -> Option<Grounds> {
        let columns = columns(head.bytes);
        columns.iter().all(Option::is_some).then(|| Grounds {
            certainty: Certainty::Certain,
            because: "its columns are tweet_id, inbound, in_response_to_tweet_id, …".into(),
        })
    }

    fn open(&self, head: &Head<'_>, options: &Options) -> Result<Box<dyn Reader>, ReadError> {
        let columns = columns(head.bytes);
        let needed = [0, 3];
        let missing = needed.iter().find(|&&at| columns.get(at).is_none_or(Option::is_none));
        if let Some(&at) = missing {
            let name = COLUMNS.get(at).copied().unwrap_or_default();
            return Err(ReadError::new(
                head.path,
                format!("it has no column `{name}`"),
                "name the columns as the page of `support_tweets` does, or read it as a `table`",
            ));
        }
        Ok(Box::new(Tweets { columns, options: options.clone() }))
    }
}

fn columns(head: &[u8]) -> Columns {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(head);
    let header = reader.headers().cloned().unwrap_or_default();
    COLUMNS.map(|name| header.iter().position(|cell| cell.trim().eq_ignore_ascii_case(name)))
}

/// Reads a file of tweets.
struct Tweets {
    columns: Columns,
    options: Options,
}

impl Reader for Tweets {
    fn cut(&self) -> Cut {
        Cut::Csv { quote: b'"' }
    }

    fn unit(&self) -> &'static str {
        "row"
    }

    fn read(&self, piece: &Piece<'_>, sink: &mut dyn Sink) -> io::Result<()> {
        let mut out = Out::new(sink, self.options.clock);
        let has_header = piece.index == 0;
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .has_headers(has_header)
            .from_reader(piece.bytes);
        let first = u32::from(has_header);
        let (mut row, mut text) = (csv::ByteRecord::new(), StringRecord::new());
        for number in first.. {
            out.line = number;
            match reader.read_byte_record(&mut row) {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => {
                    let seen = error.position().map_or(0, csv::Position::line).to_string();
                    out.drop(RecordKind::Message, "", IssueKind::Unreadable, &seen);
                    continue;
                }
            }
            text.clear();
            let mut is_lossy = false;
            for cell in &row {
                let cell = lossy(cell);
                is_lossy |= matches!(cell, std::borrow::Cow::Owned(_));
                text.push_field(&cell);
            }
            if is_lossy {
                out.keep(RecordKind::Message, "text", IssueKind::BadEncoding, "");
            }
            self.tweet(&text, &mut out);
        }
        Ok(())
    }
}

impl Tweets {
    fn tweet(&self, row: &StringRecord, out: &mut Out<'_>) {
        const KIND: RecordKind = RecordKind::Message;
        let [id, author, inbound, created_at, text, answered] =
            self.columns.map(|at| at.and_then(|at| row.get(at)).unwrap_or_default().trim());
        let (id, answered) = (whole(id), whole(answered));
        if id.is_empty() {
            return out.drop(KIND, "message_id", IssueKind::MissingField, "");
        }
        let sent_at = tweeted(created_at).or_else(|| out.needed_time(KIND, "sent_at", created_at));
        let Some(sent_at) = sent_at else { return };
        let initials = initials(text);
        let stated = match inbound {
            "True" | "true" | "TRUE" | "1" => Some(Role::Customer),
            "False" | "false" | "FALSE" | "0" => Some(Role::Agent),
            word => {
                out.empty(KIND, "author_role", IssueKind::UnknownWord, word);
                None
            }
        };
        let signed = initials.unwrap_or_default();
        let author_role = self.options.who.role(&[author, signed]).or(stated);
        let is_customer = author_role.is_none_or(|role| role == Role::Customer);
        let author_id = if is_customer { author } else { initials.unwrap_or(author) };
        let channel = self.options.channel.or(Some(Channel::Social));
        if answered.is_empty() {
            let surface = self.options.surface.as_str();
            out.put(ConversationState {
                conversation_id: id.into(),
                channel,
                surface: if surface.is_empty() { "x" } else { surface }.into(),
                is_public: Some(true),
                customer_id: if author_role == Some(Role::Customer) { author } else { "" }.into(),
                ..ConversationState::default()
            });
        }
        out.put(Message {
            message_id: id.into(),
            channel,
            sent_at: Some(sent_at),
            author_role,
            author_id: author_id.into(),
            visibility: Some(Visibility::Public),
            kind: Some(MessageKind::Reply),
            text: text.into(),
            in_reply_to: answered.into(),
            ..Message::default()
        });
    }
}

/// The instant of `Wed Oct 21 23:53:04 +0000 2015`.
fn tweeted(text: &str) -> Option<Instant> {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let mut words = text.split_ascii_whitespace().skip(1);
    let (month, day, time) = (words.next()?, words.next()?, words.next()?);
    let (zone, year) = (words.next()?, words.next()?);
    let month = 1 + MONTHS.iter().position(|name| *name == month)?;
    Instant::from_rfc3339(&format!("{year}-{month:02}-{day:0>2}T{time}{zone}"))
}

/// An id without the `.0` that a spreadsheet gave it.
fn whole(id: &str) -> &str {
    id.strip_suffix(".0").unwrap_or(id)
}

/// The initials with which an agent signs: `… arrives today. ^TK`, also before a link.
fn initials(text: &str) -> Option<&str> {
    let (_, after) = text.rsplit_once('^')?;
    let mut words = after.split_whitespace();
    let signed = words.next().filter(|_| after.starts_with(|c: char| !c.is_whitespace()))?;
    let signed = signed.trim_end_matches(|c: char| c.is_ascii_punctuation());
    let is_end = words.all(|word| word.starts_with("http") || word.contains('/'));
    let is_short = (1..=4).contains(&signed.chars().count());
    (is_end && is_short && signed.chars().all(char::is_alphabetic)).then_some(signed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Record;
    use crate::sources::Collected;
    use crate::sources::testing::{issues, options, read, records};

    const HEADER: &str =
        "tweet_id,author_id,inbound,created_at,text,response_tweet_id,in_response_to_tweet_id\n";

    fn tweets(rows: &str) -> Collected {
        read(&SupportTweets, "tweets.csv", format!("{HEADER}{rows}"), &options())
    }

    fn messages(collected: &Collected) -> Vec<Message<'_>> {
        let messages = records(collected).into_iter().filter_map(|record| match record {
            Record::Message(message) => Some(message),
            _ => None,
        });
        messages.collect()
    }

    #[test]
    fn initials_stand_at_the_end() {
        for (text, found) in [
            ("It arrives today. ^TK", Some("TK")),
            ("Send us a DM ^AB https://t.example/x", Some("AB")),
            ("^HM.", Some("HM")),
            ("Смотрим. ^АК", Some("АК")),
            ("2^10 is a lot", None),
            ("see ^ above", None),
            ("no signature", None),
            ("^everybody", None),
            ("part ^CK 1/2", Some("CK")),
        ] {
            assert_eq!(initials(text), found, "{text}");
        }
    }

    #[test]
    fn tweets_have_their_own_dates() {
        let at = Instant::from_rfc3339("2015-10-21T23:53:04Z");
        assert_eq!(tweeted("Wed Oct 21 23:53:04 +0000 2015"), at);
        assert_eq!(tweeted("Thu Oct 22 01:53:04 +0200 2015"), at);
        assert!(tweeted("Thu Oct 1 01:53:04 +0000 2015").is_some());
        for text in
            ["", "Wed Okt 21 23:53:04 +0000 2015", "Wed Oct 32 23:53:04 +0000 2015", "2015-10-21"]
        {
            assert_eq!(tweeted(text), None, "{text}");
        }
    }

    #[test]
    fn a_first_tweet_is_a_conversation_and_a_reply_is_not() {
        let collected = tweets(
            "1,dana,True,Wed Oct 21 23:53:04 +0000 2015,\"late, \"\"very\"\"\nlate\",2,\n\
             2,LavkaMarket,False,2015-10-22T01:00:00+02:00,Sorry ^TK,,1.0\n",
        );
        let records = records(&collected);
        let [Record::Conversation(state), Record::Message(first), Record::Message(reply)] =
            records.as_slice()
        else {
            panic!("{records:?}");
        };
        assert_eq!((state.conversation_id.as_ref(), state.customer_id.as_ref()), ("1", "dana"));
        assert_eq!((state.surface.as_ref(), state.is_public), ("x", Some(true)));
        assert_eq!(first.sent_at, Instant::from_rfc3339("2015-10-21T23:53:04Z"));
        assert_eq!(first.text, "late, \"very\"\nlate");
        assert_eq!((first.author_role, first.author_id.as_ref()), (Some(Role::Customer), "dana"));
        assert_eq!((reply.author_role, reply.author_id.as_ref()), (Some(Role::Agent), "TK"));
        assert_eq!((reply.in_reply_to.as_ref(), reply.conversation_id.as_ref()), ("1", ""));
        assert_eq!(reply.sent_at, Instant::from_rfc3339("2015-10-21T23:00:00Z"));
    }

    #[test]
    fn bad_rows_are_told_one_by_one() {
        let collected = tweets(
            "1,dana,True,Wed Oct 32 23:53:04 +0000 2015,x,,9\n,dana,True,Wed Oct 21 23:53:04 +0000 2015,x,,9\n\
             3,dana,maybe,Wed Oct 21 23:53:04 +0000 2015,x,,9\n4\n5,dana,True,Wed Oct 21 23:53:04 +0000 2015,x,,9\n",
        );
        assert_eq!(
            issues(&collected),
            [
                "1 message sent_at bad_time dropped",
                "2 message message_id missing_field dropped",
                "3 message author_role unknown_word emptied",
                "4 message sent_at missing_field dropped",
            ]
        );
        assert_eq!(messages(&collected).len(), 2);
        assert_eq!(collected.seen(), 5);
    }

    #[test]
    fn wrong_bytes_are_replaced() {
        let mut text = HEADER.as_bytes().to_vec();
        text.extend_from_slice(b"1,jo,True,Wed Oct 21 23:53:04 +0000 2015,caf\xe9,,9\n");
        let collected = read(&SupportTweets, "tweets.csv", text, &options());
        assert_eq!(messages(&collected)[0].text, "caf\u{fffd}");
        assert_eq!(issues(&collected), ["1 message text bad_encoding kept"]);
    }
}
