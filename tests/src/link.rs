//! Links as the page writes them.

use std::io::Write;

use flate2::Compression;
use flate2::write::DeflateEncoder;

use crate::Outcome;

/// Deflated and in base64url, as links are.
pub fn packed(plain: &[u8]) -> Outcome<String> {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(plain)?;
    let mut text = String::new();
    for chunk in encoder.finish()?.chunks(3) {
        let mut bits = 0_u32;
        for place in 0..3 {
            bits = bits << 8 | u32::from(chunk.get(place).copied().unwrap_or(0));
        }
        for digit in 0..=chunk.len() {
            let index = bits >> (18 - 6 * digit) & 63;
            text.push(char::from(DIGITS[index as usize]));
        }
    }
    Ok(text)
}
