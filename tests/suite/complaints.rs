//! `docs/complaints.md` answers each complaint with a worked case that is there.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::support::root;

fn doc(name: &str) -> String {
    fs::read_to_string(root().join("docs").join(name)).unwrap()
}

/// A heading's anchor as the sites that show Markdown make it: small letters, hyphens for blanks,
/// no other marks.
fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter_map(|letter| match letter {
        ' ' => Some('-'),
        '-' | '_' => Some(letter),
        _ => letter.is_alphanumeric().then_some(letter),
    });
    kept.collect::<String>().to_lowercase()
}

/// The anchors of the headings of a page, those of worked cases: a transcript stands beneath. A
/// heading that comes again has the number of its return at the end.
fn cases(page: &str) -> BTreeSet<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let (mut found, mut last, mut is_code) = (BTreeSet::new(), None, false);
    for line in page.lines() {
        if let Some(heading) = line.strip_prefix('#').filter(|_| !is_code) {
            let plain = anchor(heading.trim_start_matches('#').trim());
            let times = seen.entry(plain.clone()).or_default();
            last = Some(if *times == 0 { plain } else { format!("{plain}-{times}") });
            *times += 1;
        }
        if line == "```transcript" {
            found.extend(last.take());
        }
        is_code ^= line.starts_with("```");
    }
    found
}

/// The targets of the links of a page.
fn links(page: &str) -> Vec<&str> {
    let ends = page.split("](").skip(1).filter_map(|rest| rest.split_once(')'));
    ends.map(|(target, _)| target).collect()
}

/// Links that lead to no worked case.
fn astray<'p>(page: &'p str, books: &BTreeMap<&str, BTreeSet<String>>) -> Vec<&'p str> {
    let leads = |link: &&str| {
        let (book, anchor) = link.split_once('#').unwrap_or((link, ""));
        books.get(book).is_some_and(|cases| cases.contains(anchor))
    };
    links(page).into_iter().filter(|link| !leads(link)).collect()
}

fn books() -> BTreeMap<&'static str, BTreeSet<String>> {
    ["metrics.md", "hours.md"].map(|name| (name, cases(&doc(name)))).into()
}

#[test]
fn every_complaint_is_answered_by_cases_that_are_there() {
    let (page, books) = (doc("complaints.md"), books());
    assert_eq!(astray(&page, &books), Vec::<&str>::new());
    let complaints: Vec<&str> = page.split("\n## ").skip(1).collect();
    assert!(complaints.len() >= 8, "{}", complaints.len());
    for complaint in complaints {
        let title = complaint.lines().next().unwrap_or_default();
        assert!(!links(complaint).is_empty(), "no case answers: {title}");
    }
}

#[test]
fn a_link_to_no_case_is_found_out() {
    let page = "[a](metrics.md#backlog) [b](metrics.md#no-such-case) [c](README.md) \
                [d](hours.md#a-weekend-does-not-count)";
    assert_eq!(
        astray(page, &books()),
        ["metrics.md#backlog", "metrics.md#no-such-case", "README.md"]
    );
    let twice = "## Case\n```transcript\n# no heading\n```\n## Case\n```transcript\n```\n";
    assert_eq!(cases(twice).into_iter().collect::<Vec<_>>(), ["case", "case-1"]);
    assert_eq!(anchor("\"Thank you\" is no bot's reply, ever"), "thank-you-is-no-bots-reply-ever");
}
