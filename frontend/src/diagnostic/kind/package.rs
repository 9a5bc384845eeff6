//! Packages: `AB04..`.

use super::facts;

facts! {
    /// What can be wrong with packages as a whole, and between them.
    pub enum PackageError {
        /// wit-parser refuses the package, and nothing of ours says why better.
        Refused {
            /// The words of wit-parser.
            message: String,
        } = Error 401, "{message}";
        /// Two folders hold the same package with different contents.
        Duplicate {
            /// Name and version.
            package: String,
        } = Error 402, "package `{package}` is in two places";
        /// Packages need each other in a ring.
        Cycle {
            /// The packages, each needing the next, the first again at the end: `a:b → c:d → a:b`.
            ring: String,
        } = Error 403, "packages need each other in a ring: {ring}";
        /// A package that another one uses is not in the directory.
        NotFound {
            /// Name and version as it is used.
            package: String,
        } = Error 404, "there is no package `{package}`";
        /// A folder's `.wit` files have no `package` line among them.
        Unnamed {
            /// The folder.
            folder: String,
        } = Error 405, "no `.wit` file in `{folder}` says which package it is";
        /// A package is there at other versions only.
        VersionNotFound {
            /// The package, without a version.
            package: String,
            /// The version that is asked for.
            version: String,
        } = Error 406, "package `{package}` has no version `{version}`";
        /// A path does not say the version of its package.
        VersionMissing {
            /// The package, without a version.
            package: String,
        } = Error 407, "the path does not say the version of `{package}`";
        /// A path says a version, and the package has none.
        VersionTooMuch {
            /// The package, without a version.
            package: String,
        } = Error 408, "package `{package}` is declared without a version";
        /// Two files of a folder say different packages.
        NameMismatch {
            /// The package of the second file.
            package: String,
            /// The package of the first.
            first: String,
        } = Error 409, "one folder holds two packages, `{first}` and `{package}`";
        /// Two files of a folder have comments before `package`.
        TwoDocs {
            /// The package.
            package: String,
        } = Error 410, "package `{package}` has documentation in two files";
        /// A package has neither an interface nor a world.
        Empty {
            /// Name and version.
            package: String,
        } = Warning 411, "package `{package}` holds neither an interface nor a world";
    }
}
