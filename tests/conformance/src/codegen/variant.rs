//! The variants in which upstream compiles each case, and the editions.

use std::fmt;

/// Options of the macro with which all cases are compiled.
#[derive(Clone, Copy, Debug)]
pub struct Variant {
    /// What upstream calls it.
    pub name: &'static str,
    /// The options, as they are written in the macro call.
    pub(super) options: &'static str,
    /// What stands at the top of the crate.
    pub(super) attributes: &'static str,
    /// What stands beside the bindings.
    pub(super) items: &'static str,
}

impl Variant {
    const fn new(name: &'static str, options: &'static str) -> Self {
        Self { name, options, attributes: "", items: "" }
    }
}

/// All variants.
pub const VARIANTS: [Variant; 8] = [
    Variant::new("default", ""),
    Variant::new("borrowed", "ownership: Borrowing { duplicate_if_necessary: false },"),
    Variant::new("borrowed-duplicate", "ownership: Borrowing { duplicate_if_necessary: true },"),
    Variant::new("sync", "sync: true,"),
    Variant::new("no-std", "std_feature,"),
    // Upstream compiles the bindings of `no-std` a second time, in a crate that has no `std`, and
    // beside a module whose name is that of a crate.
    Variant {
        name: "without-std",
        options: "std_feature,",
        attributes: "#![no_std]\n",
        items: "mod core {}\n",
    },
    Variant::new("merge-equal", "merge_structurally_equal_types: true,"),
    Variant::new("hashmap", "map_type: \"std::collections::HashMap\","),
];

/// An edition of Rust.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edition {
    /// The one of 2021.
    E2021,
    /// The one of 2024.
    E2024,
}

/// The editions that upstream compiles its cases in.
pub const EDITIONS: [Edition; 2] = [Edition::E2021, Edition::E2024];

impl Edition {
    /// As it stands in a manifest.
    #[must_use]
    pub fn year(self) -> &'static str {
        match self {
            Self::E2021 => "2021",
            Self::E2024 => "2024",
        }
    }
}

impl fmt::Display for Edition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.year())
    }
}
