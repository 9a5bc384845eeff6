//! Manifests and locks: in come `deps.toml`, `deps.lock`, `wkg.lock` and the packages of a directory, out come their contents and
//! every error in them and between them and the WIT.

pub mod digest;
mod document;
mod edits;
mod fields;
mod known;
mod link;
mod lock;
mod name;
mod package_format;
mod path;
mod read;
#[cfg(test)]
mod tests;
mod toml_context;
mod toml_mistake;
mod wit_deps_format;
mod wkg_lock;

pub use crate::package_name::PackageName;
pub use document::Spanned;
pub use link::{Content, DirEntry, Linked, NamedPackage, PackageUse, link};
pub use lock::{Lock, Locked, read_lock};
pub use package_format::{Dependency, PackageFields, PackageFormat, PackageTable};
pub use read::{Format, Manifest, read};
pub use wit_deps_format::{Download, Source};
pub use wkg_lock::{LockedPackage, LockedVersion, WkgLock, read_wkg_lock};
