//! Goes through the mails of one file and reads each.

use std::io;

use super::super::out::Out;
use super::super::source::{Piece, Reader, Sink};
use super::super::time::Clock;
use super::date::Written;
use super::desk::Desk;
use super::mbox::Mails;
use super::message::Letter;
use crate::model::{Channel, IssueKind, RecordKind};
use crate::sources::Cut;

/// Reads the mails of one file.
pub(super) struct Mailbox {
    pub is_mbox: bool,
    pub desk: Desk,
    pub clock: Clock,
    pub channel: Channel,
}

impl Reader for Mailbox {
    fn cut(&self) -> Cut {
        if self.is_mbox { Cut::Mbox } else { Cut::Whole }
    }

    fn is_text(&self) -> bool {
        false
    }

    fn read(&self, piece: &Piece<'_>, sink: &mut dyn Sink) -> io::Result<()> {
        let mut out = Out::new(sink, self.clock);
        let mut guessed = 0;
        if self.is_mbox {
            let (before, mails) = Mails::of(piece.bytes);
            if !before.is_empty() && piece.index == 0 {
                out.drop(
                    RecordKind::Message,
                    "",
                    IssueKind::Unreadable,
                    "text before the first mail",
                );
            } else if !before.is_empty() {
                let seen = "the end of the mail before was cut off";
                out.keep(RecordKind::Message, "text", IssueKind::Unreadable, seen);
            }
            for mail in mails {
                out.line = mail.line;
                guessed += usize::from(self.mail(&mail.bytes, mail.delivered, &mut out));
            }
        } else {
            guessed += usize::from(self.mail(piece.bytes, None, &mut out));
        }
        if guessed > 0
            && let Desk::Guessed(domain) = &self.desk
        {
            out.line = 0;
            let seen = format!("{guessed} messages, the desk being {domain}");
            out.keep(RecordKind::Message, "author_role", IssueKind::GuessedRole, &seen);
        }
        Ok(())
    }
}

impl Mailbox {
    /// Puts one mail; true where its author's role was guessed.
    fn mail(&self, bytes: &[u8], delivered: Option<Written>, out: &mut Out<'_>) -> bool {
        let Some(letter) = Letter::of(bytes) else {
            out.drop(RecordKind::Message, "", IssueKind::Unreadable, "no headers");
            return false;
        };
        let is_put = letter.put(delivered, &self.desk, self.channel, &self.clock, out);
        is_put && matches!(self.desk, Desk::Guessed(_))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::format::tests::TWO;
    use super::*;
    use crate::model::{Effect, Record};

    proptest! {
        #[test]
        fn damaged_mail_is_data(at in 0..TWO.len(), byte: u8, cut in 0..TWO.len()) {
            let mut bytes = TWO.as_bytes().to_vec();
            bytes[at] = byte;
            bytes.drain(cut..(cut + 40).min(TWO.len()));
            let reader = Mailbox {
                is_mbox: true,
                desk: Desk::Unknown,
                clock: Clock { zone: chrono_tz::UTC, is_stated: true },
                channel: Channel::Email,
            };
            struct Nothing;
            impl Sink for Nothing {
                fn record(&mut self, _: u32, _: Record<'_>) {}
                fn issue(&mut self, _: u32, _: RecordKind, _: &'static str, _: IssueKind, _: Effect, _: &str) {}
            }
            let path = std::path::Path::new("x");
            let _ = reader.read(&Piece { path, index: 0, bytes: &bytes }, &mut Nothing);
        }
    }
}
