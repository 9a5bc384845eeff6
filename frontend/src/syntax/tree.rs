//! What a WIT file says, with the place of every name. What could not be read is missing, and its owner is `broken`.

use semver::Version;

use crate::package_name::PackageName;

use super::token::Span;

/// A name as it stands in a file, without the `%`; one that WIT cannot have is in the spelling that WIT can have.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Name {
    pub text: String,
    pub span: Span,
}

/// A file.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// `package a:b;`.
    pub header: Option<Header>,
    pub scope: Scope,
}

/// `package a:b;`, and the comments before it.
#[derive(Clone, Debug)]
pub struct Header {
    pub docs: Option<Span>,
    pub name: SpannedPackageName,
}

/// The items of a file, or of a nested package.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    pub uses: Vec<TopUse>,
    pub interfaces: Vec<Interface>,
    pub worlds: Vec<World>,
    pub packages: Vec<Nested>,
    /// Types and functions that stand outside every interface.
    pub loose: Vec<String>,
    /// Whether an item could not be read at all.
    pub broken: bool,
}

/// `package a:b { … }`.
#[derive(Clone, Debug)]
pub struct Nested {
    pub name: SpannedPackageName,
    pub scope: Scope,
}

/// `a:b@1.0.0`.
#[derive(Clone, Debug)]
pub struct SpannedPackageName {
    pub namespace: Name,
    pub name: Name,
    pub version: Option<Version>,
    /// Whether there is a version that could not be read.
    pub bad_version: bool,
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

/// Where a `use`, an `include`, an import or an export points.
#[derive(Clone, Debug)]
pub enum Path {
    /// `name`.
    Local(Name),
    /// `a:b/name@1.0.0`; the span is of the whole.
    Foreign { package: SpannedPackageName, item: Name, span: Span },
    /// `a:b@1.0.0`, which names no item.
    Package(SpannedPackageName),
}

/// `use a:b/c as d;` at the top of a file; with `picked`, the names that it may not pick there.
#[derive(Clone, Debug)]
pub struct TopUse {
    pub path: Path,
    pub alias: Option<Name>,
    pub picked: Option<Vec<UseName>>,
    pub attributes: Vec<Attribute>,
    /// The whole line.
    pub span: Span,
}

/// `use path.{a, b as c};`.
#[derive(Clone, Debug)]
pub struct Use {
    pub path: Path,
    pub names: Vec<UseName>,
    pub attributes: Vec<Attribute>,
}

/// `a as b`.
#[derive(Clone, Debug)]
pub struct UseName {
    pub name: Name,
    pub alias: Option<Name>,
}

impl UseName {
    /// The name that it has here.
    pub fn local(&self) -> &Name {
        self.alias.as_ref().unwrap_or(&self.name)
    }
}

/// An interface.
#[derive(Clone, Debug)]
pub struct Interface {
    pub name: Name,
    pub attributes: Vec<Attribute>,
    pub body: Body,
}

/// A world.
#[derive(Clone, Debug)]
pub struct World {
    pub name: Name,
    pub attributes: Vec<Attribute>,
    pub body: Body,
}

/// What stands between the braces of an interface or a world.
#[derive(Clone, Debug, Default)]
pub struct Body {
    pub uses: Vec<Use>,
    pub types: Vec<TypeDef>,
    /// The functions of an interface.
    pub functions: Vec<Function>,
    /// The imports and exports of a world.
    pub externs: Vec<Extern>,
    /// The includes of a world.
    pub includes: Vec<Include>,
    /// Whether an item could not be read at all.
    pub broken: bool,
}

/// An import or an export of a world.
#[derive(Clone, Debug)]
pub struct Extern {
    pub import: bool,
    pub kind: ExternKind,
    pub attributes: Vec<Attribute>,
}

/// What is imported or exported.
#[derive(Clone, Debug)]
pub enum ExternKind {
    /// `name: interface { … }`.
    Inline(Name, Body),
    /// `name: func(…)`.
    Function(Function),
    /// `name` or `a:b/name`.
    Path(Path),
    /// `label: name` or `label: a:b/name`.
    Named(Name, Path),
}

impl Extern {
    /// `import` or `export`.
    pub fn word(&self) -> &'static str {
        if self.import { "import" } else { "export" }
    }
}

/// `include a with { b as c }`.
#[derive(Clone, Debug)]
pub struct Include {
    pub path: Path,
    pub names: Vec<(Name, Name)>,
    pub attributes: Vec<Attribute>,
}

/// A type with a name.
#[derive(Clone, Debug)]
pub struct TypeDef {
    pub name: Name,
    pub attributes: Vec<Attribute>,
    pub shape: Shape,
}

/// What a type with a name is.
#[derive(Clone, Debug)]
pub enum Shape {
    Alias(Type),
    Record(Vec<Field>),
    Variant(Vec<Case>),
    Enum(Vec<Name>),
    Flags(Vec<Name>),
    Resource(Vec<Method>),
    /// It could not be read to its end.
    Unknown,
}

impl Shape {
    /// The keyword, as it is said in a message: `record`.
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
    pub name: Name,
    pub ty: Type,
}

/// A case of a variant.
#[derive(Clone, Debug)]
pub struct Case {
    pub name: Name,
    pub ty: Option<Type>,
}

/// What kind of function stands in a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MethodKind {
    Constructor,
    Method,
    Static,
}

/// A function of a resource.
#[derive(Clone, Debug)]
pub struct Method {
    pub kind: MethodKind,
    pub function: Function,
}

/// `get(…)` or `set(…)` in place of `func(…)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accessor {
    Get,
    Set,
}

/// A function.
#[derive(Clone, Debug)]
pub struct Function {
    pub name: Name,
    pub attributes: Vec<Attribute>,
    pub accessor: Option<Accessor>,
    pub params: Vec<Field>,
    pub result: Option<Type>,
    /// `func(…) -> …`.
    pub span: Span,
}

/// A type where it is used.
#[derive(Clone, Debug)]
pub struct Type {
    pub kind: TypeKind,
    pub span: Span,
}

/// What a type is.
#[derive(Clone, Debug)]
pub enum TypeKind {
    /// `u32`, `string` and so on.
    Plain,
    Name(Name),
    Own(Name),
    Borrow(Name),
    Tuple(Vec<Type>),
    /// `list`, `option`, `future`, `stream`, with or without what they hold.
    Wrap(Vec<Type>),
    Map(Box<Type>, Box<Type>),
    Result(Option<Box<Type>>, Option<Box<Type>>),
    /// It could not be read.
    Unknown,
}

impl Type {
    /// The types that stand directly within this one.
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

    /// Every name in it, however deep, in order.
    pub fn names(&self) -> Vec<&Name> {
        match &self.kind {
            TypeKind::Name(name) | TypeKind::Own(name) | TypeKind::Borrow(name) => vec![name],
            _ => self.parts().into_iter().flat_map(Type::names).collect(),
        }
    }
}

/// An attribute.
#[derive(Clone, Debug)]
pub struct Attribute {
    pub kind: AttributeKind,
    /// From the `@` to the name.
    pub span: Span,
}

/// What an attribute says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AttributeKind {
    Since(Version),
    Unstable(String),
    Deprecated,
    ExternalId,
    /// It could not be read.
    Unknown,
}
