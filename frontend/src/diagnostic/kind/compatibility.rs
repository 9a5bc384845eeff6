//! Compatibility of two versions of a directory: `AB11..`.

use super::error_kinds;

error_kinds! {
    /// Changes of WIT that its version does not allow, and reasons why the previous version cannot be read.
    pub enum CompatibilityError {
        /// No previous version is given.
        NoBaseline = Error 1100, "no previous version to compare with";
        /// The program `git` cannot be run.
        GitNotFound {
            /// The error of the operating system.
            reason: String,
        } = Error 1101, "cannot run `git`: {reason}";
        /// The crate is not in a Git repository.
        NotARepository = Error 1102, "the folder of `Cargo.toml` is not in a Git repository";
        /// A revision does not exist.
        RevisionNotFound {
            /// The revision.
            revision: String,
        } = Error 1103, "the Git repository has no revision `{revision}`";
        /// A revision is not in a shallow clone.
        ShallowClone {
            /// The revision.
            revision: String,
        } = Error 1104, "this shallow clone of the Git repository has no revision `{revision}`";
        /// A root does not exist in a revision.
        NotInRevision {
            /// The root.
            path: String,
            /// The revision.
            revision: String,
        } = Error 1105, "`{path}` does not exist in revision `{revision}`";
        /// Git reports an error.
        GitFailed {
            /// The subcommand.
            command: String,
            /// The message of Git.
            message: String,
        } = Error 1106, "`git {command}` failed: {message}";
        /// No package of the previous version is in the directory.
        NothingInCommon {
            /// The previous version: `v1.0.0`.
            baseline: String,
        } = Error 1107, "no package of the directory is in {baseline}";
        /// A package no longer exists.
        PackageRemoved {
            /// The package, without a version.
            package: String,
        } = Error 1110, "package `{package}` was removed";
        /// An item no longer exists.
        ItemRemoved {
            /// ``function `f` ``.
            what: String,
            /// ``interface `i` ``.
            owner: String,
        } = Error 1111, "{what} was removed from {owner}";
        /// An item has another name.
        ItemRenamed {
            /// ``function `f` ``.
            what: String,
            /// ``interface `i` ``.
            owner: String,
            /// The new name.
            name: String,
        } = Error 1112, "{what} of {owner} was renamed to `{name}`";
        /// A function or a resource is new in an interface that components export.
        ItemRequired {
            /// ``function `f` ``.
            what: String,
            /// ``interface `i` ``.
            owner: String,
            /// The world that exports the interface.
            world: String,
        } = Error 1113, "{what} was added to {owner}, which components of world `{world}` export";
        /// The parameters of a function changed.
        ParametersChanged {
            /// ``function `f` ``.
            what: String,
            /// `` `p` was added ``.
            change: String,
        } = Error 1114, "the parameters of {what} changed: {change}";
        /// The result of a function changed.
        ResultChanged {
            /// ``function `f` ``.
            what: String,
            /// The old type, in backticks.
            old: String,
            /// The new type, in backticks.
            new: String,
        } = Error 1115, "the result of {what} changed from {old} to {new}";
        /// A function changed from synchronous to asynchronous, from a method to a static function, and so on.
        FunctionKindChanged {
            /// ``function `f` ``.
            what: String,
            /// ``an `async func` ``.
            old: String,
            /// ``a `func` ``.
            new: String,
        } = Error 1116, "{what} changed from {old} to {new}";
        /// A field, case or flag no longer exists.
        MemberRemoved {
            /// ``field `f` ``.
            member: String,
            /// ``record `r` ``.
            owner: String,
        } = Error 1117, "{member} was removed from {owner}";
        /// A field, case or flag is new.
        MemberAdded {
            /// ``field `f` ``.
            member: String,
            /// ``record `r` ``.
            owner: String,
        } = Error 1118, "{member} was added to {owner}";
        /// A field, case or flag has another name.
        MemberRenamed {
            /// ``field `f` ``.
            member: String,
            /// ``record `r` ``.
            owner: String,
            /// The new name.
            name: String,
        } = Error 1119, "{member} of {owner} was renamed to `{name}`";
        /// The type of a field or a case changed.
        MemberTypeChanged {
            /// ``field `f` ``.
            member: String,
            /// ``record `r` ``.
            owner: String,
            /// The old type, in backticks.
            old: String,
            /// The new type, in backticks.
            new: String,
        } = Error 1120, "the type of {member} of {owner} changed from {old} to {new}";
        /// The fields, cases or flags are in another order.
        MembersReordered {
            /// `fields`.
            members: String,
            /// ``record `r` ``.
            owner: String,
        } = Error 1121, "the {members} of {owner} are in another order";
        /// A type is defined in another way.
        DefinitionChanged {
            /// ``type `t` ``.
            what: String,
            /// ``a record``.
            old: String,
            /// ``a variant``.
            new: String,
        } = Error 1122, "{what} changed from {old} to {new}";
        /// A resource is defined in another interface.
        ResourceMoved {
            /// The name.
            name: String,
            /// The interface in which it was defined.
            old: String,
            /// The interface in which it is defined.
            new: String,
        } = Error 1123, "resource `{name}` was moved from `{old}` to `{new}`";
        /// An item is gated by a feature.
        BecameUnstable {
            /// ``function `f` ``.
            what: String,
            /// ``interface `i` ``.
            owner: String,
        } = Error 1124, "{what} of {owner} became `@unstable`";
        /// A world has a new import.
        ImportAdded {
            /// ``interface `a:b/c` ``.
            what: String,
            /// The world.
            world: String,
        } = Error 1125, "world `{world}` imports {what}, which it did not before";
        /// A world lacks an import.
        ImportRemoved {
            /// ``interface `a:b/c` ``.
            what: String,
            /// The world.
            world: String,
        } = Error 1126, "world `{world}` no longer imports {what}";
        /// A world has a new export.
        ExportAdded {
            /// ``interface `a:b/c` ``.
            what: String,
            /// The world.
            world: String,
        } = Error 1127, "world `{world}` exports {what}, which it did not before";
        /// A world lacks an export.
        ExportRemoved {
            /// ``interface `a:b/c` ``.
            what: String,
            /// The world.
            world: String,
        } = Error 1128, "world `{world}` no longer exports {what}";
        /// The version does not allow the changes of the package.
        VersionTooLow {
            /// The package with its version.
            package: String,
        } = Error 1130, "the version of package `{package}` does not allow its changes";
        /// The version is lower than the previous one, or missing.
        VersionLowered {
            /// The package, without a version.
            package: String,
            /// The version: ``1.0.0``.
            new: String,
            /// The previous version.
            old: String,
        } = Error 1131, "the version of package `{package}` went from {old} to {new}";
    }
}
