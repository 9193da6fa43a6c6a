//! A line of some weeks, as small as a word, beside the number it leads to.

/// Size, px.
const WIDE: f64 = 120.0;
const HIGH: f64 = 26.0;
/// Room for the dot at the end, px.
const EDGE: f64 = 3.5;

/// The line as SVG that takes its colour from the text around it; a missing value breaks it. Empty
/// where fewer than two values are there. From the least to the greatest value, and to the limits of
/// what they do by themselves where those are known, it fills its height.
pub fn spark(values: &[Option<f64>], limits: Option<(f64, f64)>) -> String {
    let known = || values.iter().flatten();
    let ends = || known().copied().chain(limits.into_iter().flat_map(|(low, high)| [low, high]));
    let (low, high) = (ends().fold(f64::MAX, f64::min), ends().fold(f64::MIN, f64::max));
    if known().count() < 2 {
        return String::new();
    }
    let step = (WIDE - 2.0 * EDGE) / (values.len().max(2) - 1) as f64;
    let up = |value: f64| if high > low { (value - low) / (high - low) } else { 0.5 };
    let spot = |(at, value): (usize, &Option<f64>)| {
        let y = HIGH - EDGE - up((*value)?) * (HIGH - 2.0 * EDGE);
        Some((EDGE + at as f64 * step, y))
    };
    let spots: Vec<Option<(f64, f64)>> = values.iter().enumerate().map(spot).collect();
    let mut drawn = String::new();
    if let Some((low, high)) = limits {
        let place = |at: f64| HIGH - EDGE - up(at) * (HIGH - 2.0 * EDGE);
        let (top, foot) = (place(high), place(low).max(place(high) + 1.0));
        let corner = |(x, y): (f64, f64)| format!("{x:.1},{y:.1}");
        let corners = [(0.0, top), (WIDE, top), (WIDE, foot), (0.0, foot)].map(corner);
        drawn += &format!("<polygon class=\"normal\" points=\"{}\"/>", corners.join(" "));
    }
    for run in spots.split(Option::is_none) {
        let points = run.iter().flatten().map(|(x, y)| format!("{x:.1},{y:.1}"));
        drawn += &format!("<polyline points=\"{}\"/>", points.collect::<Vec<_>>().join(" "));
    }
    if let Some(Some((x, y))) = spots.last() {
        drawn += &format!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"2.5\"/>");
    }
    format!(
        "<svg class=\"spark\" viewBox=\"0 0 {WIDE} {HIGH}\" width=\"{WIDE}\" height=\"{HIGH}\" \
         aria-hidden=\"true\">{drawn}</svg>"
    )
}

#[cfg(test)]
mod tests {
    use super::spark;

    #[test]
    fn a_missing_week_breaks_the_line() {
        let line = spark(&[Some(1.0), Some(2.0), None, Some(3.0), Some(3.0)], None);
        assert_eq!(line.matches("<polyline").count(), 2);
        assert!(line.contains("<circle cx=\"116.5\" cy=\"3.5\""), "{line}");
        assert!(!line.contains("NaN"));
    }

    #[test]
    fn a_level_line_runs_in_the_middle_and_one_value_is_no_line() {
        assert!(spark(&[Some(2.0), Some(2.0)], None).contains("points=\"3.5,13.0 116.5,13.0\""));
        assert_eq!(spark(&[None, Some(2.0), None], None), "");
        assert_eq!(spark(&[], None), "");
    }

    #[test]
    fn what_is_normal_lies_behind_the_line() {
        let line = spark(&[Some(2.0), Some(4.0)], Some((1.0, 3.0)));
        assert!(line.contains("points=\"0.0,9.8 120.0,9.8 120.0,22.5 0.0,22.5\""), "{line}");
        assert!(line.find("<polygon") < line.find("<polyline"));
    }
}
