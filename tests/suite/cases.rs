//! Every number of a scorecard can be taken apart into its conversations.

use std::collections::BTreeMap;

use polars::prelude::{AnyValue, LazyFrame, PlRefPath, ScanArgsParquet};

use crate::outside::Desk;

#[test]
fn the_cases_of_each_number_are_as_many_as_it_says_and_make_its_value() {
    let desk = Desk::new();
    desk.run().is_well();
    let path = desk.path("out/2026-W44/tables/agent_dimensions.parquet");
    let path = PlRefPath::try_from_path(&path).unwrap();
    let table = LazyFrame::scan_parquet(path, ScanArgsParquet::default()).unwrap();
    let table = table.collect().unwrap();
    let mut looked_at: BTreeMap<String, usize> = BTreeMap::new();
    for row in 0..table.height() {
        let cell = |name: &str| table.column(name).unwrap().get(row).unwrap().into_static();
        let text = |name: &str| cell(name).get_str().unwrap_or_default().to_owned();
        let (agent, dimension) = (text("agent_id"), text("dimension"));
        let said = desk.caseload(&["cases", "weekly.toml", &agent, &dimension]);
        said.is_well();
        let mut cases = csv::Reader::from_reader(said.out.as_bytes());
        let outcomes: Vec<f64> = cases
            .records()
            .map(|record| record.unwrap().get(2).unwrap().parse().unwrap())
            .collect();
        let count = cell("case_count").extract::<usize>().unwrap();
        assert_eq!(outcomes.len(), count, "{agent} {dimension}");
        *looked_at.entry(dimension.clone()).or_default() += count;
        if text("value_kind") == "share" && cell("own_value") != AnyValue::Null {
            let own = cell("own_value").extract::<f64>().unwrap();
            let mean = outcomes.iter().sum::<f64>() / count as f64;
            assert!((own - mean).abs() < 1e-4, "{agent} {dimension}: {own} {mean}");
        }
    }
    assert!(looked_at["resolution"] > 0 && looked_at["speed"] > 0, "{looked_at:?}");
}

#[test]
fn what_cannot_be_taken_apart_is_said_with_the_cure() {
    let desk = Desk::new();
    let cases = |agent: &str, of: &str| desk.caseload(&["cases", "weekly.toml", agent, of]);
    cases("ann", "feedback").is_refused("run the pipeline first");
    desk.run().is_well();
    cases("ann", "feedbak").is_refused("did you mean `feedback`");
    cases("anna", "feedback").is_refused("nobody named `anna` is credited with anything");
}
