//! Errors in the syntax of WIT: `AB02..`.

use super::error_kinds;

error_kinds! {
    /// Errors in the syntax of WIT.
    pub enum SyntaxError {
        /// A character that is not allowed in WIT.
        Character {
            /// The character: `a NUL byte`.
            what: String,
            /// `U+202E`.
            codepoint: String,
        } = Error 201, "{what} ({codepoint}) is not allowed in WIT";
        /// A block comment without an end.
        UnterminatedComment = Error 202, "unterminated block comment";
        /// A string literal without an end.
        UnterminatedString = Error 203, "unterminated string literal";
        /// A comment in the syntax of another language.
        ForeignComment {
            /// The mark that starts it: `#`.
            mark: String,
        } = Error 204, "WIT has no `{mark}` comments";
        /// A token that the grammar does not allow here.
        Unexpected {
            /// The expected tokens.
            expected: String,
            /// The token that is there.
            found: String,
        } = Error 205, "expected {expected}, found {found}";
        /// An item without its `;`.
        MissingSemicolon {
            /// The item, without its `;`.
            after: String,
        } = Error 206, "missing `;` after `{after}`";
        /// An opening delimiter without its closing one.
        Unclosed {
            /// The item or type that the delimiter opens.
            what: String,
        } = Error 207, "{what} is never closed";
        /// A `}` without its `{`.
        StrayBrace = Error 208, "unexpected closing `}}`";
        /// A `;` that ends no item.
        StraySemicolon = Error 209, "unexpected `;`";
        /// Two elements of a list without a `,` between them.
        MissingComma {
            /// The plural of the elements: `fields`.
            items: String,
        } = Error 210, "missing `,` between two {items}";
        /// A `;` between the elements of a list.
        SemicolonInList {
            /// The plural of the elements: `fields`.
            items: String,
        } = Error 211, "{items} are separated by `,`, not by `;`";
        /// An invalid name.
        BadName {
            /// The name.
            name: String,
        } = Error 212, "`{name}` is not a valid WIT name";
        /// A keyword as a name.
        KeywordAsName {
            /// The keyword.
            name: String,
        } = Error 213, "`{name}` is a WIT keyword";
        /// A string literal as a name.
        QuotedName = Error 214, "expected a name, found a string literal";
        /// An invalid version.
        BadVersion {
            /// The version.
            version: String,
        } = Error 215, "`{version}` is not a valid version";
        /// A version in the wrong place.
        MisplacedVersion = Error 216, "misplaced version";
        /// A version after the name of an item of this package.
        LocalVersion {
            /// The name.
            name: String,
        } = Error 217, "`{name}` has a version but no package";
        /// An invalid name of a package.
        PackageNameSyntax {
            /// The name.
            name: String,
        } = Error 218, "`{name}` is not a valid package name";
        /// A second `package` declaration in a file.
        SecondHeader = Error 219, "a file can have only one `package` declaration";
        /// A `package` declaration after other items.
        LateHeader = Error 220, "the `package` declaration must come first";
        /// An invalid path to an interface or a world.
        PathSyntax {
            /// The path.
            path: String,
        } = Error 221, "`{path}` is not a valid path";
        /// A type outside of every interface.
        TopLevelType {
            /// `record`.
            word: String,
            /// The name.
            name: String,
        } = Error 222, "{word} `{name}` is not in an interface";
        /// A function outside of every interface.
        TopLevelFunction {
            /// The name.
            name: String,
        } = Error 223, "function `{name}` is not in an interface";
        /// An import, export or include outside of every world.
        TopLevelWorldItem {
            /// `import`.
            word: String,
        } = Error 224, "`{word}` is outside of every world";
        /// An interface, world or package inside another item.
        NestedItem {
            /// ``interface `i` ``.
            item: String,
        } = Error 225, "{item} is inside another item";
        /// A keyword of another language, or a misspelled one.
        ForeignKeyword {
            /// The source of it.
            found: String,
        } = Error 226, "WIT has no `{found}`";
        /// A type of another language.
        ForeignType {
            /// The source of it.
            name: String,
        } = Error 227, "WIT has no type `{name}`";
        /// A function in the syntax of another language.
        FunctionSyntax = Error 228, "a function is `name: func(…) -> …;`";
        /// A function without a parameter list.
        MissingParameters {
            /// The function.
            name: String,
        } = Error 229, "`{name}` has no parameter list";
        /// A parameter with only a type, or only a name.
        UnnamedParameter = Error 230, "a parameter needs a name and a type";
        /// `self` among the parameters.
        SelfParameter = Error 231, "a WIT method does not list `self`";
        /// A result with a name, `-> (a: u32)`.
        NamedResults {
            /// The function.
            name: String,
        } = Error 232, "the result of `{name}` cannot have a name";
        /// A unit type as a result, `-> ()` or `-> void`.
        UnitType {
            /// The source of it.
            found: String,
        } = Error 233, "WIT has no unit type `{found}`";
        /// A value of a field or a case, `a = 5`.
        ValueOfName {
            /// The field or case.
            name: String,
        } = Error 234, "`{name}` cannot have a value";
        /// An optional field or parameter, `a?: u32`.
        OptionalMark = Error 235, "WIT has no `?`";
        /// A name without the `:` after it.
        MissingColon {
            /// The name.
            name: String,
        } = Error 236, "missing `:` after `{name}`";
        /// A name without a type.
        MissingType {
            /// The name.
            name: String,
        } = Error 237, "`{name}` has no type";
        /// A case of a variant with something other than one type in parentheses.
        CasePayload {
            /// The case.
            name: String,
            /// The rest of the message: `needs its type in parentheses`.
            problem: String,
        } = Error 238, "case `{name}` {problem}";
        /// A case of an enum, or a flag, with a type.
        CaseWithType {
            /// `enum` or `flags`.
            owner: String,
            /// The case.
            name: String,
        } = Error 239, "`{name}` in `{owner}` cannot hold a type";
        /// A type definition where a type is used.
        InlineDefinition {
            /// `record`.
            word: String,
        } = Error 240, "`{word}` is not allowed in a type";
        /// A function type.
        FunctionType = Error 241, "WIT has no function types";
        /// A path as a type, `a.b` or `a:b/c`.
        PathAsType {
            /// The path.
            path: String,
        } = Error 242, "`{path}` is a path, not the name of a type";
        /// Missing or unexpected type arguments of a built-in type.
        TypeArguments {
            /// The type.
            name: String,
        } = Error 243, "invalid type arguments of `{name}`";
        /// A handle to something other than a resource, `borrow<u32>`.
        HandleOfType {
            /// `own` or `borrow`.
            word: String,
            /// The source of it.
            found: String,
        } = Error 244, "`{word}<…>` needs a resource, found `{found}`";
        /// A fixed length of a list that is too large.
        ListSize {
            /// The length in the source.
            size: String,
        } = Error 245, "a list cannot have {size} elements";
        /// More levels of nesting than the parser allows.
        TooDeep = Error 246, "items or types are nested too deeply";
        /// A value in an interface, `name: string;`.
        ValueItem {
            /// The name.
            name: String,
        } = Error 247, "`{name}` is not a function";
        /// A word that starts no item.
        NotAnItem {
            /// The word.
            word: String,
        } = Error 248, "expected an item, found `{word}`";
        /// An import, export or include in an interface.
        OnlyInWorld {
            /// `import`.
            word: String,
        } = Error 249, "`{word}` is only allowed in a world";
        /// A function of a world without `import` or `export`.
        BareFunction {
            /// The function.
            name: String,
        } = Error 250, "`{name}` is neither imported nor exported";
        /// An import or export of single items of an interface.
        ExternPicks {
            /// `import`.
            word: String,
        } = Error 251, "`{word}` cannot pick items of an interface";
        /// An import or export with `as`.
        ExternAlias {
            /// `import`.
            word: String,
        } = Error 252, "`{word}` has no `as`";
        /// An import or export of several interfaces.
        ExternList {
            /// `import`.
            word: String,
        } = Error 253, "`{word}` takes one name";
        /// An interface in the `with` of an include.
        RenameOfInterface = Error 254, "`with` cannot rename an interface";
        /// A `use` that picks no type.
        UseWithoutNames = Error 255, "`use` picks no type";
        /// A wildcard `*`.
        UseStar = Error 256, "WIT has no wildcard `*`";
        /// A `use` in another syntax.
        UseSyntax = Error 257, "a `use` is `use path.{{a, b}};`";
        /// A `use` of a package.
        UseOfPackage {
            /// The package.
            package: String,
        } = Error 258, "`use` needs an interface, and `{package}` is a package";
        /// A top-level `use` that picks types.
        TopUsePicks = Error 259, "a top-level `use` cannot pick types";
        /// A constructor in another syntax.
        ConstructorSyntax = Error 260, "a constructor is `constructor(…);`";
        /// A type definition in a resource.
        TypeInResource {
            /// `record`.
            word: String,
            /// The resource.
            resource: String,
        } = Error 261, "`{word}` is not allowed in resource `{resource}`";
        /// A definition with type parameters, `record r<t>`.
        GenericDefinition {
            /// The type.
            name: String,
        } = Error 262, "`{name}` cannot have type parameters";
        /// An unknown attribute.
        UnknownAttribute {
            /// The name.
            name: String,
        } = Error 263, "WIT has no attribute `@{name}`";
        /// A missing or invalid argument of an attribute.
        AttributeArguments {
            /// The name.
            name: String,
            /// The argument in parentheses: `(version = 1.0.0)`.
            needs: String,
        } = Error 264, "`@{name}` needs `{needs}`";
        /// An attribute where none is allowed.
        AttributeMisplaced {
            /// The construct after it.
            what: String,
        } = Error 265, "{what} cannot have attributes";
        /// A result without `->`.
        MissingArrow = Error 266, "missing `->` before the result";
        /// A delimiter or `:` that is there twice or has no counterpart.
        ExtraToken {
            /// The token.
            mark: String,
        } = Error 267, "unexpected `{mark}`";
        /// A file in another format.
        NotWit {
            /// The format.
            what: String,
        } = Error 268, "this file is {what}, not WIT";
        /// The markers of a merge conflict.
        MergeConflict = Error 269, "unresolved Git merge conflict";
        /// A type in place of a case.
        NamelessCase {
            /// The type.
            ty: String,
        } = Error 270, "a case needs a name, found the type `{ty}`";
        /// Syntax of an early version of WIT.
        OldSyntax {
            /// The source of it.
            found: String,
        } = Error 271, "`{found}` is old WIT syntax";
        /// A field or parameter with two words before the `:`, or with the type first.
        FieldSyntax {
            /// `field` or `parameter`.
            what: String,
        } = Error 272, "a {what} is `name: type`";
        /// A token between the end of an item and its `;`.
        TokenAfterItem {
            /// The token.
            found: String,
            /// The item: `function`.
            item: String,
        } = Error 273, "unexpected {found} after a complete {item}";
    }
}
