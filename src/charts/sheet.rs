//! The sheet that charts are drawn on: px in, SVG out, with title, subtitle and ground in place.

use std::cell::RefCell;

use plotters::backend::SVGBackend;
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind, IntoDrawingArea};
use plotters::element::{Circle, Drawable, PathElement, PointCollection, Polygon, Rectangle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, ShapeStyle, TextStyle};

use super::chart::{ChartError, Plot};
use super::theme::{CLASS, Ink, style_sheet};
use super::wrap;

/// How much room a picture has from left to right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// That of a page, a slide or a sheet of paper.
    Wide,
    /// That of a telephone held upright.
    Narrow,
}

impl Room {
    /// Width of the picture, px.
    pub const fn width(self) -> f64 {
        match self {
            Self::Wide => 880.0,
            Self::Narrow => 390.0,
        }
    }

    /// One value where there is room, another where there is little.
    pub fn or<T>(self, wide: T, narrow: T) -> T {
        match self {
            Self::Wide => wide,
            Self::Narrow => narrow,
        }
    }
}

/// Free margin at the left and right of every picture, px.
pub const MARGIN: f64 = 16.0;

/// Units of the file to a px: plotters draws on whole units only.
const FINE: f64 = 10.0;
/// plotters writes a font's size divided by this.
const FONT: f64 = 1.24;
const TITLE: f64 = 18.0;
const SUBTITLE: f64 = 13.0;

/// A drawing under way. Coordinates are px from the upper left corner below the subtitle.
pub struct Sheet<'a> {
    area: DrawingArea<SVGBackend<'a>, Shift>,
    top: f64,
    pub room: Room,
    /// Places that say a value when pointed at, as SVG.
    tips: RefCell<String>,
    /// Places that stand for one channel, team or topic, as SVG.
    parts: RefCell<String>,
}

/// A point on the sheet, px.
pub type Spot = (f64, f64);

/// How text is set: its size, weight and place beside its spot.
#[derive(Clone, Copy, Debug)]
pub struct Type {
    pub ink: Ink,
    pub size: f64,
    pub is_bold: bool,
    pub side: Side,
}

/// Where the text's spot lies in it; always in the middle of its height.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Start,
    Middle,
    End,
}

impl Type {
    pub const fn new(ink: Ink) -> Self {
        Self { ink, size: 12.0, is_bold: false, side: Side::Start }
    }

    pub const fn size(self, size: f64) -> Self {
        Self { size, ..self }
    }

    pub const fn bold(self) -> Self {
        Self { is_bold: true, ..self }
    }

    pub const fn side(self, side: Side) -> Self {
        Self { side, ..self }
    }

    fn style(self) -> TextStyle<'static> {
        let weight = if self.is_bold { FontStyle::Bold } else { FontStyle::Normal };
        let font = FontDesc::new(FontFamily::SansSerif, self.size * FINE * FONT, weight);
        let side = match self.side {
            Side::Start => HPos::Left,
            Side::Middle => HPos::Center,
            Side::End => HPos::Right,
        };
        let style = TextStyle::from(font).pos(Pos::new(side, VPos::Center));
        TextStyle { color: self.ink.rgb().to_backend_color(), ..style }
    }
}

impl Sheet<'_> {
    /// Text in one line.
    pub fn text(&self, at: Spot, text: &str, style: Type) -> Result<(), ChartError> {
        self.draw(&Text::new(text, self.fine(at), style.style()))
    }

    /// A line through the points, `width` px wide.
    pub fn line(
        &self,
        points: impl IntoIterator<Item = Spot>,
        ink: Ink,
        width: f64,
    ) -> Result<(), ChartError> {
        let points: Vec<_> = points.into_iter().map(|at| self.fine(at)).collect();
        self.draw(&PathElement::new(points, ink.rgb().stroke_width(units(width).unsigned_abs())))
    }

    /// A filled rectangle between two corners.
    pub fn rect(&self, from: Spot, to: Spot, ink: Ink) -> Result<(), ChartError> {
        self.draw(&Rectangle::new([self.fine(from), self.fine(to)], ink.rgb().filled()))
    }

    /// A filled surface.
    pub fn surface(
        &self,
        points: impl IntoIterator<Item = Spot>,
        ink: Ink,
    ) -> Result<(), ChartError> {
        let points: Vec<_> = points.into_iter().map(|at| self.fine(at)).collect();
        self.draw(&Polygon::new(points, ink.rgb().filled()))
    }

    /// A filled disc.
    pub fn disc(&self, at: Spot, radius: f64, ink: Ink) -> Result<(), ChartError> {
        self.draw(&Circle::new(self.fine(at), units(radius), ink.rgb().filled()))
    }

    /// A circle, open in the middle.
    pub fn ring(&self, at: Spot, radius: f64, ink: Ink) -> Result<(), ChartError> {
        self.disc(at, radius, Ink::Paper)?;
        let style = ShapeStyle::from(ink.rgb()).stroke_width(units(1.5).unsigned_abs());
        self.draw(&Circle::new(self.fine(at), units(radius), style))
    }

    /// Width of the picture, px.
    pub fn width(&self) -> f64 {
        self.room.width()
    }

    /// What is told where a reader points between two corners.
    pub fn tip(&self, from: Spot, to: Spot, text: &str) {
        let text = minijinja::HtmlEscape(text).to_string();
        let place = self.place(from, to);
        self.tips.borrow_mut().push_str(&format!("<rect {place}><title>{text}</title></rect>\n"));
    }

    /// What is drawn between two corners stands for these values alone: pairs of what readers filter by
    /// (`channel`, `team`) and its value.
    pub fn part(&self, from: Spot, to: Spot, of: &[(&str, &str)]) {
        let mut drawn = format!("<rect {}", self.place(from, to));
        for (kind, value) in of {
            drawn += &format!(" data-{kind}=\"{}\"", minijinja::HtmlEscape(value));
        }
        self.parts.borrow_mut().push_str(&(drawn + "/>\n"));
    }

    fn place(&self, from: Spot, to: Spot) -> String {
        let ((a, b), (c, d)) = (self.fine(from), self.fine(to));
        let (x, y, wide, high) = (a.min(c), b.min(d), a.abs_diff(c), b.abs_diff(d));
        format!("x=\"{x}\" y=\"{y}\" width=\"{wide}\" height=\"{high}\"")
    }

    fn draw<'b, E>(&self, element: &'b E) -> Result<(), ChartError>
    where
        &'b E: PointCollection<'b, (i32, i32)>,
        E: for<'s> Drawable<SVGBackend<'s>>,
    {
        self.area.draw(element).map_err(failed)
    }

    fn fine(&self, (x, y): Spot) -> (i32, i32) {
        (units(x), units(y + self.top))
    }
}

/// Units of the file in so many px.
fn units(px: f64) -> i32 {
    (px * FINE).round() as i32
}

fn failed<E: std::error::Error + Send + Sync>(error: DrawingAreaErrorKind<E>) -> ChartError {
    ChartError::Drawing(error.to_string())
}

/// The plot under its title and subtitle, as a file of its own.
pub(super) fn render(title: &str, plot: Plot, room: Room) -> Result<String, ChartError> {
    let within = room.width() - 2.0 * MARGIN;
    let titles = wrap::lines(title, TITLE, within);
    let subtitles = wrap::lines(&plot.subtitle, SUBTITLE, within);
    let top = 20.0 + 24.0 * titles.len() as f64 + 19.0 * subtitles.len() as f64 + 10.0;
    let height = top + plot.height;
    let (width, height) = (units(room.width()).unsigned_abs(), units(height).unsigned_abs());

    let mut drawn = String::new();
    let (tips, parts);
    {
        let area = SVGBackend::with_string(&mut drawn, (width, height)).into_drawing_area();
        area.fill(&Ink::Paper.rgb()).map_err(failed)?;
        let mut sheet =
            Sheet { area, top: 0.0, room, tips: RefCell::default(), parts: RefCell::default() };
        let mut y = 24.0;
        for line in &titles {
            sheet.text((MARGIN, y), line, Type::new(Ink::Text).size(TITLE).bold())?;
            y += 24.0;
        }
        for line in &subtitles {
            sheet.text((MARGIN, y), line, Type::new(Ink::Soft).size(SUBTITLE))?;
            y += 19.0;
        }
        sheet.top = top;
        (plot.paint)(&sheet)?;
        sheet.area.present().map_err(failed)?;
        (tips, parts) = (sheet.tips.take(), sheet.parts.take());
    }
    let (_, body) = drawn
        .split_once(">\n")
        .ok_or_else(|| ChartError::Drawing("the file has no beginning".into()))?;
    let body = body.trim_end().trim_end_matches("</svg>");
    let label = minijinja::HtmlEscape(&format!("{title}. {}", plot.subtitle)).to_string();
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"{CLASS}\" role=\"img\" \
         aria-label=\"{label}\" width=\"{}\" height=\"{}\" viewBox=\"0 0 {width} {height}\">\n\
         <style>{}</style>\n{body}<g class=\"tips\" fill=\"none\" pointer-events=\"all\">\n{tips}</g>\n\
         <g class=\"parts\" fill=\"none\" pointer-events=\"none\">\n{parts}</g>\n</svg>\n",
        f64::from(width) / FINE,
        f64::from(height) / FINE,
        style_sheet(),
    ))
}

/// The picture for a page that carries [`super::page_style`]: without rules and a size of its own.
pub fn inline(svg: &str) -> String {
    let Some((start, rest)) = svg.split_once("<style>") else { return svg.to_owned() };
    let Some((_, body)) = rest.split_once("</style>") else { return svg.to_owned() };
    let start = match (start.find(" width="), start.find(" viewBox=")) {
        (Some(from), Some(to)) if from < to => {
            let (before, after) = (start.get(..from), start.get(to..));
            before.unwrap_or(start).to_owned() + after.unwrap_or("")
        }
        _ => start.to_owned(),
    };
    let mut picture = start + body;
    for (said, short) in LIGHTER {
        picture = picture.replace(said, short);
    }
    picture
}

/// What the page's rules say, what every browser takes for granted, and what rounding leaves.
const LIGHTER: [(&str, &str); 8] = [
    (" opacity=\"1\"", ""),
    (" font-family=\"sans-serif\"", ""),
    (" stroke=\"none\"", ""),
    (" text-anchor=\"start\"", ""),
    ("20.00000000000001\"", "20\""),
    (" \"/>", "\"/>"),
    (">\n", ">"),
    ("\n</text>", "</text>"),
];

/// A plot that says why there is none.
pub(super) fn nothing(because: &'static str) -> Plot {
    let paint = move |sheet: &Sheet<'_>| {
        sheet.rect((MARGIN, 4.0), (sheet.width() - MARGIN, 84.0), Ink::Heat(0))?;
        let said = Type::new(Ink::Soft).size(14.0).side(Side::Middle);
        let text = format!("Nothing to show: {because}.");
        let lines = wrap::lines(&text, 14.0, sheet.width() - 4.0 * MARGIN);
        let mut y = 44.0 - 9.0 * lines.len().saturating_sub(1) as f64;
        for line in lines {
            sheet.text((sheet.width() / 2.0, y), &line, said)?;
            y += 18.0;
        }
        Ok(())
    };
    Plot { subtitle: String::new(), height: 100.0, paint: Box::new(paint) }
}
