//! Pixels that paths are filled on.

use zeno::{Command, Mask, Style};

/// A picture under way, opaque: red, green and blue of each pixel, row by row.
pub struct Canvas {
    width: usize,
    pixels: Vec<u8>,
}

impl Canvas {
    /// A white ground.
    pub fn new(width: usize, height: usize) -> Self {
        Self { width, pixels: vec![0xFF; width * height * BYTES] }
    }

    pub fn width(&self) -> usize {
        self.width
    }

    /// The rows from the top.
    pub fn rows(&self) -> impl Iterator<Item = &[u8]> {
        self.pixels.chunks((self.width * BYTES).max(1))
    }

    /// Lays a colour over what a path covers, edges smoothed; `opacity` is from 0 to 1. What lies
    /// outside of the picture is left out.
    pub fn fill<'s>(
        &mut self,
        path: &[Command],
        style: impl Into<Style<'s>>,
        rgb: [u8; BYTES],
        opacity: f32,
    ) {
        let (mask, at) = Mask::new(path).style(style.into()).render();
        let opacity = (opacity.clamp(0.0, 1.0) * 255.0) as u32;
        let left = usize::try_from(at.left).unwrap_or(0);
        let hidden = usize::try_from(-i64::from(at.left)).unwrap_or(0);
        for (row, covered) in mask.chunks((at.width as usize).max(1)).enumerate() {
            let Ok(y) = usize::try_from(i64::from(at.top) + row as i64) else { continue };
            let ends = (y + 1) * self.width * BYTES;
            let begins = (y * self.width + left) * BYTES;
            let Some(line) = self.pixels.get_mut(begins..ends) else { continue };
            let covered = covered.get(hidden..).unwrap_or_default();
            for (pixel, cover) in line.chunks_exact_mut(BYTES).zip(covered) {
                match u32::from(*cover) * opacity / 255 {
                    0 => {}
                    255 => pixel.copy_from_slice(&rgb),
                    part => mix(pixel, rgb, part),
                }
            }
        }
    }
}

/// Lays so many of 255 parts of a colour over a pixel.
fn mix(pixel: &mut [u8], rgb: [u8; BYTES], part: u32) {
    for (below, above) in pixel.iter_mut().zip(rgb) {
        let mixed = u32::from(above) * part + u32::from(*below) * (255 - part);
        *below = ((mixed + 127) / 255) as u8;
    }
}

/// Bytes of a pixel.
pub const BYTES: usize = 3;

#[cfg(test)]
mod tests {
    use super::*;
    use zeno::{Fill, PathBuilder};

    fn pixel(canvas: &Canvas, x: usize, y: usize) -> [u8; 3] {
        canvas.rows().nth(y).unwrap()[x * 3..x * 3 + 3].try_into().unwrap()
    }

    #[test]
    fn a_path_covers_what_lies_in_it_and_edges_are_mixed() {
        let mut canvas = Canvas::new(10, 4);
        let mut path = Vec::new();
        path.add_rect((1.5, 1.0), 3.0, 2.0);
        canvas.fill(&path, Fill::NonZero, [0, 0, 200], 1.0);
        assert_eq!(pixel(&canvas, 3, 1), [0, 0, 200]);
        assert_eq!(pixel(&canvas, 0, 1), [255; 3]);
        let [red, green, blue] = pixel(&canvas, 1, 1);
        assert!((120..=135).contains(&red) && red == green && (225..=230).contains(&blue));
    }

    #[test]
    fn what_lies_outside_is_left_out() {
        let mut canvas = Canvas::new(4, 4);
        let mut path = Vec::new();
        path.add_rect((-20.0, -20.0), 22.0, 100.0);
        canvas.fill(&path, Fill::NonZero, [0; 3], 0.5);
        assert_eq!(pixel(&canvas, 1, 3), [128; 3]);
        assert_eq!(pixel(&canvas, 2, 3), [255; 3]);
    }
}
