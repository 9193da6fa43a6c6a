//! From a chart's SVG to pixels.

use roxmltree::{Document, Node};
use zeno::{Cap, Command, Fill, Join, PathBuilder, Stroke};

use super::super::chart::ChartError;
use super::canvas::Canvas;
use super::{faces, file};

/// Pixels to a px.
const FINE: f32 = 2.0;
/// Most pixels along a side.
const MOST: f32 = 20_000.0;

/// The picture of a chart's SVG as PNG: same SVG, same bytes, as far as its letters are the program's
/// own.
pub fn png(svg: &str) -> Result<Vec<u8>, ChartError> {
    let failed = |error: &dyn std::fmt::Display| ChartError::Drawing(error.to_string());
    let document = Document::parse(svg).map_err(|error| failed(&error))?;
    let root = document.root_element();
    let [width, height] = ["width", "height"].map(|name| number(root, name) * FINE);
    let units = root.attribute("viewBox").and_then(|box_| box_.split(' ').nth(2)?.parse().ok());
    let units: f32 = units.unwrap_or(width / FINE);
    let is_sound = |size: f32| (1.0..=MOST).contains(&size);
    if !is_sound(width) || !is_sound(height) || units <= 0.0 {
        return Err(failed(&"the picture has no size"));
    }
    let canvas = Canvas::new(width.round() as usize, height.round() as usize);
    let mut painter = Painter { canvas, scale: width / units };
    for node in root.descendants().filter(Node::is_element) {
        painter.paint(node);
    }
    file::png(&painter.canvas).map_err(|error| failed(&error))
}

struct Painter {
    canvas: Canvas,
    /// Pixels to a unit of the file.
    scale: f32,
}

impl Painter {
    fn paint(&mut self, node: Node<'_, '_>) {
        let of = |name: &str| number(node, name) * self.scale;
        let mut path = Vec::new();
        match node.tag_name().name() {
            "rect" => {
                path.add_rect((of("x"), of("y")), of("width"), of("height"));
            }
            "circle" => {
                path.add_circle((of("cx"), of("cy")), of("r"));
            }
            "polyline" => self.points(node, &mut path),
            "polygon" => {
                self.points(node, &mut path);
                path.close();
            }
            "text" => return self.text(node),
            _ => return,
        };
        if let Some(rgb) = ink(node, "fill") {
            self.canvas.fill(&path, Fill::NonZero, rgb, opacity(node));
        }
        if let Some(rgb) = ink(node, "stroke") {
            let mut stroke = Stroke::new(of("stroke-width").max(self.scale));
            stroke.join(Join::Round).cap(Cap::Round);
            self.canvas.fill(&path, stroke, rgb, opacity(node));
        }
    }

    fn points(&self, node: Node<'_, '_>, path: &mut Vec<Command>) {
        let points = node.attribute("points").unwrap_or_default();
        for (at, point) in points.split_whitespace().enumerate() {
            let Some((x, y)) = point.split_once(',') else { continue };
            let (Ok(x), Ok(y)) = (x.parse::<f32>(), y.parse::<f32>()) else { continue };
            let to = [x * self.scale, y * self.scale];
            if at == 0 {
                path.move_to(to)
            } else {
                path.line_to(to)
            };
        }
    }

    /// One line of text, its spot in the middle of a small x.
    fn text(&mut self, node: Node<'_, '_>) {
        let of = |name: &str| number(node, name) * self.scale;
        let text = node.text().unwrap_or_default();
        let text = text.trim_matches(|letter: char| letter.is_ascii_whitespace());
        let is_bold = node.attribute("font-weight") == Some("bold");
        let Some(line) = faces::set(text, of("font-size"), is_bold) else { return };
        let Some(rgb) = ink(node, "fill") else { return };
        let before = match node.attribute("text-anchor") {
            Some("end") => line.width,
            Some("middle") => line.width / 2.0,
            _ => 0.0,
        };
        let (x, y) = (of("x") - before, of("y") + line.x_height / 2.0);
        let moved = |command: &Command| command.transform(&zeno::Transform::translation(x, y));
        let path: Vec<Command> = line.path.iter().map(moved).collect();
        self.canvas.fill(&path, Fill::NonZero, rgb, opacity(node));
    }
}

/// A number of an attribute; 0 where there is none.
fn number(node: Node<'_, '_>, name: &str) -> f32 {
    node.attribute(name).and_then(|value| value.parse().ok()).unwrap_or_default()
}

fn opacity(node: Node<'_, '_>) -> f32 {
    node.attribute("opacity").and_then(|value| value.parse().ok()).unwrap_or(1.0)
}

/// A colour as `#RRGGBB`; `None` for anything else, as `none`.
fn ink(node: Node<'_, '_>, name: &str) -> Option<[u8; 3]> {
    let digits = node.attribute(name)?.strip_prefix('#').filter(|digits| digits.len() == 6)?;
    let [_, red, green, blue] = u32::from_str_radix(digits, 16).ok()?.to_be_bytes();
    Some([red, green, blue])
}

#[cfg(test)]
mod tests {
    use super::png;
    use crate::charts::{ALL, examples};
    use std::collections::BTreeSet;

    /// Names of elements and attributes' values that the painter knows.
    const KNOWN: [&str; 9] =
        ["svg", "style", "g", "title", "rect", "circle", "polyline", "polygon", "text"];

    #[test]
    fn charts_hold_nothing_that_is_not_painted() {
        let tables = examples::tables();
        let mut found = BTreeSet::new();
        for chart in ALL {
            let svg = chart.draw(&tables[chart.table()]).unwrap();
            let document = roxmltree::Document::parse(&svg).unwrap();
            for node in document.descendants().filter(roxmltree::Node::is_element) {
                found.insert(node.tag_name().name().to_owned());
                assert!(!node.has_attribute("transform"), "{}", chart.name());
                for name in ["fill", "stroke"] {
                    let value = node.attribute(name).unwrap_or("none");
                    assert!(value == "none" || super::ink(node, name).is_some(), "{value}");
                }
                if node.tag_name().name() == "text" {
                    assert_eq!(node.attribute("dy"), Some("0.5ex"), "{}", chart.name());
                }
            }
        }
        assert!(found.iter().all(|name| KNOWN.contains(&name.as_str())), "{found:?}");
        assert!(found.contains("polyline") && found.contains("text"), "{found:?}");
    }

    #[test]
    fn a_picture_is_twice_as_large_and_the_same_each_time() {
        let tables = examples::tables();
        for chart in ALL {
            let svg = chart.draw(&tables[chart.table()]).unwrap();
            let picture = png(&svg).unwrap();
            let width = u32::from_be_bytes(picture[16..20].try_into().unwrap());
            assert_eq!(width, 1_760, "{}", chart.name());
            assert!(picture == png(&svg).unwrap(), "{}", chart.name());
        }
    }

    #[test]
    fn what_is_no_picture_is_an_error() {
        for broken in [
            "",
            "<svg",
            "<svg/>",
            "<svg width=\"9e9\" height=\"1\"/>",
            "<svg width=\"NaN\" height=\"1\"/>",
        ] {
            assert!(png(broken).is_err(), "{broken}");
        }
    }
}
