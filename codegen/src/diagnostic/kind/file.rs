//! Files and folders: `AB01..`.

use super::facts;

facts! {
    /// What can be wrong with a file or a folder as such.
    pub enum FileFault {
        /// A root in `path` is not there.
        NotFound {
            /// The path as the user wrote it.
            path: String,
        } = Error 101, "there is no `{path}`";
        /// A root is a file that is neither `.wit` nor `.wasm`.
        NotAPackage {
            /// The path relative to the crate.
            path: String,
        } = Error 102, "`{path}` is a file that holds no WIT package";
        /// A root holds no `.wit` file and no `.wasm` package.
        NothingInFolder {
            /// The path relative to the crate.
            path: String,
        } = Error 103, "`{path}` holds no `.wit` file";
        /// The operating system would not let us read.
        Unreadable {
            /// The path relative to the crate.
            path: String,
            /// What the system said.
            reason: String,
        } = Error 104, "`{path}` cannot be read: {reason}";
        /// A `.wit` file or manifest is not UTF-8.
        NotUtf8 {
            /// The path relative to the crate.
            path: String,
            /// The first byte that is not UTF-8, counted from 0.
            byte: usize,
        } = Error 105, "`{path}` is not UTF-8: byte {byte} starts no character";
        /// A file starts with the mark of UTF-16 or UTF-32.
        ByteOrderMark {
            /// The path relative to the crate.
            path: String,
            /// `UTF-16` or `UTF-32`.
            encoding: &'static str,
        } = Error 106, "`{path}` is {encoding} text, WIT is UTF-8";
    }
}
