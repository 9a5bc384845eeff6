//! The options of a macro call or a build script, as plain data. No file is read here, and nothing depends on `proc_macro`.

use std::path::PathBuf;

use crate::digest;
use crate::fix::Fix;
use crate::plan::pattern;
use frontend::diagnostic::ArgumentId;
use frontend::roots::{Given, Roots};

/// One call of the macro, or one run of a build script.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// The files to read.
    pub roots: Roots,
    /// The feature gates of WIT that are open, and the rule for locks.
    pub resolution: Resolution,
    /// The worlds, interfaces and packages to bind.
    pub selection: Selection,
    /// The side of a component to generate code for.
    pub side: Side,
    /// The Rust types to generate for WIT types.
    pub types: TypeOptions,
    /// Options that apply to guests only.
    pub guest: GuestOptions,
    /// Options that apply to hosts only.
    pub host: HostOptions,
    /// Overrides of the guest options for single worlds.
    pub world_options: Vec<(Given<String>, WorldOptions)>,
    /// The module that holds the generated code, and the reports about it.
    pub output: Output,
}

impl Request {
    /// Returns a request for the folder `wit` of the crate at `manifest_dir`, with the defaults of all options.
    pub fn new(manifest_dir: impl Into<PathBuf>) -> Self {
        let roots = Roots { manifest_dir: manifest_dir.into(), ..Roots::default() };
        Self { roots, ..Self::default() }
    }

    /// Returns `true` if all `@unstable` items exist.
    ///
    /// Without `all_features`, that is the default of the macro of each side: all for hosts unless `features` names
    /// some, as with `bindgen!`, and none for guests.
    #[must_use]
    pub fn all_features(&self) -> bool {
        let Resolution { features, all_features, locked: _ } = &self.resolution;
        all_features.unwrap_or(self.side == Side::Host && features.is_empty())
    }

    /// Returns `true` if the generated code names `airssys-bindings`, by [`RUNTIME`](crate::output::RUNTIME).
    #[must_use]
    pub fn names_runtime(&self) -> bool {
        match self.side {
            Side::Guest => self.guest.runtime_path.is_none(),
            Side::Host => self.host.wasmtime_crate.is_none(),
        }
    }
}

#[cfg(test)]
impl Request {
    /// Returns a request for the packages in a WIT source.
    pub(crate) fn of_inline(source: &str) -> Self {
        let inline = Some(Given { value: source.to_owned(), argument: ArgumentId(0) });
        Self { roots: Roots { inline, ..Roots::default() }, ..Self::default() }
    }
}

/// The feature gates of WIT that are open, and the rule for locks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Resolution {
    /// The features whose `@unstable` items exist.
    pub features: Vec<Given<String>>,
    /// `true` if all `@unstable` items exist; `None` stands for the default of the side.
    pub all_features: Option<bool>,
    /// `true` if a lock that is not up to date is an error.
    pub locked: bool,
}

/// The worlds, interfaces and packages to bind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// The world to re-export at the top. Without `worlds` and `packages`, nothing else is bound.
    pub world: Option<Given<String>>,
    /// Patterns for the worlds that get a module. An empty list selects `world`, or else all worlds outside `deps`.
    pub worlds: Vec<Given<String>>,
    /// Patterns for the packages to bind. An empty list selects those that `world` needs, or else all outside `deps`.
    pub packages: Vec<Given<String>>,
    /// The predicate of `#[cfg(…)]` for each package that has one.
    pub cfg: Vec<(Given<String>, String)>,
    /// `true` to bind only the interfaces that the worlds import.
    pub strict_world: bool,
}

impl Selection {
    /// Returns the world of a call that binds one world and what it needs: `world`, without `worlds` and `packages`.
    #[must_use]
    pub fn only_world(&self) -> Option<&Given<String>> {
        self.world.as_ref().filter(|_| self.worlds.is_empty() && self.packages.is_empty())
    }

    /// Returns the names in `worlds`, and the patterns for further worlds; `None` if the call only names worlds.
    pub(crate) fn listed_worlds(&self) -> (Vec<&Given<String>>, Option<Vec<&Given<String>>>) {
        let is_pattern = |given: &&Given<String>| pattern::is_pattern(&given.value);
        let (patterns, named): (Vec<_>, Vec<_>) = self.worlds.iter().partition(is_pattern);
        let only_named = patterns.is_empty() && (!named.is_empty() || self.only_world().is_some());
        (named, (!only_named).then_some(patterns))
    }

    /// Returns `true` if the tree has only the interfaces that the selected worlds import.
    #[must_use]
    pub fn is_strict(&self) -> bool {
        self.strict_world || self.only_world().is_some()
    }
}

/// The Rust types to generate for WIT types.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypeOptions {
    /// The ownership of the data in generated types.
    pub ownership: Ownership,
    /// The argument that sets `ownership`.
    pub ownership_argument: Option<ArgumentId>,
    /// `true` if each world has types of its own instead of those of the tree: `share_types: false`.
    pub separate_types: bool,
    /// Derives for each generated type.
    pub additional_derives: Vec<String>,
    /// Existing bindings of interfaces and types, by their WIT names.
    pub with: Vec<(Given<String>, With)>,
}

/// The module that holds the generated code, and the reports about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Output {
    /// The identity of the call, which makes the names of link sections unique.
    pub call: Call,
    /// The path from the crate root of the module that holds the tree: `["bindings"]` for `crate::bindings`.
    pub module: Option<Given<Vec<String>>>,
    /// `true` to report no warnings.
    pub silent: bool,
    /// `true` to write the code to a file and include it from there.
    pub debug: bool,
    /// The files that fixes of errors may change. `None` changes no file.
    pub fix: Option<Fix>,
}

/// Overrides of [`GuestOptions`] for one world.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct WorldOptions {
    pub stubs: Option<bool>,
    pub export_prefix: Option<String>,
    pub export_macro_name: Option<String>,
    pub pub_export_macro: Option<bool>,
    pub disable_run_ctors_once_workaround: Option<bool>,
}

impl WorldOptions {
    /// Returns `all` with these overrides applied.
    #[must_use]
    pub fn over(&self, all: &GuestOptions) -> GuestOptions {
        let Self { export_prefix, export_macro_name, .. } = self;
        GuestOptions {
            stubs: self.stubs.unwrap_or(all.stubs),
            export_prefix: export_prefix.clone().or_else(|| all.export_prefix.clone()),
            export_macro_name: export_macro_name.clone().or_else(|| all.export_macro_name.clone()),
            pub_export_macro: self.pub_export_macro.unwrap_or(all.pub_export_macro),
            disable_run_ctors_once_workaround: self
                .disable_run_ctors_once_workaround
                .unwrap_or(all.disable_run_ctors_once_workaround),
            ..all.clone()
        }
    }
}

/// The options of `wit_bindgen::generate!` 0.63, by the same names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GuestOptions {
    /// `true` to pass strings to imports as `&[u8]`.
    pub raw_strings: bool,
    /// `true` to put code that needs `std` behind `cfg(feature = "std")`.
    pub std_feature: bool,
    /// The names of functions to generate no bindings for.
    pub skip: Vec<Given<String>>,
    /// `true` to generate a type `Stub` for each world, which implements the traits of its exports.
    pub stubs: bool,
    /// A prefix for the name of each exported function.
    pub export_prefix: Option<String>,
    /// The path of the run-time support. `None` stands for that of `airssys-bindings`.
    pub runtime_path: Option<String>,
    /// The Rust type for `map<k, v>`.
    pub map_type: Option<String>,
    /// The path of the crate `bitflags`.
    pub bitflags_path: Option<String>,
    /// The WIT names of types without the additional derives.
    pub additional_derives_ignore: Vec<Given<String>>,
    /// Attributes of types, as Rust source, by name: `ns:pkg/interface/type`.
    pub additional_type_attributes: Vec<(Given<String>, String)>,
    /// Attributes of fields and cases, as Rust source, by name: `ns:pkg/interface/type.field`.
    pub additional_member_attributes: Vec<(Given<String>, String)>,
    /// A suffix for the names of link sections, after the one that makes them unique.
    pub type_section_suffix: Option<String>,
    /// `true` to omit the check in exported functions that constructors run only once.
    pub disable_run_ctors_once_workaround: bool,
    /// The path of the tree, for an `export!` that is called elsewhere.
    pub default_bindings_module: Option<String>,
    /// The name of `export!`.
    pub export_macro_name: Option<String>,
    /// `true` to make `export!` available to other crates.
    pub pub_export_macro: bool,
    /// `true` to omit the code that keeps the link section of a tree in a library.
    pub disable_custom_section_link_helpers: bool,
    /// Filters of wit-bindgen for the `async` functions to bind as blocking functions.
    pub sync: Vec<Given<String>>,
    /// Filters of wit-bindgen for the methods that return `self`.
    pub chainable_methods: Vec<Given<String>>,
    /// `true` to merge types of the same structure into one Rust type.
    pub merge_structurally_equal_types: bool,
    /// `true` for mocks of the imports on all targets but WebAssembly, `false` for mocks in the tests of the crate only.
    pub mocks: bool,
}

/// The ownership of the data in generated types.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ownership {
    /// Generated types own their data.
    #[default]
    Owning,
    /// Types that are passed to imports borrow their data.
    Borrowing {
        /// `true` to generate two types for a type that is passed in both directions.
        duplicate_if_necessary: bool,
    },
}

/// The side of a component that code is generated for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    /// The component itself.
    #[default]
    Guest,
    /// The program that runs the component with Wasmtime.
    Host,
}

/// The options of `wasmtime::component::bindgen!` 48, by the same names, and our own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HostOptions {
    /// The path of Wasmtime. `None` stands for that of `airssys-bindings`.
    pub wasmtime_crate: Option<String>,
    /// The path of a WIT file with an empty package, relative to the crate or absolute. It keeps Wasmtime's macro from
    /// reading the folder `wit` itself.
    pub empty_package: Option<String>,
    /// The interfaces to bind in place of a world, as the WIT items of a world.
    pub interfaces: Option<Given<String>>,
    /// The rules for functions that components import.
    pub imports: FunctionRules,
    /// The rules for functions that components export.
    pub exports: FunctionRules,
    /// The Rust types of errors that can also be traps, by WIT type: `ns:pkg/interface.type`.
    pub trappable_error_type: Vec<(Given<String>, String)>,
    /// The Rust types that distinguish the imports of one interface under several names, by interface.
    pub named_imports: Vec<(Given<String>, String)>,
    /// The interfaces whose functions trap, by name or pattern.
    pub trapping: Vec<Given<String>>,
    /// `true` to omit the implementations of the traits for `&mut T`.
    pub skip_mut_forwarding_impls: bool,
    /// `true` to require the data of a store to be `Send`, even without `async` functions.
    pub require_store_data_send: bool,
    /// `true` to use `anyhow::Error` for traps.
    pub anyhow: bool,
    /// `true` to write the code of Wasmtime's macro to files.
    pub include_generated_code_from_file: bool,
    /// `true` to add a constant `COMPONENT_TYPE`, its binary encoding, to each world.
    pub include_component_type: bool,
    /// `true` to generate a type for exports that a component may lack.
    pub optional_exports: bool,
}

/// The flags of functions, by name and for all others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FunctionRules {
    /// The rules in the order of the call. The first rule for a name counts, and a longer name takes precedence.
    pub rules: Vec<(Given<String>, Vec<FunctionFlag>)>,
    /// The flags of functions without a rule.
    pub default: Vec<FunctionFlag>,
}

/// A flag of a function, as in `bindgen!`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum FunctionFlag {
    Async,
    Tracing,
    VerboseTracing,
    Store,
    Trappable,
    Exact,
}

/// The bindings that `with` names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum With {
    /// Existing bindings at a path.
    Path(String),
    /// Bindings that this call generates, as without the option.
    Generate,
}

impl From<String> for With {
    /// Converts the value in `with`: a path, or the word `generate`.
    fn from(path: String) -> Self {
        if path == "generate" { Self::Generate } else { Self::Path(path) }
    }
}

/// The identity of a macro call, which is the same on every machine.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Call {
    /// The name of the package that contains the call.
    pub package: String,
    /// The version of that package.
    pub version: String,
    /// The kind and the name of the crate in its package, such as `lib shop` or `bin shop`.
    pub target: String,
    /// The name of the call, which no other call in the crate has.
    pub name: String,
}

impl Call {
    /// Returns the name of a call with these arguments, if `earlier` calls in the crate have the same.
    #[must_use]
    pub fn name(arguments: &str, earlier: usize) -> String {
        let digest = digest::fnv1a(arguments);
        match earlier {
            0 => format!("{digest:016x}"),
            _ => format!("{digest:016x}-{earlier}"),
        }
    }

    /// Returns a suffix for the names of link sections, which no other call has.
    #[must_use]
    pub fn suffix(&self) -> String {
        let Self { package, version, target, name } = self;
        format!(" for {package}@{version} {target} {name}")
    }

    /// Returns the start of the names of files about this call.
    #[must_use]
    pub fn file_stem(&self) -> String {
        format!("{}-{}", self.target.replace(' ', "-"), self.name)
    }
}
