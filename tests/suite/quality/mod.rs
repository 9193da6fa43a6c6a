//! How well the signals of text agree with labels that others gave: `docs/quality.md`.

mod figure;
mod roles;
mod sentiment;
mod topics;

use std::fs;

use crate::support::{root, shared_data, skipped};
use figure::{Figure, page};

/// What measures one signal on data it finds below a folder; nothing where the data is not there.
type Measure = fn() -> Vec<Figure>;

const MEASURES: &[Measure] = &[topics::measure, sentiment::measure, roles::measure];

#[test]
fn signals_agree_with_labels_of_others() {
    if shared_data("bitext_intents").is_none() {
        return skipped("there is no data with labels of others");
    }
    let figures: Vec<Figure> = MEASURES.iter().flat_map(|measure| measure()).collect();
    for figure in &figures {
        assert!(figure.is_met(), "{figure:?}");
    }
    let path = root().join("docs/quality.md");
    let page = page(&figures);
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, page).unwrap();
    } else {
        assert!(fs::read_to_string(&path).unwrap() == page, "docs/quality.md is not current");
    }
}
