//! What an I/O error says, in words for whoever reads the message.

use std::io;

/// The reason of an I/O error without the number that std adds: `no space left on device`.
pub fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    let cut = text.find(" (os error").unwrap_or(text.len());
    let mut text = text.get(..cut).unwrap_or_default().to_owned();
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_the_system_are_left_out() {
        let error = io::Error::from_raw_os_error(28);
        assert!(error.to_string().contains("os error 28"), "{error}");
        assert_eq!(reason(&error), "no space left on device");
    }
}
