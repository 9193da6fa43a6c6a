//! Secrets planted into every file of the Rosetta desk, each as its format writes it.

use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, StringArray};
use arrow::record_batch::RecordBatch;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use regex::{Captures, Regex};
use zip::ZipArchive;
use zip::write::{SimpleFileOptions, ZipWriter};

use super::mail;
use super::secrets::{CUSTOMERS, EMAIL, GHOST, GHOST_EMAIL, PHONE, account, line, zendesk_account};

/// A copy of the desk with secrets in it.
pub fn desk(from: &Path, to: &Path) {
    let mut rest = vec![from.to_owned()];
    while let Some(folder) = rest.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                rest.push(path);
                continue;
            }
            let own = path.strip_prefix(from).unwrap();
            let name = own.to_string_lossy();
            if name.ends_with(".toml") || !name.contains('/') {
                continue;
            }
            let bytes = planted_file(&name, &fs::read(&path).unwrap());
            write(&to.join(own), &bytes);
        }
    }
    more(to);
}

fn write(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

/// A file of the desk with secrets in it.
fn planted_file(name: &str, bytes: &[u8]) -> Vec<u8> {
    if let Some(inner) = name.strip_suffix(".gz") {
        let mut plain = Vec::new();
        GzDecoder::new(bytes).read_to_end(&mut plain).unwrap();
        let mut packed = GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(&planted_file(inner, &plain)).unwrap();
        return packed.finish().unwrap();
    }
    if let Some(inner) = name.strip_suffix(".zst") {
        let plain = zstd::decode_all(bytes).unwrap();
        return zstd::encode_all(planted_file(inner, &plain).as_slice(), 1).unwrap();
    }
    let text = || String::from_utf8(bytes.to_vec()).unwrap();
    match name.split('/').next().unwrap() {
        "email" => mail::planted(name, bytes),
        "webvtt" => subtitles(name, &text()).into_bytes(),
        "zendesk" => zendesk(name, &text()).into_bytes(),
        "telegram" => telegram(&text()).into_bytes(),
        "contact_lens" => contact(&text()).into_bytes(),
        _ if name.ends_with(".parquet") => columnar(bytes),
        _ if name.ends_with(".xlsx") => workbook(bytes),
        _ if name.ends_with("json") => table_json(name, &text()).into_bytes(),
        _ => separated(name, &text()),
    }
}

/// What becomes of a value in a field of that name.
fn planted(field: &str, row: usize, value: &str) -> String {
    if CUSTOMERS.contains(&value) {
        return account(value);
    }
    match field {
        _ if value.is_empty() => String::new(),
        "text" | "body" | "plain_body" | "html_body" | "message" | "Content" => {
            format!("{value}\n{}", line())
        }
        "subject" | "raw_subject" | "comment" | "topic_label" => format!("{value}; {}", line()),
        "tags" => format!("{value},{EMAIL},+7 916 555-01-23"),
        "surface" | "team" | "priority" | "tier" if row % 4 == 3 => format!("{value} {}", line()),
        "order_id" => "ORD-774411".to_owned(),
        _ => value.to_owned(),
    }
}

/// Values of JSON, found by their keys wherever they stand. What is put in is escaped throughout.
fn json(text: &str) -> String {
    let value = Regex::new(r#""([A-Za-z_]+)":(\s*)"((?:[^"\\]|\\.)*)""#).unwrap();
    let mut place = 0;
    let replaced = value.replace_all(text, |found: &Captures<'_>| {
        place += 1;
        let plain: String = sonic_rs::from_str(&format!("\"{}\"", &found[3])).unwrap();
        let new = planted(&found[1], place, &plain);
        let new = if new == plain { found[3].to_owned() } else { escaped(&new) };
        format!("\"{}\":{}\"{new}\"", &found[1], &found[2])
    });
    let lists = Regex::new(r#""tags":(\s*)\["#).unwrap();
    lists.replace_all(&replaced, format!("\"tags\":[\"{}\",", escaped(EMAIL))).replace(",]", "]")
}

/// The text within a string of JSON, all but letters and digits of ASCII escaped.
fn escaped(text: &str) -> String {
    let units = text.encode_utf16().map(|unit| match u8::try_from(unit) {
        Ok(byte) if byte.is_ascii_alphanumeric() || byte == b' ' => char::from(byte).to_string(),
        _ => format!("\\u{unit:04x}"),
    });
    units.collect()
}

fn table_json(name: &str, text: &str) -> String {
    let mut text = json(text);
    if name.contains("messages") {
        text += &format!(
            "{{\"conversation_id\":\"c01\",\"message_id\":\"{EMAIL}\",\"sent_at\":\"{EMAIL}\",\"text\":\"x\"}}\n\
             {{\"conversation_id\":\"c01\",\"message_id\":\"{EMAIL}\",\"sent_at\":\"2026-10-19T07:08:30Z\",\"author_role\":\"bot\",\"text\":\"x\"}}\n\
             {{\"conversation_id\":\"c01\",\"sent_at\":\"2026-10-19T07:08:00Z\",\"text\":\"{EMAIL} \" \"+7 916 555-01-23\"}}\n",
        );
    }
    text
}

fn zendesk(name: &str, text: &str) -> String {
    let customers = Regex::new(r"\b30(?:0[1-9]|1[0-2])\b").unwrap();
    let text = customers.replace_all(text, |found: &Captures<'_>| zendesk_account(&found[0]));
    let fields = format!("\"custom_fields\":[{{\"id\":1,\"value\":\"{}\"}}]", escaped(&line()));
    let mut text = json(&text).replace("\"custom_fields\":[]", &fields);
    if name.ends_with("comments.ndjson") {
        text += &format!(
            "{{\"id\":99001,\"type\":\"Comment\",\"author_id\":2004,\"body\":\"x\",\"public\":true,\"created_at\":\"{EMAIL}\",\"ticket_id\":102}}\n\
             {{\"id\":99002,\"type\":\"Comment\",\"body\":\"{EMAIL}\" \"ticket_id\":102}}\n"
        );
    }
    if name.ends_with("users.json") {
        let ghost = format!(
            "{{\"users\":[\n{{\"id\":99003,\"name\":\"{GHOST}\",\"email\":\"{GHOST_EMAIL}\",\"role\":null}},\n"
        );
        text = text.replacen("{\"users\":[\n", &ghost, 1);
    }
    text
}

/// A message's text as Telegram has it, in parts.
fn telegram(text: &str) -> String {
    let value = Regex::new(r#""text":\s*"((?:[^"\\]|\\.)*)""#).unwrap();
    let parts = format!(
        "{{\"type\":\"email\",\"text\":\"{EMAIL}\"}},\" \",{{\"type\":\"plain\",\"text\":\"{}\"}}",
        escaped(&line())
    );
    let mut text = value
        .replace_all(text, |found: &Captures<'_>| format!("\"text\": [\"{} \",{parts}]", &found[1]))
        .into_owned();
    // One message of the chat was sent nobody knows when.
    let bad = format!(
        "\"messages\": [\n{{\"id\":99001,\"type\":\"message\",\"date\":\"{EMAIL}\",\"date_unixtime\":\"{EMAIL}\",\"from_id\":\"user51007\",\"text\":\"x\"}},"
    );
    text = text.replacen("\"messages\": [", &bad, 1);
    text
}

fn contact(text: &str) -> String {
    let time = if text.contains("\"CHAT\"") { "AbsoluteTime" } else { "BeginOffsetMillis" };
    let bad = format!(
        "\"Transcript\": [\n{{\"{time}\":\"{EMAIL}\",\"Content\":\"x\",\"Id\":\"{EMAIL}\",\
         \"ParticipantId\":\"CUSTOMER\",\"ParticipantRole\":\"CUSTOMER\",\"Type\":\"MESSAGE\"}},"
    );
    json(text).replacen("\"Transcript\": [", &bad, 1)
}

fn subtitles(name: &str, text: &str) -> String {
    let text = text.replace("subject: ", &format!("subject: {}; ", line()));
    let text = text.replace("tags: ", &format!("tags: {EMAIL}, "));
    let text = text.replace("topic_label: ", &format!("topic_label: {}; ", line()));
    let text = text.replace("order_id: 10-4519", "order_id: ORD-774411");
    let text = text.replace("priority: normal", &format!("priority: normal {EMAIL}"));
    let cues = if name.ends_with(".srt") {
        format!(
            "\n\n6\n00:01:20,000 --> 00:01:24,000\nZhao Lei: {}\n\n7\n00:01:25,000 --> {EMAIL}\nZhao Lei: x\n",
            line()
        )
    } else {
        format!(
            "\n\n02:50.000 --> 02:55.000\n<v Emma Brown>{}\n\n02:56.000 --> {EMAIL}\n<v Emma Brown>x\n",
            line()
        )
    };
    text.replace("\n\nNOTE The recording ends here.", "").trim_end().to_owned() + &cues
}

/// Rows of separated text, with a column or two more and some bad ones at the end.
fn separated(name: &str, text: &str) -> Vec<u8> {
    let delimiter = match () {
        () if name.contains(".tsv") => b'\t',
        () if text.lines().next().unwrap().contains(';') => b';',
        () => b',',
    };
    let mut reader = csv::ReaderBuilder::new();
    let reader = reader.has_headers(false).flexible(true).delimiter(delimiter);
    let rows = reader.from_reader(text.as_bytes()).into_records();
    let rows = rows.map(|row| row.unwrap().iter().map(str::to_owned).collect());
    let mut rows: Vec<Vec<String>> = rows.collect();
    let header = rows[0].clone();
    let comment = match name.rsplit('/').next().unwrap() {
        "recommendation.csv" => Some("Q3"),
        "effort_legacy.csv" => Some("Q2"),
        _ => None,
    };
    let begins = if comment.is_some() { 2 } else { 1 };
    for (number, row) in rows.iter_mut().enumerate().skip(begins) {
        for (field, cell) in header.iter().zip(row) {
            let is_header = cell.contains("ImportId");
            let field = if Some(field.as_str()) == comment { "comment" } else { field };
            *cell = if is_header { cell.clone() } else { planted(field, number, cell) };
        }
    }
    rows.extend(bad_rows(name, &header));
    let mut out = csv::WriterBuilder::new().flexible(true).delimiter(delimiter).from_writer(vec![]);
    rows.iter().for_each(|row| out.write_record(row).unwrap());
    out.into_inner().unwrap()
}

/// Rows that hold what their fields cannot.
fn bad_rows(name: &str, header: &[String]) -> Vec<Vec<String>> {
    let row = |values: &[(&str, &str)]| {
        let value = |field: &String| {
            let known = values.iter().find(|(name, _)| name == field);
            known.map_or_else(String::new, |(_, value)| (*value).to_owned())
        };
        header.iter().map(value).collect()
    };
    let (jack, time) = (account("jack"), "2026-10-26T14:10:00Z");
    let of = |what: &str| name.contains(what);
    if of("messages") {
        let system = [("conversation_id", "c11"), ("sent_at", time), ("text", "moved")];
        let system = [&system[..], &[("author_role", "system"), ("author_id", GHOST_EMAIL)]];
        vec![
            row(&system.concat()),
            row(&[("conversation_id", "c11"), ("sent_at", "ORD-774411"), ("text", "x")]),
            row(&[
                ("conversation_id", "c11"),
                ("sent_at", time),
                ("author_role", EMAIL),
                ("author_id", &jack),
                ("text", &line()),
            ]),
        ]
    } else if of("conversations") {
        let held = [("customer_id", jack.as_str()), ("assignee_id", jack.as_str())];
        let state = [("channel", "chat"), ("opened_at", time), ("status", EMAIL)];
        let named = [("conversation_id", EMAIL), ("queue_seconds", "+7 916 555-01-23")];
        let own = format!("{jack}-1");
        vec![
            row(&[&held[..], &state[..], &named[..]].concat()),
            row(&[&held[..], &state[..], &[("conversation_id", own.as_str())]].concat()),
        ]
    } else if of("events") {
        let event = |kind, value| {
            let at = "2026-10-26T14:03:00Z";
            row(&[
                ("conversation_id", "c11"),
                ("at", at),
                ("kind", kind),
                ("value", value),
                ("actor_id", GHOST_EMAIL),
            ])
        };
        vec![
            event("status_changed", EMAIL),
            event("assigned", &jack),
            event("merged", EMAIL),
            event("escalated", EMAIL),
            row(&[("conversation_id", "c11"), ("at", EMAIL), ("kind", "resolved")]),
        ]
    } else if of("ratings") {
        let rating = [("conversation_id", "c11"), ("rated_at", time), ("agent_id", &jack)];
        let both = |score| [&rating[..], &[("score", score)]].concat();
        vec![row(&both("5")), row(&both("five, +7 916 555-01-23"))]
    } else if of("people") {
        vec![row(&[("person_id", &account("ghost")), ("name", GHOST), ("team", GHOST_EMAIL)])]
    } else if of("survey_responses") {
        vec![row(&[
            ("response_id", EMAIL),
            ("answered_at", time),
            ("score", "7"),
            ("instrument", "nps"),
        ])]
    } else if of("tweets") {
        vec![row(&[
            ("tweet_id", "119299"),
            ("author_id", "dana_reads"),
            ("inbound", "True"),
            ("created_at", EMAIL),
            ("text", "x"),
        ])]
    } else if of("recommendation") {
        vec![row(&[
            ("StartDate", "2026-10-20 10:29:30"),
            ("EndDate", "2026-10-20 10:31:05"),
            ("Status", "IP Address"),
            ("Progress", "100"),
            ("Finished", "True"),
            ("ResponseId", EMAIL),
            ("Q1", EMAIL),
            ("RecipientEmail", EMAIL),
        ])]
    } else {
        Vec::new()
    }
}

fn columnar(bytes: &[u8]) -> Vec<u8> {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
    let schema = reader.schema().clone();
    let mut out = ArrowWriter::try_new(Vec::new(), schema.clone(), None).unwrap();
    for batch in reader.build().unwrap() {
        let batch = batch.unwrap();
        let columns = schema.fields().iter().zip(batch.columns()).map(|(field, column)| {
            let Some(texts) = column.as_string_opt::<i32>() else { return column.clone() };
            let cell = |(row, text): (usize, Option<&str>)| {
                text.map(|text| planted(field.name(), row, text))
            };
            Arc::new(texts.iter().enumerate().map(cell).collect::<StringArray>()) as ArrayRef
        });
        out.write(&RecordBatch::try_new(schema.clone(), columns.collect()).unwrap()).unwrap();
    }
    out.into_inner().unwrap()
}

fn workbook(bytes: &[u8]) -> Vec<u8> {
    let cell = Regex::new(r#"<c r="([A-Z]+)(\d+)"([^>]*)><is><t([^>]*)>([^<]*)</t>"#).unwrap();
    let mut from = ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut to = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for number in 0..from.len() {
        let mut part = from.by_index(number).unwrap();
        let name = part.name().to_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        if name.contains("worksheets/sheet") {
            let text = String::from_utf8(content).unwrap();
            let headed = cell.captures_iter(&text).filter(|found| &found[2] == "1");
            let header: Vec<_> =
                headed.map(|found| (found[1].to_owned(), found[5].to_owned())).collect();
            let new = cell.replace_all(&text, |found: &Captures<'_>| {
                let row: usize = found[2].parse().unwrap();
                let field = header.iter().find(|(column, _)| *column == found[1]);
                let value = match field.filter(|_| row > 1) {
                    Some((_, field)) => planted(field, row, &found[5]).replace('&', "&amp;"),
                    None => found[5].to_owned(),
                };
                let start = format!("<c r=\"{}{row}\"{}>", &found[1], &found[3]);
                format!("{start}<is><t{}>{value}</t>", &found[4])
            });
            content = new.into_owned().into_bytes();
        }
        to.start_file(name, SimpleFileOptions::default()).unwrap();
        to.write_all(&content).unwrap();
    }
    to.finish().unwrap().into_inner()
}

/// Files called after customers, and some that cannot be read.
fn more(to: &Path) {
    let read = |name: &str| fs::read(to.join(name)).unwrap();
    let vtt = read("webvtt/call-1042.vtt");
    let bare = String::from_utf8(vtt).unwrap();
    let cues = &bare[bare.find("turn-1").unwrap()..];
    let call = format!("WEBVTT\n\n{cues}");
    write(&to.join(format!("webvtt/call_{PHONE}_2026-10-19T09-02-11.vtt")), call.as_bytes());
    write(&to.join(format!("webvtt/{EMAIL} 2026-10-20T09-02-11.vtt")), call.as_bytes());
    let voice = "contact_lens/Analysis/Voice/2026/10/26";
    let name = "5a6f0c1e-2f5d-4a71-9d0b-000000000c10_analysis_2026-10-26T09_05_40Z.json";
    let contact = String::from_utf8(read(&format!("{voice}/{name}"))).unwrap();
    let own = Regex::new(r#"\s*"ContactId":\s*"[^"]*",?"#).unwrap().replace(&contact, "");
    let path = format!("{voice}/+{PHONE}_analysis_2026-10-26T11_05_40Z.json");
    write(&to.join(path), own.as_bytes());
    let chat = String::from_utf8(read("telegram/boris/result.json")).unwrap();
    let chat = chat.replace("51009", "51777").replace("Иван Зуев", GHOST);
    write(&to.join(format!("telegram/{EMAIL}/result.json")), chat.as_bytes());
    mail::more(|name, bytes| write(&to.join("email/maildir/cur").join(name), bytes));
    let customer = account("jack");
    let customer = customer.as_str();
    let mut rows = csv::Writer::from_writer(Vec::new());
    let header = "conversation_id,reviewer_id,criterion,verdict,reviewed_at,agent_id,comment";
    let reviewed = ["c11", customer, &line(), "met", "2026-10-26T14:10:00Z", customer, &line()];
    let undated = ["c11", "eva", "tone", "met", EMAIL, "tom", "x"];
    rows.write_record(header.split(',')).unwrap();
    rows.write_record(reviewed).unwrap();
    rows.write_record(undated).unwrap();
    write(&to.join("table/csv/reviews.csv"), &rows.into_inner().unwrap());
    // What cannot be read is told with what stands in it.
    let cut = format!("{{\"tickets\":[\n{{\"id\":901,\"subject\":\"{}", line());
    write(&to.join(format!("zendesk/broken {EMAIL}.json")), cut.as_bytes());
    let header = format!("conversation_id,{EMAIL},+7 916 555-01-23\n1,2,3\n");
    write(&to.join(format!("table/csv/+{PHONE}.csv")), header.as_bytes());
}
