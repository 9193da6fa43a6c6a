//! Exports of Qualtrics in all their layouts, each with the faults they come with.

use super::Qualtrics;
use crate::model::{Instant, Instrument, Record, SurveyResponse};
use crate::sources::testing::{issues, options, read, records};
use crate::sources::{Collected, Source};

fn at(text: &str) -> Option<Instant> {
    Some(Instant::from_rfc3339(text).unwrap())
}

fn responses(collected: &Collected) -> Vec<SurveyResponse<'_>> {
    let surveys = records(collected).into_iter().map(|record| match record {
        Record::Survey(survey) => survey,
        other => panic!("{other:?}"),
    });
    surveys.collect()
}

/// A file of three header rows: name, label and ImportId of each column behind the standing ones.
fn export(questions: &[(&str, &str, &str)], rows: &[&str]) -> String {
    let standing = [
        ("EndDate", "Enddatum", "endDate"),
        ("Status", "Antworttyp", "status"),
        ("Progress", "Stand", "progress"),
        ("ResponseId", "Antwort-ID", "_recordId"),
        ("RecipientEmail", "E-Mail", "recipientEmail"),
    ];
    let columns: Vec<_> = standing.iter().chain(questions).collect();
    let row = |cells: Vec<String>| cells.join(",") + "\n";
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let mut text = row(columns.iter().map(|column| column.0.to_owned()).collect());
    text += &row(columns.iter().map(|column| quoted(column.1)).collect());
    text +=
        &row(columns.iter().map(|c| quoted(&format!("{{\"ImportId\":\"{}\"}}", c.2))).collect());
    text + &rows.join("\n") + "\n"
}

fn survey(questions: &[(&str, &str, &str)], rows: &[&str]) -> Collected {
    read(&Qualtrics, "survey.csv", export(questions, rows), &options())
}

#[test]
fn a_response_in_three_header_rows() {
    let collected = survey(
        &[
            ("Q1", "Why \"here\"?\nSeveral, please", "QID1"),
            ("Q2_NPS_GROUP", "recommend - Group", "QID2_NPS_GROUP"),
            ("Q2", "How likely?", "QID2"),
            ("Q3", "More?", "QID3_TEXT"),
            ("Ticket ID", "Ticket ID", "Ticket ID"),
        ],
        &[
            "2026-10-20 10:31:05,IP Address,100,R_1,jo@mail.example,\"3,4\",Promoter,10 - Extremely likely,\"So, good\nindeed\",35436",
        ],
    );
    let all = responses(&collected);
    let [response] = all.as_slice() else { panic!("{all:?}") };
    assert_eq!(
        (response.response_id.as_ref(), response.conversation_id.as_ref()),
        ("R_1", "35436")
    );
    assert_eq!((response.instrument, response.score), (Some(Instrument::Nps), Some(10.0)));
    assert_eq!((response.scale_min, response.scale_max), (Some(0.0), Some(10.0)));
    assert_eq!(response.comment, "So, good\nindeed");
    assert_eq!(response.answered_at, at("2026-10-20T08:31:05Z"));
    assert_eq!(response.customer_email, "jo@mail.example");
    assert!(issues(&collected).is_empty());
}

#[test]
fn previews_spam_and_the_unfinished_are_no_answers() {
    let collected = survey(
        &[("Q1", "How satisfied are you?", "QID1")],
        &[
            "2026-10-20 10:31:05,Survey Preview,100,R_1,,5",
            "2026-10-20 10:31:05,Spam,100,R_2,,1",
            "2026-10-20 10:31:05,IP Address,60,R_3,,",
            "2026-10-20 10:31:05,0,100,R_4,,4",
            "2026-10-20 10:31:05,8,100,R_5,,1",
            "2026-10-20 10:31:05,0,100,,,4",
            "soon,0,100,R_7,,",
        ],
    );
    let ids: Vec<_> =
        responses(&collected).into_iter().map(|r| r.response_id.into_owned()).collect();
    assert_eq!(ids, ["R_4", "R_7"]);
    assert_eq!(
        issues(&collected),
        [
            "3 survey_response status not_support dropped",
            "4 survey_response status not_support dropped",
            "5 survey_response finished not_support dropped",
            "7 survey_response status not_support dropped",
            "8 survey_response response_id missing_field dropped",
            "9 survey_response answered_at bad_time emptied",
        ]
    );
    assert_eq!(collected.seen(), 7);
}

#[test]
fn the_question_says_what_is_measured() {
    for (label, answer, instrument, max) in [
        ("How easy was it?", "5", Instrument::Ces, 7.0),
        ("Насколько вы довольны ответом?", "5", Instrument::Csat, 5.0),
        ("您会推荐我们吗?", "3", Instrument::Nps, 10.0),
        ("How was it?", "9", Instrument::Nps, 10.0),
        ("How was it?", "6", Instrument::Ces, 7.0),
        ("How was it?", "4", Instrument::Csat, 5.0),
    ] {
        let row = format!("2026-10-20 10:31:05,0,100,R_1,,\"1,2\",{answer}");
        let collected = survey(&[("Q0", "Topics?", "QID0"), ("Q1", label, "QID1")], &[&row]);
        let all = responses(&collected);
        assert_eq!((all[0].instrument, all[0].scale_max), (Some(instrument), Some(max)), "{label}");
    }
}

#[test]
fn a_score_that_is_none_is_told() {
    let question = [("Q1", "Would you recommend us?", "QID1")];
    let rows = ["2026-10-20 10:31:05,0,100,R_1,,11", "2026-10-20 10:31:05,0,100,R_2,,7"];
    let collected = survey(&question, &rows);
    let scores: Vec<_> = responses(&collected).into_iter().map(|response| response.score).collect();
    assert_eq!(scores, [None, Some(7.0)]);
    assert_eq!(issues(&collected), ["3 survey_response score bad_number emptied"]);
    let words = survey(&question, &["2026-10-20 10:31:05,0,100,R_1,,Very likely"]);
    assert_eq!(responses(&words)[0].score, None);
}

#[test]
fn the_older_layout_and_one_header_row() {
    let legacy = "\u{feff}V1,V4,V9,V10,Q1,Q2,LocationLatitude,\nResponseID,ExternalDataReference,EndDate,Finished,How easy?,Why?,LocationLatitude,\n\
        R_1,jo,2026-10-20 10:31:05,1,6,Quick,52.5,\nR_2,jo,2026-10-20 10:31:05,0,,,52.5,\n";
    let collected = read(&Qualtrics, "legacy.csv", legacy, &options());
    let all = responses(&collected);
    assert_eq!(all.len(), 1);
    assert_eq!((all[0].customer_id.as_ref(), all[0].comment.as_ref()), ("jo", "Quick"));
    assert_eq!((all[0].instrument, all[0].score), (Some(Instrument::Ces), Some(6.0)));
    assert_eq!(issues(&collected), ["3 survey_response finished not_support dropped"]);

    let cleaned = "ResponseId\tRecordedDate\tQ1\nR_1\t2026-10-20T10:31:05Z\t5\n";
    let collected = read(&Qualtrics, "cleaned.tsv", cleaned, &options());
    let all = responses(&collected);
    assert_eq!((all[0].score, all[0].answered_at), (Some(5.0), at("2026-10-20T10:31:05Z")));
}

#[test]
fn the_files_own_zone_comes_first() {
    let text = "EndDate,ResponseId,Q1\nEnd,Id,How?\n\"{\"\"ImportId\"\":\"\"endDate\"\",\"\"timeZone\"\":\"\"America/Denver\"\"}\",\"{\"\"ImportId\"\":\"\"_recordId\"\"}\",\"{\"\"ImportId\"\":\"\"QID1\"\"}\"\n2026-10-20 10:31:05,R_1,5\n";
    let mut options = options();
    options.clock.is_stated = false;
    let collected = read(&Qualtrics, "zone.csv", text, &options);
    assert_eq!(responses(&collected)[0].answered_at, at("2026-10-20T16:31:05Z"));
    assert!(issues(&collected).is_empty());

    let without = text.replace(",\"\"timeZone\"\":\"\"America/Denver\"\"", "");
    let collected = read(&Qualtrics, "zone.csv", without, &options);
    assert_eq!(responses(&collected)[0].answered_at, at("2026-10-20T08:31:05Z"));
    assert_eq!(issues(&collected), ["3 survey_response answered_at no_zone kept"]);
}

#[test]
fn bytes_of_another_encoding_are_told() {
    let mut text = export(&[("Q1", "How?", "QID1_TEXT")], &[]).into_bytes();
    text.extend_from_slice(b"2026-10-20 10:31:05,0,100,R_1,,tr\xe8s bien\n");
    let collected = read(&Qualtrics, "latin.csv", text, &options());
    assert_eq!(responses(&collected)[0].comment, "tr\u{fffd}s bien");
    assert_eq!(issues(&collected), ["3 survey_response bad_encoding kept"]);
}

#[test]
fn a_file_without_responses_is_refused() {
    use std::path::Path;

    use crate::sources::Head;
    let path = Path::new("x.csv");
    let head = Head { path, name: "x.csv", bytes: b"a,b\n1,2\n", is_whole: true };
    let error = Qualtrics.open(&head, &options()).err().unwrap();
    assert_eq!(error.what, "it has no column ResponseId");
}
