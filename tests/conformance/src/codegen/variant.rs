//! The variants and editions in which upstream compiles each case.

use std::fmt;

/// A set of options of the macro.
#[derive(Clone, Copy, Debug)]
pub struct Variant {
    /// The name that upstream uses.
    pub name: &'static str,
    /// The options, as written in the macro call.
    pub(super) options: &'static str,
    /// The attributes of the crate.
    pub(super) attributes: &'static str,
    /// Items next to the bindings.
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
    // Upstream compiles the bindings of `no-std` a second time, in a `no_std` crate with a module
    // whose name is that of a crate.
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
    /// Edition 2021.
    E2021,
    /// Edition 2024.
    E2024,
}

/// The editions that upstream compiles its cases in.
pub const EDITIONS: [Edition; 2] = [Edition::E2021, Edition::E2024];

impl Edition {
    /// Returns the edition as written in a manifest.
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
