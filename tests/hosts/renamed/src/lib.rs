//! Bindings by each name of the dependency.
#![cfg_attr(doc, doc = facade::page!())]
#![deny(warnings, missing_docs)]

/// Guest bindings by another name.
pub mod guest {
    bindings::airssys_bindings!();

    /// Flags need a path to the crate `bitflags`.
    pub const SOLD: self::demo::shop::types::Marks = self::demo::shop::types::Marks::SOLD;
}

/// Guest bindings by a name of the facade.
pub mod guest_by_facade {
    use facade::wit as bind;

    bind!["shop"];
}

/// Guest bindings in a module that the macro generates.
pub mod guest_in_module {
    facade::wit! {{ module: crate::guest_in_module::tree }}
}

/// Guest bindings of the build script.
pub mod included {
    facade::include_wit!();
}

/// Host bindings by another name.
pub mod host {
    bindings::airssys_bindings!({ side: host });

    /// Flags need a path to Wasmtime.
    pub const SOLD: self::demo::shop::types::Marks = self::demo::shop::types::Marks::SOLD;
}

/// Host bindings by a name of the facade, with types for each side of a world and for optional exports.
pub mod host_by_facade {
    facade::wit!({ side: host, share_types: false, optional_exports: true });
}

/// Host bindings in a module that the macro generates.
pub mod host_in_module {
    facade::wit!({
        side: host,
        module: crate::host_in_module::tree,
        optional_exports: true,
        imports: { default: async | trappable },
        exports: { default: async },
    });
}

/// Calls in modules of functions.
pub fn in_functions() -> [bool; 2] {
    mod guest {
        facade::wit!();
        pub fn is_empty() -> bool {
            self::demo::shop::types::Marks::empty().is_empty()
        }
    }
    fn host() -> bool {
        mod host {
            facade::wit!({ side: host });
            pub fn is_empty() -> bool {
                self::demo::shop::types::Marks::empty() == Default::default()
            }
        }
        host::is_empty()
    }
    [guest::is_empty(), host()]
}
