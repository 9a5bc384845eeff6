//! A temporary crate with WIT packages, and the result of expanding its call of the macro.

use std::fs;
use std::path::{Path, PathBuf};

use airssys_bindings_codegen::diagnostic::{ArgumentId, Level};
use airssys_bindings_codegen::roots::Given;
use airssys_bindings_codegen::{Bindings, ERRORS_MODULE, Request, expand};
use tempfile::TempDir;
use wit_bindgen_core::wit_parser::Resolve;

/// A package that others depend on.
pub(crate) const TYPES: &str =
    "package test:types@1.0.0;\ninterface types {\n  record pair { one: u32, two: string }\n}\n";

/// A package that depends on [`TYPES`].
pub(crate) const USER: &str = "package test:user@1.0.0;\ninterface user {\n  \
    use test:types/types@1.0.0.{pair};\n  take: func(it: pair);\n}\n";

/// A temporary crate, which is removed on drop.
pub(crate) struct Directory {
    _scratch: TempDir,
    folder: PathBuf,
    /// The call of the macro.
    pub(crate) request: Request,
}

impl Directory {
    /// Creates a crate with these files, whose only root is `wit`.
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let scratch = tempfile::tempdir().expect("a scratch folder");
        let folder = scratch.path().join("crate");
        fs::create_dir_all(&folder).expect("writable");
        let request = Request::new(folder.clone());
        let directory = Self { _scratch: scratch, folder, request };
        files.iter().for_each(|(path, text)| directory.write(path, text));
        directory
    }

    /// Sets the roots.
    pub(crate) fn roots(mut self, roots: &[&str]) -> Self {
        self.request.roots.path = roots.iter().map(|root| given(root)).collect();
        self
    }

    /// Enables features.
    pub(crate) fn features(mut self, features: &[&str]) -> Self {
        self.request.resolution.features = features.iter().map(|feature| given(feature)).collect();
        self
    }

    /// Returns the absolute path of a file in the crate.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.join(path)
    }

    /// Writes a file, and creates its folders.
    pub(crate) fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("writable");
        fs::write(path, content).expect("writable");
    }

    /// Expands the call.
    pub(crate) fn expand(&self) -> Expansion {
        Expansion(expand(&self.request))
    }

    /// Expands the call, and checks that there are no errors and warnings.
    #[track_caller]
    pub(crate) fn expand_valid(&self) -> Expansion {
        let expansion = self.expand();
        assert_eq!(expansion.messages(), "", "the packages are valid");
        // Names of missing items would be imported from a module that only errors add.
        expansion.lacks(&[ERRORS_MODULE]);
        expansion
    }
}

fn given(value: &str) -> Given<String> {
    Given { value: value.to_owned(), argument: ArgumentId(0) }
}

/// The result of a call.
pub(crate) struct Expansion(pub(crate) Bindings);

impl Expansion {
    /// Returns all errors and warnings as the user reads them.
    pub(crate) fn messages(&self) -> String {
        let messages = self.0.diagnostics.iter().map(|diagnostic| {
            let level = match diagnostic.level() {
                Level::Error => "error",
                Level::Warning => "warning",
            };
            format!("{level}: {}\n", diagnostic.render(&self.0.files))
        });
        messages.collect()
    }

    /// Checks that there is one error or warning, and that it has these parts.
    #[track_caller]
    pub(crate) fn reports(&self, parts: &[&str]) {
        let messages = self.messages();
        assert_eq!(self.0.diagnostics.len(), 1, "not one message:\n{messages}");
        for part in parts {
            assert!(messages.contains(part), "`{part}` is not in\n{messages}");
        }
    }

    /// Checks that the code has these parts, in this order.
    #[track_caller]
    pub(crate) fn has(&self, items: &[&str]) {
        let code = self.0.code.to_string();
        let mut rest = code.as_str();
        for item in items {
            let at = rest.find(item).unwrap_or_else(|| panic!("no `{item}` in\n{code}"));
            rest = &rest[at + item.len()..];
        }
    }

    /// Checks that the code has none of these parts.
    #[track_caller]
    pub(crate) fn lacks(&self, items: &[&str]) {
        let code = self.0.code.to_string();
        for item in items {
            assert!(!code.contains(item), "`{item}` is in\n{code}");
        }
    }

    /// `true` if a file is tracked.
    pub(crate) fn tracks(&self, path: &Path) -> bool {
        let real = path.canonicalize().expect("the file exists");
        self.0.inputs.iter().any(|input| input.canonicalize().is_ok_and(|input| input == real))
    }
}

/// Encodes the last of these packages, with its dependencies among the others, as `wkg` does.
pub(crate) fn encode(packages: &[&str]) -> Vec<u8> {
    let mut resolve = Resolve { all_features: true, ..Resolve::default() };
    let ids = packages.iter().map(|text| resolve.push_str("a.wit", text).expect("valid WIT"));
    let last = ids.collect::<Vec<_>>().pop().expect("a package");
    wit_component::encode(&resolve, last, false).expect("valid package")
}
