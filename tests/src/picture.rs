//! Pictures of the page, small enough to be kept, and how far two of them are apart.
//!
//! Deliberately blind to what differs between machines that show the same page: half the size
//! blurs the edges of letters, and a colour counts as another one only when people see it.

use crate::Outcome;

/// A colour is another one when one of its parts is further off, of 255.
const COLOUR_OFF: u8 = 40;
/// Share of other pixels from which on two pictures differ.
pub const SHARE_MAX: f64 = 0.001;
/// Steps of a colour's part: fewer compress better.
const STEP: u8 = 8;

/// Pixels from left to right and from top to bottom, three bytes each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    pub width: usize,
    pub height: usize,
    pub pixels: Vec<[u8; 3]>,
}

impl Picture {
    /// Reads a PNG with eight bits per part.
    pub fn from_png(bytes: &[u8]) -> Outcome<Self> {
        let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info()?;
        let mut data = vec![0; reader.output_buffer_size().ok_or("a picture has a size")?];
        let info = reader.next_frame(&mut data)?;
        let parts = info.color_type.samples();
        let is_usual = info.bit_depth == png::BitDepth::Eight && parts >= 3;
        if !is_usual {
            return Err(format!("unexpected kind of picture: {:?}", info.color_type).into());
        }
        let chunks = data[..info.buffer_size()].chunks_exact(parts);
        Ok(Self {
            width: usize::try_from(info.width)?,
            height: usize::try_from(info.height)?,
            pixels: chunks.map(|part| [part[0], part[1], part[2]]).collect(),
        })
    }

    pub fn to_png(&self) -> Outcome<Vec<u8>> {
        let mut bytes = Vec::new();
        let (width, height) = (u32::try_from(self.width)?, u32::try_from(self.height)?);
        let mut encoder = png::Encoder::new(&mut bytes, width, height);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_compression(png::Compression::High);
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&self.pixels.concat())?;
        writer.finish()?;
        Ok(bytes)
    }

    /// Half as wide and high, in fewer colours.
    #[must_use]
    pub fn halved(&self) -> Self {
        let (width, height) = (self.width / 2, self.height / 2);
        let mut pixels = Vec::with_capacity(width * height);
        for y in 0..height {
            for x in 0..width {
                let top = 2 * y * self.width + 2 * x;
                let four = [top, top + 1, top + self.width, top + self.width + 1];
                pixels.push([0, 1, 2].map(|part| {
                    let sum: u16 = four
                        .iter()
                        .map(|&at| u16::from(self.pixels[at][part]))
                        .sum();
                    let mean = u8::try_from(sum / 4).unwrap_or(u8::MAX);
                    mean / STEP * STEP
                }));
            }
        }
        Self {
            width,
            height,
            pixels,
        }
    }

    /// Share of pixels that differ, and where: black on white. All of them if the sizes differ.
    pub fn difference(&self, other: &Self) -> (f64, Self) {
        if (self.width, self.height) != (other.width, other.height) {
            return (1.0, self.clone());
        }
        let pairs = self.pixels.iter().zip(&other.pixels);
        let is_off = |(one, two): (&[u8; 3], &[u8; 3])| {
            let parts = one.iter().zip(two);
            parts
                .into_iter()
                .any(|(one, two)| one.abs_diff(*two) > COLOUR_OFF)
        };
        let marks: Vec<bool> = pairs.map(is_off).collect();
        let off = u32::try_from(marks.iter().filter(|mark| **mark).count()).unwrap_or(u32::MAX);
        let all = u32::try_from(marks.len()).unwrap_or(u32::MAX);
        let shade = |mark: &bool| if *mark { [0; 3] } else { [255; 3] };
        let where_off = Self {
            pixels: marks.iter().map(shade).collect(),
            ..*self
        };
        (f64::from(off) / f64::from(all.max(1)), where_off)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A grey sheet with a dark frame around a panel.
    fn sheet(panel: Option<(usize, usize)>) -> Picture {
        let (width, height) = (200, 100);
        let mut pixels = vec![[240; 3]; width * height];
        if let Some((left, top)) = panel {
            for y in top..top + 40 {
                for x in left..left + 60 {
                    let is_edge = x < left + 2 || y < top + 2;
                    pixels[y * width + x] = if is_edge { [20; 3] } else { [250; 3] };
                }
            }
        }
        Picture {
            width,
            height,
            pixels,
        }
    }

    #[test]
    fn a_picture_is_what_was_written() {
        let picture = sheet(Some((20, 20)));
        assert_eq!(
            Picture::from_png(&picture.to_png().unwrap()).unwrap(),
            picture
        );
        let half = picture.halved();
        assert_eq!((half.width, half.height), (100, 50));
        assert!(half.difference(&half).0 <= 0.0);
    }

    #[test]
    fn a_lost_or_moved_panel_is_seen() {
        let picture = sheet(Some((20, 20))).halved();
        for other in [sheet(None), sheet(Some((26, 20)))] {
            let (share, where_off) = picture.difference(&other.halved());
            assert!(share > SHARE_MAX, "{share}");
            assert!(where_off.pixels.contains(&[0; 3]));
        }
        let other_size = Picture {
            width: 100,
            height: 50,
            ..sheet(None).halved()
        };
        let narrow = Picture {
            width: 50,
            height: 100,
            ..other_size.clone()
        };
        assert!(other_size.difference(&narrow).0 >= 1.0);
    }

    #[test]
    fn a_shade_of_a_colour_is_not() {
        let picture = sheet(Some((20, 20))).halved();
        let mut paler = picture.clone();
        for pixel in &mut paler.pixels {
            *pixel = pixel.map(|part| part.saturating_sub(COLOUR_OFF));
        }
        assert!(picture.difference(&paler).0 <= 0.0);
    }
}
