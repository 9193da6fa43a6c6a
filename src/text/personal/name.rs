//! Personal data in names: of files, and of what a vendor calls by an id.

use std::borrow::Cow;
use std::ops::Range;

use super::Found;
use super::redactor::{Redactor, apart};

/// A name in which fewer digits stand together, without at sign or colon and in nothing but ASCII, holds
/// no personal data but perhaps an order's number.
const FEWEST_DIGITS: usize = 7;

impl Redactor {
    /// What is found in a name, in which `_` parts words as a space does (`call_79161234567_2026`), and
    /// `/` parts names.
    pub fn find_in_name(&self, name: &str) -> Vec<Found> {
        if self.is_idle() || !may_hold_any(name) && !self.has_order() {
            return Vec::new();
        }
        let mut found = Vec::new();
        if name.contains("://") {
            found = self.find(name);
        }
        let mut start = 0;
        for part in name.split('/') {
            let mut here = self.find(part);
            if part.contains('_') {
                here.extend(self.find(&part.replace('_', " ")));
            }
            let moved = |range: Range<usize>| range.start + start..range.end + start;
            found.extend(here.into_iter().map(|one| Found { range: moved(one.range), ..one }));
            start += part.len() + 1;
        }
        apart(found)
    }

    /// The name with a word such as `[phone]` for each find.
    pub fn redact_name<'n>(&self, name: &'n str) -> Cow<'n, str> {
        let found = self.find_in_name(name);
        if found.is_empty() {
            return Cow::Borrowed(name);
        }
        let mut left = name.to_owned();
        for one in found.into_iter().rev() {
            left.replace_range(one.range, one.kind.mark());
        }
        Cow::Owned(left)
    }
}

/// Whether a name can hold anything but an order's number: many digits that no letter parts, or what is
/// in no plain name.
fn may_hold_any(name: &str) -> bool {
    let mut together = 0;
    name.bytes().any(|byte| {
        match byte {
            b'0'..=b'9' => together += 1,
            b'a'..=b'z' | b'A'..=b'Z' => together = 0,
            _ => {}
        }
        together >= FEWEST_DIGITS || matches!(byte, b'@' | b':' | 0x80..)
    })
}

#[cfg(test)]
mod tests {
    use super::super::Kind;
    use super::*;

    #[test]
    fn names_of_files_and_ids() {
        let redactor = Redactor::new(&Kind::ALL, Some(r"ORD-\d{6}")).unwrap();
        for (name, left) in [
            ("calls/call_79161234567_2026-10-26.vtt", "calls/call_[phone]_2026-10-26.vtt"),
            ("calls/+7 916 123-45-67.vtt", "calls/[phone].vtt"),
            ("mail/ann_lee@mail.example/1.eml", "mail/[email]/1.eml"),
            ("ORD-104233_2.json", "[order]_2.json"),
            ("calls/2026-10-26T10-05-40.vtt", "calls/2026-10-26T10-05-40.vtt"),
            ("5a6f0c1e-2f5d-4a71-9d0b-000000000c01", "5a6f0c1e-2f5d-4a71-9d0b-000000000c01"),
            ("tickets_1.json", "tickets_1.json"),
            ("", ""),
        ] {
            assert_eq!(redactor.redact_name(name), left, "{name}");
        }
        let phones = Redactor::new(&[Kind::Phone], None).unwrap();
        assert_eq!(phones.redact_name("ann@mail.example"), "ann@mail.example");
    }
}
