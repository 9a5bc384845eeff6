//! Resources: constructors, methods and static functions.

use super::cursor::{Parsed, Parser, Reported};
use super::other_languages;
use super::token::is_type_keyword;
use super::tree::{Attribute, Function, Method, MethodKind, Name, TypeDef};
use crate::diagnostic::{Edit, Help, SyntaxError};

impl Parser<'_> {
    /// Parses a resource after `resource r`.
    pub(super) fn resource(&mut self, name: &Name) -> Parsed<Vec<Method>> {
        let mut methods = Vec::new();
        let deeper = self.indent_of(self.span().start) > self.indent_of(name.span.start);
        let missing_brace = self.at_line_start() && deeper && self.starts_item();
        self.wrong_opening_brace(Help::write(format!("resource {} {{", name.text)));
        if self.is('<') {
            return Err(self.generic_definition("resource", name));
        }
        if !self.is('{') && !missing_brace {
            self.semicolon("`resource`")?;
            return Ok(methods);
        }
        if missing_brace {
            self.missing_opening_brace(Help::write(format!("resource {} {{", name.text)));
        }
        let at = if missing_brace { name.span.clone() } else { self.span() };
        let opened = self.open_delimiter(format!("resource `{}`", name.text), at);
        self.eat('{');
        let outer = self.resource_name.replace(name.text.clone());
        self.items(&opened, |p| {
            let attributes = p.attributes();
            if p.word() == "use" && !p.is_at(1, ':') {
                return p.use_in_resource(name);
            }
            if !p.foreign_item(None) {
                methods.extend(p.or_foreign_function(|p| p.method(attributes, name))?);
            }
            Ok(())
        });
        self.resource_name = outer;
        if self.is(';') {
            self.stray_semicolon();
        }
        Ok(methods)
    }

    fn method(&mut self, attributes: Vec<Attribute>, resource: &Name) -> Parsed<Method> {
        self.nest(|p| p.method_at_this_level(attributes, resource))
    }

    fn method_at_this_level(
        &mut self,
        attributes: Vec<Attribute>,
        resource: &Name,
    ) -> Parsed<Method> {
        let word = self.word();
        if word == "constructor" && !self.is_at(1, ':') {
            let function = self.constructor(attributes)?;
            return Ok(Method { kind: MethodKind::Constructor, function });
        }
        if word == "async" && self.word_at(1) == "constructor" {
            let span = self.bump().span;
            self.error(
                SyntaxError::ConstructorSyntax,
                span,
                "not allowed here",
                Help::remove("remove `async`"),
            );
            return self.method(attributes, resource);
        }
        if word == "constructor" {
            return Err(self.constructor_as_function());
        }
        if self.is('~') && self.is_name_at(1) {
            return Err(self.destructor());
        }
        if matches!(word, "destructor" | "drop" | "dispose" | "finalize") && self.is_at(1, '(') {
            return Err(self.destructor());
        }
        if is_type_keyword(word) && self.is_name_at(1) {
            return self.type_in_resource(resource);
        }
        if matches!(word, "new" | "init" | "create") && self.is_at(1, '(') {
            return Err(self.foreign_constructor());
        }
        if word == "static" && self.is_name_at(1) {
            return self.static_before_name(attributes);
        }
        self.function_of_resource(attributes)
    }

    /// Reports `constructor(…);` outside of every resource.
    pub(super) fn constructor_outside(&mut self) -> Reported {
        let span = self.bump().span;
        let params = self.parenthesized_after(span.start).to_owned();
        let help = format!(
            "move it into a resource, as in `resource my-resource {{ constructor{params}; }}`"
        );
        self.error(SyntaxError::ConstructorSyntax, span, "only resources have constructors", help)
    }

    fn destructor(&mut self) -> Reported {
        let start = self.bump().span.start;
        if self.is_name_at(0) {
            self.bump();
        }
        let span = start..self.end();
        let kind = SyntaxError::ForeignKeyword { found: self.slice(&span).to_owned() };
        self.error(kind, span, "resources are dropped implicitly", Help::remove("remove it"))
    }

    fn function_of_resource(&mut self, attributes: Vec<Attribute>) -> Parsed<Method> {
        let mut kind = MethodKind::Method;
        if self.is_name_at(0) && self.is_at(1, ':') && self.word_at(2) == "static" {
            kind = MethodKind::Static;
        }
        let function = self.named_function(attributes)?;
        Ok(Method { kind, function })
    }

    fn constructor(&mut self, attributes: Vec<Attribute>) -> Parsed<Function> {
        let span = self.bump().span;
        if !self.is('(') {
            let reported = self.error(
                SyntaxError::MissingParameters { name: "constructor".to_owned() },
                self.after_last(),
                "expected `()` here",
                Help::write("constructor();"),
            );
            if self.eat(';') {
                return Ok(plain(span, attributes));
            }
            return Err(reported);
        }
        let params = self.parameters("`constructor`")?;
        let result = self.result("constructor")?;
        self.semicolon("constructor")?;
        Ok(Function { params, result, ..plain(span.start..self.end(), attributes) })
    }

    fn constructor_as_function(&mut self) -> Reported {
        let span = self.span();
        let params = self.parenthesized_after(span.start).to_owned();
        self.error(
            SyntaxError::ConstructorSyntax,
            span,
            "a constructor has no `: func`",
            Help::write(format!("constructor{params};")),
        )
    }

    /// Returns the source from the next `(` on the line of an offset to its `)`.
    pub(super) fn parenthesized_after(&self, at: usize) -> &str {
        let line = self.source[at..].lines().next().unwrap_or_default();
        let Some(open) = line.find('(') else { return "()" };
        let line = &line[open..];
        let mut depth = 0usize;
        for (at, c) in line.char_indices() {
            match c {
                '(' => depth += 1,
                ')' if depth == 1 => return &line[..=at],
                ')' => depth -= 1,
                _ => {}
            }
        }
        "(…)"
    }

    fn foreign_constructor(&mut self) -> Reported {
        let span = self.span();
        let params = self.parenthesized_after(span.start).to_owned();
        self.error(
            SyntaxError::ConstructorSyntax,
            span,
            "WIT calls it `constructor`",
            Help::write(format!("constructor{params};")),
        )
    }

    fn type_in_resource(&mut self, resource: &Name) -> Parsed<Method> {
        let mut types: Vec<TypeDef> = Vec::new();
        let reported =
            self.misplaced_in_resource(resource, |p| p.type_item(Vec::new(), &mut types));
        self.misplaced.misplaced_types.extend(types.into_iter().map(|ty| ty.name.text));
        Err(reported)
    }

    fn use_in_resource(&mut self, resource: &Name) -> Parsed<()> {
        self.misplaced_in_resource(resource, |p| {
            let names = p.use_item(Vec::new())?.into_iter().flat_map(|used| used.names);
            p.misplaced.misplaced_types.extend(names.map(|used| used.local().text.clone()));
            Ok(())
        });
        self.lost_element = true;
        Ok(())
    }

    /// Reports an item in a resource, with edits that move it before the other items of the interface.
    fn misplaced_in_resource(
        &mut self,
        resource: &Name,
        read: impl FnOnce(&mut Self) -> Parsed<()>,
    ) -> Reported {
        let (word, span) = (self.word().to_owned(), self.span());
        let first_error = self.error_count();
        let kind = SyntaxError::TypeInResource { word, resource: resource.text.clone() };
        let reported = self.error(kind, span.clone(), "a resource contains only functions", "");
        let help = format!("move it before `resource {}`", resource.text);
        let help = match read(self) {
            Ok(()) => {
                let span = span.start..self.end();
                let item = self.slice(&span);
                let removed = Edit::new(self.file, self.before(span.start)..span.end, "");
                Help::edits(help, self.insertion(item).into_iter().chain([removed]).collect())
            }
            Err(_) => help.into(),
        };
        self.replace_help(first_error, help);
        reported
    }

    /// Reports and parses `static f: func()` in place of `f: static func()`.
    fn static_before_name(&mut self, attributes: Vec<Attribute>) -> Parsed<Method> {
        let start = self.span().start;
        let span = self.bump().span;
        if self.word() == "constructor" {
            self.error(
                SyntaxError::ConstructorSyntax,
                span,
                "not allowed here",
                Help::remove("remove `static`"),
            );
            let function = self.constructor(attributes)?;
            return Ok(Method { kind: MethodKind::Constructor, function });
        }
        let name = self.slice(&self.span()).to_owned();
        let first_error = self.error_count();
        let help = Help::write(format!("{name}: static func(…)"));
        self.error(SyntaxError::FunctionSyntax, span, "expected after the `:`", help);
        let skip = other_languages::is_function_word(self.word()) && self.is_name_at(1);
        if skip {
            self.bump();
        }
        let mut method = self.function_of_resource(attributes)?;
        self.help_with_signature(first_error, start, &mut method.function, "static ");
        method.kind = MethodKind::Static;
        Ok(method)
    }
}

fn plain(span: super::Span, attributes: Vec<Attribute>) -> Function {
    Function {
        name: Name { text: "constructor".to_owned(), span: span.clone() },
        attributes,
        accessor: None,
        params: Vec::new(),
        result: None,
        span,
    }
}
