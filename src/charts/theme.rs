//! The colours of every picture: few, each with a meaning, each with a light and a dark value.

use plotters::style::RGBColor;

/// What a colour says. The hues are those of Okabe and Ito, darkened until text in them can be
/// read on paper; they stay apart for readers who do not see red and green apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// The ground.
    Paper,
    /// Titles, names, numbers.
    Text,
    /// Units, explanations, axis labels.
    Soft,
    /// Lines to read by.
    Grid,
    /// What was measured.
    Measure,
    /// The same, of earlier weeks or with its uncertainty.
    Past,
    /// Where a promise ends, and what falls short of it or of the peers.
    Short,
    /// Surfaces of what came after the promise.
    Late,
    /// Better than the peers.
    Above,
    /// Nothing to tell it from the peers.
    Peer,
    /// A step of intensity, from 0 (none) to [`Ink::HEAT_STEPS`] − 1.
    Heat(u8),
}

/// Steps of intensity on paper: one blue, darker with more.
const HEAT_LIGHT: [u32; 7] = [0xF3F6F9, 0xDBE8F2, 0xB8D4E8, 0x8DBBDB, 0x5B9CC9, 0x2A78B0, 0x0B4F82];
/// The same at night: brighter with more.
const HEAT_DARK: [u32; 7] = [0x20262C, 0x1E3A50, 0x1F4E70, 0x246894, 0x3387BC, 0x5BAADA, 0xA5D8F8];

impl Ink {
    /// How many steps of intensity there are.
    pub const HEAT_STEPS: u8 = HEAT_LIGHT.len() as u8;

    const PLAIN: [Ink; 10] = [
        Ink::Paper,
        Ink::Text,
        Ink::Soft,
        Ink::Grid,
        Ink::Measure,
        Ink::Past,
        Ink::Short,
        Ink::Late,
        Ink::Above,
        Ink::Peer,
    ];

    /// On a light and on a dark ground, as 0xRRGGBB.
    const fn values(self) -> (u32, u32) {
        match self {
            Ink::Paper => (0xFFFFFF, 0x171B20),
            Ink::Text => (0x1A2129, 0xE9ECEF),
            Ink::Soft => (0x59636E, 0xA9B3BD),
            Ink::Grid => (0xE2E6EA, 0x303840),
            Ink::Measure => (0x0068A5, 0x56B4E9),
            Ink::Past => (0xA9CCE3, 0x2F6388),
            Ink::Short => (0xB34700, 0xFF9D5C),
            Ink::Late => (0xE3A35C, 0xC77B30),
            Ink::Above => (0x00755A, 0x3CC79C),
            Ink::Peer => (0x7D8791, 0x8C97A2),
            Ink::Heat(step) => (heat(&HEAT_LIGHT, step), heat(&HEAT_DARK, step)),
        }
    }

    /// On a light ground, as 0xRRGGBB.
    pub const fn light(self) -> u32 {
        self.values().0
    }

    /// The colour drawn with; [`style_sheet`] exchanges it where the reader's screen is dark.
    pub(super) const fn rgb(self) -> RGBColor {
        let [_, red, green, blue] = self.values().0.to_be_bytes();
        RGBColor(red, green, blue)
    }

    /// The name of its custom property in a page.
    fn property(self) -> String {
        match self {
            Ink::Paper => "paper".to_owned(),
            Ink::Text => "text".to_owned(),
            Ink::Soft => "soft".to_owned(),
            Ink::Grid => "grid".to_owned(),
            Ink::Measure => "measure".to_owned(),
            Ink::Past => "past".to_owned(),
            Ink::Short => "short".to_owned(),
            Ink::Late => "late".to_owned(),
            Ink::Above => "above".to_owned(),
            Ink::Peer => "peer".to_owned(),
            Ink::Heat(step) => format!("heat-{step}"),
        }
    }

    fn all() -> impl Iterator<Item = Ink> {
        Ink::PLAIN.into_iter().chain((0..Ink::HEAT_STEPS).map(Ink::Heat))
    }
}

const fn heat(steps: &[u32; 7], step: u8) -> u32 {
    let [none, a, b, c, d, e, most] = *steps;
    match step {
        0 => none,
        1 => a,
        2 => b,
        3 => c,
        4 => d,
        5 => e,
        _ => most,
    }
}

/// Typefaces in order of liking; the later ones know Cyrillic and Chinese.
const FACES: &str = "Inter,'Segoe UI',Roboto,'Noto Sans','Noto Sans SC','PingFang SC',\
                     'Microsoft YaHei',sans-serif";

/// The class that keeps a picture's rules from the page it stands in.
pub(super) const CLASS: &str = "caseload-chart";

/// The rules that a picture carries as a file of its own: typefaces, and dark colours where the
/// screen is dark.
pub(super) fn style_sheet() -> String {
    let mut night = String::new();
    for ink in Ink::all() {
        let (light, dark) = ink.values();
        for property in ["fill", "stroke"] {
            night += &format!(".{CLASS} [{property}=\"#{light:06X}\"]{{{property}:#{dark:06x}}}");
        }
    }
    format!("{}@media screen and (prefers-color-scheme:dark){{{night}}}", typefaces())
}

/// The rules of a page with pictures in it: every ink as a custom property, light and dark, and the
/// pictures coloured by them, so that words and pictures never differ.
pub fn page_style() -> String {
    let (mut day, mut night, mut drawn) = (String::new(), String::new(), String::new());
    for ink in Ink::all() {
        let ((light, dark), name) = (ink.values(), ink.property());
        day += &format!("--{name}:#{light:06x};");
        night += &format!("--{name}:#{dark:06x};");
        for property in ["fill", "stroke"] {
            let rule = format!("[{property}=\"#{light:06X}\"]{{{property}:var(--{name})}}");
            drawn += &format!(".{CLASS} {rule}\n");
        }
    }
    format!(
        ":root{{--sans:{FACES};{day}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{night}}}}}\n\
         {}{drawn}",
        typefaces()
    )
}

fn typefaces() -> String {
    format!(
        ".{CLASS} text{{font-family:{FACES};font-variant-numeric:tabular-nums}}\
         .{CLASS} polyline{{stroke-linejoin:round;stroke-linecap:round}}"
    )
}

#[cfg(test)]
mod tests {
    use super::Ink;
    use std::collections::BTreeSet;

    fn luminance(rgb: u32) -> f64 {
        let [_, r, g, b] = rgb.to_be_bytes();
        let [r, g, b] = [r, g, b].map(|c| {
            let c = f64::from(c) / 255.0;
            if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    /// The contrast of WCAG 2.
    fn contrast(a: u32, b: u32) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn no_two_inks_share_a_colour() {
        let lights: BTreeSet<u32> = Ink::all().map(|ink| ink.values().0).collect();
        assert_eq!(lights.len(), Ink::all().count());
    }

    #[test]
    fn text_can_be_read_on_both_grounds() {
        let (paper, night) = Ink::Paper.values();
        for ink in [Ink::Text, Ink::Soft, Ink::Measure, Ink::Short, Ink::Above] {
            let (light, dark) = ink.values();
            assert!(contrast(light, paper) >= 4.5, "{ink:?} on paper");
            assert!(contrast(dark, night) >= 4.5, "{ink:?} at night");
        }
        for ink in [Ink::Peer, Ink::Late] {
            let (light, dark) = ink.values();
            assert!(contrast(light, paper) >= 2.0 && contrast(dark, night) >= 3.0, "{ink:?}");
        }
    }

    #[test]
    fn heat_grows_evenly_apart_from_the_ground() {
        for pick in [|ink: Ink| ink.values().0, |ink: Ink| ink.values().1] {
            let ground = pick(Ink::Paper);
            let steps: Vec<f64> =
                (0..Ink::HEAT_STEPS).map(|step| contrast(pick(Ink::Heat(step)), ground)).collect();
            assert!(steps.is_sorted(), "{steps:?}");
        }
    }
}
