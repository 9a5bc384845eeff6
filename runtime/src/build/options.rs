//! The options of the configuration. Each sets the same field of the request as the macro's option of that name.

use airssys_bindings_codegen::output;
use airssys_bindings_codegen::request::{FunctionFlag, FunctionRules, Ownership, Side};
use airssys_bindings_codegen::roots::Given;

use super::rust_syntax::RustSyntax;
use super::{Config, Roots, WorldOptions};

/// Defines options that are `true` or `false`.
macro_rules! flags {
    ($($(#[$doc:meta])* $name:ident => $($field:ident).+;)*) => {
        impl Config {
            $($(#[$doc])*
            #[track_caller]
            #[must_use]
            pub fn $name(mut self, on: bool) -> Self {
                self.set(stringify!($name)).$($field).+ = on.into();
                self
            })*
        }
    };
}

/// Defines options that are Rust syntax in a string.
macro_rules! rust_options {
    ($($(#[$doc:meta])* $name:ident($kind:ident) => $($field:ident).+;)*) => {
        impl Config {
            $($(#[$doc])*
            #[track_caller]
            #[must_use]
            pub fn $name(mut self, source: impl AsRef<str>) -> Self {
                if let Some(source) = self.rust(stringify!($name), RustSyntax::$kind, source) {
                    self.request.$($field).+ = Some(source);
                }
                self.set(stringify!($name));
                self
            })*
        }
    };
}

/// Defines options that are lists of names.
macro_rules! lists {
    ($($(#[$doc:meta])* $name:ident => $($field:ident).+;)*) => {
        impl Config {
            $($(#[$doc])*
            #[track_caller]
            #[must_use]
            pub fn $name<T: Into<String>>(mut self, names: impl IntoIterator<Item = T>) -> Self {
                for name in names {
                    let name = self.given(name);
                    self.request.$($field).+.push(name);
                }
                self.set(stringify!($name));
                self.check_not_empty(stringify!($name));
                self
            })*
        }
    };
}

flags! {
    /// Enables all `@unstable` items, or with `false` only those of `features`. By default, hosts have all, and guests none.
    all_features => resolution.all_features;
    /// Makes a `deps.lock` or `wkg.lock` that is not up to date an error, not a warning.
    locked => resolution.locked;
    /// Binds only the interfaces that the selected worlds import, so that a call of any other does not compile.
    strict_world => selection.strict_world;
    /// Passes strings to imports as `&[u8]` instead of `&str`.
    raw_strings => guest.raw_strings;
    /// Puts code that needs `std` behind `#[cfg(feature = "std")]`.
    std_feature => guest.std_feature;
    /// Generates a placeholder type `Stub` for each world, which implements the traits of its exports.
    stubs => guest.stubs;
    /// Omits the check in exported functions that constructors run only once.
    disable_run_ctors_once_workaround => guest.disable_run_ctors_once_workaround;
    /// Generates the mocks of imports for other crates and for integration tests as well, not only for the unit tests of the
    /// crate.
    mocks => guest.mocks;
    /// Makes `export!` available to other crates.
    pub_export_macro => guest.pub_export_macro;
    /// Omits the code that keeps the link section of a tree in a library.
    disable_custom_section_link_helpers => guest.disable_custom_section_link_helpers;
    /// Merges types of the same structure into one Rust type.
    merge_structurally_equal_types => guest.merge_structurally_equal_types;
    /// Uses `anyhow::Error` for the traps of a host.
    anyhow => host.anyhow;
    /// Adds a constant `COMPONENT_TYPE` to each world of a host: its binary encoding.
    include_component_type => host.include_component_type;
    /// Writes the code of Wasmtime's macro to files and includes it from there.
    include_generated_code_from_file => host.include_generated_code_from_file;
    /// Generates a type for exports that a component may lack, for each world of a host.
    optional_exports => host.optional_exports;
    /// Requires the data of a store to be `Send`, even without `async` functions.
    require_store_data_send => host.require_store_data_send;
    /// Omits the implementations of the traits of a host for `&mut T`.
    skip_mut_forwarding_impls => host.skip_mut_forwarding_impls;
}

rust_options! {
    /// Sets the path of the run-time support. By default, `airssys-bindings` supplies it.
    runtime_path(Path) => guest.runtime_path;
    /// Sets the Rust type for `map<k, v>`.
    map_type(Path) => guest.map_type;
    /// Sets the path of the crate `bitflags`.
    bitflags_path(Path) => guest.bitflags_path;
    /// Sets the path of the tree, for an `export!` that is called elsewhere: `crate::bindings` for a file that
    /// `mod bindings;` declares.
    default_bindings_module(Path) => guest.default_bindings_module;
    /// Renames `export!`.
    export_macro_name(Ident) => guest.export_macro_name;
    /// Sets the path of Wasmtime. By default, the feature `host` of `airssys-bindings` supplies it.
    wasmtime_crate(Path) => host.wasmtime_crate;
}

lists! {
    /// Selects the worlds that get a module, by name or pattern. The last pattern that matches a world decides. By default,
    /// the world of [`Config::world`] gets a module, or else all worlds outside of `deps`.
    worlds => selection.worlds;
    /// Selects the packages to bind, by name or pattern, along with their dependencies. The last pattern that matches decides.
    packages => selection.packages;
    /// Enables the `@unstable` items of these features, and of no others.
    features => resolution.features;
    /// Implements these interfaces of a host, by name or pattern, with functions that trap. The last pattern that matches
    /// decides.
    trapping => host.trapping;
    /// Generates no bindings for these functions.
    skip => guest.skip;
    /// Excludes these types, by their WIT names, from the additional derives.
    additional_derives_ignore => guest.additional_derives_ignore;
    /// Binds these `async` functions as blocking functions, by the filters of wit-bindgen. `["all"]` stands for all.
    sync => guest.sync;
    /// Makes these methods return `self`, by the filters of wit-bindgen.
    chainable_methods => guest.chainable_methods;
}

impl Config {
    /// Adds roots to read, relative to `Cargo.toml`: folders, `.wit` files, or `.wasm` files that encode a WIT package or
    /// are components.
    /// Without roots, the folder `wit` is read.
    #[track_caller]
    #[must_use]
    pub fn path(mut self, roots: impl Roots) -> Self {
        for root in roots.roots() {
            let root = self.given(root);
            self.request.roots.path.push(root);
        }
        self.set("path");
        self.check_not_empty("path");
        self
    }

    /// Binds one world and what it needs, and re-exports its items at the top. With [`Config::worlds`] or [`Config::packages`],
    /// what these select is bound as well.
    #[track_caller]
    #[must_use]
    pub fn world(mut self, name: impl Into<String>) -> Self {
        let name = self.given(name);
        self.set("world").selection.world = Some(name);
        self
    }

    /// Sets WIT source of the main package. The packages below the roots become its dependencies.
    #[track_caller]
    #[must_use]
    pub fn inline(mut self, wit: impl Into<String>) -> Self {
        let wit = self.given(wit);
        self.set("inline").roots.inline = Some(wit);
        self
    }

    /// Puts a package, and the worlds that depend on it, behind `#[cfg(…)]`: `("ns:pkg", r#"feature = "network""#)`.
    #[track_caller]
    #[must_use]
    pub fn cfg(mut self, package: impl Into<String>, predicate: impl AsRef<str>) -> Self {
        if let Some(predicate) = self.rust("cfg", RustSyntax::Predicate, predicate) {
            let package = self.given(package);
            self.request.selection.cfg.push((package, predicate));
        }
        self.set("cfg");
        self
    }

    /// Puts the tree into a module, `crate::bindings`, so that each `export!` works anywhere in the crate. Include the file in
    /// the parent module.
    #[track_caller]
    #[must_use]
    pub fn module(mut self, path: impl AsRef<str>) -> Self {
        if let Some(module) = self.rust("module", RustSyntax::Path, path) {
            let segments: Vec<String> =
                module.split("::").map(|segment| segment.trim().to_owned()).collect();
            match output::from_root(&module, &segments) {
                Ok(path) => {
                    self.request.output.module = Some(self.arguments.given(path, &module));
                }
                Err((error, help)) => self.error(error, &module, &help),
            }
        }
        self.set("module");
        self
    }

    /// Turns the warnings about WIT files and manifests on or off. They are on by default.
    #[track_caller]
    #[must_use]
    pub fn warnings(mut self, on: bool) -> Self {
        self.set("warnings").output.silent = !on;
        self
    }

    /// Makes a type without resources one Rust type in the tree and in the exports of all worlds, which is the default, or
    /// gives the exports of each world their own types.
    #[track_caller]
    #[must_use]
    pub fn share_types(mut self, on: bool) -> Self {
        self.set("share_types").types.separate_types = !on;
        self
    }

    /// Sets the size in bytes up to which files are read. The default is 4 MiB.
    #[track_caller]
    #[must_use]
    pub fn max_file_size(mut self, bytes: u64) -> Self {
        self.set("max_file_size").roots.max_file_size = Some(bytes);
        self
    }

    /// Adds a prefix to the name of each exported function.
    #[track_caller]
    #[must_use]
    pub fn export_prefix(mut self, prefix: impl Into<String>) -> Self {
        self.set("export_prefix").guest.export_prefix = Some(prefix.into());
        self
    }

    /// Adds a suffix to the names of the link sections, after the one that makes them unique.
    #[track_caller]
    #[must_use]
    pub fn type_section_suffix(mut self, suffix: impl Into<String>) -> Self {
        self.set("type_section_suffix").guest.type_section_suffix = Some(suffix.into());
        self
    }

    /// Sets whether generated types own or borrow their data.
    #[track_caller]
    #[must_use]
    pub fn ownership(mut self, ownership: Ownership) -> Self {
        let argument = self.arguments.given((), "").argument;
        let types = &mut self.set("ownership").types;
        types.ownership = ownership;
        types.ownership_argument = Some(argument);
        self
    }

    /// Adds derives to each generated type: `["PartialEq", "serde::Serialize"]`.
    #[track_caller]
    #[must_use]
    pub fn additional_derives<T: AsRef<str>>(
        mut self,
        derives: impl IntoIterator<Item = T>,
    ) -> Self {
        for derive in derives {
            let derive = self.rust("additional_derives", RustSyntax::Path, derive);
            self.request.types.additional_derives.extend(derive);
        }
        self.set("additional_derives");
        self
    }

    /// Adds attributes to a type: `("ns:pkg/interface/type", "#[serde(untagged)]")`.
    #[track_caller]
    #[must_use]
    pub fn additional_type_attributes(
        mut self,
        name: impl Into<String>,
        attributes: impl AsRef<str>,
    ) -> Self {
        let option = "additional_type_attributes";
        if let Some(attributes) = self.rust(option, RustSyntax::Attributes, attributes) {
            let name = self.given(name);
            self.request.guest.additional_type_attributes.push((name, attributes));
        }
        self.set(option);
        self
    }

    /// Adds attributes to a field or a case: `("ns:pkg/interface/type.field", "#[serde(default)]")`.
    #[track_caller]
    #[must_use]
    pub fn additional_member_attributes(
        mut self,
        name: impl Into<String>,
        attributes: impl AsRef<str>,
    ) -> Self {
        let option = "additional_member_attributes";
        if let Some(attributes) = self.rust(option, RustSyntax::Attributes, attributes) {
            let name = self.given(name);
            self.request.guest.additional_member_attributes.push((name, attributes));
        }
        self.set(option);
        self
    }

    /// Uses existing bindings for an interface or a type: `("ns:pkg/interface", "crate::other")`. `"generate"` in place of the
    /// path generates them here.
    #[track_caller]
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, path: impl AsRef<str>) -> Self {
        if let Some(path) = self.rust("with", RustSyntax::Module, path) {
            let name = self.given(name);
            self.request.types.with.push((name, path.into()));
        }
        self.set("with");
        self
    }

    /// Overrides options for one world.
    #[track_caller]
    #[must_use]
    pub fn world_options(mut self, world: impl Into<String>, options: WorldOptions) -> Self {
        let name = options.options.export_macro_name.as_ref();
        if name.is_none_or(|name| self.rust("export_macro_name", RustSyntax::Ident, name).is_some())
        {
            let world = self.given(world);
            self.request.world_options.push((world, options.options));
        }
        self.set("world_options");
        self
    }

    /// Sets the side of a component to generate code for. The default is [`Side::Guest`].
    #[track_caller]
    #[must_use]
    pub fn side(mut self, side: Side) -> Self {
        self.set("side").side = side;
        self
    }

    /// Sets how the host implements a function that components import:
    /// `("ns:pkg/interface.function", [FunctionFlag::Async])`. `"default"` stands for all functions without a rule.
    #[track_caller]
    #[must_use]
    pub fn imports(
        mut self,
        name: impl Into<String>,
        flags: impl IntoIterator<Item = FunctionFlag>,
    ) -> Self {
        let name = self.given(name);
        add_rule(&mut self.set("imports").host.imports, name, flags);
        self
    }

    /// Sets how the host calls a function that components export, as for [`Config::imports`].
    #[track_caller]
    #[must_use]
    pub fn exports(
        mut self,
        name: impl Into<String>,
        flags: impl IntoIterator<Item = FunctionFlag>,
    ) -> Self {
        let name = self.given(name);
        add_rule(&mut self.set("exports").host.exports, name, flags);
        self
    }

    /// Sets the Rust type for an error that can also be a trap: `("ns:pkg/interface.error", "crate::Error")`.
    #[track_caller]
    #[must_use]
    pub fn trappable_error_type(mut self, name: impl Into<String>, path: impl AsRef<str>) -> Self {
        if let Some(path) = self.rust("trappable_error_type", RustSyntax::Path, path) {
            let name = self.given(name);
            self.request.host.trappable_error_type.push((name, path));
        }
        self.set("trappable_error_type");
        self
    }

    /// Sets the Rust type that distinguishes the imports of one interface under several names.
    #[track_caller]
    #[must_use]
    pub fn named_imports(mut self, name: impl Into<String>, path: impl AsRef<str>) -> Self {
        if let Some(path) = self.rust("named_imports", RustSyntax::Path, path) {
            let name = self.given(name);
            self.request.host.named_imports.push((name, path));
        }
        self.set("named_imports");
        self
    }

    /// Binds only these interfaces, written as the items of a world: `"import ns:pkg/interface;"`.
    #[track_caller]
    #[must_use]
    pub fn interfaces(mut self, wit: impl Into<String>) -> Self {
        let wit = self.given(wit);
        self.set("interfaces").host.interfaces = Some(wit);
        self
    }
}

/// Adds the flags of the function `name`, or of all functions without a rule if the name is `default`.
fn add_rule(
    rules: &mut FunctionRules,
    name: Given<String>,
    flags: impl IntoIterator<Item = FunctionFlag>,
) {
    let flags = flags.into_iter().collect();
    if name.value == "default" {
        rules.default = flags;
    } else {
        rules.rules.push((name, flags));
    }
}
