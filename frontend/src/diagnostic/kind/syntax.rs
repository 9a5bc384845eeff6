//! The text of WIT: `AB02..`.

use super::error_kinds;

error_kinds! {
    /// The text of WIT.
    pub enum SyntaxError {
        /// A character that WIT does not have.
        Character {
            /// What it is.
            what: String,
            /// `U+202E`.
            codepoint: String,
        } = Error 201, "{what} ({codepoint}) cannot stand in WIT";
        /// A block comment has no end.
        UnterminatedComment = Error 202, "this comment never ends";
        /// A text in quotes has no end.
        UnterminatedText = Error 203, "this text in quotes never ends";
        /// A comment or attribute as other languages write it.
        ForeignComment = Error 204, "`#` starts no comment in WIT";
        /// Something else should stand here.
        Unexpected {
            /// What should.
            wanted: String,
            /// What does.
            found: String,
        } = Error 205, "expected {wanted}, found {found}";
        /// An item has no `;`.
        MissingSemicolon {
            /// What stands before it.
            after: String,
        } = Error 206, "`;` is missing after `{after}`";
        /// A bracket has no counterpart.
        Unclosed {
            /// What was opened.
            what: String,
        } = Error 207, "{what} is never closed";
        /// A `}` closes nothing.
        StrayBrace = Error 208, "this `}}` closes nothing";
        /// A `;` ends nothing.
        StraySemicolon = Error 209, "this `;` ends nothing";
        /// Two items of a list have no `,` between them.
        MissingComma {
            /// Which items.
            items: String,
        } = Error 210, "two {items} have no `,` between them";
        /// A `;` stands where a `,` should.
        SemicolonInList {
            /// Which items.
            items: String,
        } = Error 211, "{items} end in `,`, not in `;`";
        /// A name that WIT cannot have.
        BadName {
            /// The name.
            name: String,
        } = Error 212, "`{name}` is not a WIT name";
        /// A keyword as a name.
        KeywordAsName {
            /// The keyword.
            name: String,
        } = Error 213, "`{name}` is a keyword of WIT";
        /// A name in quotes.
        QuotedName = Error 214, "a name stands in quotes";
        /// A version that WIT cannot have.
        BadVersion {
            /// The version.
            version: String,
        } = Error 215, "`{version}` is not a full version";
        /// A version stands in the wrong place of a path.
        VersionPlace = Error 216, "the version stands in the wrong place";
        /// A version behind a name of this package.
        LocalVersion {
            /// The name.
            name: String,
        } = Error 217, "`{name}` has a version, but no package";
        /// The name of a package has not two parts.
        PackageShape {
            /// The name.
            name: String,
        } = Error 218, "`{name}` is not the name of a package";
        /// A second `package` line.
        SecondHeader = Error 219, "a file has one `package` line";
        /// A `package` line behind other items.
        LateHeader = Error 220, "`package` comes before everything else";
        /// A path that has another shape.
        PathShape {
            /// The path.
            path: String,
        } = Error 221, "`{path}` is not a path to an interface";
        /// A type outside every interface.
        LooseType {
            /// `record`.
            word: String,
            /// Its name.
            name: String,
        } = Error 222, "{word} `{name}` is not in an interface";
        /// A function outside every interface.
        LooseFunction {
            /// Its name.
            name: String,
        } = Error 223, "function `{name}` is not in an interface";
        /// An import, export or include outside every world.
        LooseWorldItem {
            /// `import`.
            word: String,
        } = Error 224, "`{word}` is not in a world";
        /// An interface, world or package in another item.
        NestedItem {
            /// ``interface `i` ``.
            item: String,
        } = Error 225, "{item} stands inside another item";
        /// A keyword that WIT spells in another way.
        ForeignKeyword {
            /// What was written.
            found: String,
        } = Error 226, "WIT has no `{found}`";
        /// A type that WIT spells in another way.
        ForeignType {
            /// What was written.
            name: String,
        } = Error 227, "WIT has no type `{name}`";
        /// A function that is written in another way.
        FunctionShape = Error 228, "a function is written `name: func(…) -> …;`";
        /// `func` without brackets.
        MissingParameters {
            /// The function.
            name: String,
        } = Error 229, "`{name}` has no parameter list";
        /// A parameter that has only a type, or only a name.
        UnnamedParameter = Error 230, "a parameter has no name";
        /// `self` among the parameters.
        SelfParameter = Error 231, "`self` is not written in WIT";
        /// `-> (a: u32)`.
        NamedResults {
            /// The function.
            name: String,
        } = Error 232, "the result of `{name}` has a name";
        /// `-> ()`, `-> void`.
        NoResult {
            /// What was written.
            found: String,
        } = Error 233, "WIT has no type `{found}`";
        /// `a = 5` in a record or an enum.
        Value {
            /// The field or case.
            name: String,
        } = Error 234, "`{name}` has a value";
        /// `a?: u32`.
        OptionalMark = Error 235, "WIT has no `?`";
        /// No `:` between a name and what it is.
        MissingColon {
            /// The name.
            name: String,
        } = Error 236, "`{name}` has no `:` behind it";
        /// A name without a type.
        MissingType {
            /// The name.
            name: String,
        } = Error 237, "`{name}` has no type";
        /// A case of a variant with something else than one type.
        CasePayload {
            /// The case.
            name: String,
        } = Error 238, "case `{name}` does not hold one type in brackets";
        /// A case of an enum or flags with a type.
        PlainCase {
            /// `enum` or `flags`.
            owner: String,
            /// The case.
            name: String,
        } = Error 239, "`{name}` cannot hold a type: it stands in `{owner}`";
        /// A definition where a type is used.
        InlineDefinition {
            /// `record`.
            word: String,
        } = Error 240, "a `{word}` is defined where a type is used";
        /// A function as a type.
        FunctionType = Error 241, "WIT has no type of functions";
        /// `a.b` or `a:b/c` as a type.
        PathAsType {
            /// The path.
            path: String,
        } = Error 242, "`{path}` is not the name of a type";
        /// `<…>` that a built-in type does not have, or lacks.
        TypeArguments {
            /// The type.
            name: String,
        } = Error 243, "`{name}` does not have the types in `<…>` that it should";
        /// `borrow<u32>`.
        HandleOfType {
            /// `own` or `borrow`.
            word: String,
            /// What was written.
            found: String,
        } = Error 244, "`{word}<…>` is for resources, `{found}` is none";
        /// A fixed length that is too big.
        ListSize {
            /// As it was written.
            size: String,
        } = Error 245, "a list cannot have {size} elements";
        /// Too many levels of nesting.
        TooDeep = Error 246, "this is nested too deep";
        /// `name: string;` in an interface.
        ValueItem {
            /// The name.
            name: String,
        } = Error 247, "`{name}` is not a function";
        /// A word that starts no item.
        NotAnItem {
            /// The word.
            word: String,
        } = Error 248, "`{word}` starts no item";
        /// An import, export or include in an interface.
        OnlyInWorld {
            /// `import`.
            word: String,
        } = Error 249, "`{word}` can only stand in a world";
        /// A function in a world that is neither imported nor exported.
        BareInWorld {
            /// The function.
            name: String,
        } = Error 250, "`{name}` is neither imported nor exported";
        /// `import i.{t}`.
        ExternPicks {
            /// `import`.
            word: String,
        } = Error 251, "`{word}` cannot pick from an interface";
        /// `import i as j`.
        ExternAlias {
            /// `import`.
            word: String,
        } = Error 252, "`{word}` has no `as`";
        /// `import a, b`.
        ExternList {
            /// `import`.
            word: String,
        } = Error 253, "`{word}` takes one name";
        /// `with { a:b/c as d }`.
        RenameOfInterface = Error 254, "`with` cannot rename an interface";
        /// A `use` that picks no type.
        UseWithoutNames = Error 255, "this `use` picks no type";
        /// `use a.*`.
        UseStar = Error 256, "WIT has no `*` for everything";
        /// A `use` of another shape.
        UseShape = Error 257, "a `use` is written `use path.{{a, b}};`";
        /// A `use` of a package.
        UseOfPackage {
            /// The package.
            package: String,
        } = Error 258, "`{package}` is a package, and `use` needs an interface";
        /// A `use` at the top that picks types.
        TopUsePicks = Error 259, "a `use` at the top of a file cannot pick types";
        /// `constructor: func()`.
        ConstructorShape = Error 260, "a constructor is written `constructor(…);`";
        /// A type in a resource.
        TypeInResource {
            /// `record`.
            word: String,
            /// The resource.
            resource: String,
        } = Error 261, "`{word}` cannot stand in resource `{resource}`";
        /// `record r<t>`.
        GenericDefinition {
            /// The type.
            name: String,
        } = Error 262, "`{name}` cannot have type parameters";
        /// An attribute that WIT does not have.
        UnknownAttribute {
            /// Its name.
            name: String,
        } = Error 263, "WIT has no attribute `@{name}`";
        /// An attribute whose argument is wrong.
        AttributeArguments {
            /// Its name.
            name: String,
        } = Error 264, "`@{name}` has not the argument that it should have";
        /// A result without `->`.
        MissingArrow = Error 266, "the result of a function stands behind `->`";
        /// A bracket too many.
        Doubled {
            /// The bracket.
            mark: String,
        } = Error 267, "this `{mark}` is one too many";
        /// A file of another language.
        ForeignFile {
            /// What it is.
            what: String,
        } = Error 268, "this file is {what}, not WIT";
        /// A type where a case of a variant should stand.
        NamelessCase {
            /// The type.
            ty: String,
        } = Error 270, "`{ty}` is a type, and a case needs a name";
        /// The marks of a merge.
        Conflict = Error 269, "a merge of git was not finished here";
        /// An attribute where none may stand.
        AttributeMisplaced {
            /// What it stands before.
            what: String,
        } = Error 265, "{what} cannot have attributes";
    }
}
