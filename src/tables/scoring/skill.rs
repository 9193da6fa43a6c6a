//! How skills and dimensions are named in columns.

use crate::metrics::Column;
use crate::scores::{Dimension, Funnelled, Skill};

/// What kind it is, its name, and its channel where it has one.
pub struct Named<'s> {
    pub kind: &'static str,
    pub name: &'s str,
    pub channel: Option<&'static str>,
}

impl<'s> Named<'s> {
    pub fn skill(skill: &'s Skill) -> Self {
        match skill {
            Skill::Topic { topic, channel } => {
                Self { kind: "topic", name: topic, channel: Some(channel.word()) }
            }
            Skill::Criterion(name) => Self { kind: "criterion", name, channel: None },
            Skill::Promise(name) => Self { kind: "promise", name, channel: None },
        }
    }

    pub fn funnelled(of: &'s Funnelled) -> Self {
        match of {
            Funnelled::Dimension(dimension) => Self::dimension(*dimension),
            Funnelled::Skill(skill) => Self::skill(skill),
        }
    }

    pub const fn dimension(dimension: Dimension) -> Self {
        Self { kind: "dimension", name: dimension.word(), channel: None }
    }
}

/// The columns that say which skill.
pub fn skill_columns() -> Vec<Column> {
    vec![
        Column::text(
            "skill_kind",
            "topic (conversations about it that are resolved for good), criterion (of the rubric, met) or \
             promise (kept).",
        ),
        Column::text("skill", "The topic's family, the criterion's name or the kind of promise."),
        Column::text("skill_channel", "Of a topic, the channel; empty for the others."),
    ]
}
