//! How a file may be cut so that all cores can read it.

/// Where a file may be cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// Not at all: the reader gets the whole file.
    Whole,
    /// After any line feed.
    Lines,
    /// After a line feed outside of quotes.
    Csv { quote: u8 },
    /// Before a line that begins with `From ` and follows an empty one.
    Mbox,
    /// The reader fetches these many parts from the path by itself.
    Parts(u32),
}

impl Cut {
    /// Offset in `bytes` of the first place to cut, at least `from`. `odd` says whether an odd
    /// number of quotes stands before `bytes`. `None` where there is no such place.
    pub(super) fn first(self, bytes: &[u8], from: usize, odd: bool) -> Option<usize> {
        match self {
            Cut::Whole | Cut::Parts(_) => None,
            Cut::Lines => {
                let tail = bytes.get(from.saturating_sub(1)..)?;
                Some(from.saturating_sub(1) + memchr::memchr(b'\n', tail)? + 1)
            }
            Cut::Csv { quote } => {
                let mut odd = odd;
                for at in memchr::memchr2_iter(b'\n', quote, bytes) {
                    if bytes.get(at) == Some(&quote) {
                        odd = !odd;
                    } else if !odd && at + 1 >= from {
                        return Some(at + 1);
                    }
                }
                None
            }
            Cut::Mbox => {
                let begin = from.saturating_sub(2);
                let tail = bytes.get(begin..)?;
                memchr::memmem::find_iter(tail, b"\nFrom ")
                    .map(|at| begin + at + 1)
                    .find(|&at| at >= from && is_after_empty_line(bytes, at))
            }
        }
    }

    /// Offset in `bytes` behind the last place to cut, as [`Cut::first`] counts.
    pub(super) fn last(self, bytes: &[u8]) -> Option<usize> {
        match self {
            Cut::Whole | Cut::Parts(_) => None,
            Cut::Lines => memchr::memrchr(b'\n', bytes).map(|at| at + 1),
            Cut::Csv { quote } => {
                let (mut odd, mut last) = (false, None);
                for at in memchr::memchr2_iter(b'\n', quote, bytes) {
                    if bytes.get(at) == Some(&quote) {
                        odd = !odd;
                    } else if !odd {
                        last = Some(at + 1);
                    }
                }
                last
            }
            Cut::Mbox => memchr::memmem::rfind_iter(bytes, b"\nFrom ")
                .map(|at| at + 1)
                .find(|&at| is_after_empty_line(bytes, at)),
        }
    }
}

fn is_after_empty_line(bytes: &[u8], at: usize) -> bool {
    bytes.get(..at).is_some_and(|before| before.ends_with(b"\n\n") || before.ends_with(b"\n\r\n"))
}
