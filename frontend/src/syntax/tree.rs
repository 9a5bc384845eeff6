//! The syntax tree of a WIT file, with the span of every name.
//!
//! An item that could not be parsed is missing, and the item or scope around it is marked `broken`.

use semver::Version;

use crate::diagnostic::Diagnostic;
use crate::package_name::PackageName;

use super::token::Span;

/// A name, without the `%` of an escaped one. An invalid name is replaced by the closest valid one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Name {
    /// The name itself.
    pub text: String,
    /// The span in the source, with the `%`.
    pub span: Span,
}

/// A parsed file.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// The header, `package a:b;`.
    pub header: Option<Header>,
    /// The items below the header.
    pub scope: Scope,
    /// `true` if the file has so many errors that its rest was not read.
    pub cut_off: bool,
}

/// A package header, `package a:b;`.
#[derive(Clone, Debug)]
pub struct Header {
    /// The span of the comments before the header.
    pub docs: Option<Span>,
    /// The name of the package.
    pub name: SpannedPackageName,
}

/// The items of a file or of a nested package.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// Top-level `use` items.
    pub uses: Vec<TopUse>,
    /// Interfaces.
    pub interfaces: Vec<Interface>,
    /// Worlds.
    pub worlds: Vec<World>,
    /// Nested packages.
    pub packages: Vec<Nested>,
    /// Top-level `use` items that are invalid.
    pub invalid_uses: Vec<InvalidUse>,
    /// Names of types that are defined outside of every interface.
    pub misplaced_types: Vec<String>,
    /// `true` if an item could not be parsed.
    pub broken: bool,
}

/// A nested package, `package a:b { … }`.
#[derive(Clone, Debug)]
pub struct Nested {
    /// The name of the package.
    pub name: SpannedPackageName,
    /// The items between the braces.
    pub scope: Scope,
}

/// The name of a package, `a:b@1.0.0`, with its spans.
#[derive(Clone, Debug)]
pub struct SpannedPackageName {
    /// The part before the `:`.
    pub namespace: Name,
    /// The part after the `:`.
    pub name: Name,
    /// The version after the `@`.
    pub version: Option<Version>,
    /// `true` if there is a version but it is invalid.
    pub bad_version: bool,
    /// The span of the whole name with its version.
    pub span: Span,
}

impl SpannedPackageName {
    /// Returns the name without its spans.
    #[must_use]
    pub fn plain(&self) -> PackageName {
        PackageName {
            namespace: self.namespace.text.clone(),
            name: self.name.text.clone(),
            version: self.version.clone(),
        }
    }
}

/// The path of a `use`, an `include`, an import or an export.
#[derive(Clone, Debug)]
pub enum Path {
    /// An item of this package, `name`.
    Local(Name),
    /// An item of a named package, `a:b/name@1.0.0`.
    Foreign {
        /// The package.
        package: SpannedPackageName,
        /// The interface or world.
        item: Name,
        /// The span of the whole path.
        span: Span,
    },
    /// A package without an item, `a:b@1.0.0`, which is always an error.
    Package(SpannedPackageName),
}

/// A top-level `use a:b/c as d;`.
#[derive(Clone, Debug)]
pub struct TopUse {
    /// The interface.
    pub path: Path,
    /// The name after `as`.
    pub alias: Option<Name>,
    /// The types that it picks, which is an error at the top level.
    pub picked: Option<Vec<UseName>>,
    /// The attributes before it.
    pub attributes: Vec<Attribute>,
    /// The span from `use` to `;`.
    pub span: Span,
}

/// A `use path.{a, b as c};` in an interface or a world.
#[derive(Clone, Debug)]
pub struct Use {
    /// The interface.
    pub path: Path,
    /// The types that it picks.
    pub names: Vec<UseName>,
    /// The attributes before it.
    pub attributes: Vec<Attribute>,
}

/// A type that a `use` picks, `a` or `a as b`.
#[derive(Clone, Debug)]
pub struct UseName {
    /// The name in the interface that the `use` names.
    pub name: Name,
    /// The name after `as`.
    pub alias: Option<Name>,
}

impl UseName {
    /// Returns the name of the type where it is used: the alias, if there is one.
    pub fn local(&self) -> &Name {
        self.alias.as_ref().unwrap_or(&self.name)
    }
}

/// A `use`, an import, an export or an include that is invalid, for whose help the interfaces must be known.
#[derive(Clone, Debug)]
pub struct InvalidUse {
    /// The first word: `use`, `import`, or that of another language.
    pub keyword: String,
    /// The words of it.
    pub words: Words,
    /// The error, with the help that is shown if no item has these names.
    pub error: Diagnostic,
    /// The span of the statement.
    pub span: Span,
    /// The offset after the `{` of the interface or world, for one that is before it: `world w : v {`.
    pub inside: Option<usize>,
}

/// The words of an invalid `use`.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// The paths, each of one word or more, and the name after `as`.
    pub paths: Vec<(Vec<String>, Option<String>)>,
    /// The names between braces, each with the one after `as`.
    pub names: Vec<(Vec<String>, Option<String>)>,
    /// The version of the path, with its `@`.
    pub version: Option<String>,
    /// `true` if there is a `*`.
    pub star: bool,
}

/// An `interface` item.
#[derive(Clone, Debug)]
pub struct Interface {
    /// The name.
    pub name: Name,
    /// The attributes before it.
    pub attributes: Vec<Attribute>,
    /// The items between the braces.
    pub body: Body,
}

/// A `world` item.
#[derive(Clone, Debug)]
pub struct World {
    /// The name.
    pub name: Name,
    /// The attributes before it.
    pub attributes: Vec<Attribute>,
    /// The items between the braces.
    pub body: Body,
}

/// The items between the braces of an interface or a world.
#[derive(Clone, Debug, Default)]
pub struct Body {
    /// The `use` items.
    pub uses: Vec<Use>,
    /// The type definitions.
    pub types: Vec<TypeDef>,
    /// The functions of an interface; empty for a world.
    pub functions: Vec<Function>,
    /// The imports and exports of a world; empty for an interface.
    pub externs: Vec<Extern>,
    /// The includes of a world; empty for an interface.
    pub includes: Vec<Include>,
    /// The uses, imports, exports and includes that are invalid.
    pub invalid_uses: Vec<InvalidUse>,
    /// `true` if an item could not be parsed.
    pub broken: bool,
}

/// An import or an export of a world.
#[derive(Clone, Debug)]
pub struct Extern {
    /// `true` for an import, `false` for an export.
    pub import: bool,
    /// The imported or exported item.
    pub kind: ExternKind,
    /// The attributes before it.
    pub attributes: Vec<Attribute>,
}

/// The item of an import or an export.
#[derive(Clone, Debug)]
pub enum ExternKind {
    /// An inline interface, `name: interface { … }`.
    Inline(Name, Body),
    /// A function, `name: func(…)`.
    Function(Function),
    /// An interface, `name` or `a:b/name`.
    Path(Path),
    /// An interface under another name, `label: name` or `label: a:b/name`.
    Named(Name, Path),
}

impl Extern {
    /// Returns the keyword, `import` or `export`.
    pub fn word(&self) -> &'static str {
        if self.import { "import" } else { "export" }
    }
}

/// An `include a with { b as c }` of a world.
#[derive(Clone, Debug)]
pub struct Include {
    /// The world.
    pub path: Path,
    /// The renamed items: the old name and the new one.
    pub names: Vec<(Name, Name)>,
    /// The attributes before it.
    pub attributes: Vec<Attribute>,
}

/// A type definition.
#[derive(Clone, Debug)]
pub struct TypeDef {
    /// The name.
    pub name: Name,
    /// The attributes before it.
    pub attributes: Vec<Attribute>,
    /// The definition.
    pub shape: Shape,
}

/// The definition of a named type.
#[derive(Clone, Debug)]
pub enum Shape {
    /// `type a = b;`.
    Alias(Type),
    /// `record r { … }`.
    Record(Vec<Field>),
    /// `variant v { … }`.
    Variant(Vec<Case>),
    /// `enum e { … }`.
    Enum(Vec<Name>),
    /// `flags f { … }`.
    Flags(Vec<Name>),
    /// `resource r { … }` or `resource r;`.
    Resource(Vec<Method>),
    /// A definition that could not be parsed to its end.
    Unknown,
}

impl Shape {
    /// Returns the keyword that messages use for it, such as `record`.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Alias(_) | Self::Unknown => "type",
            Self::Record(_) => "record",
            Self::Variant(_) => "variant",
            Self::Enum(_) => "enum",
            Self::Flags(_) => "flags",
            Self::Resource(_) => "resource",
        }
    }
}

/// A field of a record, or a parameter of a function.
#[derive(Clone, Debug)]
pub struct Field {
    /// The name.
    pub name: Name,
    /// The type.
    pub ty: Type,
}

/// A case of a variant.
#[derive(Clone, Debug)]
pub struct Case {
    /// The name.
    pub name: Name,
    /// The type in parentheses.
    pub ty: Option<Type>,
}

/// The kinds of functions of a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MethodKind {
    /// `constructor(…)`.
    Constructor,
    /// `name: func(…)`.
    Method,
    /// `name: static func(…)`.
    Static,
}

/// A function of a resource.
#[derive(Clone, Debug)]
pub struct Method {
    /// The kind.
    pub kind: MethodKind,
    /// The function.
    pub function: Function,
}

/// A getter or a setter, which has `get` or `set` in place of `func`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accessor {
    /// `get(…)`.
    Get,
    /// `set(…)`.
    Set,
}

/// A function of an interface, a world or a resource.
#[derive(Clone, Debug)]
pub struct Function {
    /// The name.
    pub name: Name,
    /// The attributes before it.
    pub attributes: Vec<Attribute>,
    /// The kind of accessor, if it is one.
    pub accessor: Option<Accessor>,
    /// The parameters.
    pub params: Vec<Field>,
    /// The type after `->`.
    pub result: Option<Type>,
    /// The span of `func(…) -> …`.
    pub span: Span,
}

/// A use of a type.
#[derive(Clone, Debug)]
pub struct Type {
    /// The type.
    pub kind: TypeKind,
    /// The span with all type arguments.
    pub span: Span,
}

/// The kinds of types.
#[derive(Clone, Debug)]
pub enum TypeKind {
    /// A built-in type without arguments, such as `u32` and `string`.
    Plain,
    /// A named type.
    Name(Name),
    /// `own<r>`.
    Own(Name),
    /// `borrow<r>`.
    Borrow(Name),
    /// `tuple<…>`.
    Tuple(Vec<Type>),
    /// `list`, `option`, `future` or `stream` with its argument, if it has one.
    Wrap(Vec<Type>),
    /// `map<k, v>`.
    Map(Box<Type>, Box<Type>),
    /// `result<ok, err>`, each of which may be missing.
    Result(Option<Box<Type>>, Option<Box<Type>>),
    /// A type that could not be parsed.
    Unknown,
}

impl Type {
    /// Returns the type arguments.
    pub fn parts(&self) -> Vec<&Type> {
        match &self.kind {
            TypeKind::Tuple(types) | TypeKind::Wrap(types) => types.iter().collect(),
            TypeKind::Map(key, value) => vec![key, value],
            TypeKind::Result(ok, err) => ok.iter().chain(err).map(AsRef::as_ref).collect(),
            TypeKind::Plain
            | TypeKind::Name(_)
            | TypeKind::Own(_)
            | TypeKind::Borrow(_)
            | TypeKind::Unknown => Vec::new(),
        }
    }

    /// Returns every name in the type, at any depth, in source order.
    pub fn names(&self) -> Vec<&Name> {
        match &self.kind {
            TypeKind::Name(name) | TypeKind::Own(name) | TypeKind::Borrow(name) => vec![name],
            _ => self.parts().into_iter().flat_map(Type::names).collect(),
        }
    }
}

/// An attribute, such as `@since(version = 1.0.0)`.
#[derive(Clone, Debug)]
pub struct Attribute {
    /// The attribute and its argument.
    pub kind: AttributeKind,
    /// The span of `@` and the name.
    pub span: Span,
    /// The end of the argument.
    pub end: usize,
}

/// The attributes of WIT.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AttributeKind {
    /// `@since(version = …)`.
    Since(Version),
    /// `@unstable(feature = …)`.
    Unstable(String),
    /// `@deprecated(version = …)`.
    Deprecated,
    /// `@external-id("…")`.
    ExternalId,
    /// An attribute that could not be parsed.
    Unknown,
}
