//! Rust types behind the WIT resources that capability types cannot represent directly.

use super::capability::filesystem::File;

/// The resource `file`; `None` while a blocking operation owns the file.
#[allow(
    unreachable_pub,
    reason = "the bindings re-export it, for the public with the feature `std` only"
)]
pub struct OpenFile(pub(super) Option<File>);
