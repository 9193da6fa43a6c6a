//! A scorecard with one column per criterion, taken apart into one mapping for each.

use toml::{Table, Value};

use super::mapping::MappingError;
use super::written::{Checked, error};

/// The key that names the columns.
pub(super) const CRITERIA: &str = "criteria";

/// The mappings of the single criteria, where a review's section names several:
/// `criteria = { "column" = "criterion" }`. What it says of `verdict` but for the column holds for all
/// of them. A section without `criteria` is `None`.
pub(super) fn one_each(at: &str, section: &Table) -> Checked<Option<Vec<Table>>> {
    let Some(written) = section.get(CRITERIA) else { return Ok(None) };
    let at_criteria = format!("{at}.{CRITERIA}");
    let shape = |at: &str| {
        let cure = "write `{ \"column\" = \"criterion\" }`, one for each column of verdicts";
        error(at, "it names no criteria by their columns", cure)
    };
    let criteria = written.as_table().filter(|table| !table.is_empty());
    let criteria = criteria.ok_or_else(|| shape(&at_criteria))?;
    if section.contains_key("criterion") {
        let what = "the criteria have names of their own";
        return Err(error(&format!("{at}.criterion"), what, "take it or `criteria` out"));
    }
    let verdict = match section.get("verdict") {
        None => Table::new(),
        Some(Value::Table(table)) if !table.contains_key("column") => table.clone(),
        Some(_) => {
            let cure = "write only how they are read, `{ values = { … } }`, or take `criteria` out";
            let what = "the criteria's columns hold the verdicts";
            return Err(error(&format!("{at}.verdict"), what, cure));
        }
    };
    let one = |(column, criterion): (&String, &Value)| -> Result<Table, MappingError> {
        let of_none = || shape(&format!("{at_criteria}.{column}"));
        let criterion = criterion.as_str().filter(|name| !name.is_empty()).ok_or_else(of_none)?;
        let mut verdict = verdict.clone();
        verdict.insert("column".to_owned(), column.as_str().into());
        let fixed = Table::from_iter([("value".to_owned(), criterion.into())]);
        let mut section = section.clone();
        section.remove(CRITERIA);
        section.insert("criterion".to_owned(), Value::Table(fixed));
        section.insert("verdict".to_owned(), Value::Table(verdict));
        Ok(section)
    };
    criteria.iter().map(one).collect::<Checked<Vec<_>>>().map(Some)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{options, read};

    const SCORECARD: &str = "Ticket,QA,Greeting,Closing,Date\n\
        1,eva,Yes,N/A,2026-10-20 10:00\n\
        2,eva,no,,2026-10-20 11:00\n\
        3,ivan,,,\n\
        4,ivan,1,perhaps,\n";

    const SECTION: &str = "[review]\n\
        conversation_id = \"Ticket\"\n\
        reviewer_id = \"QA\"\n\
        criteria = { \"Greeting\" = \"greeting\", \"Closing\" = \"closing\" }\n\
        is_calibration = { value = false }\n\
        verdict = { values = { Yes = \"met\", 1 = \"met\", No = \"missed\", \"N/A\" = \"not_applicable\" } }\n";

    fn refused(text: &str) -> String {
        let section = format!("[review]\nconversation_id = \"Ticket\"\n{text}");
        toml::from_str::<super::super::mapping::Mapping>(&section).unwrap_err().to_string()
    }

    #[test]
    fn each_column_of_a_scorecard_is_a_review() {
        let found = read("qa.csv", SCORECARD.as_bytes(), &options(SECTION)).unwrap();
        assert_eq!(
            found,
            [
                "1 review conversation_id=1 reviewer_id=eva criterion=closing \
                 verdict=not_applicable is_calibration=false",
                "1 review conversation_id=1 reviewer_id=eva criterion=greeting verdict=met \
                 is_calibration=false",
                "2 review conversation_id=2 reviewer_id=eva criterion=greeting verdict=missed \
                 is_calibration=false",
                "3! review conversation_id missing_field dropped",
                "4! review verdict unknown_word dropped perhaps",
                "4 review conversation_id=4 reviewer_id=ivan criterion=greeting verdict=met \
                 is_calibration=false",
            ]
        );
    }

    #[test]
    fn one_row_per_verdict_is_read_by_its_columns_names() {
        let rows = "conversation_id,reviewer_id,criterion,verdict,is_calibration\n\
            1,eva,greeting,met,yes\n1,eva,closing,Not applicable,\n1,eva,,met,\n";
        let found = read("reviews.csv", rows.as_bytes(), &options("")).unwrap();
        assert_eq!(
            found,
            [
                "1 review conversation_id=1 reviewer_id=eva criterion=greeting verdict=met \
                 is_calibration=true",
                "2 review conversation_id=1 reviewer_id=eva criterion=closing \
                 verdict=not_applicable",
                "3! review criterion missing_field dropped",
            ]
        );
    }

    #[test]
    fn a_scorecard_without_one_of_its_columns_is_not_read() {
        let rows = "Ticket,QA,Greeting\n1,eva,Yes\n";
        let wrong = read("qa.csv", rows.as_bytes(), &options(SECTION)).unwrap_err();
        assert!(wrong.contains("it has no column `Closing` for `review.verdict`"), "{wrong}");
    }

    #[test]
    fn one_input_may_have_several_scorecards() {
        let section = |columns: &str| {
            format!("[[review]]\nconversation_id = \"Ticket\"\ncriteria = {{ {columns} }}\n")
        };
        let both = section("A = \"greeting\"") + &section("B = \"greeting\", C = \"closing\"");
        let rows = "Ticket,B,C\n1,met,missed\n";
        let found = read("qa.csv", rows.as_bytes(), &options(&both)).unwrap();
        assert_eq!(
            found,
            [
                "1 review conversation_id=1 criterion=greeting verdict=met",
                "1 review conversation_id=1 criterion=closing verdict=missed",
            ]
        );
    }

    #[test]
    fn what_cannot_be_is_refused() {
        for (text, part) in [
            ("criteria = \"Greeting\"", "names no criteria by their columns"),
            ("criteria = {}", "names no criteria by their columns"),
            ("criteria = { Greeting = 1 }", "`table.review.criteria.Greeting`"),
            ("criteria = { A = \"a\" }\ncriterion = \"B\"", "names of their own"),
            ("criteria = { A = \"a\" }\nverdict = \"B\"", "hold the verdicts"),
            ("criteria = { A = \"a\" }\nverdict = { values = { Y = \"yes\" } }", "field's words"),
        ] {
            let refused = refused(text);
            assert!(refused.contains(part), "{text}: {refused}");
        }
    }
}
