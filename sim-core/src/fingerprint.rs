//! A fixed hasher: the same state gives the same number on every platform.
//!
//! FNV-1a over little-endian bytes; `usize` and `isize` are widened to 64 bits, because wasm32
//! has shorter ones.

use std::hash::Hasher;

#[derive(Clone, Copy, Debug)]
pub(crate) struct Fingerprint(u64);

impl Default for Fingerprint {
    fn default() -> Self {
        Self(0xCBF2_9CE4_8422_2325)
    }
}

macro_rules! little_endian {
    ($($name:ident: $from:ty => $to:ty),+) => {
        $(fn $name(&mut self, value: $from) {
            self.write(&(value as $to).to_le_bytes());
        })+
    };
}

impl Hasher for Fingerprint {
    fn finish(&self) -> u64 {
        self.0
    }

    /// Not inlined: every field of the world would bring its own copy of the loop.
    #[inline(never)]
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3);
        }
    }

    little_endian!(
        write_u16: u16 => u16, write_u32: u32 => u32, write_u64: u64 => u64, write_u128: u128 => u128,
        write_i16: i16 => i16, write_i32: i32 => i32, write_i64: i64 => i64,
        write_usize: usize => u64, write_isize: isize => i64
    );
}
