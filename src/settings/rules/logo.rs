//! The office's logo: a PNG read, made small, and written anew, so that no byte of what was sent is kept.

use crate::id::sha256;
use png::{BitDepth, ColorType, Compression, Decoder, Encoder, Filter, Transformations};
use std::io::Cursor;

/// Largest file that is read, in bytes.
pub(crate) const LARGEST_LOGO: usize = 1024 * 1024;
/// Longest side that is decoded, in px: what a small file can unfold to is bounded before it does.
const LONGEST_SIDE: u32 = 4096;
/// Longest sides of what is kept, in px, tried in this order: three times what the bar shows, and less where that
/// weighs too much.
const SIDES: [u32; 4] = [256, 192, 128, 96];
/// Most bytes of what is kept.
const HEAVIEST: usize = 20 * 1000;
const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// A logo as it is kept and served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logo {
    /// Of the bytes.
    pub sha256: String,
    /// px
    pub width: u32,
    /// px
    pub height: u32,
    /// A PNG of at most 20 kB.
    pub bytes: Vec<u8>,
}

impl Logo {
    /// Reads a file as it was sent.
    ///
    /// # Errors
    /// A key of `texts/errors.toml`.
    pub fn of(file: &[u8]) -> Result<Self, &'static str> {
        if file.is_empty() {
            return Err("logo.missing");
        }
        if file.len() > LARGEST_LOGO {
            return Err("logo.large");
        }
        if !file.starts_with(SIGNATURE) {
            return Err("logo.kind");
        }
        let picture = decode(file)?;
        let mut written = SIDES.iter().map(|side| picture.within(*side));
        let small = written
            .find_map(|picture| picture.encode().filter(|bytes| bytes.len() <= HEAVIEST).map(|bytes| (picture, bytes)));
        let (picture, bytes) = small.ok_or("logo.heavy")?;
        Ok(Self { sha256: sha256(&bytes), width: picture.width, height: picture.height, bytes })
    }

    /// Where it is served: another logo has another address.
    pub(crate) fn address(&self) -> String {
        format!("/logo/{}.png", self.sha256)
    }
}

/// Pixels of four bytes: red, green, blue, opacity.
struct Picture {
    width: u32,
    height: u32,
    pixels: Vec<[u8; 4]>,
}

fn decode(file: &[u8]) -> Result<Picture, &'static str> {
    let broken = |_| "logo.broken";
    let mut decoder = Decoder::new(Cursor::new(file));
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    decoder.set_transformations(Transformations::normalize_to_color8() | Transformations::ALPHA);
    let (width, height) = decoder.read_header_info().map_err(broken)?.size();
    if width > LONGEST_SIDE || height > LONGEST_SIDE {
        return Err("logo.dimensions");
    }
    let mut reader = decoder.read_info().map_err(broken)?;
    let mut bytes = vec![0; reader.output_buffer_size().ok_or("logo.broken")?];
    let frame = reader.next_frame(&mut bytes).map_err(broken)?;
    // An animation may begin with a smaller picture.
    if (frame.width, frame.height) != (width, height) {
        return Err("logo.broken");
    }
    let pixels: Vec<[u8; 4]> = match frame.color_type {
        ColorType::Rgba => bytes.as_chunks().0.to_vec(),
        ColorType::GrayscaleAlpha => {
            bytes.as_chunks().0.iter().map(|&[grey, opacity]| [grey, grey, grey, opacity]).collect()
        }
        _ => return Err("logo.broken"),
    };
    Ok(Picture { width, height, pixels })
}

impl Picture {
    /// The picture with no side longer than `side`: each pixel is the mean of those it stands for, by their opacity.
    fn within(&self, side: u32) -> Self {
        let longest = self.width.max(self.height);
        let scaled = |length: u32| if longest <= side { length } else { (length * side / longest).max(1) };
        let (width, height) = (scaled(self.width), scaled(self.height));
        let pixels = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
        let pixels = pixels.map(|(x, y)| {
            let columns = x * self.width / width..((x + 1) * self.width).div_ceil(width);
            let rows = y * self.height / height..((y + 1) * self.height).div_ceil(height);
            self.mean(columns, rows)
        });
        Self { width, height, pixels: pixels.collect() }
    }

    fn mean(&self, columns: std::ops::Range<u32>, rows: std::ops::Range<u32>) -> [u8; 4] {
        let (mut colours, mut opacity, mut many) = ([0_u64; 3], 0_u64, 0_u64);
        for row in rows {
            let start = (row * self.width + columns.start) as usize;
            for &[red, green, blue, alpha] in self.pixels.iter().skip(start).take(columns.len()) {
                let alpha = u64::from(alpha);
                for (sum, colour) in colours.iter_mut().zip([red, green, blue]) {
                    *sum += u64::from(colour) * alpha;
                }
                opacity += alpha;
                many += 1;
            }
        }
        let byte = |sum: u64, of: u64| u8::try_from((sum + of / 2).checked_div(of).unwrap_or_default()).unwrap_or(255);
        let [red, green, blue] = colours.map(|sum| byte(sum, opacity));
        [red, green, blue, byte(opacity, many)]
    }

    /// The smaller of two ways to write it: flat colours want no filter, shades want one.
    fn encode(&self) -> Option<Vec<u8>> {
        let opaque = self.pixels.iter().all(|pixel| pixel[3] == 255);
        let bytes: Vec<u8> = if opaque {
            self.pixels.iter().flat_map(|&[red, green, blue, _]| [red, green, blue]).collect()
        } else {
            self.pixels.concat()
        };
        let colour = if opaque { ColorType::Rgb } else { ColorType::Rgba };
        let write = |filter| {
            let mut out = Vec::new();
            let mut encoder = Encoder::new(&mut out, self.width, self.height);
            encoder.set_color(colour);
            encoder.set_depth(BitDepth::Eight);
            encoder.set_compression(Compression::High);
            encoder.set_filter(filter);
            let mut writer = encoder.write_header().ok()?;
            writer.write_image_data(&bytes).ok()?;
            writer.finish().ok()?;
            Some(out)
        };
        [Filter::NoFilter, Filter::Adaptive].into_iter().filter_map(write).min_by_key(Vec::len)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32, pixel: impl Fn(u32, u32) -> [u8; 4]) -> Vec<u8> {
        let pixels = (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).map(|(x, y)| pixel(x, y)).collect();
        Picture { width, height, pixels }.encode().unwrap()
    }

    fn round(x: u32, y: u32) -> [u8; 4] {
        let (dx, dy) = (i64::from(x) - 400, i64::from(y) - 300);
        if dx * dx + dy * dy < 250 * 250 { [11, 92, 173, 255] } else { [0; 4] }
    }

    #[test]
    fn a_large_picture_becomes_a_small_one_that_is_still_transparent() {
        let logo = Logo::of(&png(800, 600, round)).unwrap();
        assert_eq!((logo.width, logo.height), (256, 192));
        assert!(logo.bytes.len() < 6000, "{}", logo.bytes.len());
        let again = decode(&logo.bytes).unwrap();
        assert_eq!(again.pixels[0], [0; 4]);
        assert_eq!(again.pixels[96 * 256 + 128], [11, 92, 173, 255]);
        // Half covered at the rim, in its own colour.
        assert!(again.pixels.iter().any(|pixel| (1..255).contains(&pixel[3]) && pixel[2] == 173));
        assert_eq!(Logo::of(&png(800, 600, round)).unwrap(), logo, "the same file is the same logo");
    }

    #[test]
    fn a_small_picture_keeps_its_size_and_a_thin_one_a_line() {
        assert_eq!(Logo::of(&png(40, 30, round)).map(|logo| (logo.width, logo.height)), Ok((40, 30)));
        let thin = Logo::of(&png(4096, 3, |_, _| [1, 2, 3, 255])).unwrap();
        assert_eq!((thin.width, thin.height), (256, 1));
        assert_eq!(decode(&thin.bytes).unwrap().pixels[9], [1, 2, 3, 255]);
    }

    #[test]
    fn nothing_of_what_was_sent_is_kept_but_what_is_seen() {
        let mut file = png(64, 64, round);
        let end = file.split_off(file.len() - 12);
        let text = b"tEXtComment\0<script>alert(1)</script>";
        let length = u32::try_from(text.len() - 4).unwrap();
        file.extend(length.to_be_bytes());
        file.extend(text);
        file.extend(flate2::Crc::new().sum().to_be_bytes());
        file.extend(end);
        file.extend(b"<?php evil ?>");
        let logo = Logo::of(&file).unwrap();
        let kept = String::from_utf8_lossy(&logo.bytes).into_owned();
        assert!(!kept.contains("script") && !kept.contains("php"));
    }

    #[test]
    fn what_is_no_small_png_is_refused_by_its_reason() {
        let good = png(300, 300, round);
        let mut bits = good.clone();
        bits[good.len() / 2] ^= 0x55;
        let noise = |x: u32, y: u32| {
            let n = (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503)).wrapping_mul(2_246_822_519);
            (n ^ (n >> 15)).wrapping_mul(3_266_489_917).to_be_bytes()
        };
        let cases: [(&[u8], &str); 8] = [
            (b"", "logo.missing"),
            (&[SIGNATURE, &vec![0; LARGEST_LOGO]].concat(), "logo.large"),
            (b"\xff\xd8\xff\xe0 a photo under another name", "logo.kind"),
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "logo.kind"),
            (SIGNATURE, "logo.broken"),
            (&good[..good.len() / 2], "logo.broken"),
            (&bits, "logo.broken"),
            (&png(1, 5000, |_, _| [0; 4]), "logo.dimensions"),
        ];
        for (file, key) in cases {
            assert_eq!(Logo::of(file).map(|logo| logo.width), Err(key));
        }
        assert_eq!(Logo::of(&png(256, 256, noise)).map(|logo| logo.width), Err("logo.heavy"));
    }

    #[test]
    fn a_bomb_is_refused_before_it_unfolds() {
        // 65,535 by 65,535 px: 16 GB of pixels, in a file that says so in its first line.
        let mut file = png(8, 8, round);
        file[16..24].copy_from_slice(&[0, 0, 255, 255, 0, 0, 255, 255]);
        let mut crc = flate2::Crc::new();
        crc.update(&file[12..29]);
        file[29..33].copy_from_slice(&crc.sum().to_be_bytes());
        assert_eq!(Logo::of(&file).map(|logo| logo.width), Err("logo.dimensions"));
        // What unfolds to a thousand times its size, and may.
        let begun = std::time::Instant::now();
        let large = png(1500, 1500, |_, _| [200, 0, 0, 255]);
        assert!(large.len() < 20_000 && Logo::of(&large).is_ok());
        assert!(begun.elapsed().as_secs() < 60);
    }
}
