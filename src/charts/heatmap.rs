//! How far whole teams are from what is expected of their cases, skill by skill.

use polars::prelude::{DataFrame, PolarsResult};

use super::chart::{Chart, ChartError, Plot};
use super::label;
use super::row::rows;
use super::sheet::{MARGIN, Room, Sheet, Side, Type};
use super::theme::Ink;
use super::wrap;
use crate::metrics::unit;
use crate::model::Unit;
use crate::stats::Verdict;
use crate::tables::ALL_CHANNELS;

/// Gaps of teams by skill.
pub struct Heatmap;

/// Height of one skill and of a group's heading, px.
const ROW: f64 = 34.0;
const GROUP: f64 = 34.0;
/// Above the first group, with the key and the names of the teams, px.
const HEAD: f64 = 66.0;
/// The narrowest and the widest that a team's column is drawn, px.
const LEAST: f64 = 46.0;
const WIDEST: f64 = 150.0;
/// Percentage points from which a gap is drawn stronger.
const STEPS: [f64; 3] = [0.0, 7.0, 15.0];

impl Chart for Heatmap {
    fn name(&self) -> &'static str {
        "heatmap"
    }

    fn title(&self) -> &'static str {
        "Where whole teams fall short, and where they are ahead"
    }

    fn about(&self) -> &'static str {
        "Each field is a team in one skill: percentage points between its share and what the average agent \
         would have of the same cases, above the number of cases. Only what is likely more than chance has \
         a colour, counting how many fields are looked at; bold is clearly so. Orange is below, green above. \
         A field is empty where there are too few cases or agents; skills of one team alone are left out."
    }

    fn table(&self) -> &'static str {
        "team_skills"
    }

    fn nothing(&self) -> &'static str {
        "no two teams have enough cases of the same skill"
    }

    fn plot(&self, table: &DataFrame, room: Room) -> Result<Option<Plot>, ChartError> {
        let mut map = Map::read(table)?;
        if map.groups.is_empty() {
            return Ok(None);
        }
        let fits = ((room.width() - MARGIN - names(room)) / LEAST).floor().max(1.0) as usize;
        let of = map.teams.len();
        map.teams.truncate(fits);
        let others = match of.saturating_sub(fits) {
            0 => String::new(),
            _ => format!(
                " The first {} by name of {} teams.",
                unit::text(fits as f64, Unit::Count),
                unit::text(of as f64, Unit::Count)
            ),
        };
        let skills: usize = map.groups.iter().map(|group| group.skills.len()).sum();
        Ok(Some(Plot {
            subtitle: format!(
                "Percentage points from what is expected of the same cases, above the number of cases. In \
                 each group the skill with the largest shortfall stands first.{others}"
            ),
            height: HEAD + map.groups.len() as f64 * GROUP + skills as f64 * ROW + 8.0,
            paint: Box::new(move |sheet| paint(sheet, &map)),
        }))
    }
}

/// Where the teams' columns begin, px.
fn names(room: Room) -> f64 {
    room.or(230.0, 142.0)
}

/// One team in one skill.
struct Cell {
    team: String,
    count: f64,
    agents: f64,
    /// Gap and the ends of its interval, shares; missing where there is too little.
    gap: Option<[f64; 3]>,
    own: Option<f64>,
    verdict: Option<String>,
}

struct Skill {
    name: String,
    cells: Vec<Cell>,
}

impl Skill {
    /// Teams of which enough is known.
    fn known(&self) -> usize {
        self.cells.iter().filter(|cell| cell.gap.is_some()).count()
    }

    fn lowest(&self) -> f64 {
        let gaps = self.cells.iter().filter_map(|cell| cell.gap).map(|[gap, ..]| gap);
        gaps.fold(f64::INFINITY, f64::min)
    }
}

/// Skills of one kind.
struct Group {
    title: String,
    /// The channel of topics.
    channel: Option<String>,
    skills: Vec<Skill>,
}

struct Map {
    teams: Vec<String>,
    groups: Vec<Group>,
}

impl Map {
    fn read(table: &DataFrame) -> PolarsResult<Map> {
        let mut groups: Vec<(usize, Group)> = Vec::new();
        for row in rows(table) {
            let text = |column: &str| row.text(column).map(Option::unwrap_or_default);
            let channel = row.text("skill_channel")?.filter(|channel| channel != ALL_CHANNELS);
            let (order, title) = match (text("skill_kind")?.as_str(), &channel) {
                ("promise", _) => (0, "Promises kept".to_owned()),
                ("criterion", _) => (1, "Criteria of the rubric met".to_owned()),
                (_, Some(channel)) => (2, format!("Resolved for good: {channel}")),
                (_, None) => (2, "Resolved for good".to_owned()),
            };
            let gap = (row.number("gap")?, row.number("gap_low")?, row.number("gap_high")?);
            let cell = Cell {
                team: text("team")?,
                count: row.number("case_count")?.unwrap_or(0.0),
                agents: row.number("agent_count")?.unwrap_or(0.0),
                gap: match gap {
                    (Some(gap), Some(low), Some(high)) => Some([gap, low, high]),
                    _ => None,
                },
                own: row.number("own_share")?,
                verdict: row.text("verdict")?,
            };
            let name = label::channel(&text("skill")?.replace('_', " "));
            let at = groups.iter().position(|(_, group)| group.title == title);
            let at = at.unwrap_or_else(|| {
                groups.push((order, Group { title, channel, skills: Vec::new() }));
                groups.len() - 1
            });
            let Some((_, group)) = groups.get_mut(at) else { continue };
            match group.skills.iter_mut().find(|skill| skill.name == name) {
                Some(skill) => skill.cells.push(cell),
                None => group.skills.push(Skill { name, cells: vec![cell] }),
            }
        }
        for (_, group) in &mut groups {
            // One team alone is held against itself.
            group.skills.retain(|skill| skill.known() > 1);
            group.skills.sort_by(|one, next| one.lowest().total_cmp(&next.lowest()));
        }
        groups.retain(|(_, group)| !group.skills.is_empty());
        groups.sort_by_key(|(order, group)| (*order, group.title.clone()));
        let groups: Vec<Group> = groups.into_iter().map(|(_, group)| group).collect();
        let skills = groups.iter().flat_map(|group| &group.skills);
        let known = skills.flat_map(|skill| &skill.cells).filter(|cell| cell.gap.is_some());
        let mut teams: Vec<String> = known.map(|cell| cell.team.clone()).collect();
        teams.sort();
        teams.dedup();
        Ok(Map { teams, groups })
    }
}

/// The ground of a gap in percentage points.
fn ground(points: f64) -> Ink {
    let step = STEPS.iter().filter(|least| points.abs() >= **least).count() as u8;
    if points < 0.0 { Ink::Under(step) } else { Ink::Over(step) }
}

fn paint(sheet: &Sheet<'_>, map: &Map) -> Result<(), ChartError> {
    let left = names(sheet.room);
    let wide = ((sheet.width() - MARGIN - left) / map.teams.len().max(1) as f64).min(WIDEST);
    key(sheet, left)?;
    for (team, place) in map.teams.iter().zip(0_u32..) {
        let x = left + f64::from(place) * wide;
        let mut lines = wrap::lines(team, 11.5, wide - 8.0);
        lines.truncate(2);
        let mut y = HEAD - 22.0 + 14.0 * (2.0 - lines.len() as f64);
        for line in lines {
            let line = wrap::cut(&line, 11.5, wide - 4.0);
            let style = Type::new(Ink::Text).size(11.5).side(Side::Middle);
            sheet.text((x + wide / 2.0, y), &line, style)?;
            y += 14.0;
        }
    }
    let mut y = HEAD;
    for group in &map.groups {
        let title = Type::new(Ink::Text).size(12.5).bold();
        let right = left + wide * map.teams.len() as f64;
        sheet.text((MARGIN, y + 20.0), &group.title, title)?;
        y += GROUP;
        for skill in &group.skills {
            sheet.line([(MARGIN, y), (right, y)], Ink::Grid, 1.0)?;
            let name = wrap::cut(&skill.name, 12.5, left - MARGIN - 10.0);
            sheet.text((MARGIN, y + ROW / 2.0), &name, Type::new(Ink::Text).size(12.5))?;
            for (team, place) in map.teams.iter().zip(0_u32..) {
                let x = left + f64::from(place) * wide;
                let found = skill.cells.iter().find(|cell| cell.team == *team);
                if let Some(cell) = found {
                    field(sheet, skill, cell, (x, y), wide)?;
                }
                let channel = group.channel.iter().map(|channel| ("channel", channel.as_str()));
                let of: Vec<(&str, &str)> =
                    std::iter::once(("team", team.as_str())).chain(channel).collect();
                sheet.part((x, y), (x + wide, y + ROW), &of);
            }
            y += ROW;
        }
    }
    Ok(())
}

/// One team in one skill: the gap on its ground, and the number of cases beneath.
fn field(
    sheet: &Sheet<'_>,
    skill: &Skill,
    cell: &Cell,
    (x, y): (f64, f64),
    wide: f64,
) -> Result<(), ChartError> {
    let Some([gap, low, high]) = cell.gap else { return Ok(()) };
    let is = |verdicts: [Verdict; 2]| {
        verdicts.iter().any(|one| Some(one.text()) == cell.verdict.as_deref())
    };
    let is_clear = is([Verdict::ClearlyAbove, Verdict::ClearlyBelow]);
    let is_told = is_clear || is([Verdict::LikelyAbove, Verdict::LikelyBelow]);
    let points = 100.0 * gap;
    if is_told {
        let to = (x + wide - 1.5, y + ROW - 1.0);
        sheet.rect((x + 1.5, y + 1.0), to, ground(points))?;
    }
    let style =
        Type::new(if is_told { Ink::Text } else { Ink::Soft }).size(13.0).side(Side::Middle);
    let said = unit::change(points.round(), Unit::Count);
    let middle = x + wide / 2.0;
    let style = if is_clear { style.bold() } else { style };
    sheet.text((middle, y + 11.5), &said, style)?;
    let count = unit::text(cell.count, Unit::Count);
    let small =
        Type::new(if is_told { Ink::Text } else { Ink::Soft }).size(10.0).side(Side::Middle);
    sheet.text((middle, y + 25.5), &count, small)?;
    let verdict = cell.verdict.as_deref().unwrap_or(Verdict::TooFewToSay.text());
    let verdict = verdict.trim_end_matches(" from peers");
    let points = |gap: f64| unit::change(gap, Unit::Share);
    let told = format!(
        "{}, {}: {verdict}. {} of {count} cases by {} agents, {} from expected ({})",
        cell.team,
        skill.name,
        unit::cell(cell.own, Unit::Share),
        unit::text(cell.agents, Unit::Count),
        points(gap),
        label::between(&points(low), &points(high)),
    );
    sheet.tip((x, y), (x + wide, y + ROW), &told);
    Ok(())
}

/// What the colours mean, above the map.
fn key(sheet: &Sheet<'_>, left: f64) -> Result<(), ChartError> {
    let (wide, y) = (26.0, 4.0);
    let from = left.min(sheet.width() - MARGIN - 6.0 * wide - 60.0).max(MARGIN + 92.0);
    let style = Type::new(Ink::Soft).size(11.0);
    sheet.text((from - 8.0, y + 6.0), "15 points below", style.side(Side::End))?;
    let steps = (1..=Ink::GAP_STEPS).rev().map(Ink::Under);
    let steps = steps.chain((1..=Ink::GAP_STEPS).map(Ink::Over));
    for (ink, place) in steps.zip(0_u32..) {
        let x = from + f64::from(place) * wide;
        sheet.rect((x, y), (x + wide - 1.5, y + 12.0), ink)?;
    }
    sheet.text((from + 6.0 * wide + 7.0, y + 6.0), "15 above", style)
}

#[cfg(test)]
mod tests {
    use super::{Ink, ground};

    #[test]
    fn a_larger_gap_is_stronger_on_its_side() {
        let inks = [-20.0, -7.0, -3.0, 0.4, 8.0, 15.0].map(ground);
        let expected =
            [Ink::Under(3), Ink::Under(2), Ink::Under(1), Ink::Over(1), Ink::Over(2), Ink::Over(3)];
        assert_eq!(inks, expected);
    }
}
