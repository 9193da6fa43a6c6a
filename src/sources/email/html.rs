//! Plain text of an HTML mail, without styles and without what it quotes.

use mail_parser::decoders::html::html_to_text;

/// Elements whose content nobody sees.
const UNSEEN: [&str; 5] = ["style", "script", "head", "title", "template"];
/// Elements that stand on lines of their own.
const BLOCKS: [&str; 16] = [
    "div", "p", "tr", "table", "ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6", "section",
    "article", "hr",
];
/// Marks in a tag that the history of the correspondence begins there.
const HISTORY: [&str; 6] = [
    "gmail_quote",
    "yahoo_quoted",
    "divrplyfwdmsg",
    "appendonsend",
    "reply-intro",
    "mail-quote-collapse",
];

/// The text that its author wrote; all of it where that would leave nothing.
pub(super) fn text(html: &str) -> String {
    let own = plain(html, true);
    if own.trim().is_empty() { plain(html, false) } else { own }
}

fn plain(html: &str, is_own: bool) -> String {
    let mut marked = String::with_capacity(html.len());
    let mut rest = html;
    let mut at_line_start = true;
    while let Some((text, tail)) = rest.split_once('<') {
        marked.push_str(text);
        at_line_start &= text.trim().is_empty();
        if let Some(comment) = tail.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let Some((tag, after)) = tail.split_once('>') else {
            rest = "";
            break;
        };
        rest = after;
        let name = name(tag);
        let is_open = !tag.starts_with('/');
        let is_quote = is_own && name == "blockquote";
        if is_open && (is_quote || UNSEEN.contains(&name.as_str())) {
            rest = after_element(after, &name);
        } else if is_open && is_own && begins_history(tag) {
            rest = "";
        } else if name == "br" || (BLOCKS.contains(&name.as_str()) && !at_line_start) {
            marked.push_str("<br>");
            at_line_start = true;
        } else if name == "td" || name == "th" {
            marked.push(' ');
        }
    }
    marked.push_str(rest);
    tidy(&html_to_text(&marked))
}

/// The tag's name in lower case, with or without a slash before it.
fn name(tag: &str) -> String {
    let name = tag.trim_start_matches('/').split(|c: char| !c.is_ascii_alphanumeric()).next();
    name.unwrap_or_default().to_ascii_lowercase()
}

fn begins_history(tag: &str) -> bool {
    let tag = tag.to_ascii_lowercase();
    HISTORY.iter().any(|mark| tag.contains(mark))
}

/// What follows the end of an element that was just opened; nothing where it never ends.
fn after_element<'h>(mut rest: &'h str, element: &str) -> &'h str {
    let mut depth = 1_usize;
    while let Some((_, tail)) = rest.split_once('<') {
        rest = tail;
        if name(tail.split('>').next().unwrap_or_default()) != element {
            continue;
        }
        depth = if tail.starts_with('/') { depth - 1 } else { depth + 1 };
        if depth == 0 {
            return tail.split_once('>').map_or("", |(_, after)| after);
        }
    }
    ""
}

/// Without space at the ends of lines, and with no two empty lines in a row.
fn tidy(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    let mut empty = 0;
    for line in text.lines().map(|line| line.trim_matches([' ', '\t', '\r', '\u{a0}'])) {
        empty = if line.is_empty() { empty + 1 } else { 0 };
        if empty < 2 {
            tidy.push_str(line);
            tidy.push('\n');
        }
    }
    tidy
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_lines_and_styles_are_not_text() {
        let html = "<html><head><title>T</title></head><style>p {x:y}</style><body><!-- no -->\
                    <div>Hello&nbsp;&amp; thanks</div><div>Two <b>bold</b><br/></div>\
                    <table><tr><td>a</td><td>b</td></tr></table><p>End</p></body></html>";
        assert_eq!(text(html).trim(), "Hello\u{a0}& thanks\nTwo bold\na b\nEnd");
    }

    #[test]
    fn quotes_are_not_the_authors() {
        let html = "<div>Да</div><blockquote>a<blockquote>b</blockquote>c</blockquote>нет<br>\
                    <div class=\"gmail_quote\">On Monday Ann wrote:</div>";
        assert_eq!(text(html).trim(), "Да\nнет");
    }

    #[test]
    fn a_mail_of_nothing_but_a_quote_is_kept() {
        assert_eq!(text("<blockquote type=cite>all</blockquote>").trim(), "all");
    }

    #[test]
    fn broken_markup_is_read_as_far_as_it_goes() {
        assert_eq!(text("a <b").trim(), "a");
        assert_eq!(text("a <style> b").trim(), "a");
        assert_eq!(text("1 &lt; 2 <").trim(), "1 < 2");
    }
}
