//! Keeps a parser that panics on damaged bytes from ending the run.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// What a parser of another crate returns, or `damaged` where it panicked. The parser must not be
/// used again after an error.
pub(super) fn guarded<T, E>(
    parse: impl FnOnce() -> Result<T, E>,
    damaged: impl FnOnce(&'static str) -> E,
) -> Result<T, E> {
    catch_unwind(AssertUnwindSafe(parse)).unwrap_or_else(|_| Err(damaged("it is damaged")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_error() {
        let parse = |bytes: &[u8]| guarded(|| Ok(bytes[3]), str::to_owned);
        assert_eq!(parse(b"fine"), Ok(b'e'));
        assert_eq!(parse(b"cut"), Err("it is damaged".to_owned()));
    }
}
