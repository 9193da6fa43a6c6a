//! Chinese addresses: `北京市朝阳区建国路88号3栋2单元501室`.

use std::ops::Range;

use crate::text::personal::reading::Reading;
use crate::text::words::is_ideograph;

const ROADS: &[&str] = &["路", "街", "大道", "巷", "胡同", "弄", "街道", "大街"];
/// Words that end like a road and are none.
const NO_ROADS: &[&str] = &[
    "走路",
    "在路",
    "逛街",
    "上街",
    "套路",
    "线路",
    "迷路",
    "问路",
    "半路",
    "顺路",
    "绕路",
    "电路",
    "思路",
    "出路",
    "铁路",
    "网路",
    "一条路",
    "这条路",
    "哪条路",
    "什么路",
    "同路",
    "赶路",
];
/// What follows the number of no house: lines of a metro, names of shops.
const NO_HOUSES: &[&str] = &["线", "店", "车", "链", "仓", "公交"];
/// What a building is called after its number.
const BUILDINGS: &[&str] = &["号楼", "栋", "幢", "座", "单元"];
/// What it and what is inside it are called, each after its number; the longer before the shorter.
const PARTS: &[&str] =
    &["号楼", "单元", "栋", "幢", "座", "楼", "层", "门", "室", "户", "房", "号"];
/// Those that only a house with flats has.
const FLATS: &[&str] = &["单元", "室", "户", "房"];
/// What follows a number that is no flat's.
const COUNTED: &[char] =
    &['年', '月', '日', '元', '块', '点', '件', '个', '天', '号', '%', '-', '.', ':'];
/// Names of provinces and large towns, where an address may begin.
#[rustfmt::skip]
const REGIONS: &[&str] = &[
    "北京", "上海", "天津", "重庆", "河北", "山西", "内蒙古", "辽宁", "吉林", "黑龙江", "江苏", "浙江",
    "安徽", "福建", "江西", "山东", "河南", "湖北", "湖南", "广东", "广西", "海南", "四川", "贵州", "云南",
    "西藏", "陕西", "甘肃", "青海", "宁夏", "新疆", "香港", "澳门", "台湾", "广州", "深圳", "杭州", "南京",
    "苏州", "成都", "武汉", "西安", "郑州", "长沙", "沈阳", "青岛",
];
/// Words before an address that are no part of it.
#[rustfmt::skip]
const LEADS: &[&str] = &[
    "地址", "送到", "寄到", "发到", "寄往", "发往", "改成", "改为", "改到", "换成", "住在", "位于", "家在",
    "收货", "就是", "我是", "是在", "是", "在", "到", "我住", "你们", "我们", "请", "的",
];
/// No further back, in characters, does an address begin.
const REACH: usize = 24;

/// An address with a group of digits: a house's number after a road, or a building's before a flat's.
pub(super) fn around(reading: &Reading<'_>, group: usize) -> Option<Range<usize>> {
    let number = reading.groups.get(group)?;
    let left = reading.before(number.start);
    let left = left.strip_suffix(' ').unwrap_or(left);
    let after = reading.after(number.end);
    if !left.ends_with(is_ideograph) && !after.starts_with(is_ideograph) {
        return None;
    }
    let last = left.chars().next_back();
    if number.len() <= 5 && last.is_some_and(ends_road) && ends_in_road(left) {
        let (house, end) = house(reading, group)?;
        let end = parts(reading, house + 1, end, true).end;
        return Some(start(left)..with_garden(reading, house + 1, end));
    }
    if let Some(left) = lettered_building(left) {
        let end = parts(reading, group, number.start, true).end;
        return (end > number.start).then(|| start(left)..end);
    }
    if !BUILDINGS.iter().any(|word| after.starts_with(word)) {
        return None;
    }
    let inside = parts(reading, group, number.start, false);
    let is_whole = (inside.count >= 2 && inside.has_flat) || (inside.count > 0 && is_placed(left));
    let is_whole = is_whole && number.len() <= 3;
    is_whole.then(|| start(left)..inside.end)
}

/// Whether a district or a town is named among the last characters of a text, and a name after it.
fn is_placed(left: &str) -> bool {
    /// Characters of the name.
    const NAME: std::ops::RangeInclusive<usize> = 2..=6;
    let from = left.char_indices().rev().nth(9).map_or(0, |(at, _)| at);
    let near = left.get(from..).unwrap_or_default();
    let district = near.rfind(['区', '县', '镇']);
    let after = district.and_then(|at| near.get(at..)).map_or(0, |rest| rest.chars().count() - 1);
    let is_clear = !["专区", "小区", "地区", "社区"].iter().any(|word| near.contains(word));
    NAME.contains(&after) && is_clear && near.chars().all(is_ideograph)
}

/// Where an address ends with the estate and the building that follow: `东部软件园1号楼`.
fn with_garden(reading: &Reading<'_>, group: usize, end: usize) -> usize {
    let mut rest = reading.groups.iter().enumerate().skip(group);
    let Some((place, next)) = rest.find(|(_, next)| next.start >= end) else { return end };
    let gap = reading.text.get(end..next.start).unwrap_or_default();
    let is_name = gap.chars().count() <= 8 && gap.chars().all(is_ideograph);
    let is_building = BUILDINGS.iter().any(|word| reading.after(next.end).starts_with(word));
    if is_name && is_building { parts(reading, place, next.start, true).end } else { end }
}

/// The group that is the number of the house on a road, and where it ends with its word: `88号`, of a
/// lane `123弄45号`.
fn house(reading: &Reading<'_>, group: usize) -> Option<(usize, usize)> {
    let number = reading.groups.get(group)?;
    if reading.after(number.end).starts_with('弄') {
        let next = reading.groups.get(group + 1)?;
        let is_next = next.start == number.end + '弄'.len_utf8();
        return if is_next { house(reading, group + 1) } else { None };
    }
    let after = reading.after(number.end);
    let rest = after.strip_prefix(' ').unwrap_or(after).strip_prefix('号')?;
    let is_house = !NO_HOUSES.iter().any(|word| rest.starts_with(word));
    is_house.then(|| (group, number.end + (after.len() - rest.len())))
}

/// What stands before the letter of a building that a text ends in: `A座`.
fn lettered_building(left: &str) -> Option<&str> {
    let letter = left.strip_suffix(['座', '栋', '幢'])?;
    let before = letter.strip_suffix(|c: char| c.is_ascii_lowercase())?;
    (!before.ends_with(|c: char| c.is_ascii_alphanumeric())).then_some(before)
}

/// The parts of a house that are told one after another.
struct Parts {
    end: usize,
    count: usize,
    has_flat: bool,
}

/// The parts that are told from a place on, the first with a certain group: `3栋2单元501室`, `5号楼1203`.
/// A bare number is a flat's where something stands before it.
fn parts(reading: &Reading<'_>, first: usize, from: usize, is_within: bool) -> Parts {
    let mut told = Parts { end: from, count: 0, has_flat: false };
    for group in reading.groups.get(first..).unwrap_or_default() {
        let gap = reading.text.get(told.end..group.start);
        if !gap.is_some_and(|gap| matches!(gap, "" | " " | "," | "-")) {
            break;
        }
        let after = reading.after(group.end);
        if let Some(word) = PARTS.iter().find(|word| after.starts_with(*word)) {
            told.end = group.end + word.len();
            told.count += 1;
            told.has_flat |= FLATS.contains(word);
            continue;
        }
        let is_glued =
            after.starts_with(|c: char| c.is_ascii_alphanumeric() || COUNTED.contains(&c));
        if (is_within || told.count > 0) && matches!(group.len(), 3 | 4) && !is_glued {
            told = Parts { end: group.end, count: told.count + 1, has_flat: true };
        }
        break;
    }
    told
}

/// Whether a character is the last of one of [`ROADS`].
fn ends_road(c: char) -> bool {
    matches!(c, '路' | '街' | '道' | '巷' | '同' | '弄')
}

fn ends_in_road(left: &str) -> bool {
    let mut last = left.chars().rev();
    let is_named = last.next().is_some() && last.next().is_some_and(is_ideograph);
    is_named
        && ROADS.iter().any(|road| left.ends_with(road))
        && !NO_ROADS.iter().any(|word| left.ends_with(word))
}

/// Where the address begins whose street or estate a text ends in.
fn start(left: &str) -> usize {
    let run = left.chars().rev().take_while(|c| is_ideograph(*c)).take(REACH);
    let run = left.get(left.len() - run.map(char::len_utf8).sum::<usize>()..).unwrap_or_default();
    let from = left.len() - run.len();
    if let Some(region) = REGIONS.iter().filter_map(|region| run.find(region)).min() {
        return from + region;
    }
    if LEADS.iter().any(|lead| run.ends_with(lead)) {
        return left.len();
    }
    // A name of two characters stays, whatever it looks like.
    let named = run.char_indices().rev().nth(2).map_or(0, |(at, _)| at);
    let head = run.get(..named).unwrap_or_default();
    let lead = LEADS.iter().filter_map(|lead| Some(head.rfind(lead)? + lead.len())).max();
    from + lead.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{address, is_none};

    #[test]
    fn roads_and_buildings() {
        for (text, found) in [
            ("请送到北京市朝阳区建国路88号，谢谢", "北京市朝阳区建国路88号"),
            ("地址是浙江省杭州市文三路123号5栋2单元501室", "浙江省杭州市文三路123号5栋2单元501室"),
            ("上海市南京西路12弄34号", "上海市南京西路12弄34号"),
            ("我住在解放大道5号阳光花园3栋501室。", "解放大道5号阳光花园3栋501室"),
            ("寄到3栋2单元501室", "3栋2单元501室"),
            ("翠苑小区5号楼1203", "翠苑小区5号楼1203"),
            ("收货地址：科技园B座1203室", "科技园B座1203室"),
            ("改到人民街 12 号", "人民街 12 号"),
            ("邮编100020", "100020"),
        ] {
            assert_eq!(address(text), Some(found), "{text}");
        }
    }

    #[test]
    fn no_addresses() {
        for text in [
            "我知道5号到货",
            "走路5号能到吗",
            "3号到货",
            "3号楼有人吗",
            "5楼",
            "坐5号线在解放路3号线换",
            "订单号123456",
            "1号店",
            "这条路5号才通",
            "2单元",
            "买3件5元",
            "2026年5月3号",
            "套餐1号2023年",
            "12号3个",
            "5号楼2026年建",
        ] {
            is_none(text);
        }
    }
}
