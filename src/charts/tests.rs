//! What holds for every chart.

use std::collections::BTreeSet;

use polars::prelude::DataFrame;

use super::{Chart, OF_AGENT, examples};
use crate::tables;

/// Those of the whole desk and those of one agent.
fn all() -> impl Iterator<Item = &'static dyn Chart> {
    super::ALL.iter().chain(OF_AGENT).copied()
}

fn draw(chart: &dyn Chart) -> String {
    chart.draw(&examples::tables()[chart.table()]).unwrap()
}

/// Every tag is closed, in order.
fn is_well_formed(xml: &str) -> bool {
    let mut open = Vec::new();
    for tag in xml.split('<').skip(1) {
        let Some((tag, _)) = tag.split_once('>') else { return false };
        let name = |tag: &str| tag.split_whitespace().next().unwrap_or("").to_owned();
        match (tag.strip_prefix('/'), tag.ends_with('/')) {
            (Some(end), _) if open.pop() != Some(name(end)) => return false,
            (None, false) => open.push(name(tag)),
            _ => {}
        }
    }
    open.is_empty()
}

/// The numbers of the attributes of that name, in units of the file.
fn places(svg: &str, attribute: &str) -> Vec<f64> {
    let start = format!(" {attribute}=\"");
    let values = svg.split(&start).skip(1);
    values.filter_map(|rest| rest.split('"').next()?.parse().ok()).collect()
}

#[test]
fn examples_are_as_the_tables_declare() {
    for (name, frame) in examples::tables() {
        let declared = tables::by_name(name).unwrap().columns();
        for column in frame.columns() {
            let declared = declared.iter().find(|one| one.name == column.name().as_str());
            let declared = declared.unwrap_or_else(|| panic!("{name} has no {}", column.name()));
            assert_eq!(*column.dtype(), declared.kind.data_type(), "{name}.{}", declared.name);
        }
    }
}

#[test]
fn every_chart_has_its_words_and_a_published_table() {
    let names: BTreeSet<&str> = all().map(|chart| chart.name()).collect();
    assert_eq!(names.len(), all().count());
    for chart in all() {
        assert!(tables::by_name(chart.table()).is_some(), "{}", chart.table());
        assert!(!chart.title().ends_with('.'), "{}", chart.title());
        assert!(chart.about().ends_with('.'), "{}", chart.about());
        assert!(!chart.nothing().ends_with('.'), "{}", chart.nothing());
    }
}

#[test]
fn every_chart_is_a_well_formed_file_of_its_own() {
    for chart in all() {
        let svg = draw(chart);
        assert!(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" "), "{}", chart.name());
        assert!(is_well_formed(&svg), "{}", chart.name());
        assert!(svg.contains(chart.title()), "{}", chart.name());
        for trace in ["NaN", "inf", "href", "url("] {
            assert!(!svg.contains(trace), "{trace} in {}", chart.name());
        }
        assert_eq!(svg, draw(chart), "{}", chart.name());
    }
}

#[test]
fn nothing_is_drawn_off_the_sheet() {
    for chart in all() {
        let svg = draw(chart);
        let size: Vec<f64> =
            places(&svg, "width").into_iter().chain(places(&svg, "height")).collect();
        let (wide, high) = (size[0] * 10.0, places(&svg, "height")[0] * 10.0);
        for (attributes, most) in [(["x", "x1", "x2", "cx"], wide), (["y", "y1", "y2", "cy"], high)]
        {
            for place in attributes.iter().flat_map(|attribute| places(&svg, attribute)) {
                assert!((0.0..=most).contains(&place), "{place} of {most} in {}", chart.name());
            }
        }
    }
}

#[test]
fn an_empty_table_says_why_there_is_nothing() {
    for chart in all() {
        let svg = chart.draw(&examples::tables()[chart.table()].clear()).unwrap();
        assert!(svg.contains(&format!("Nothing to show: {}.", chart.nothing())), "{svg}");
        assert!(is_well_formed(&svg));
    }
}

#[test]
fn a_table_without_its_columns_is_an_error() {
    for chart in all() {
        let (name, table) = (chart.name(), &examples::tables()[chart.table()]);
        let bare: DataFrame = table
            .select(
                ["channel", "agent_name"].into_iter().filter(|column| table.column(column).is_ok()),
            )
            .unwrap();
        assert!(chart.draw(&bare).unwrap_err().to_string().contains("not found"), "{name}");
    }
}

#[test]
fn names_from_outside_are_escaped() {
    let evil = "\"><img onerror=alert(1) src=x>&";
    let scores = examples::renamed(&examples::tables()["agent_scorecard"], "agent_name", evil);
    let svg = super::by_name("agents").unwrap().draw(&scores).unwrap();
    assert!(is_well_formed(&svg) && !svg.contains("<img"));
    assert!(svg.contains("&quot;&gt;&lt;img"), "{svg}");
}

#[test]
fn response_times_show_each_channel_with_median_promise_and_count() {
    let svg = draw(super::by_name("response_times").unwrap());
    for text in [
        "Chat",
        "Email",
        "Phone",
        "Social",
        "promised within 2\u{a0}min",
        "median 1\u{a0}min\u{a0}14\u{a0}s",
        "74.2\u{a0}% of these in time",
        "165 replies",
        "in opening hours",
        "10\u{a0}min",
        "1\u{a0}d",
    ] {
        assert!(svg.contains(text), "{text}");
    }
}

#[test]
fn a_channel_without_a_promise_has_no_mark() {
    let mut table = examples::tables()["response_histogram"].clone();
    for (column, to) in [("promised_seconds", f64::NAN), ("within_promise_share", f64::NAN)] {
        let none = polars::prelude::Column::new(column.into(), vec![to; table.height()]);
        table.with_column(none).unwrap();
    }
    let all = vec!["elapsed"; table.height()];
    table.with_column(polars::prelude::Column::new("time".into(), all)).unwrap();
    let svg = super::by_name("response_times").unwrap().draw(&table).unwrap();
    assert!(svg.contains("median") && !svg.contains("promise") && !svg.contains("NaN"));
}

#[test]
fn agents_stand_by_name_with_a_verdict_in_words() {
    let svg = draw(super::by_name("agents").unwrap());
    let at = |name: &str| svg.find(name).unwrap_or_else(|| panic!("{name} is missing"));
    let names = ["Aisha Khan", "Ben Osei", "Анна Петрова", "Ольга Иванова", "王小明"];
    assert!(names.map(at).is_sorted());
    assert_eq!(svg.matches("not distinguishable from peers").count(), 7);
    assert_eq!(svg.matches("<circle").count(), 11, "one estimate for each agent with a score");
    assert!(!svg.contains("Eve Laurent") && svg.contains("1 more has no score"));
}

#[test]
fn a_promise_stands_with_its_goal_and_what_it_was() {
    let svg = draw(super::by_name("promises").unwrap());
    for text in [
        "Phone, first response",
        "goal 80",
        "90\u{a0}%",
        "the week before",
        "within 2\u{a0}min, 2\u{202f}139 due",
    ] {
        assert!(svg.contains(text), "{text} in {svg}");
    }
    assert_eq!(svg.matches("<circle").count(), 8, "four channels, this week and the one before");
    assert!(!svg.contains("All channels"), "their promises differ");
}

#[test]
fn what_helps_is_drawn_with_what_may_and_without_what_nothing_tells_of() {
    let svg = draw(super::by_name("effects").unwrap());
    assert_eq!(svg.matches("<circle").count(), 2);
    assert!(svg.contains("× 6.98") && svg.contains("0.78–1.14") && !svg.contains("courtesy"));
    let least = draw(super::by_name("criteria").unwrap());
    assert!(least.contains("too few: 3") && least.contains("critical"), "{least}");
}

#[test]
fn what_is_pointed_at_says_its_value() {
    for chart in all() {
        let svg = draw(chart);
        let (_, tips) = svg.split_once("<g class=\"tips\"").unwrap();
        assert!(tips.contains("<title>"), "{}", chart.name());
    }
}

#[test]
fn a_picture_in_a_page_brings_no_rules_and_no_size() {
    let svg = draw(super::by_name("load").unwrap());
    let inline = super::inline(&svg);
    assert!(!inline.contains("<style") && inline.contains("viewBox=\"0 0 8800"), "{inline}");
    assert!(inline.split('>').next().is_some_and(|tag| !tag.contains(" width=")));
    assert!(is_well_formed(&inline));
}

#[test]
fn few_ratings_are_counted_and_not_drawn() {
    let svg = draw(super::by_name("satisfaction").unwrap());
    assert!(svg.contains("too few: 3"));
    assert_eq!(svg.matches("<circle").count(), 8, "four channels of five, in two weeks");
}

#[test]
fn the_trend_ends_with_the_reported_week() {
    let svg = draw(super::by_name("weekly_trend").unwrap());
    let (first, last) = (svg.find("17 Aug").unwrap(), svg.find("9 Nov").unwrap());
    assert!(first < last);
    for text in ["3\u{202f}731", "83.3\u{a0}%", "82.1–84.5\u{a0}%"] {
        assert!(svg.contains(text), "{text}");
    }
}

#[test]
fn weeks_without_a_row_are_gaps() {
    let table = &examples::tables()["weekly_at_close"];
    let is_kept =
        super::rows(table).map(|row| row.text("week").unwrap().as_deref() != Some("2026-W40"));
    let is_kept: polars::prelude::BooleanChunked = is_kept.map(Some).collect();
    let svg =
        super::by_name("weekly_trend").unwrap().draw(&table.filter(&is_kept).unwrap()).unwrap();
    assert!(svg.contains("28 Sep"), "the week keeps its place");
    assert_eq!(svg.matches("<polygon").count(), 2, "the line breaks");
}

#[test]
fn the_backlog_names_its_last_day_and_the_ages() {
    let svg = draw(super::by_name("backlog").unwrap());
    for text in ["387", "15 Nov", "3.2\u{a0}d", "120\u{a0}d", "30 days and over", "17 Aug", "9 Nov"]
    {
        assert!(svg.contains(text), "{text}");
    }
}

#[test]
fn a_day_without_a_backlog_has_no_column() {
    let table = &examples::tables()["backlog_daily"];
    let mut none = table.head(Some(1));
    for column in table.get_column_names().into_iter().filter(|name| name.ends_with("_count")) {
        none.with_column(polars::prelude::Column::new(column.clone(), [0i64])).unwrap();
    }
    let svg = super::by_name("backlog").unwrap().draw(&none).unwrap();
    let (drawn, tips) = svg.split_once("<g class=\"tips\"").unwrap();
    assert_eq!(drawn.matches("<rect").count(), 6, "the ground and the key: {svg}");
    assert!(tips.contains("0 open"), "{tips}");
}
