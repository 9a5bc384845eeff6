//! Packages: `AB04..`.

use super::facts;

facts! {
    /// What can be wrong with packages as a whole, and between them.
    pub enum PackageFault {
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
    }
}
