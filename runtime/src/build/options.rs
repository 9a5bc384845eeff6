//! The options: each goes where the macro's option of that name goes.

use airssys_bindings_codegen::output;
use airssys_bindings_codegen::request::{Ownership, With};

use super::rust::Rust;
use super::{Config, Roots, WorldOptions};

/// Options that are on or off.
macro_rules! switches {
    ($($(#[$doc:meta])* $name:ident => $($field:ident).+;)*) => {
        impl Config {
            $($(#[$doc])*
            #[track_caller]
            #[must_use]
            pub fn $name(mut self, on: bool) -> Self {
                self.named(stringify!($name));
                self.request.$($field).+ = on;
                self
            })*
        }
    };
}

/// Options that are Rust in a text.
macro_rules! rust {
    ($($(#[$doc:meta])* $name:ident($kind:ident) => $($field:ident).+;)*) => {
        impl Config {
            $($(#[$doc])*
            #[track_caller]
            #[must_use]
            pub fn $name(mut self, text: impl AsRef<str>) -> Self {
                self.named(stringify!($name));
                let text = self.rust(stringify!($name), Rust::$kind, text.as_ref());
                self.request.$($field).+ = text.or(self.request.$($field).+);
                self
            })*
        }
    };
}

/// Options that are lists of names.
macro_rules! lists {
    ($($(#[$doc:meta])* $name:ident => $($field:ident).+;)*) => {
        impl Config {
            $($(#[$doc])*
            #[track_caller]
            #[must_use]
            pub fn $name<T: Into<String>>(mut self, names: impl IntoIterator<Item = T>) -> Self {
                self.named(stringify!($name));
                for name in names {
                    let name = self.given(name);
                    self.request.$($field).+.push(name);
                }
                self
            })*
        }
    };
}

switches! {
    /// Whether all `@unstable` items are there.
    all_features => resolution.all_features;
    /// Whether the tree holds only what the worlds import, so that a call of anything else does not compile.
    strict_world => selection.strict_world;
    /// Whether strings that are passed to imports are bytes.
    raw_strings => guest.raw_strings;
    /// Whether what needs `std` is behind `cfg(feature = "std")`.
    std_feature => guest.std_feature;
    /// Whether each world gets a type `Stub` that implements its traits and does nothing.
    stubs => guest.stubs;
    /// Whether exported functions do without the check that constructors run once.
    disable_run_ctors_once_workaround => guest.disable_run_ctors_once_workaround;
    /// Whether other crates may use `export!`.
    pub_export_macro => guest.pub_export_macro;
    /// Whether there is nothing that keeps the section linked when the tree is in a library.
    disable_custom_section_link_helpers => guest.disable_custom_section_link_helpers;
    /// Whether types that look alike are one.
    merge_structurally_equal_types => guest.merge_structurally_equal_types;
    /// Whether traps of the host are `anyhow::Error`.
    anyhow => host.anyhow;
    /// Whether each world of a host has a `COMPONENT_TYPE`, its binary encoding.
    include_component_type => host.include_component_type;
    /// Whether the code of Wasmtime's macro goes to files.
    include_generated_code_from_file => host.include_generated_code_from_file;
    /// Whether each world of a host has a type for what a component may or may not export.
    optional_exports => host.optional_exports;
    /// Whether what a store holds must be `Send`, `async` or not.
    require_store_data_send => host.require_store_data_send;
    /// Whether the traits of a host are not implemented for `&mut T`.
    skip_mut_forwarding_impls => host.skip_mut_forwarding_impls;
}

rust! {
    /// Where the run-time support is, a path of Rust; by default in `airssys-bindings`.
    runtime_path(Path) => guest.runtime_path;
    /// The type for `map<k, v>`, a path of Rust.
    map_type(Path) => guest.map_type;
    /// Where the crate `bitflags` is, a path of Rust.
    bitflags_path(Path) => guest.bitflags_path;
    /// Where the tree is, for an `export!` that does not stand beside it: `crate::bindings` for a file that
    /// `mod bindings;` declares.
    default_bindings_module(Path) => guest.default_bindings_module;
    /// The name of `export!`.
    export_macro_name(Ident) => guest.export_macro_name;
}

lists! {
    /// The worlds that get a module, by names, or patterns of which the last that matches counts. By default all,
    /// but for those of packages under a folder named `deps`.
    worlds => selection.worlds;
    /// The packages that the tree is about, by names, or patterns of which the last that matches counts.
    packages => selection.packages;
    /// The features whose `@unstable` items are there.
    features => resolution.features;
    /// The names of functions that get no bindings.
    skip => guest.skip;
    /// The types that get no additional derives, by their names in WIT.
    additional_derives_ignore => guest.additional_derives_ignore;
    /// The `async` functions that are bound as if they were not, by the filters of wit-bindgen. All: `["all"]`.
    sync => guest.sync;
    /// The methods that return `self`, by the filters of wit-bindgen.
    chainable_methods => guest.chainable_methods;
}

impl Config {
    /// The roots to read, relative to `Cargo.toml`: folders, `.wit` files, or `.wasm` files that encode a WIT package.
    /// The folder `wit` if there are none.
    #[track_caller]
    #[must_use]
    pub fn path(mut self, roots: impl Roots) -> Self {
        for root in roots.roots() {
            let root = self.given(root);
            self.request.roots.path.push(root);
        }
        self
    }

    /// The world that is re-exported at the top.
    #[track_caller]
    #[must_use]
    pub fn world(mut self, name: impl Into<String>) -> Self {
        self.request.selection.world = Some(self.given(name));
        self
    }

    /// WIT text that stands in for the main package; what the roots hold are then dependencies of it.
    #[track_caller]
    #[must_use]
    pub fn inline(mut self, wit: impl Into<String>) -> Self {
        self.request.roots.inline = Some(self.given(wit));
        self
    }

    /// Puts a package, and the worlds that need it, behind `#[cfg(…)]`: `("ns:pkg", r#"feature = "network""#)`.
    #[track_caller]
    #[must_use]
    pub fn cfg(mut self, package: impl Into<String>, predicate: impl AsRef<str>) -> Self {
        if let Some(predicate) = self.rust("cfg", Rust::Predicate, predicate.as_ref()) {
            let package = self.given(package);
            self.request.selection.cfg.push((package, predicate));
        }
        self
    }

    /// Puts the tree into a module, `crate::bindings`, and makes each `export!` work from anywhere in the crate.
    /// The file must be included where that module is to be.
    #[track_caller]
    #[must_use]
    pub fn module(mut self, path: impl AsRef<str>) -> Self {
        let path = path.as_ref();
        if let Some(module) = self.rust("module", Rust::Path, path) {
            let parts: Vec<String> = path.split("::").map(|part| part.trim().to_owned()).collect();
            match output::from_root(&module, &parts) {
                Ok(parts) => self.request.output.module = Some(self.arguments.given(parts, path)),
                Err((fault, help)) => self.fault(fault, path, &help),
            }
        }
        self
    }

    /// Whether warnings about WIT and manifests are shown. They are by default.
    #[must_use]
    pub fn warnings(mut self, on: bool) -> Self {
        self.request.output.silent = !on;
        self
    }

    /// Whether a type without resources is one Rust type in the tree and in what worlds export. It is by default.
    #[must_use]
    pub fn share_types(mut self, on: bool) -> Self {
        self.request.types.separate_types = !on;
        self
    }

    /// How many bytes a file may have; 4 MiB by default.
    #[must_use]
    pub fn max_file_size(mut self, bytes: u64) -> Self {
        self.request.roots.max_file_size = Some(bytes);
        self
    }

    /// What goes before the name of each exported function.
    #[track_caller]
    #[must_use]
    pub fn export_prefix(mut self, prefix: impl Into<String>) -> Self {
        self.named("export_prefix");
        self.request.guest.export_prefix = Some(prefix.into());
        self
    }

    /// What goes behind the names of the sections, besides what makes them unique.
    #[track_caller]
    #[must_use]
    pub fn type_section_suffix(mut self, suffix: impl Into<String>) -> Self {
        self.named("type_section_suffix");
        self.request.guest.type_section_suffix = Some(suffix.into());
        self
    }

    /// Whether generated types hold what is theirs, or borrow it.
    #[track_caller]
    #[must_use]
    pub fn ownership(mut self, ownership: Ownership) -> Self {
        self.request.types.ownership = ownership;
        self.request.types.ownership_argument = Some(self.arguments.given((), "").argument);
        self
    }

    /// Derives for each generated type: `["PartialEq", "serde::Serialize"]`.
    #[track_caller]
    #[must_use]
    pub fn additional_derives<T: AsRef<str>>(
        mut self,
        derives: impl IntoIterator<Item = T>,
    ) -> Self {
        for derive in derives {
            let derive = self.rust("additional_derives", Rust::Path, derive.as_ref());
            self.request.types.additional_derives.extend(derive);
        }
        self
    }

    /// Attributes for a type: `("ns:pkg/interface/type", "#[serde(untagged)]")`.
    #[track_caller]
    #[must_use]
    pub fn additional_type_attributes(
        mut self,
        name: impl Into<String>,
        attributes: impl AsRef<str>,
    ) -> Self {
        self.named("additional_type_attributes");
        if let Some(text) = self.attributes("additional_type_attributes", attributes.as_ref()) {
            let name = self.given(name);
            self.request.guest.additional_type_attributes.push((name, text));
        }
        self
    }

    /// Attributes for a field or a case: `("ns:pkg/interface/type.field", "#[serde(default)]")`.
    #[track_caller]
    #[must_use]
    pub fn additional_member_attributes(
        mut self,
        name: impl Into<String>,
        attributes: impl AsRef<str>,
    ) -> Self {
        self.named("additional_member_attributes");
        if let Some(text) = self.attributes("additional_member_attributes", attributes.as_ref()) {
            let name = self.given(name);
            self.request.guest.additional_member_attributes.push((name, text));
        }
        self
    }

    /// Where the bindings of an interface or a type are, if not here: `("ns:pkg/interface", "crate::other")`.
    /// `"generate"` is for here.
    #[track_caller]
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, path: impl AsRef<str>) -> Self {
        if let Some(path) = self.rust("with", Rust::Module, path.as_ref()) {
            let with = if path == "generate" { With::Generate } else { With::Path(path) };
            let name = self.given(name);
            self.request.types.with.push((name, with));
        }
        self
    }

    /// What is different for a world.
    #[track_caller]
    #[must_use]
    pub fn world_options(mut self, world: impl Into<String>, options: WorldOptions) -> Self {
        self.named("world_options");
        let name = options.options.export_macro_name.clone();
        if name.is_none_or(|name| self.rust("world_options", Rust::Ident, &name).is_some()) {
            let world = self.given(world);
            self.request.world_options.push((world, options.options));
        }
        self
    }
}
