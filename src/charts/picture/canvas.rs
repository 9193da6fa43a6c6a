//! Pixels that paths are filled on.

use zeno::{Command, Mask, Style};

/// A picture under way, opaque: red, green and blue of each pixel, row by row.
pub struct Canvas {
    width: usize,
    height: usize,
    pixels: Vec<u8>,
}

impl Canvas {
    /// A white ground.
    pub fn new(width: usize, height: usize) -> Self {
        Self { width, height, pixels: vec![0xFF; width * height * BYTES] }
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
        let (wide, opacity) = (at.width as usize, (opacity.clamp(0.0, 1.0) * 255.0) as u32);
        for (row, covered) in mask.chunks(wide.max(1)).enumerate() {
            let Some(y) = place(row, at.top, self.height) else { continue };
            for (column, cover) in covered.iter().enumerate().filter(|(_, cover)| **cover > 0) {
                let Some(x) = place(column, at.left, self.width) else { continue };
                let from = (y * self.width + x) * BYTES;
                let Some(pixel) = self.pixels.get_mut(from..from + BYTES) else { continue };
                let part = u32::from(*cover) * opacity / 255;
                for (below, above) in pixel.iter_mut().zip(rgb) {
                    let mixed = u32::from(above) * part + u32::from(*below) * (255 - part);
                    *below = ((mixed + 127) / 255) as u8;
                }
            }
        }
    }
}

/// Bytes of a pixel.
pub const BYTES: usize = 3;

/// Where a row or column of a mask lies on the picture.
fn place(of_mask: usize, offset: i32, size: usize) -> Option<usize> {
    let at = usize::try_from(i64::from(offset) + of_mask as i64).ok()?;
    (at < size).then_some(at)
}

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
