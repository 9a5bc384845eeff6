//! Packages: `AB04..`.

use super::error_kinds;

error_kinds! {
    /// Errors and warnings about whole packages, and between packages.
    pub enum PackageError {
        /// wit-parser rejects the package, and `check` finds no error in it.
        Rejected {
            /// The message of wit-parser.
            message: String,
        } = Error 401, "{message}";
        /// Two copies of a package have different items.
        Duplicate {
            /// Name and version.
            package: String,
        } = Error 402, "package `{package}` is defined more than once";
        /// Packages depend on each other in a cycle.
        Cycle {
            /// The packages, each depending on the next, the first again at the end: `a:b → c:d → a:b`.
            cycle: String,
        } = Error 403, "packages depend on each other in a cycle: {cycle}";
        /// A package that another package uses is missing.
        NotFound {
            /// Name and version as it is used.
            package: String,
        } = Error 404, "cannot find package `{package}`";
        /// None of the `.wit` files of a folder has a `package` line.
        Unnamed {
            /// The folder.
            folder: String,
        } = Error 405, "no `.wit` file in `{folder}` has a `package` line";
        /// A package exists at other versions only.
        VersionNotFound {
            /// The package, without a version.
            package: String,
            /// The version in the path.
            version: String,
        } = Error 406, "package `{package}` has no version `{version}`";
        /// A path lacks the version of its package.
        VersionMissing {
            /// The package, without a version.
            package: String,
        } = Error 407, "missing version of package `{package}` in this path";
        /// A path has a version, but the package has none.
        UnexpectedVersion {
            /// The package, without a version.
            package: String,
        } = Error 408, "package `{package}` has no version";
        /// Two files of a folder declare different packages.
        NameMismatch {
            /// The package of the second file.
            package: String,
            /// The package of the first.
            first: String,
        } = Error 409, "the files of one folder declare two packages, `{first}` and `{package}`";
        /// Two files of a folder have comments before `package`.
        DuplicateDocs {
            /// The package.
            package: String,
        } = Error 410, "package `{package}` is documented in two files";
        /// A package contains neither an interface nor a world.
        Empty {
            /// Name and version.
            package: String,
        } = Warning 411, "package `{package}` contains neither an interface nor a world";
        /// An error in a package that the selection does not need.
        NotNeeded {
            /// The message of the error.
            message: String,
        } = Warning 412, "{message}, in a package that the selected worlds do not need";
        /// The packages of a folder have more items than bindings are generated for.
        TooManyItems {
            /// The folder, or the file.
            folder: String,
        } = Error 413, "too many items in `{folder}`";
    }
}
