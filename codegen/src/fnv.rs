//! A hash for unique names, which need no protection against forgery.

/// Returns the 64-bit FNV-1a hash, which is the same on every machine and with every version of Rust.
pub(crate) fn digest(text: &str) -> u64 {
    let fold = |digest: u64, byte: u8| (digest ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    text.bytes().fold(0xcbf2_9ce4_8422_2325, fold)
}
