//! What a WIT file says, with the place of every name. What could not be read is missing, and its owner is `broken`.

use semver::Version;

use super::token::Span;

/// A name as it stands in a file, without the `%`; one that WIT cannot have is in the spelling that WIT can have.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Name {
    pub(crate) text: String,
    pub(crate) span: Span,
}

/// A file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tree {
    /// `package a:b;`.
    pub(crate) header: Option<Header>,
    pub(crate) scope: Scope,
}

/// `package a:b;`, and the comments before it.
#[derive(Clone, Debug)]
pub(crate) struct Header {
    pub(crate) docs: Option<Span>,
    pub(crate) name: PackageName,
}

/// The items of a file, or of a nested package.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scope {
    pub(crate) uses: Vec<TopUse>,
    pub(crate) interfaces: Vec<Interface>,
    pub(crate) worlds: Vec<World>,
    pub(crate) packages: Vec<Nested>,
    /// Types and functions that stand outside every interface.
    pub(crate) loose: Vec<String>,
    /// Whether an item could not be read at all.
    pub(crate) broken: bool,
}

/// `package a:b { … }`.
#[derive(Clone, Debug)]
pub(crate) struct Nested {
    pub(crate) name: PackageName,
    pub(crate) scope: Scope,
}

/// `a:b@1.0.0`.
#[derive(Clone, Debug)]
pub(crate) struct PackageName {
    pub(crate) namespace: Name,
    pub(crate) name: Name,
    pub(crate) version: Option<Version>,
    /// Whether there is a version that could not be read.
    pub(crate) bad_version: bool,
    pub(crate) span: Span,
}

/// Where a `use`, an `include`, an import or an export points.
#[derive(Clone, Debug)]
pub(crate) enum Path {
    /// `name`.
    Local(Name),
    /// `a:b/name@1.0.0`; the span is of the whole.
    Foreign { package: PackageName, item: Name, span: Span },
    /// `a:b@1.0.0`, which names no item.
    Package(PackageName),
}

/// `use a:b/c as d;` at the top of a file; with `picked`, the names that it may not pick there.
#[derive(Clone, Debug)]
pub(crate) struct TopUse {
    pub(crate) path: Path,
    pub(crate) alias: Option<Name>,
    pub(crate) picked: Option<Vec<UseName>>,
    pub(crate) attributes: Vec<Attribute>,
    /// The whole line.
    pub(crate) span: Span,
}

/// `use path.{a, b as c};`.
#[derive(Clone, Debug)]
pub(crate) struct Use {
    pub(crate) path: Path,
    pub(crate) names: Vec<UseName>,
    pub(crate) attributes: Vec<Attribute>,
}

/// `a as b`.
#[derive(Clone, Debug)]
pub(crate) struct UseName {
    pub(crate) name: Name,
    pub(crate) alias: Option<Name>,
}

impl UseName {
    /// The name that it has here.
    pub(crate) fn local(&self) -> &Name {
        self.alias.as_ref().unwrap_or(&self.name)
    }
}

/// An interface.
#[derive(Clone, Debug)]
pub(crate) struct Interface {
    pub(crate) name: Name,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) body: Body,
}

/// A world.
#[derive(Clone, Debug)]
pub(crate) struct World {
    pub(crate) name: Name,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) body: Body,
}

/// What stands between the braces of an interface or a world.
#[derive(Clone, Debug, Default)]
pub(crate) struct Body {
    pub(crate) uses: Vec<Use>,
    pub(crate) types: Vec<TypeDef>,
    /// The functions of an interface.
    pub(crate) functions: Vec<Function>,
    /// The imports and exports of a world.
    pub(crate) externs: Vec<Extern>,
    /// The includes of a world.
    pub(crate) includes: Vec<Include>,
    /// Whether an item could not be read at all.
    pub(crate) broken: bool,
}

/// An import or an export of a world.
#[derive(Clone, Debug)]
pub(crate) struct Extern {
    pub(crate) import: bool,
    pub(crate) kind: ExternKind,
    pub(crate) attributes: Vec<Attribute>,
}

/// What is imported or exported.
#[derive(Clone, Debug)]
pub(crate) enum ExternKind {
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
    pub(crate) fn word(&self) -> &'static str {
        if self.import { "import" } else { "export" }
    }
}

/// `include a with { b as c }`.
#[derive(Clone, Debug)]
pub(crate) struct Include {
    pub(crate) path: Path,
    pub(crate) names: Vec<(Name, Name)>,
    pub(crate) attributes: Vec<Attribute>,
}

/// A type with a name.
#[derive(Clone, Debug)]
pub(crate) struct TypeDef {
    pub(crate) name: Name,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) shape: Shape,
}

/// What a type with a name is.
#[derive(Clone, Debug)]
pub(crate) enum Shape {
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
    pub(crate) fn word(&self) -> &'static str {
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
pub(crate) struct Field {
    pub(crate) name: Name,
    pub(crate) ty: Type,
}

/// A case of a variant.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) name: Name,
    pub(crate) ty: Option<Type>,
}

/// What kind of function stands in a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MethodKind {
    Constructor,
    Method,
    Static,
}

/// A function of a resource.
#[derive(Clone, Debug)]
pub(crate) struct Method {
    pub(crate) kind: MethodKind,
    pub(crate) function: Function,
}

/// `get(…)` or `set(…)` in place of `func(…)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Accessor {
    Get,
    Set,
}

/// A function.
#[derive(Clone, Debug)]
pub(crate) struct Function {
    pub(crate) name: Name,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) accessor: Option<Accessor>,
    pub(crate) params: Vec<Field>,
    pub(crate) result: Option<Type>,
    /// `func(…) -> …`.
    pub(crate) span: Span,
}

/// A type where it is used.
#[derive(Clone, Debug)]
pub(crate) struct Type {
    pub(crate) kind: TypeKind,
    pub(crate) span: Span,
}

/// What a type is.
#[derive(Clone, Debug)]
pub(crate) enum TypeKind {
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
    pub(crate) fn parts(&self) -> Vec<&Type> {
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
    pub(crate) fn names(&self) -> Vec<&Name> {
        match &self.kind {
            TypeKind::Name(name) | TypeKind::Own(name) | TypeKind::Borrow(name) => vec![name],
            _ => self.parts().into_iter().flat_map(Type::names).collect(),
        }
    }
}

/// An attribute.
#[derive(Clone, Debug)]
pub(crate) struct Attribute {
    pub(crate) kind: AttributeKind,
    /// From the `@` to the name.
    pub(crate) span: Span,
}

/// What an attribute says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum AttributeKind {
    Since(Version),
    Unstable(String),
    Deprecated,
    ExternalId,
    /// It could not be read.
    Unknown,
}
