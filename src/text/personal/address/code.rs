//! Postal codes that are called so.

use std::ops::Range;
use std::sync::LazyLock;

use crate::text::personal::called::Called;
use crate::text::personal::numbers::left_of;
use crate::text::personal::reading::Reading;

static SIX_DIGITS: LazyLock<Called> =
    LazyLock::new(|| Called::new(&["индекс", "индекса", "индексу", "邮编", "邮政编码"]));
static FIVE_DIGITS: LazyLock<Called> = LazyLock::new(|| {
    Called::new(&["zip", "zip code", "zipcode", "post code", "postal code", "postcode"])
});

/// A postal code: six digits after a Russian or Chinese word for one, five after an English one, with
/// the four that may follow.
pub(super) fn at(reading: &Reading<'_>, group: usize) -> Option<Range<usize>> {
    let range = reading.groups.get(group)?.clone();
    let words = match range.len() {
        5 => &FIVE_DIGITS,
        6 => &SIX_DIGITS,
        _ => return None,
    };
    let after = reading.after(range.end);
    // Most numbers of five or six digits are told by what is next to them.
    let before = reading.before(range.start).chars().next_back();
    if before.is_some_and(|c| c.is_ascii_digit() || matches!(c, '-' | '/' | '.' | '#' | '_')) {
        return None;
    }
    let is_glued = after.starts_with(|c: char| c.is_ascii_alphanumeric());
    let between = left_of(reading.text, range.start, 16);
    let is_of_else =
        ["file", "files", "folder", "archive"].iter().any(|word| between.contains(word));
    if is_glued || is_of_else || !words.ends(left_of(reading.text, range.start, 32)) {
        return None;
    }
    let next = reading.groups.get(group + 1);
    let more = next.filter(|next| next.start == range.end + 1 && next.len() == 4);
    let end = more.filter(|_| range.len() == 5 && after.starts_with('-')).map(|next| next.end);
    Some(range.start..end.unwrap_or(range.end))
}
