//! What the user asked for, as plain data: no file was read yet, and nothing here knows about `proc_macro`.

use std::path::PathBuf;

use crate::diagnostic::ArgumentId;

/// A value that the user gave, and the argument in which it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given<T> {
    /// The value.
    pub value: T,
    /// Where to point when something is wrong with it.
    pub argument: ArgumentId,
}

/// How many bytes a file may have if the request does not say: 4 MiB.
pub const MAX_FILE_SIZE: u64 = 4 * 1024 * 1024;

/// One call of the macro, or one run of a build script.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// The folder of the crate's `Cargo.toml`. Paths are relative to it.
    pub manifest_dir: PathBuf,
    /// Which call this is; makes the names of sections unique.
    pub call: Call,
    /// WIT text that stands in for the main package; what the roots hold are then dependencies of it.
    pub inline: Option<Given<String>>,
    /// The roots: folders, `.wit` files or `.wasm` files. None is the same as `wit`.
    pub path: Vec<Given<String>>,
    /// The world that is re-exported at the top.
    pub world: Option<Given<String>>,
    /// The worlds that get a module. None is the same as all.
    pub worlds: Vec<Given<String>>,
    /// Patterns for the packages that the tree is about. None is the same as all.
    pub packages: Vec<Given<String>>,
    /// For packages, the predicate of the `#[cfg(…)]` behind which they are.
    pub cfg: Vec<(Given<String>, String)>,
    /// The module that holds the tree, from the crate's root: `crate::bindings` is `["bindings"]`.
    pub module: Option<Given<Vec<String>>>,
    /// The features whose `@unstable` items are there.
    pub features: Vec<Given<String>>,
    /// Whether all `@unstable` items are there.
    pub all_features: bool,
    /// Whether the tree holds only what the worlds import, so that a call of anything else does not compile.
    pub strict_world: bool,
    /// Whether warnings are not shown.
    pub silent: bool,
    /// Whether the code goes to a file, and the compiler reads it from there.
    pub debug: bool,
    /// How many bytes a file may have. None is the same as [`MAX_FILE_SIZE`].
    pub max_file_size: Option<u64>,
    /// How guest code is generated.
    pub guest: GuestOptions,
    /// What is different for a world.
    pub world_options: Vec<(Given<String>, WorldOptions)>,
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

/// How guest code is generated: the options of `wit_bindgen::generate!` 0.63, by the same names, and ours.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    /// Whether types hold what is theirs, or borrow it.
    pub ownership: Ownership,
    /// Where the run-time support is; by default in `airssys-bindings`.
    pub runtime_path: Option<String>,
    /// The type for `map<k, v>`.
    pub map_type: Option<String>,
    /// Where the crate `bitflags` is.
    pub bitflags_path: Option<String>,
    /// Derives for each generated type.
    pub additional_derives: Vec<String>,
    /// The types that get no additional derives, by their names in WIT.
    pub additional_derives_ignore: Vec<Given<String>>,
    /// Attributes for types: `ns:pkg/interface/type`, and the attribute as it is written.
    pub additional_type_attributes: Vec<(Given<String>, String)>,
    /// Attributes for fields and cases: `ns:pkg/interface/type.field`, and the attribute.
    pub additional_member_attributes: Vec<(Given<String>, String)>,
    /// Where the bindings of an interface or a type are, if not here.
    pub with: Vec<(Given<String>, With)>,
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
    /// Whether a type without resources is one Rust type in the tree and in what worlds export.
    pub share_types: bool,
}

impl Default for GuestOptions {
    fn default() -> Self {
        Self {
            raw_strings: false,
            std_feature: false,
            skip: Vec::new(),
            stubs: false,
            export_prefix: None,
            ownership: Ownership::Owning,
            runtime_path: None,
            map_type: None,
            bitflags_path: None,
            additional_derives: Vec::new(),
            additional_derives_ignore: Vec::new(),
            additional_type_attributes: Vec::new(),
            additional_member_attributes: Vec::new(),
            with: Vec::new(),
            type_section_suffix: None,
            disable_run_ctors_once_workaround: false,
            default_bindings_module: None,
            export_macro_name: None,
            pub_export_macro: false,
            disable_custom_section_link_helpers: false,
            sync: Vec::new(),
            chainable_methods: Vec::new(),
            merge_structurally_equal_types: false,
            share_types: true,
        }
    }
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
