//! Which signs a text holds, told once so that what needs one of them looks for nothing in vain.

/// Kinds of signs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Signs(u16);

impl Signs {
    pub const NONE: Self = Self(0);
    pub const DIGIT: Self = Self(1);
    /// `@`
    pub const AT: Self = Self(1 << 1);
    /// `/`
    pub const SLASH: Self = Self(1 << 2);
    /// `?`
    pub const QUESTION: Self = Self(1 << 3);
    /// `!`
    pub const EXCLAMATION: Self = Self(1 << 4);
    /// `[`, and what ends in the same byte as `【`.
    pub const BRACKET: Self = Self(1 << 5);
    /// `{`
    pub const BRACE: Self = Self(1 << 6);
    /// `<` or `>`
    pub const ANGLE: Self = Self(1 << 7);
    /// `%`, `#` or `$`
    pub const CODE: Self = Self(1 << 8);
    /// `"` and what ends in the same byte as `「` and `『`.
    pub const QUOTE: Self = Self(1 << 9);
    /// `-`
    pub const HYPHEN: Self = Self(1 << 10);
    /// `` ` ``
    pub const TICK: Self = Self(1 << 11);
    /// `_`, `x` or `X`
    pub const CROSS: Self = Self(1 << 12);
    /// `w`
    pub const W: Self = Self(1 << 13);
    /// Anything beyond ASCII.
    pub const WIDE: Self = Self(1 << 14);

    /// Those of a text.
    pub fn of(text: &str) -> Self {
        let one = |byte: u8| OF_BYTES.get(usize::from(byte)).copied().unwrap_or_default();
        Self(text.bytes().fold(0, |all, byte| all | one(byte)))
    }

    /// Whether there is one of some kinds.
    pub fn has(self, any: Self) -> bool {
        self.0 & any.0 != 0
    }

    /// The kinds of both.
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    const fn of_byte(byte: u8) -> Self {
        let sign = match byte {
            b'0'..=b'9' => Self::DIGIT,
            b'@' => Self::AT,
            b'/' => Self::SLASH,
            b'?' => Self::QUESTION,
            b'!' => Self::EXCLAMATION,
            b'[' | 0x90 => Self::BRACKET,
            b'{' => Self::BRACE,
            b'<' | b'>' => Self::ANGLE,
            b'%' | b'#' | b'$' => Self::CODE,
            b'"' | 0x8C | 0x8E => Self::QUOTE,
            b'-' => Self::HYPHEN,
            b'`' => Self::TICK,
            b'_' | b'x' | b'X' => Self::CROSS,
            b'w' => Self::W,
            _ => Self::NONE,
        };
        if byte.is_ascii() { sign } else { sign.or(Self::WIDE) }
    }
}

const OF_BYTES: [u16; 256] = {
    let mut all = [0; 256];
    let mut rest: &mut [u16] = &mut all;
    let mut byte = 0u8;
    while let Some((signs, after)) = rest.split_first_mut() {
        *signs = Signs::of_byte(byte).0;
        rest = after;
        byte = byte.wrapping_add(1);
    }
    all
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_told_by_their_bytes() {
        for (text, kind) in [
            ("7", Signs::DIGIT),
            ("@", Signs::AT),
            ("a/b", Signs::SLASH),
            ("?", Signs::QUESTION),
            ("ok!", Signs::EXCLAMATION),
            ("【", Signs::BRACKET),
            ("[", Signs::BRACKET),
            ("{", Signs::BRACE),
            (">", Signs::ANGLE),
            ("$", Signs::CODE),
            ("「", Signs::QUOTE),
            ("『", Signs::QUOTE),
            ("\"", Signs::QUOTE),
            ("-", Signs::HYPHEN),
            ("`", Signs::TICK),
            ("x", Signs::CROSS),
            ("_", Signs::CROSS),
            ("www", Signs::W),
            ("я", Signs::WIDE),
        ] {
            assert!(Signs::of(text).has(kind), "{text}");
        }
        assert_eq!(Signs::of("order, please"), Signs::NONE);
    }
}
