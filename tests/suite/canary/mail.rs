//! Mails with secrets in them: in plain text, quoted-printable, base64 and HTML.

use super::secrets::{EMAIL, GHOST, GHOST_EMAIL, line};

/// The mails of a file, the body of each in another encoding.
pub fn planted(name: &str, bytes: &[u8]) -> Vec<u8> {
    // Bodies are replaced, and headers are in ASCII.
    let text = String::from_utf8_lossy(bytes).replace("\r\n", "\n");
    if !name.ends_with(".mbox") {
        let way = name.bytes().map(usize::from).sum::<usize>();
        return mail(&text, way).into_bytes();
    }
    let mails = text.split("\n\nFrom ").enumerate();
    mails.map(|(way, one)| mail(one, way)).collect::<Vec<_>>().join("\n\nFrom ").into_bytes()
}

/// A mail's headers with a new body; `way` chooses its encoding.
fn mail(text: &str, way: usize) -> String {
    let (head, _) = text.split_once("\n\n").unwrap();
    let mut kept = String::new();
    let mut is_left_out = false;
    for header in head.lines() {
        if !header.starts_with([' ', '\t']) {
            let name = header.split(':').next().unwrap().to_ascii_lowercase();
            is_left_out =
                ["content-type", "content-transfer-encoding", "subject"].contains(&&*name);
        }
        if !is_left_out {
            kept += &format!("{header}\n");
        }
    }
    let subject = base64(line().as_bytes()).replace('\n', "");
    let body = format!("Hello,\n{}\nBye", line());
    let (kind, encoding, body) = match way % 4 {
        0 => ("plain", "8bit", body),
        1 => ("plain", "base64", base64(body.as_bytes())),
        2 => ("plain", "quoted-printable", quoted(&body)),
        _ => {
            ("html", "base64", base64(format!("<p>{}</p>", body.replace('\n', "<br>")).as_bytes()))
        }
    };
    format!(
        "{kept}Subject: =?utf-8?B?{subject}?=\nContent-Type: text/{kind}; charset=utf-8\n\
         Content-Transfer-Encoding: {encoding}\n\n{body}"
    )
}

/// Files called after their authors: one by somebody who is named nowhere else and with the address
/// in the id, one by the mail system, one sent nobody knows when.
pub fn more(write: impl Fn(&str, &[u8])) {
    let head = |from: &str, id: &str, date: &str| {
        format!(
            "From: {from}\nTo: <support@lavka.shop.example>\nMessage-ID: <{id}>\nDate: {date}\n\nx"
        )
    };
    let ghost = format!("{GHOST} <{GHOST_EMAIL}>");
    let id = format!("20261026.{GHOST_EMAIL}");
    let first = head(&ghost, &id, "Mon, 26 Oct 2026 12:00:00 +0100");
    write(&format!("{EMAIL}.eml"), mail(&first, 0).as_bytes());
    let daemon = "Mail Delivery <mailer-daemon@ghost-post.example>";
    let bounce = head(daemon, "b.1@ghost-post.example", "Mon, 26 Oct 2026 12:01:00 +0100")
        .replacen("Message-ID", &format!("In-Reply-To: <{id}>\nMessage-ID"), 1);
    write("bounce.eml", mail(&bounce, 1).as_bytes());
    write("undated.eml", mail(&head(&ghost, "u.1@ghost-post.example", EMAIL), 2).as_bytes());
}

/// Base64 in lines of 76.
fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let all = three.iter().fold(0u32, |all, byte| all << 8 | u32::from(*byte));
        let all = all << (8 * (3 - three.len()));
        for place in 0..4 {
            let sign = SIGNS[(all >> (18 - 6 * place) & 63) as usize];
            text.push(if place > three.len() { '=' } else { char::from(sign) });
        }
        if text.len() % 77 == 76 {
            text.push('\n');
        }
    }
    text
}

/// Quoted-printable, everything but letters and digits of ASCII encoded.
fn quoted(text: &str) -> String {
    let mut out = String::new();
    let mut width = 0;
    for byte in text.bytes() {
        let sign = match byte {
            b'\n' => "\n".to_owned(),
            _ if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
            _ => format!("={byte:02X}"),
        };
        width = if byte == b'\n' { 0 } else { width + sign.len() };
        if width > 70 {
            out += "=\n";
            width = sign.len();
        }
        out += &sign;
    }
    out
}
