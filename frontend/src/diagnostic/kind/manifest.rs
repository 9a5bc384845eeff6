//! Errors and warnings about manifests and locks: `AB08..`.

use super::{ErrorKind as _, error_kinds};

error_kinds! {
    /// Errors in `deps.toml`, `deps.lock` and `wkg.lock`, and mismatches between them and the WIT.
    pub enum ManifestError {
        /// The file is not valid TOML.
        NotToml {
            /// The reason.
            reason: String,
        } = Error 801, "invalid TOML: {reason}";
        /// A bare key has characters that TOML allows only in quotes.
        KeyNeedsQuotes {
            /// The key as it is in the file.
            key: String,
        } = Error 802, "the key `{key}` needs quotes";
        /// A string is not in quotes.
        ValueNeedsQuotes {
            /// The value as it is in the file.
            value: String,
        } = Error 803, "the string `{value}` needs quotes";
        /// A key or a table exists twice.
        KeyTwice {
            /// The key as it is in the file.
            key: String,
        } = Error 804, "`{key}` is defined twice";
        /// An unknown table.
        TableUnknown {
            /// Its name.
            table: String,
        } = Error 805, "unknown table `{table}`";
        /// An unknown key.
        KeyUnknown {
            /// The key.
            key: String,
        } = Error 806, "unknown key `{key}`";
        /// A value of the wrong type.
        TypeWrong {
            /// Its key.
            key: String,
            /// The expected type: `a string`.
            expected: &'static str,
            /// The type of the value: `an array`.
            found: &'static str,
        } = Error 807, "`{key}` must be {expected}, not {found}";
        /// An empty string.
        Empty {
            /// The empty item: `` `path` ``, or `a key`.
            what: String,
        } = Error 808, "{what} is empty";
        /// Entries of the `wit-deps` format in a file with a `[dependencies]` or `[package]` table.
        FormatsMixed = Error 809, "`deps.toml` mixes the package format and the `wit-deps` format";
        /// An invalid version.
        VersionMalformed {
            /// The string.
            version: String,
        } = Error 810, "`{version}` is not a full version";
        /// A version requirement where a version is expected.
        VersionRequirement {
            /// The string.
            version: String,
        } = Error 811, "`{version}` is a range of versions, but one version is expected";
        /// An invalid package name.
        NameMalformed {
            /// The string.
            name: String,
        } = Error 812, "`{name}` is not the name of a package";
        /// The version in a key differs from the key's `version`.
        VersionTwice {
            /// The package.
            package: String,
            /// The version in the key.
            key: String,
            /// The version in `version`.
            value: String,
        } = Error 813, "`{package}` is required at version `{key}` and at version `{value}`";
        /// A dependency without a `path`.
        PathMissing {
            /// Its key.
            key: String,
        } = Error 814, "the dependency `{key}` has no `path`";
        /// An absolute path.
        PathAbsolute {
            /// The path.
            path: String,
        } = Error 815, "the path `{path}` is absolute";
        /// A path with `\`.
        PathBackslash {
            /// The path as it is in the file.
            path: String,
        } = Error 816, "the path `{path}` contains `\\`";
        /// Two dependencies with one path.
        PathTwice {
            /// The path.
            path: String,
        } = Error 817, "two dependencies have the path `{path}`";
        /// A key of the `wit-deps` format in the package format.
        DownloadKeyInPackageFormat {
            /// The key, such as `url` or `sha256`.
            key: String,
        } = Error 818, "`{key}` is not allowed in `[dependencies]`";
        /// An entry of the `wit-deps` format with neither `path` nor `url`.
        SourceMissing {
            /// Its name.
            name: String,
        } = Error 819, "the entry `{name}` has neither `url` nor `path`";
        /// An entry of the `wit-deps` format with both `path` and `url`.
        SourceTwice {
            /// Its name.
            name: String,
        } = Error 820, "the entry `{name}` has both `url` and `path`";
        /// `sha256`, `sha512` or `prefix` in an entry with a `path`.
        NotWithPath {
            /// The key.
            key: String,
        } = Error 821, "`{key}` is not allowed with `path`";
        /// An invalid URL.
        UrlMalformed {
            /// The string.
            url: String,
        } = Error 822, "`{url}` is not a URL";
        /// A URL that `wit-deps` cannot fetch.
        UrlScheme {
            /// The scheme, without its `:`.
            scheme: String,
        } = Error 823, "`wit-deps` cannot fetch a `{scheme}:` URL";
        /// A digest with the wrong length or invalid digits.
        DigestMalformed {
            /// `sha256`, `sha512` or `digest`.
            key: String,
            /// The reason.
            reason: String,
        } = Error 824, "the `{key}` is {reason}";
        /// An entry whose name cannot be the name of a folder in `deps`.
        NameNotFolder {
            /// The name.
            name: String,
        } = Error 825, "`{name}` cannot be the name of a folder in `deps`";
        /// A URL as a `path`.
        PathIsUrl {
            /// The URL.
            url: String,
        } = Error 826, "`{url}` is a URL, not a path";
        /// Dependencies of the package format without a `[dependencies]` table.
        TableMissing = Error 827, "`[dependencies]` is missing";
        /// Arrays, inline tables and dotted keys that are nested too deeply.
        NestingTooDeep {
            /// The maximum depth.
            limit: usize,
        } = Error 828, "TOML is nested more than {limit} levels deep";
        /// An entry of a lock without a required key.
        LockKeyMissing {
            /// The entry, or the file.
            entry: String,
            /// The key.
            key: &'static str,
        } = Error 830, "`{entry}` has no `{key}`";
        /// An unknown key in a lock.
        LockKeyUnknown {
            /// The key.
            key: String,
        } = Warning 831, "unknown key `{key}` is ignored";
        /// A `wkg.lock` of another version.
        LockVersionUnknown {
            /// The version.
            version: String,
        } = Warning 832, "`wkg.lock` has version {version}, but only version 1 is supported";
        /// A `path` that does not exist.
        PathNowhere {
            /// The path.
            path: String,
        } = Error 840, "folder `{path}` does not exist";
        /// A `path` to a file.
        PathIsFile {
            /// The path.
            path: String,
        } = Error 841, "`{path}` is a file, but a dependency must be a folder";
        /// A `path` outside every root.
        PathLeavesRoots {
            /// The path.
            path: String,
        } = Error 842, "`{path}` is outside the folders that are read";
        /// A `path` to a folder without a package.
        PathHoldsNoPackage {
            /// The path.
            path: String,
        } = Error 843, "`{path}` contains no `.wit` file";
        /// A key that is not the name of the package that its path leads to.
        KeyIsOtherPackage {
            /// The key.
            key: String,
            /// The package there.
            found: String,
        } = Error 844, "the key is `{key}`, but the package there is `{found}`";
        /// A package at another version than the required one.
        VersionDiffers {
            /// The package without a version.
            package: String,
            /// The required version.
            wanted: String,
            /// The version of the package: ``version `1.0.0` `` or `no version`.
            found: String,
        } = Error 845, "`{package}` is required at version `{wanted}`, but the package there has {found}";
        /// A package that is its own dependency.
        DeclaresItself {
            /// The package.
            package: String,
        } = Error 846, "package `{package}` declares itself as a dependency";
        /// A package that is used but not declared in `deps.toml`.
        NotDeclared {
            /// The package that is used.
            package: String,
            /// The manifest.
            manifest: String,
        } = Error 847, "package `{package}` is not declared in `{manifest}`";
        /// A dependency that is declared but not used.
        NotUsed {
            /// The key.
            key: String,
        } = Warning 848, "the dependency `{key}` is never used";
        /// The `name` in `[package]` is not the package in the folder.
        PackageNameDiffers {
            /// The name in the table.
            declared: String,
            /// The package in the folder.
            found: String,
        } = Error 849, "`[package]` has the name `{declared}`, but the package here is `{found}`";
        /// The `version` in `[package]` is not that of the package in the folder.
        PackageVersionDiffers {
            /// The version in the table.
            declared: String,
            /// The package in the folder, with its version.
            found: String,
        } = Error 850, "`[package]` has version `{declared}`, but the package here is `{found}`";
        /// A `[package]` table in a folder without a package.
        PackageTableIgnored {
            /// The folder.
            folder: String,
        } = Warning 851, "`[package]` is ignored: `{folder}` contains no `.wit` file";
        /// An entry of `wit-deps` that is not in `deps`. A warning if no package needs it.
        NotFetched {
            /// Its name.
            name: String,
            /// Its folder.
            folder: String,
        } = Error 852, "`{name}` is not fetched: `{folder}` contains no package";
        /// URLs without a lock.
        NoLock = Warning 853, "`deps.toml` has URLs, but no `deps.lock` to verify them";
        /// An entry of the manifest that is not in the lock.
        NotLocked {
            /// Its name.
            name: String,
            /// The lock.
            lock: String,
        } = Warning 854, "`{name}` is not in `{lock}`";
        /// An entry of the lock that is not in the manifest.
        LockedNeedlessly {
            /// Its name.
            name: String,
        } = Warning 855, "`{name}` is locked, but is not in `deps.toml`";
        /// An entry with another source in the lock than in the manifest.
        LockedOtherSource {
            /// The entry.
            name: String,
        } = Warning 856, "the source of `{name}` in `deps.lock` differs from `deps.toml`";
        /// A folder in `deps` with another digest than the lock.
        FolderDigestDiffers {
            /// The folder.
            folder: String,
        } = Warning 857, "`{folder}` does not match its digest in `deps.lock`";
        /// A package in `wkg.lock` that is used, but is not in the directory.
        LockedNotFetched {
            /// The package.
            package: String,
        } = Error 858, "package `{package}` is in `wkg.lock`, but is not fetched";
        /// A package in `wkg.lock` that is neither used nor in the directory.
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
            /// The version of the package: ``version `1.0.0` `` or `no version`.
            found: String,
        } = Warning 860, "`{package}` is locked at {locked}, but the package in `deps` has {found}";
        /// A `.wasm` package with another digest than the lock.
        WasmDigestDiffers {
            /// The file.
            file: String,
        } = Warning 861, "`{file}` does not match its digest in `wkg.lock`";
        /// A lock that is a symbolic link to a file outside of the package.
        LockOutsidePackage {
            /// The path of the lock.
            path: String,
        } = Warning 862, "`{path}` is ignored: it is a symbolic link out of the package";
    }
}

/// The stage that reports an error. Errors of a stage hide those of the later ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum ManifestStage {
    /// Parsing of TOML.
    Parse,
    /// Reading of one file.
    Read,
    /// Comparison of a file with the directory.
    Link,
}

impl ManifestError {
    /// Returns `true` if the other error may be found only after this one is fixed, by a removal or by another change.
    pub(crate) fn hides(&self, other: &Self, is_removal: bool) -> bool {
        // Only a complete manifest for the right package has to declare everything.
        let is_incomplete = matches!(
            self,
            Self::PathNowhere { .. }
                | Self::PathIsFile { .. }
                | Self::PathLeavesRoots { .. }
                | Self::PathHoldsNoPackage { .. }
                | Self::PackageNameDiffers { .. }
                | Self::PackageVersionDiffers { .. }
        );
        match other {
            Self::NotDeclared { .. } => {
                !is_removal && (is_incomplete || self.stage() < ManifestStage::Link)
            }
            _ => self.stage() < other.stage(),
        }
    }

    /// Returns `true` for an error in the syntax of TOML.
    pub(crate) fn is_syntax(&self) -> bool {
        self.stage() == ManifestStage::Parse
    }

    /// Returns the stage that reports the error.
    fn stage(&self) -> ManifestStage {
        match self.code().0 {
            ..805 | 828 => ManifestStage::Parse,
            805..840 => ManifestStage::Read,
            _ => ManifestStage::Link,
        }
    }

    /// Returns `true` if a lock is not up to date: the tool that writes it would change it, or the packages that it describes.
    #[must_use]
    pub fn is_stale_lock(&self) -> bool {
        matches!(
            self,
            Self::LockVersionUnknown { .. }
                | Self::NotFetched { .. }
                | Self::NoLock
                | Self::NotLocked { .. }
                | Self::LockedNeedlessly { .. }
                | Self::LockedOtherSource { .. }
                | Self::FolderDigestDiffers { .. }
                | Self::LockedNotFetched { .. }
                | Self::LockedNotThere { .. }
                | Self::LockedOtherVersion { .. }
                | Self::WasmDigestDiffers { .. }
        )
    }
}
