//! What the user asked for, as plain data: no file was read yet, and nothing here knows about `proc_macro`.

use std::path::PathBuf;

use frontend::diagnostic::ArgumentId;
use frontend::roots::{Given, Roots};

/// One call of the macro, or one run of a build script.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// The files to read.
    pub roots: Roots,
    /// The feature gates of WIT that are open.
    pub resolution: Resolution,
    /// The worlds, interfaces and packages to bind.
    pub selection: Selection,
    /// Whether to generate code for components or for the program that runs them.
    pub side: Side,
    /// The Rust types to generate for WIT types.
    pub types: TypeOptions,
    /// Options that apply to guests only.
    pub guest: GuestOptions,
    /// Options that apply to hosts only.
    pub host: HostOptions,
    /// Overrides for single worlds.
    pub world_options: Vec<(Given<String>, WorldOptions)>,
    /// Where the generated code goes.
    pub output: Output,
}

impl Request {
    /// A request for all packages in the folder `wit` of the crate at `manifest_dir`, with the defaults of all options.
    pub fn new(manifest_dir: impl Into<PathBuf>) -> Self {
        let roots = Roots { manifest_dir: manifest_dir.into(), ..Roots::default() };
        Self { roots, ..Self::default() }
    }
}

#[cfg(test)]
impl Request {
    /// A request for packages that are given as one WIT source.
    pub(crate) fn of_inline(source: &str) -> Self {
        let inline = Some(Given { value: source.to_owned(), argument: ArgumentId(0) });
        Self { roots: Roots { inline, ..Roots::default() }, ..Self::default() }
    }
}

/// The feature gates of WIT that are open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Resolution {
    /// The features whose `@unstable` items exist.
    pub features: Vec<Given<String>>,
    /// `true` if all `@unstable` items exist.
    pub all_features: bool,
}

/// The worlds, interfaces and packages to bind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// The world to re-export at the top.
    pub world: Option<Given<String>>,
    /// Patterns for the worlds that get a module. An empty list selects all worlds outside `deps`.
    pub worlds: Vec<Given<String>>,
    /// Patterns for the packages to bind. An empty list selects all packages outside `deps`.
    pub packages: Vec<Given<String>>,
    /// The predicate of `#[cfg(…)]` for each package that has one.
    pub cfg: Vec<(Given<String>, String)>,
    /// `true` to bind only the interfaces that the worlds import.
    pub strict_world: bool,
}

/// The Rust types to generate for WIT types.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypeOptions {
    /// Whether generated types own or borrow their data.
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

/// Where the generated code goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Output {
    /// The call, which makes the names of link sections unique.
    pub call: Call,
    /// The path of the module that holds the tree, from the crate root: `crate::bindings` is `["bindings"]`.
    pub module: Option<Given<Vec<String>>>,
    /// `true` to report no warnings.
    pub silent: bool,
    /// `true` to write the code to a file and have the compiler read it from there.
    pub debug: bool,
}

/// How guest code of one world is generated, where that is not as for all: see [`GuestOptions`].
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
    /// The options for all worlds, with what is different.
    #[must_use]
    pub fn over(&self, all: &GuestOptions) -> GuestOptions {
        let text = |own: &Option<String>, all: &Option<String>| own.clone().or_else(|| all.clone());
        GuestOptions {
            stubs: self.stubs.unwrap_or(all.stubs),
            export_prefix: text(&self.export_prefix, &all.export_prefix),
            export_macro_name: text(&self.export_macro_name, &all.export_macro_name),
            pub_export_macro: self.pub_export_macro.unwrap_or(all.pub_export_macro),
            disable_run_ctors_once_workaround: self
                .disable_run_ctors_once_workaround
                .unwrap_or(all.disable_run_ctors_once_workaround),
            ..all.clone()
        }
    }
}

/// How guest code is generated: options of `wit_bindgen::generate!` 0.63, by the same names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GuestOptions {
    /// Whether strings that are passed to imports are bytes.
    pub raw_strings: bool,
    /// Whether what needs `std` is behind `cfg(feature = "std")`.
    pub std_feature: bool,
    /// The names of functions that get no bindings.
    pub skip: Vec<Given<String>>,
    /// Whether each world gets a type `Stub` that implements its traits and does nothing.
    pub stubs: bool,
    /// What goes before the name of each exported function.
    pub export_prefix: Option<String>,
    /// Where the run-time support is; by default in `airssys-bindings`.
    pub runtime_path: Option<String>,
    /// The type for `map<k, v>`.
    pub map_type: Option<String>,
    /// Where the crate `bitflags` is.
    pub bitflags_path: Option<String>,
    /// The types that get no additional derives, by their names in WIT.
    pub additional_derives_ignore: Vec<Given<String>>,
    /// Attributes for types: `ns:pkg/interface/type`, and the attribute as it is written.
    pub additional_type_attributes: Vec<(Given<String>, String)>,
    /// Attributes for fields and cases: `ns:pkg/interface/type.field`, and the attribute.
    pub additional_member_attributes: Vec<(Given<String>, String)>,
    /// What goes behind the names of the sections, besides what makes them unique.
    pub type_section_suffix: Option<String>,
    /// Whether exported functions do without the check that constructors run once.
    pub disable_run_ctors_once_workaround: bool,
    /// Where the tree is, for an `export!` that does not stand beside it.
    pub default_bindings_module: Option<String>,
    /// The name of `export!`.
    pub export_macro_name: Option<String>,
    /// Whether other crates may use `export!`.
    pub pub_export_macro: bool,
    /// Whether there is nothing that keeps the section linked when the tree is in a library.
    pub disable_custom_section_link_helpers: bool,
    /// The `async` functions that are bound as if they were not, by the filters of wit-bindgen.
    pub sync: Vec<Given<String>>,
    /// The methods that return `self`, by the filters of wit-bindgen.
    pub chainable_methods: Vec<Given<String>>,
    /// Whether types that look alike are one.
    pub merge_structurally_equal_types: bool,
}

/// Whether generated types hold what is theirs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ownership {
    /// They do.
    #[default]
    Owning,
    /// Those that are passed to imports borrow.
    Borrowing {
        /// Whether a type that is passed both ways becomes two.
        duplicate_if_necessary: bool,
    },
}

/// Which side of a component code is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    /// Inside of it.
    #[default]
    Guest,
    /// The program that runs it, with Wasmtime.
    Host,
}

/// How host code is generated: options of `wasmtime::component::bindgen!` 48, by the same names, and ours.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HostOptions {
    /// Where Wasmtime is; by default in `airssys-bindings`.
    pub wasmtime_crate: Option<String>,
    /// A WIT file that holds a package with nothing in it, relative to the crate or absolute. Wasmtime's macro
    /// reads the folder `wit` by itself unless it is told to read something else.
    pub empty_package: Option<String>,
    /// Interfaces, as the items of a world, that stand in for a world.
    pub interfaces: Option<Given<String>>,
    /// How functions that components import look to the host.
    pub imports: FunctionRules,
    /// How functions that components export look to the host.
    pub exports: FunctionRules,
    /// The Rust types of errors that may be traps as well, by the names of WIT types: `ns:pkg/interface.type`.
    pub trappable_error_type: Vec<(Given<String>, String)>,
    /// The types by which a host tells apart imports of one interface under several names.
    pub named_imports: Vec<(Given<String>, String)>,
    /// Whether there are no implementations of the traits for `&mut T`.
    pub skip_mut_forwarding_impls: bool,
    /// Whether what a store holds must be `Send`, `async` or not.
    pub require_store_data_send: bool,
    /// Whether traps are `anyhow::Error`.
    pub anyhow: bool,
    /// Whether the code of Wasmtime's macro goes to files.
    pub include_generated_code_from_file: bool,
    /// Whether each world has a `COMPONENT_TYPE`, its binary encoding.
    pub include_component_type: bool,
    /// Whether each world has a type for what a component may or may not export.
    pub optional_exports: bool,
}

/// What is said of functions: by their names, and of all others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FunctionRules {
    /// The rules in their order. Of those for one name the first counts, and a longer name before a shorter.
    pub rules: Vec<(Given<String>, Vec<FunctionFlag>)>,
    /// What holds for functions without a rule.
    pub default: Vec<FunctionFlag>,
}

/// One thing to say of a function, by the words of `bindgen!`.
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

/// Where bindings are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum With {
    /// At a path.
    Path(String),
    /// Here, as if the option were not there.
    Generate,
}

/// Which call of the macro this is, in words that are the same on every machine.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Call {
    /// The name of the package that holds the call.
    pub package: String,
    /// Its version.
    pub version: String,
    /// The name of the crate, which tells a library from the binaries and tests of one package.
    pub target: String,
    /// The source file, relative to the package.
    pub file: String,
    /// The line of the call, from 1.
    pub line: usize,
    /// The column of the call, from 1.
    pub column: usize,
}

impl Call {
    /// What makes the names of this call's sections different from those of all others.
    #[must_use]
    pub fn suffix(&self) -> String {
        let Self { package, version, target, file, line, column } = self;
        format!(" for {package}@{version} {target} {file}:{line}:{column}")
    }
}
