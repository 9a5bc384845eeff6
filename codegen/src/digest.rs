//! A digest for generated names and files, which is the same on every machine and with every version of Rust.

use std::hash::Hasher as _;

use fnv::FnvHasher;

/// The 64 bit FNV-1a digest of `text`.
pub(crate) fn fnv1a(text: &str) -> u64 {
    fnv1a_bytes(text.as_bytes())
}

/// The 64 bit FNV-1a digest of `bytes`. Content that differs in one byte has another digest.
pub(crate) fn fnv1a_bytes(bytes: &[u8]) -> u64 {
    let mut hasher = FnvHasher::default();
    hasher.write(bytes);
    hasher.finish()
}
