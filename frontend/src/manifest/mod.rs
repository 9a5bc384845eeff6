//! Manifests and locks: in come the texts of `deps.toml`, `deps.lock` and `wkg.lock` and what is known of the
//! packages, out goes what they say, and every fault of them and between them and the WIT.

mod complaint;
pub mod digest;
mod document;
mod fields;
mod link;
mod lock;
mod name;
mod package_form;
mod path;
mod read;
#[cfg(test)]
mod tests;
mod wit_deps_form;
mod wkg_lock;

pub use crate::package_name::PackageName;
pub use document::Text;
pub use link::{Content, Linked, Named, Place, Use, link};
pub use lock::{Lock, LockedSource, read_lock};
pub use package_form::{Dependency, PackageForm};
pub use read::{Form, Manifest, read};
pub use wit_deps_form::{Download, Source};
pub use wkg_lock::{LockedPackage, LockedVersion, WkgLock, read_wkg_lock};
