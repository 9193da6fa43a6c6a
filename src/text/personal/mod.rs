//! Personal data in a text: found by form and check digits, called by its kind, replaced by a word.
//!
//! A [`Redactor`] looks for the [`Kind`]s it was made for. What has a check digit is found wherever it
//! stands; what has none needs its usual form or a word for it nearby. Postal addresses are found by a
//! street or building with a number.
//!
//! What is not found: people's names, which are the residual risk of every redacted text; names of
//! accounts elsewhere (`@ivan`, Telegram, WeChat); places without a house's number; numbers and
//! addresses that are spelled out in words. So a redacted text is no anonymous one.
//!
//! ```
//! use caseload::text::personal::{Kind, Redactor};
//!
//! let redactor = Redactor::new(&Kind::ALL, Some(r"\bORD-\d+"))?;
//! let redacted = redactor.redact("ORD-88213: пишите на Ivan@Mail.ru или +7 (916) 123-45-67");
//! assert_eq!(redacted.text, "[order]: пишите на [email] или [phone]");
//! assert_eq!(redacted.counts.of(Kind::Phone), 1);
//! # Ok::<(), caseload::text::personal::OrderPatternError>(())
//! ```

mod address;
mod called;
mod card;
mod china;
mod email;
mod iban;
mod kind;
mod link;
mod name;
mod numbers;
mod phone;
mod reading;
mod redactor;
mod russia;

use std::ops::Range;

pub use kind::{Counts, Kind};
pub use redactor::{OrderPatternError, Redacted, Redactor};

/// Personal data and where it stands, in bytes of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub kind: Kind,
    pub range: Range<usize>,
}
