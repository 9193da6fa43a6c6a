//! A canvas as a PNG file.

use std::io::{self, Write};

use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};

use super::canvas::Canvas;

const SIGNATURE: [u8; 8] = [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n'];
/// Eight bits a channel; red, green and blue; the only ways to pack and to filter; not interlaced.
const KIND: [u8; 5] = [8, 2, 0, 0, 0];
/// A row as it is: few colours on a plain ground pack best so.
const PLAIN: u8 = 0;
/// How hard it is packed: beyond that, twice the time saves a tenth of the size.
const LEVEL: u32 = 3;

/// The picture's bytes (PNG, 3rd edition, clauses 5, 9 and 11.2).
pub fn png(canvas: &Canvas) -> io::Result<Vec<u8>> {
    let mut header = Vec::new();
    for size in [canvas.width(), canvas.rows().count()] {
        header.extend(u32::try_from(size).map_err(io::Error::other)?.to_be_bytes());
    }
    header.extend(KIND);
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::new(LEVEL));
    for row in canvas.rows() {
        packed.write_all(&[PLAIN])?;
        packed.write_all(row)?;
    }
    let mut file = SIGNATURE.to_vec();
    chunk(&mut file, *b"IHDR", &header)?;
    chunk(&mut file, *b"IDAT", &packed.finish()?)?;
    chunk(&mut file, *b"IEND", &[])?;
    Ok(file)
}

/// Length, name, content, and the checksum of the last two.
fn chunk(file: &mut Vec<u8>, name: [u8; 4], content: &[u8]) -> io::Result<()> {
    let length = u32::try_from(content.len()).map_err(io::Error::other)?;
    let mut sum = Crc::new();
    sum.update(&name);
    sum.update(content);
    file.extend(length.to_be_bytes());
    file.extend(name);
    file.extend(content);
    file.extend(sum.sum().to_be_bytes());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn the_file_holds_the_pixels() {
        let bytes = png(&Canvas::new(3, 2)).unwrap();
        assert_eq!(bytes[..8], SIGNATURE);
        assert_eq!(
            bytes[8..33],
            *b"\0\0\0\x0dIHDR\0\0\0\x03\0\0\0\x02\x08\x02\0\0\0\x12\x16\xf1\x4d"
        );
        let length = u32::from_be_bytes(bytes[33..37].try_into().unwrap()) as usize;
        let mut pixels = Vec::new();
        flate2::read::ZlibDecoder::new(&bytes[41..41 + length]).read_to_end(&mut pixels).unwrap();
        let white = [vec![PLAIN], vec![255; 9], vec![PLAIN], vec![255; 9]].concat();
        assert_eq!(pixels, white);
        assert_eq!(bytes[bytes.len() - 12..], *b"\0\0\0\0IEND\xae\x42\x60\x82");
    }
}
