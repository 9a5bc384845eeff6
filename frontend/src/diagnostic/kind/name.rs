//! Names: `AB03..`.

use super::error_kinds;

error_kinds! {
    /// Errors about names: unknown, of the wrong kind, or defined more than once.
    pub enum NameError {
        /// A path names an interface or a world that its package does not have.
        ItemNotFound {
            /// `interface`, `world` or `interface or world`.
            wanted: String,
            /// The name.
            name: String,
            /// ``package `a:b` `` or `this package`.
            package: String,
        } = Error 301, "cannot find {wanted} `{name}` in {package}";
        /// A type is used that no package defines.
        TypeNotFound {
            /// The name.
            name: String,
            /// ``interface `i` ``.
            owner: String,
        } = Error 302, "cannot find type `{name}` in {owner}";
        /// A type of another interface is used without a `use`.
        NotInScope {
            /// The name.
            name: String,
            /// ``interface `i` ``.
            owner: String,
        } = Error 303, "type `{name}` is not in scope in {owner}";
        /// A `use` names a type that the interface does not have.
        NotInInterface {
            /// The name.
            name: String,
            /// The interface.
            interface: String,
        } = Error 304, "interface `{interface}` has no type `{name}`";
        /// A `use` names a function.
        UseOfFunction {
            /// The name.
            name: String,
        } = Error 305, "expected a type in `use`, found function `{name}`";
        /// A world is named where an interface is expected.
        WorldAsInterface {
            /// The name.
            name: String,
        } = Error 306, "expected an interface, found world `{name}`";
        /// An interface is named where a world is expected.
        InterfaceAsWorld {
            /// The name.
            name: String,
        } = Error 307, "expected a world, found interface `{name}`";
        /// A name is defined more than once in a package, interface or world.
        Duplicate {
            /// `function`, `record`.
            what: String,
            /// The name.
            name: String,
        } = Error 308, "{what} `{name}` is defined more than once";
        /// A name is defined more than once in a type, function or resource.
        DuplicateIn {
            /// `field`, `case`.
            what: String,
            /// The name.
            name: String,
            /// ``record `r` ``.
            of: String,
        } = Error 315, "{what} `{name}` of {of} is defined more than once";
        /// Two names differ only in case and hyphens.
        SameName {
            /// The second name.
            name: String,
            /// The first name.
            first: String,
        } = Error 309, "`{name}` and `{first}` are the same name: WIT ignores case and `-`";
        /// A function is named where a type is expected.
        FunctionAsType {
            /// The name.
            name: String,
        } = Error 310, "expected a type, found function `{name}`";
        /// An interface or a world is named where a type is expected.
        InterfaceAsType {
            /// The name.
            name: String,
            /// `interface` or `world`.
            what: &'static str,
        } = Error 311, "expected a type, found {what} `{name}`";
        /// Interfaces use each other, or worlds include each other, in a cycle.
        Cycle {
            /// `` `use` of interfaces`` or `` `include` of worlds``.
            what: String,
            /// The names, the first again at the end: `` `a` → `b` → `a` ``.
            cycle: String,
        } = Error 312, "cyclic {what}: {cycle}";
        /// A path names the package that it is in.
        OwnPackage {
            /// The package.
            package: String,
        } = Error 313, "a path cannot name its own package `{package}`";
        /// A package is named where an interface or a world is expected.
        PackageAsInterface {
            /// The package.
            package: String,
            /// `an interface` or `a world`.
            wanted: &'static str,
        } = Error 314, "expected {wanted}, found package `{package}`";
    }
}
