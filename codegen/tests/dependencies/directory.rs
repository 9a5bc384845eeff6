//! A crate in a scratch folder, made of texts, and what is said when its packages are read.

use std::fs;
use std::path::{Path, PathBuf};

use airssys_bindings_codegen::diagnostic::{ArgumentId, Level};
use airssys_bindings_codegen::roots::Given;
use airssys_bindings_codegen::{Bindings, Request, expand};
use tempfile::TempDir;
use wit_bindgen_core::wit_parser::Resolve;

/// A package that others use.
pub(crate) const TYPES: &str =
    "package test:types@1.0.0;\ninterface types {\n  record pair { one: u32, two: string }\n}\n";

/// One that uses it.
pub(crate) const USER: &str = "package test:user@1.0.0;\ninterface user {\n  \
    use test:types/types@1.0.0.{pair};\n  take: func(it: pair);\n}\n";

/// A crate. What is in it goes when this does.
pub(crate) struct Directory {
    _scratch: TempDir,
    folder: PathBuf,
    /// The call of the macro.
    pub(crate) request: Request,
}

impl Directory {
    /// A crate with these files, whose only root is `wit`.
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let scratch = tempfile::tempdir().expect("a scratch folder");
        let folder = scratch.path().join("crate");
        fs::create_dir_all(&folder).expect("writable");
        let request = Request::new(folder.clone());
        let directory = Self { _scratch: scratch, folder, request };
        files.iter().for_each(|(path, text)| directory.write(path, text));
        directory
    }

    /// Names the roots.
    pub(crate) fn roots(mut self, roots: &[&str]) -> Self {
        self.request.roots.path = roots.iter().map(|root| given(root)).collect();
        self
    }

    /// Turns features on.
    pub(crate) fn features(mut self, features: &[&str]) -> Self {
        self.request.resolution.features = features.iter().map(|feature| given(feature)).collect();
        self
    }

    /// A path in the crate.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.join(path)
    }

    /// Writes a file, and makes the folders that it needs.
    pub(crate) fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("writable");
        fs::write(path, content).expect("writable");
    }

    /// What comes of the call.
    pub(crate) fn expand(&self) -> Told {
        Told(expand(&self.request))
    }

    /// Checks that nothing is said, and gives what comes of the call.
    #[track_caller]
    pub(crate) fn sound(&self) -> Told {
        let told = self.expand();
        assert_eq!(told.all(), "", "it is sound");
        told
    }
}

fn given(value: &str) -> Given<String> {
    Given { value: value.to_owned(), argument: ArgumentId(0) }
}

/// What came of a call.
pub(crate) struct Told(pub(crate) Bindings);

impl Told {
    /// Every fault as the user reads it.
    pub(crate) fn all(&self) -> String {
        let faults = self.0.diagnostics.iter().map(|fault| {
            let level = match fault.level() {
                Level::Error => "error",
                Level::Warning => "warning",
            };
            format!("{level}: {}\n", fault.render(&self.0.files))
        });
        faults.collect()
    }

    /// Checks that there is one fault, and that these texts are in it.
    #[track_caller]
    pub(crate) fn says(&self, texts: &[&str]) {
        let all = self.all();
        assert_eq!(self.0.diagnostics.len(), 1, "one fault:\n{all}");
        for text in texts {
            assert!(all.contains(text), "`{text}` is not in\n{all}");
        }
    }

    /// Checks that the code has these, in this order.
    #[track_caller]
    pub(crate) fn has(&self, items: &[&str]) {
        let code = self.0.code.to_string();
        let mut rest = code.as_str();
        for item in items {
            let at = rest.find(item).unwrap_or_else(|| panic!("no `{item}` in\n{code}"));
            rest = &rest[at + item.len()..];
        }
    }

    /// Checks that the code has none of these.
    #[track_caller]
    pub(crate) fn lacks(&self, items: &[&str]) {
        let code = self.0.code.to_string();
        for item in items {
            assert!(!code.contains(item), "`{item}` is in\n{code}");
        }
    }

    /// Whether a file is tracked.
    pub(crate) fn tracks(&self, path: &Path) -> bool {
        let real = path.canonicalize().expect("the file is there");
        self.0.inputs.iter().any(|input| input.canonicalize().is_ok_and(|input| input == real))
    }
}

/// The last of these packages, with what it needs of the others, as `wkg` encodes it.
pub(crate) fn encode(packages: &[&str]) -> Vec<u8> {
    let mut resolve = Resolve { all_features: true, ..Resolve::default() };
    let ids = packages.iter().map(|text| resolve.push_str("a.wit", text).expect("sound WIT"));
    let last = ids.collect::<Vec<_>>().pop().expect("a package");
    wit_component::encode(&resolve, last, false).expect("it can be encoded")
}
