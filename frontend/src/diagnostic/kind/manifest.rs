//! Manifests and locks: `AB08..`.

use super::error_kinds;

error_kinds! {
    /// What can be wrong with a `deps.toml`, a `deps.lock` or a `wkg.lock`, and between them and the WIT.
    pub enum ManifestError {
        /// The text is not TOML.
        NotToml {
            /// What is wrong with it.
            reason: String,
        } = Error 801, "this is not TOML: {reason}";
        /// A key has characters that a TOML key can have only in quotes.
        KeyNeedsQuotes {
            /// The key as it is written.
            key: String,
        } = Error 802, "the key `{key}` needs quotes";
        /// A value that is a text stands without quotes.
        ValueNeedsQuotes {
            /// The value as it is written.
            value: String,
        } = Error 803, "the text `{value}` needs quotes";
        /// A key or a table is there twice.
        KeyTwice {
            /// The key as it is written.
            key: String,
        } = Error 804, "`{key}` is defined twice";
        /// A table that nobody reads.
        TableUnknown {
            /// Its name.
            table: String,
        } = Error 805, "unknown table `{table}`";
        /// A key that nobody reads.
        KeyUnknown {
            /// The key.
            key: String,
        } = Error 806, "unknown key `{key}`";
        /// A value of the wrong type.
        TypeWrong {
            /// Its key.
            key: String,
            /// What it must be: `a string`.
            expected: &'static str,
            /// What it is: `an array`.
            found: &'static str,
        } = Error 807, "`{key}` must be {expected}, not {found}";
        /// A text with nothing in it.
        Empty {
            /// What is empty: `` `path` ``, or `a key`.
            what: String,
        } = Error 808, "{what} is empty";
        /// Entries of `wit-deps` beside a `[dependencies]` or `[package]` table.
        FormsMixed = Error 809, "`deps.toml` is written in two forms at once";
        /// Not a version.
        VersionMalformed {
            /// The text.
            version: String,
        } = Error 810, "`{version}` is not a full version";
        /// A requirement where a version stands.
        VersionRequirement {
            /// The text.
            version: String,
        } = Error 811, "`{version}` is a range of versions, and one version stands here";
        /// A key with a `:` that is no package name.
        NameMalformed {
            /// The text.
            name: String,
        } = Error 812, "`{name}` is not the name of a package";
        /// The version in a key and the `version` beside it differ.
        VersionTwice {
            /// The package.
            package: String,
            /// The version in the key.
            key: String,
            /// The version in `version`.
            value: String,
        } = Error 813, "`{package}` is wanted at version `{key}` and at version `{value}`";
        /// A dependency that does not say where it is.
        PathMissing {
            /// Its key.
            key: String,
        } = Error 814, "the dependency `{key}` does not say where it is";
        /// A path that starts at the root of a file system.
        PathAbsolute {
            /// The path.
            path: String,
        } = Error 815, "the path `{path}` is absolute";
        /// A path with `\`.
        PathBackslash {
            /// The path as it is written.
            path: String,
        } = Error 816, "the path `{path}` is written with `\\`";
        /// Two keys for one folder.
        PathTwice {
            /// The path.
            path: String,
        } = Error 817, "two dependencies lead to `{path}`";
        /// A key of the `wit-deps` form in the package form.
        DownloadInPackageForm {
            /// The key: `url`, `sha256`, `sha512` or `prefix`.
            key: String,
        } = Error 818, "`{key}` has no meaning below `[dependencies]`";
        /// An entry of the `wit-deps` form with neither `path` nor `url`.
        SourceMissing {
            /// Its name.
            name: String,
        } = Error 819, "the entry `{name}` has neither `url` nor `path`";
        /// An entry of the `wit-deps` form with `path` and `url`.
        SourceTwice {
            /// Its name.
            name: String,
        } = Error 820, "the entry `{name}` has both `url` and `path`";
        /// `sha256`, `sha512` or `prefix` beside `path`.
        NotWithPath {
            /// The key.
            key: String,
        } = Error 821, "`{key}` does not go together with `path`";
        /// A `url` that is none.
        UrlMalformed {
            /// The text.
            url: String,
        } = Error 822, "`{url}` is not a URL";
        /// A URL that `wit-deps` cannot fetch.
        UrlScheme {
            /// What stands before the `:`.
            scheme: String,
        } = Error 823, "`wit-deps` cannot fetch from a `{scheme}:` URL";
        /// A digest of the wrong length or with other characters.
        DigestMalformed {
            /// `sha256`, `sha512` or `digest`.
            key: String,
            /// What is wrong with it.
            reason: String,
        } = Error 824, "the `{key}` is {reason}";
        /// An entry whose name cannot be a folder in `deps`.
        NameNotFolder {
            /// The name.
            name: String,
        } = Error 825, "`{name}` cannot be the name of a folder in `deps`";
        /// A `path` that is a URL.
        PathIsUrl {
            /// The URL.
            url: String,
        } = Error 826, "`{url}` is a URL, not a path";
        /// Dependencies of the package form without a table around them.
        TableMissing = Error 827, "`[dependencies]` is missing";
        /// An entry of a lock lacks what every entry has.
        LockKeyMissing {
            /// The entry, or the file.
            entry: String,
            /// The key.
            key: &'static str,
        } = Error 830, "`{entry}` has no `{key}`";
        /// A lock has a key that is not known.
        LockKeyUnknown {
            /// The key.
            key: String,
        } = Warning 831, "the key `{key}` is not known, and is not read";
        /// A `wkg.lock` of another version.
        LockVersionUnknown {
            /// The version.
            version: String,
        } = Warning 832, "`wkg.lock` has version {version}, and only version 1 is read";
        /// A `path` at which nothing is.
        PathNowhere {
            /// The path.
            path: String,
        } = Error 840, "there is no folder `{path}`";
        /// A `path` to a file.
        PathIsFile {
            /// The path.
            path: String,
        } = Error 841, "`{path}` is a file, and a dependency is a folder";
        /// A `path` out of every root.
        PathLeavesRoots {
            /// The path.
            path: String,
        } = Error 842, "`{path}` is outside the folders that are read";
        /// A `path` to a folder without a package.
        PathHoldsNoPackage {
            /// The path.
            path: String,
        } = Error 843, "`{path}` holds no `.wit` file";
        /// A key that is not the name of the package that it leads to.
        KeyIsOtherPackage {
            /// The key.
            key: String,
            /// The package there.
            found: String,
        } = Error 844, "the key says `{key}`, but the package there is `{found}`";
        /// Another version than the one wanted.
        VersionDiffers {
            /// The package without a version.
            package: String,
            /// The version wanted.
            wanted: String,
            /// What is there: ``version `1.0.0` `` or `no version`.
            found: String,
        } = Error 845, "`{package}` is wanted at version `{wanted}`, but what is there has {found}";
        /// A package that names itself as a dependency.
        DeclaresItself {
            /// The package.
            package: String,
        } = Error 846, "package `{package}` declares itself as a dependency";
        /// A package with a `deps.toml` uses a package that is not in it.
        NotDeclared {
            /// The package that is used.
            package: String,
            /// The manifest.
            manifest: String,
        } = Error 847, "package `{package}` is not declared in `{manifest}`";
        /// A declared dependency that nothing uses.
        NotUsed {
            /// The key.
            key: String,
        } = Warning 848, "the dependency `{key}` is never used";
        /// `name` in `[package]` is not the package beside it.
        PackageNameDiffers {
            /// What the table says.
            declared: String,
            /// The package there.
            found: String,
        } = Error 849, "`[package]` says `{declared}`, but the package here is `{found}`";
        /// `version` in `[package]` is not that of the package beside it.
        PackageVersionDiffers {
            /// What the table says.
            declared: String,
            /// The package there, with its version.
            found: String,
        } = Error 850, "`[package]` says version `{declared}`, but the package here is `{found}`";
        /// `[package]` where there is no package.
        PackageTableIgnored {
            /// The folder.
            folder: String,
        } = Warning 851, "`[package]` is ignored: `{folder}` holds no `.wit` file";
        /// An entry of `wit-deps` that is not in `deps`.
        NotFetched {
            /// Its name.
            name: String,
            /// Its folder.
            folder: String,
        } = Error 852, "`{name}` has not been fetched: `{folder}` holds no package";
        /// URLs without a lock.
        NoLock = Warning 853, "`deps.toml` has URLs, and there is no `deps.lock` to check what came from them";
        /// An entry of the manifest that is not in the lock.
        NotLocked {
            /// Its name.
            name: String,
            /// The lock.
            lock: String,
        } = Error 854, "`{name}` is not in `{lock}`";
        /// An entry of the lock that is not in the manifest.
        LockedNeedlessly {
            /// Its name.
            name: String,
        } = Warning 855, "`{name}` is locked, but `deps.toml` does not name it";
        /// The lock was made for another source.
        LockedOtherSource {
            /// The entry.
            name: String,
        } = Error 856, "`{name}` is locked from another place than `deps.toml` names";
        /// A folder in `deps` is not what was locked.
        FolderDigestDiffers {
            /// The folder.
            folder: String,
        } = Error 857, "`{folder}` is not what was locked";
        /// A package in `wkg.lock` that is used and not there.
        LockedNotFetched {
            /// The package.
            package: String,
        } = Error 858, "package `{package}` is in `wkg.lock`, but has not been fetched";
        /// A package in `wkg.lock` that is neither used nor there.
        LockedNotThere {
            /// The package.
            package: String,
        } = Warning 859, "package `{package}` is in `wkg.lock`, but not in the directory";
        /// A package in `deps` at another version than in `wkg.lock`.
        LockedOtherVersion {
            /// The package without a version.
            package: String,
            /// The versions in the lock: `` `1.0.0` ``.
            locked: String,
            /// What is there: ``version `1.0.0` `` or `no version`.
            found: String,
        } = Error 860, "`{package}` is locked at {locked}, but what is there has {found}";
        /// A `.wasm` package that is not what was locked.
        WasmDigestDiffers {
            /// The file.
            file: String,
        } = Error 861, "`{file}` is not what was locked";
    }
}
