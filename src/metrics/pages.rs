//! Every page has its sections, and its cases come true.

use super::{ALL, Page, cases, rule_pages};

#[test]
fn every_case_of_every_page_comes_true() {
    let folder = tempfile::tempdir().unwrap();
    let mut wrong = Vec::new();
    let measures = ALL.iter().map(|metric| (metric.name(), metric.page()));
    for (name, text) in measures.chain(rule_pages().map(|page| (page.name, page.text))) {
        let page = match Page::parse(text) {
            Ok(page) => page,
            Err(error) => {
                wrong.push(format!("{name}.md: {error}"));
                continue;
            }
        };
        for (number, case) in page.cases.iter().enumerate() {
            let place = format!("{name}.md, {}", case.name);
            let facts = folder.path().join(format!("{name}-{number}"));
            match cases::run(case, ALL, &facts) {
                Ok(mismatches) => wrong.extend(mismatches.into_iter().map(|one| {
                    format!("{place}: expected `{}`, found {}", one.expected, one.found)
                })),
                Err(error) => wrong.push(format!("{place}: {error}")),
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_case_that_is_not_true_is_found_out() {
    let folder = tempfile::tempdir().unwrap();
    let run = |transcript, expect| {
        let case = super::Case { name: "", words: "", transcript, expect };
        cases::run(&case, ALL, folder.path())
    };
    let told = "09:00 customer  hello\n09:10 agent ann hello";
    let right = "first_response_seconds 600\nfirst_response_mean_seconds 600.0\nchannel chat";
    assert_eq!(run(told, right).unwrap(), []);
    for wrong in [
        "first_response_seconds 601",
        "first_response_mean_seconds 600.1",
        "first_response_seconds missing",
        "is_resolved true",
        "channel email",
    ] {
        assert_eq!(run(told, wrong).unwrap().len(), 1, "{wrong}");
    }
    for nonsense in ["no_such_column 1", "turn 2 agent_id ann", "conversation 9 channel chat", "x"]
    {
        assert!(run(told, nonsense).is_err(), "{nonsense}");
    }
    for nonsense in [
        "hello",
        "Mun 09:00 customer hi",
        "25:00 customer hi",
        "channel telex",
        "promise x 1 min elapsed",
    ] {
        assert!(run(nonsense, "").is_err(), "{nonsense}");
    }
}

#[test]
fn no_rules_name_is_part_of_anothers_or_a_measures() {
    use crate::facts::definitions;
    for rule in definitions::ALL {
        let likes = definitions::ALL.iter().filter(|other| other.name().contains(rule.name()));
        assert_eq!(likes.count(), 1, "{}", rule.name());
    }
    for page in rule_pages() {
        assert!(ALL.iter().all(|metric| metric.name() != page.name), "{}", page.name);
        assert!(page.definition().ends_with('.'), "{}", page.name);
    }
}

#[test]
fn measures_keep_to_the_rules_of_names() {
    use crate::model::Unit;
    let mut names = Vec::new();
    for metric in ALL {
        let columns: Vec<_> = metric.measured().into_iter().map(|one| one.column).collect();
        for column in &columns {
            let ending = match column.unit {
                Unit::Count => "_count",
                Unit::Seconds => "_seconds",
                Unit::Share => "_share",
                Unit::Points => "_points",
                other => panic!("{}: {other:?}", column.name),
            };
            assert!(column.name.ends_with(ending), "{}", column.name);
            assert!(column.about.ends_with('.'), "{}", column.name);
            if let Some((stem, unit)) = column.name.split_once("_mean_") {
                let has = |name: String| columns.iter().any(|one| one.name == name);
                assert!(has(format!("{stem}_median_{unit}")), "{}", column.name);
                assert!(has(format!("{stem}_p90_{unit}")), "{}", column.name);
                let stem = stem.strip_suffix("_business").unwrap_or(stem);
                assert!(has(format!("{stem}_count")), "{}", column.name);
            }
            names.push(column.name.clone());
        }
        assert_eq!(metric.title(), Page::parse(metric.page()).unwrap().title);
        assert!(metric.definition().ends_with('.'), "{}", metric.name());
    }
    let all = names.len();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), all, "two measures yield a column of one name");
}
