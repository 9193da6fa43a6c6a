//! Every page has its sections, and its cases come true.

use super::{ALL, cases};
use crate::pages::{Case, Page};

#[test]
fn every_case_of_every_page_comes_true() {
    let mut wrong = Vec::new();
    for criterion in ALL {
        let name = criterion.name();
        let page = match Page::parse(criterion.page()) {
            Ok(page) => page,
            Err(error) => {
                wrong.push(format!("{name}.md: {error}"));
                continue;
            }
        };
        if page.cases.len() < 6 {
            wrong.push(format!("{name}.md: {} cases", page.cases.len()));
        }
        for case in &page.cases {
            let place = format!("{name}.md, {}", case.name);
            match cases::run(case, name) {
                Ok(found) => wrong.extend(found.into_iter().map(|(expected, found)| {
                    format!("{place}: expected `{expected}`, found {found}")
                })),
                Err(error) => wrong.push(format!("{place}: {error}")),
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_case_that_is_not_true_is_found_out() {
    let run = |transcript, expect| {
        cases::run(&Case { name: "", words: "", transcript, expect }, "greeting")
    };
    let told = "09:00 customer  Where is my order?\n09:10 agent ann  Hello there";
    let right = "verdict met\nmessage 2\nagent ann\ncertainty sure\nshows Hello";
    assert_eq!(run(told, right).unwrap(), []);
    for wrong in ["verdict missed", "message 1", "agent boris", "certainty likely", "shows hello"] {
        assert_eq!(run(told, wrong).unwrap().len(), 1, "{wrong}");
    }
    for (told, expect) in
        [(told, "x 1"), ("hello", ""), ("25 customer hi", ""), ("channel telex", "")]
    {
        assert!(run(told, expect).is_err(), "{told} {expect}");
    }
}

#[test]
fn criteria_keep_to_the_rules_of_names() {
    for criterion in ALL {
        let alike = ALL.iter().filter(|other| other.name() == criterion.name());
        assert_eq!(alike.count(), 1, "{}", criterion.name());
        assert!(criterion.definition().ends_with('.'), "{}", criterion.name());
        assert!(criterion.weight() > 0.0, "{}", criterion.name());
    }
}
