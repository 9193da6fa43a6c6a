//! Cuts from a mail what its author did not write: the correspondence quoted below or between.

/// The author's own lines. Where that would leave nothing, as in a forwarded mail, all of them.
pub(super) fn own_words(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let mut own: Vec<&str> = Vec::with_capacity(lines.len());
    let (mut has_words, mut after_quote) = (false, false);
    for (at, line) in lines.iter().enumerate() {
        if line.starts_with('>') {
            if !after_quote {
                drop_attribution(&mut own, true);
                has_words = !own.is_empty();
            }
            after_quote = true;
        } else if line.is_empty() {
            own.extend((!after_quote).then_some(*line));
        } else if has_words && begins_history(lines.get(at..).unwrap_or_default()) {
            break;
        } else {
            if after_quote && has_words {
                own.push("");
            }
            (has_words, after_quote) = (true, false);
            own.push(line);
        }
    }
    drop_attribution(&mut own, false);
    let own = own.join("\n");
    let own = own.trim();
    if own.is_empty() { text.trim().to_owned() } else { own.to_owned() }
}

/// Takes off the lines at the end that say whose words come next. Where none were seen to come,
/// only a line that names a date or an address is one.
fn drop_attribution(own: &mut Vec<&str>, quote_follows: bool) {
    while own.last().is_some_and(|line| line.is_empty()) {
        own.pop();
    }
    let is_one = |line: &str| is_attribution(line, !quote_follows);
    let lines = match own.as_slice() {
        [.., first, last] if begins_attribution(first) && !begins_attribution(last) => {
            if is_one(&format!("{first} {last}")) { 2 } else { 0 }
        }
        [.., last] => usize::from(is_one(last)),
        [] => 0,
    };
    own.truncate(own.len() - lines);
    while own.last().is_some_and(|line| line.is_empty()) {
        own.pop();
    }
}

/// Whether an attribution of two lines may begin so: with a date and a time.
fn begins_attribution(line: &str) -> bool {
    let is_number = |c: char| c.is_ascii_digit();
    let is_dated = line.starts_with(is_number) && line.contains(':');
    let words = ["On ", "Am ", "Le "];
    is_dated || (line.contains(is_number) && words.iter().any(|word| line.starts_with(word)))
}

/// `On Monday, Ann wrote:` in a few languages, or a line with a date and an address.
fn is_attribution(line: &str, is_strict: bool) -> bool {
    const VERBS: [&str; 15] = [
        " wrote",
        " writes",
        "пишет",
        "писал",
        "писала",
        "написал",
        "написала",
        "написал(а)",
        "писал(а)",
        "написали",
        "写道",
        "寫道",
        "写到",
        " a écrit",
        " escribió",
    ];
    let Some(said) = line.trim().strip_suffix([':', '：']).map(str::trim_end) else {
        return false;
    };
    let has_digit = said.contains(|c: char| c.is_ascii_digit());
    let has_address = said.contains('@') || (said.contains('<') && said.contains('>'));
    let has_verb = VERBS.iter().any(|verb| said.ends_with(verb));
    (has_digit && has_address) || (has_verb && (!is_strict || has_digit || has_address))
}

/// Whether from here on all is history: a divider, or the header block of an older mail.
fn begins_history(lines: &[&str]) -> bool {
    let Some((line, after)) = lines.split_first() else {
        return false;
    };
    if is_divider(line) {
        return true;
    }
    let is_rule = line.len() >= 20 && line.bytes().all(|b| b == b'_');
    let block = if is_rule { after } else { lines };
    let mut block = block.iter().filter(|line| !line.is_empty()).take(5);
    block.next().is_some_and(|line| field(line) == Some(Field::From))
        && block.filter(|line| field(line).is_some()).count() >= 2
}

/// `-----Original Message-----` and its kin.
fn is_divider(line: &str) -> bool {
    const WORDS: [&str; 14] = [
        "original message",
        "original appointment",
        "forwarded message",
        "next part",
        "исходное сообщение",
        "пересылаемое сообщение",
        "пересланное сообщение",
        "конец пересылаемого",
        "原始邮件",
        "邮件原件",
        "转发邮件",
        "原始郵件",
        "ursprüngliche nachricht",
        "message d'origine",
    ];
    let inner = line.trim_matches(['-', ' ']);
    let is_ruled = line.starts_with("---") && line.ends_with("--");
    is_ruled && !inner.is_empty() && {
        let inner = inner.to_lowercase();
        WORDS.iter().any(|word| inner.contains(word))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    From,
    Other,
}

/// The header that a line of an older mail's block holds, in a few languages.
fn field(line: &str) -> Option<Field> {
    const FROM: [&str; 5] = ["from", "от", "от кого", "发件人", "von"];
    const OTHER: [&str; 19] = [
        "sent",
        "date",
        "to",
        "cc",
        "subject",
        "отправлено",
        "дата",
        "кому",
        "копия",
        "тема",
        "发送时间",
        "日期",
        "收件人",
        "抄送",
        "主题",
        "gesendet",
        "an",
        "betreff",
        "datum",
    ];
    let (name, _) = line.split_once([':', '：'])?;
    let name = name.trim_matches(['*', ' ']).to_lowercase();
    if FROM.contains(&name.as_str()) {
        Some(Field::From)
    } else {
        OTHER.contains(&name.as_str()).then_some(Field::Other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quoted_tail_and_its_attribution_go() {
        for attribution in [
            "On Mon, 19 Oct 2026 at 10:15, Jack <jack@mail.example> wrote:",
            "On Mon, 19 Oct 2026 at 10:15, Jack Miller\n<jack@mail.example> wrote:",
            "19.10.2026, 10:15, \"Olga\" <olga@mail.example>:",
            "Понедельник, 19 октября 2026, 10:15 +03:00 от Olga <olga@mail.example>:",
            "Ольга пишет:",
            "2026年10月19日 10:15，王芳 <wang@mail.example> 写道：",
            "2026-10-19 10:15 GMT+02:00 Jack Miller of the Northern Branch\n<jack@mail.example>:",
        ] {
            let text = format!("Thanks!\n\n{attribution}\n\n> first\n>> second\n>\n");
            assert_eq!(own_words(&text), "Thanks!", "{attribution}");
        }
    }

    #[test]
    fn answers_between_quotes_stay() {
        let text =
            "Hi,\n\nYesterday at 15:02, Ann wrote:\n\n> Is it blue?\n\nYes.\n\n> Is it big?\nNo.";
        assert_eq!(own_words(text), "Hi,\n\nYes.\n\nNo.");
    }

    #[test]
    fn only_the_attribution_goes_with_the_quote() {
        assert_eq!(own_words("Заказ:\n10-4471\nОльга пишет:\n> где он?"), "Заказ:\n10-4471");
        assert_eq!(own_words("On 19 Oct it broke.\n\n> when?"), "On 19 Oct it broke.");
    }

    #[test]
    fn header_blocks_and_dividers_end_the_mail() {
        for history in [
            "-----Original Message-----\nFrom: a",
            "------------------ 原始邮件 ------------------\n你好",
            "-------- Исходное сообщение --------\nТекст",
            "________________________________\nFrom: Ann\nSent: Monday\nTo: Bob\n\nold",
            "От: Анна\nОтправлено: понедельник\nКому: Борис\nТема: возврат\n\nстарое",
            "发件人：安娜\n发送时间：2026年10月19日\n收件人：王芳\n\n旧",
            "-------------- next part --------------\nAn HTML attachment was scrubbed...",
        ] {
            assert_eq!(own_words(&format!("New.\n\n{history}")), "New.", "{history}");
        }
    }

    #[test]
    fn what_only_looks_like_history_stays() {
        for text in [
            "The shop wrote:\nno refund",
            "From: the desk\nI have a question",
            "--- urgent ---\nhelp",
            "My order:",
            "> all of it is quoted",
        ] {
            assert_eq!(own_words(text), text);
        }
    }
}
