//! Files and folders: `AB01..`.

use super::error_kinds;

error_kinds! {
    /// Errors and warnings about a file or a folder as a whole.
    pub enum FileError {
        /// A root in `path` does not exist.
        NotFound {
            /// The path as the user wrote it.
            path: String,
        } = Error 101, "`{path}` does not exist";
        /// A root is a file that is neither `.wit` nor `.wasm`.
        UnsupportedFile {
            /// The path relative to the crate.
            path: String,
        } = Error 102, "`{path}` is neither a `.wit` nor a `.wasm` file";
        /// A root contains neither a `.wit` file nor a `.wasm` package.
        EmptyFolder {
            /// The path relative to the crate.
            path: String,
        } = Error 103, "`{path}` contains no `.wit` file";
        /// The operating system refused to read the file or folder.
        Unreadable {
            /// The path relative to the crate.
            path: String,
            /// The message of the operating system.
            reason: String,
        } = Error 104, "cannot read `{path}`: {reason}";
        /// A `.wit` file or manifest is not UTF-8.
        NotUtf8 {
            /// The path relative to the crate.
            path: String,
            /// The first invalid byte: ``byte 0xE9 (`é` in Latin-1)``.
            byte: String,
            /// The line of the byte, counted from 1.
            line: usize,
            /// The column of the byte, counted in characters from 1.
            column: usize,
        } = Error 105, "`{path}` is not valid UTF-8: {byte} at line {line}, column {column}";
        /// A file is encoded in UTF-16 or UTF-32.
        WrongEncoding {
            /// The path relative to the crate.
            path: String,
            /// `UTF-16` or `UTF-32`.
            encoding: &'static str,
        } = Error 106, "`{path}` is encoded in {encoding}, not in UTF-8";
        /// A file that should be text is a WebAssembly binary, by its first bytes.
        Binary {
            /// The path relative to the crate.
            path: String,
        } = Error 107, "`{path}` is a WebAssembly binary, not a text file";
        /// The target of a symbolic link does not exist.
        BrokenLink {
            /// The path relative to the crate.
            path: String,
            /// The path in the link.
            target: String,
        } = Error 108, "the symbolic link `{path}` is broken: `{target}` cannot be found";
        /// A symbolic link points to a folder that contains it.
        LinkCycle {
            /// The path relative to the crate.
            path: String,
            /// The path in the link.
            target: String,
        } = Error 109, "the symbolic link `{path}` points to `{target}`, a folder that contains it";
        /// A file is larger than the limit.
        TooLarge {
            /// The path relative to the crate.
            path: String,
            /// The size of the file, in bytes.
            bytes: u64,
            /// The largest size that is read, in bytes.
            limit: u64,
        } = Error 111, "`{path}` has {bytes} bytes, more than the limit of {limit}";
        /// Folders are nested deeper than the limit.
        TooDeep {
            /// The path relative to the crate.
            path: String,
        } = Error 112, "`{path}` is nested more than 32 folders deep";
        /// A folder in `deps` contains no package.
        EmptyDependency {
            /// The path relative to the crate.
            path: String,
        } = Error 113, "the dependency `{path}` contains no `.wit` file";
        /// A dependency is in the WebAssembly text format.
        TextFormat {
            /// The path relative to the crate.
            path: String,
        } = Error 114, "`{path}` is in the WebAssembly text format, which is not supported";
        /// A `.wasm` file is a core module that does not describe its world.
        CoreModule {
            /// The path relative to the crate.
            path: String,
        } = Error 115, "`{path}` is a core module without a `component-type` section";
        /// A `.wasm` file is a component with nothing to bind.
        Component {
            /// The path relative to the crate.
            path: String,
            /// The reason.
            reason: &'static str,
        } = Error 116, "the component `{path}` cannot be bound: {reason}";
        /// A `.wasm` file cannot be decoded.
        NotWasm {
            /// The path relative to the crate.
            path: String,
            /// The reason.
            reason: &'static str,
        } = Error 117, "`{path}` cannot be decoded: {reason}";
        /// A `.wasm` file is not WebAssembly.
        NotWebAssembly {
            /// The path relative to the crate.
            path: String,
            /// The format of the file, with its article: `an HTML page`.
            format: &'static str,
        } = Error 120, "`{path}` is {format}, not an encoded WIT package";
        /// A root is outside the folder of `Cargo.toml`, and Cargo packaged the crate without it.
        OutsideCrate {
            /// The path as the user wrote it.
            path: String,
        } = Error 119, "`{path}` is outside the folder of `Cargo.toml`, so Cargo does not package it";
        /// The name of a folder ends in `.wit`.
        FolderNamedWit {
            /// The path relative to the crate.
            path: String,
        } = Warning 118, "the folder `{path}` is named like a `.wit` file";
    }
}
