//! Names: `AB03..`.

use super::facts;

facts! {
    /// Names.
    pub enum NameError {
        /// A path names an interface, or a world, that its package does not have.
        ItemNotFound {
            /// `interface`, `world` or `interface or world`.
            wanted: String,
            /// The name.
            name: String,
            /// The package.
            package: String,
        } = Error 301, "there is no {wanted} `{name}` in `{package}`";
        /// A type is used that is not known where it is used.
        TypeNotFound {
            /// The name.
            name: String,
            /// ``interface `i` ``.
            owner: String,
        } = Error 302, "there is no type `{name}` in {owner}";
        /// A type is used that another interface has.
        NotInScope {
            /// The name.
            name: String,
            /// ``interface `i` ``.
            owner: String,
        } = Error 303, "type `{name}` is not in scope in {owner}";
        /// A `use` picks a type that the interface does not have.
        NotInInterface {
            /// The name.
            name: String,
            /// The interface.
            interface: String,
        } = Error 304, "interface `{interface}` has no type `{name}`";
        /// A `use` picks a function.
        UseOfFunction {
            /// The name.
            name: String,
        } = Error 305, "`{name}` is a function, and `use` takes types";
        /// A world stands where an interface should.
        WorldAsInterface {
            /// The name.
            name: String,
        } = Error 306, "`{name}` is a world, and an interface should stand here";
        /// An interface stands where a world should.
        InterfaceAsWorld {
            /// The name.
            name: String,
        } = Error 307, "`{name}` is an interface, and `include` takes worlds";
        /// The same name is defined twice.
        Duplicate {
            /// `function`, `record`.
            what: String,
            /// The name.
            name: String,
        } = Error 308, "{what} `{name}` is defined twice";
        /// The same name is defined twice in one thing.
        DuplicateIn {
            /// `field`, `case`.
            what: String,
            /// The name.
            name: String,
            /// ``record `r` ``.
            of: String,
        } = Error 315, "{what} `{name}` of {of} is defined twice";
        /// Two names that are one name for WIT.
        SameName {
            /// The second.
            name: String,
            /// The first.
            first: String,
        } = Error 309, "`{name}` and `{first}` are the same name: WIT ignores case and `-`";
        /// A function stands where a type should.
        FunctionAsType {
            /// The name.
            name: String,
        } = Error 310, "`{name}` is a function, not a type";
        /// An interface or a world stands where a type should.
        InterfaceAsType {
            /// The name.
            name: String,
            /// `an interface` or `a world`.
            what: String,
        } = Error 311, "`{name}` is {what}, not a type";
        /// Interfaces use each other, or worlds include each other, in a ring.
        Ring {
            /// `interfaces use` or `worlds include`.
            what: String,
            /// The names, the first again at the end.
            ring: String,
        } = Error 312, "{what} each other in a ring: {ring}";
        /// A path names the package that it stands in.
        OwnPackage {
            /// The package.
            package: String,
        } = Error 313, "`{package}` is this package itself";
        /// A package stands where an interface should.
        PackageAsInterface {
            /// The package.
            package: String,
            /// `an interface` or `a world`.
            wanted: &'static str,
        } = Error 314, "`{package}` is a package, and {wanted} should stand here";
    }
}
