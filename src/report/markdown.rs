//! The part of Markdown that the words of a measure's page are written in, as HTML: paragraphs and
//! lists; code, strong, emphasis and links within a line.
//!
//! Whatever is written is escaped first; links become words with their address, since the page
//! works without a network.

use minijinja::HtmlEscape;

/// Paragraphs and lists as HTML.
pub(super) fn blocks(text: &str) -> String {
    let mut html = String::new();
    let mut lines = text.lines().map(str::trim_end).peekable();
    while let Some(line) = lines.next() {
        if line.is_empty() {
            continue;
        }
        let is_list = item(line).is_some();
        let mut parts = vec![item(line).unwrap_or(line).to_owned()];
        let goes_on = |next: &&str| {
            let is_more = if is_list { next.starts_with(' ') } else { item(next).is_none() };
            !next.is_empty() && (is_more || is_list && item(next).is_some())
        };
        while let Some(next) = lines.next_if(goes_on) {
            match (item(next), parts.last_mut()) {
                (None, Some(last)) => {
                    last.push(' ');
                    last.push_str(next.trim_start());
                }
                (words, _) => parts.push(words.unwrap_or(next).to_owned()),
            }
        }
        let wrap = |tag: &str| -> String {
            parts.iter().map(|part| format!("<{tag}>{}</{tag}>\n", inline(part))).collect()
        };
        html += &if is_list { format!("<ul>\n{}</ul>\n", wrap("li")) } else { wrap("p") };
    }
    html
}

/// The words of a list's item.
fn item(line: &str) -> Option<&str> {
    line.strip_prefix("- ").or_else(|| line.strip_prefix("* "))
}

/// One line or paragraph as HTML.
pub(super) fn inline(text: &str) -> String {
    let mut html = String::new();
    for (part, is_code) in text.split('`').zip([false, true].into_iter().cycle()) {
        match is_code {
            true => html += &format!("<code>{}</code>", escape(part)),
            false => html += &paired(&paired(&links(part), "**", "strong"), "*", "em"),
        }
    }
    html
}

/// `[words](address)` as words and address, as a link where it leads to a place of the page;
/// everything escaped.
fn links(text: &str) -> String {
    let mut html = String::new();
    let mut rest = text;
    while let Some((before, words, address, after)) = link(rest) {
        html += &escape(before);
        html += &match address.strip_prefix('#') {
            Some(anchor) => format!("<a href=\"#{}\">{}</a>", escape(anchor), escape(words)),
            None => {
                format!("{} <span class=\"address\">{}</span>", escape(words), escape(address))
            }
        };
        rest = after;
    }
    html + &escape(rest)
}

/// The first link of a text: what stands before it, its words, its address, and what follows.
fn link(text: &str) -> Option<(&str, &str, &str, &str)> {
    let (before, rest) = text.split_once('[')?;
    let (words, rest) = rest.split_once("](")?;
    let (address, after) = rest.split_once(')')?;
    Some((before, words, address, after))
}

/// What stands between two marks in a tag; a mark without a second stays as it is.
fn paired(text: &str, mark: &str, tag: &str) -> String {
    let parts: Vec<&str> = text.split(mark).collect();
    let mut html = String::new();
    for (part, at) in parts.iter().zip(0..) {
        let is_last = at + 1 == parts.len();
        match at % 2 {
            0 => html += part,
            _ if is_last => html += &format!("{mark}{part}"),
            _ => html += &format!("<{tag}>{part}</{tag}>"),
        }
    }
    html
}

fn escape(text: &str) -> String {
    HtmlEscape(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::{blocks, inline};
    use proptest::prelude::*;

    #[test]
    fn paragraphs_and_lists_become_html() {
        let page =
            "One *line*\nand `a < b`.\n\nAnother:\n- first\n  goes on\n- **second**\n\nLast.\n";
        assert_eq!(
            blocks(page),
            "<p>One <em>line</em> and <code>a &lt; b</code>.</p>\n<p>Another:</p>\n\
             <ul>\n<li>first goes on</li>\n<li><strong>second</strong></li>\n</ul>\n<p>Last.</p>\n"
        );
    }

    #[test]
    fn links_are_words_with_their_address() {
        assert_eq!(
            inline("see [Zendesk](x.example?b=\"c) *now"),
            "see Zendesk <span class=\"address\">x.example?b=&quot;c</span> *now"
        );
    }

    proptest! {
        #[test]
        fn only_known_tags_come_out(text in "[a<>&\"'`*\\-\\[\\]() \n]{0,80}") {
            let mut html = blocks(&text).replace("<span class=\"address\">", "");
            for tag in ["p", "ul", "li", "code", "strong", "em", "span"] {
                html = html.replace(&format!("<{tag}>"), "").replace(&format!("</{tag}>"), "");
            }
            prop_assert!(!html.contains(['<', '>', '"']), "{html}");
        }
    }
}
