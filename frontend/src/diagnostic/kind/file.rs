//! Files and folders: `AB01..`.

use super::facts;

facts! {
    /// What can be wrong with a file or a folder as such.
    pub enum FileError {
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
        } = Error 106, "`{path}` is {encoding} text, and must be UTF-8";
        /// A file is WebAssembly, by its first bytes, and should be text.
        Binary {
            /// The path relative to the crate.
            path: String,
        } = Error 107, "`{path}` is a WebAssembly binary, not WIT text";
        /// A symbolic link leads to nothing.
        LinkDangles {
            /// The path relative to the crate.
            path: String,
        } = Error 108, "the link `{path}` leads to nothing";
        /// A symbolic link leads to a folder that holds it.
        LinkLoops {
            /// The path relative to the crate.
            path: String,
        } = Error 109, "the link `{path}` leads to a folder that holds it";
        /// A symbolic link leads out of all roots.
        LinkLeaves {
            /// The path relative to the crate.
            path: String,
        } = Error 110, "the link `{path}` leads out of the folders that `path` names";
        /// A file is larger than the limit.
        TooBig {
            /// The path relative to the crate.
            path: String,
            /// How large it is, in bytes.
            bytes: u64,
            /// How large it may be, in bytes.
            limit: u64,
        } = Error 111, "`{path}` has {bytes} bytes, more than the {limit} that are read";
        /// Folders are nested deeper than the limit.
        TooDeep {
            /// The path relative to the crate.
            path: String,
        } = Error 112, "`{path}` is more than 32 folders deep";
        /// A folder under `deps` holds nothing.
        EmptyDependency {
            /// The path relative to the crate.
            path: String,
        } = Error 113, "the dependency `{path}` holds no `.wit` file";
        /// WebAssembly in the text format stands for a package.
        TextFormat {
            /// The path relative to the crate.
            path: String,
        } = Error 114, "`{path}` is WebAssembly text, which is not read";
        /// A `.wasm` file is a core module.
        CoreModule {
            /// The path relative to the crate.
            path: String,
        } = Error 115, "`{path}` is a core module, not a WIT package";
        /// A `.wasm` file is a component.
        Component {
            /// The path relative to the crate.
            path: String,
        } = Error 116, "`{path}` is a component, not a WIT package";
        /// A `.wasm` file cannot be decoded.
        NotWasm {
            /// The path relative to the crate.
            path: String,
            /// What is wrong with it.
            reason: String,
        } = Error 117, "`{path}` is not a WIT package: {reason}";
        /// A `.wasm` file is not WebAssembly.
        NotWebAssembly {
            /// The path relative to the crate.
            path: String,
            /// The format of the file, with its article: `an HTML page`.
            format: &'static str,
        } = Error 120, "`{path}` is {format}, not an encoded WIT package";
        /// A root is outside of the package, which was packaged without it.
        OutsideOfPackage {
            /// The path as the user wrote it.
            path: String,
        } = Error 119, "`{path}` is outside of the package";
        /// A folder is called like a file of WIT.
        FolderNamedWit {
            /// The path relative to the crate.
            path: String,
        } = Warning 118, "`{path}` is a folder, and is not read as a file";
    }
}
