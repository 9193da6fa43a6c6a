//! Texts in which what ends sentences and words is common.

use proptest::prelude::*;

pub(in crate::text) fn any_text() -> impl Strategy<Value = String> {
    let parts = prop::sample::select(vec![
        ". ", ".", "!", "。", "？", "\n", " ", "Mr", "руб", "И", "1", "12.5", "a", "b", "退", "款",
        "'", "-", "”", "я", "\u{301}", "I", "_", "/", "é", "²", "の", "1,2",
    ]);
    prop_oneof![
        any::<String>(),
        prop::collection::vec(parts, 0..20).prop_map(|parts| parts.concat()),
    ]
}
