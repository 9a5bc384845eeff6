//! Checks the parameters and results of functions, constructors, getters and setters.

use std::collections::BTreeSet;

use super::checker::{Checker, Owner, Target};
use super::duplicates::canonical;
use super::visit::function_types;
use crate::diagnostic::{Diagnostic, Edit, Help, Kind, NameError, RustError, TypeError};
use crate::syntax::tree::{
    Accessor, Body, ExternKind, Field, Function, Method, MethodKind, Name, Shape, Type, TypeKind,
};

/// Returns the error and the help for a getter or setter that Wasmtime does not support.
#[must_use]
pub fn unsupported_accessor(is_getter: bool, name: &str) -> (Kind, String) {
    let (kind, function) = match is_getter {
        true => ("getter", format!("get-{name}: func() -> …")),
        false => ("setter", format!("set-{name}: func(value: …)")),
    };
    let error = RustError::NotSupportedByWasmtime { item: format!("the {kind} `{name}`") };
    let help =
        format!("the WIT is valid; for hosts, write a function in its place, as in `{function};`");
    (error.into(), help)
}

impl<'t> Checker<'t> {
    /// Checks a function.
    pub(super) fn function(&self, owner: &Owner<'t>, function: &'t Function) {
        let file = self.owner_file(owner);
        let of = format!("function `{}`", function.name.text);
        let names = function.params.iter().map(|param| (&param.name, param.ty.span.end));
        self.unique(owner.package, file, "parameter", &of, names);
        for ty in function_types(function) {
            self.check_type(owner, ty);
        }
        if let Some(result) = &function.result
            && self.disabled_feature(&function.attributes).is_none()
        {
            self.borrow_returned(owner, function, result);
        }
        self.accessor(owner, function);
    }

    /// Checks the functions of every resource.
    pub(super) fn methods(&self, owner: &Owner<'t>) {
        for def in &owner.body.types {
            let Shape::Resource(methods) = &def.shape else { continue };
            for method in methods {
                self.function(owner, &method.function);
                self.method(owner, &def.name, method);
            }
        }
    }

    fn method(&self, owner: &Owner<'t>, resource: &'t Name, method: &'t Method) {
        match method.kind {
            MethodKind::Constructor => self.constructor(owner, resource, &method.function),
            MethodKind::Method => self.self_parameter(owner, &method.function),
            MethodKind::Static => {}
        }
    }

    /// Reports a parameter named `self`, which every method already has.
    fn self_parameter(&self, owner: &Owner<'t>, function: &Function) {
        let is_self = |param: &Field| canonical(&param.name.text) == "self";
        let Some(at) = function.params.iter().position(is_self) else { return };
        let param = &function.params[at];
        let kind = NameError::DuplicateIn {
            what: "parameter".to_owned(),
            name: param.name.text.clone(),
            of: format!("method `{}`", function.name.text),
        };
        let file = self.owner_file(owner);
        let diagnostic =
            Diagnostic::at(kind, file, param.name.span.clone(), "methods have an implicit `self`");
        // With the comma after it, or else with the one before it.
        let range = match (function.params.get(at + 1), at.checked_sub(1)) {
            (Some(next), _) => param.name.span.start..next.name.span.start,
            (None, Some(last)) => function.params[last].ty.span.end..param.ty.span.end,
            (None, None) => param.name.span.start..param.ty.span.end,
        };
        let sentence = "remove it, or make the function `static`";
        let help = Help::edits(sentence, vec![Edit::new(file, range, "")]);
        self.report(owner.package, diagnostic.with_help(help));
    }

    fn constructor(&self, owner: &Owner<'t>, resource: &Name, function: &Function) {
        let Some(result) = &function.result else { return };
        let valid = match &result.kind {
            TypeKind::Result(Some(ok), _) => match &ok.kind {
                TypeKind::Name(name) | TypeKind::Own(name) => name.text == resource.text,
                TypeKind::Unknown => true,
                _ => false,
            },
            TypeKind::Unknown => true,
            TypeKind::Name(name) => self.is_result(owner, name),
            _ => false,
        };
        if valid {
            return;
        }
        let file = self.owner_file(owner);
        let params = self.text(file, &function.span);
        let params = params.split("->").next().unwrap_or_default().trim();
        let kind = TypeError::ConstructorResult { name: resource.text.clone() };
        let diagnostic = Diagnostic::at(
            kind,
            file,
            result.span.clone(),
            "the resource is returned without `->`",
        );
        let fallible = format!("{params} -> result<{}, string>;", resource.text);
        let sentence = format!("write `{params};`, or `{fallible}` if it can fail");
        let help = Help::write(format!("{params};")).saying(sentence);
        self.report(owner.package, diagnostic.with_help(help));
    }

    /// Returns `true` if a name is an alias of a `result`, whose types wit-parser checks.
    fn is_result(&self, owner: &Owner<'t>, name: &Name) -> bool {
        match self.origin(*owner, &name.text) {
            Some((_, def)) => match &def.shape {
                Shape::Alias(ty) => matches!(ty.kind, TypeKind::Result(..) | TypeKind::Unknown),
                Shape::Unknown => true,
                _ => false,
            },
            None => true,
        }
    }

    fn accessor(&self, owner: &Owner<'t>, function: &Function) {
        let name = function.name.text.clone();
        let at = function.name.span.clone();
        let file = self.owner_file(owner);
        let count = function.params.len();
        let (kind, label, help): (TypeError, &str, Help) = match function.accessor {
            None => return,
            Some(Accessor::Get) if count > 0 => {
                let help = format!("write `{name}: get() -> …;`, or use `func`");
                (TypeError::GetterParameters { name }, "getters take no parameters", help.into())
            }
            Some(Accessor::Get) if function.result.is_none() => {
                let help = format!("add the type of the value, as in `{name}: get() -> string;`");
                (TypeError::GetterResult { name }, "getters return a value", help.into())
            }
            Some(Accessor::Set) if count != 1 => {
                let help = format!("write only the value, as in `{name}: set(value: u32);`");
                (TypeError::SetterParameters { name }, "setters take only the value", help.into())
            }
            Some(Accessor::Set) if !setter_result(function.result.as_ref()) => {
                let params = self.text(file, &function.span).split("->").next();
                let params = params.unwrap_or_default().trim_end();
                let help = Help::write(format!("{name}: {params};"))
                    .saying("remove the result, or write `-> result<_, string>`");
                (TypeError::SetterResult { name }, "setters return no value", help)
            }
            Some(Accessor::Get | Accessor::Set) if self.input.accessors => return,
            Some(accessor) => {
                let (kind, help) = unsupported_accessor(accessor == Accessor::Get, &name);
                self.report(owner.package, Diagnostic::at(kind, file, at, "").with_help(help));
                return;
            }
        };
        self.report(owner.package, Diagnostic::at(kind, file, at, label).with_help(help));
    }

    /// Checks that every setter has a getter.
    pub(super) fn setters(&self, owner: &Owner<'t>) {
        for function in &owner.body.functions {
            let all = owner.body.functions.iter().map(|f| (false, f));
            self.setter(owner, false, function, all);
        }
        for def in &owner.body.types {
            let Shape::Resource(methods) = &def.shape else { continue };
            for method in methods {
                let of = |method: &'t Method| (method.kind == MethodKind::Static, &method.function);
                let (is_static, function) = of(method);
                self.setter(owner, is_static, function, methods.iter().map(of));
            }
        }
        self.world_setters(owner);
    }

    fn world_setters(&self, owner: &Owner<'t>) {
        for import in [true, false] {
            let own = owner.body.externs.iter().filter(|item| item.import == import);
            let setters = own.filter_map(|item| match &item.kind {
                ExternKind::Function(function) if function.accessor == Some(Accessor::Set) => {
                    Some(function)
                }
                _ => None,
            });
            let setters: Vec<&Function> = setters.collect();
            if setters.is_empty() {
                continue;
            }
            let Some(all) = self.world_functions(owner, import) else { continue };
            for function in setters {
                self.setter(owner, false, function, all.iter().map(|f| (false, *f)));
            }
        }
    }

    /// Returns the functions that a world imports or exports, including those of included worlds. `None` if one of
    /// these is unknown or renames something.
    fn world_functions(&self, owner: &Owner<'t>, import: bool) -> Option<Vec<&'t Function>> {
        let mut all = Vec::new();
        let mut seen: BTreeSet<*const Body> = BTreeSet::new();
        let mut worlds = vec![*owner];
        while let Some(world) = worlds.pop() {
            if world.body.broken {
                return None;
            }
            let own = world.body.externs.iter().filter(|item| item.import == import);
            all.extend(own.filter_map(|item| match &item.kind {
                ExternKind::Function(function) => Some(function),
                _ => None,
            }));
            for include in &world.body.includes {
                let target = self.target(world.package, world.scope, &include.path);
                let Target::World(at) = target else { return None };
                if !include.names.is_empty() || !self.may_visit_included(1) {
                    return None;
                }
                if seen.insert(&raw const at.item.body) {
                    worlds.push(Owner::world(at));
                }
            }
        }
        Some(all)
    }

    fn setter<'f>(
        &self,
        owner: &Owner<'t>,
        is_static: bool,
        function: &Function,
        mut all: impl Iterator<Item = (bool, &'f Function)>,
    ) {
        if function.accessor != Some(Accessor::Set) {
            return;
        }
        let has = all.any(|(other_static, other)| {
            other.accessor == Some(Accessor::Get)
                && other.name.text == function.name.text
                && other_static == is_static
        });
        if has {
            return;
        }
        let name = function.name.text.clone();
        let file = self.owner_file(owner);
        let word = if is_static { "static get" } else { "get" };
        let help = format!("add the getter, `{name}: {word}() -> …;`");
        let kind = TypeError::SetterWithoutGetter { name };
        let diagnostic =
            Diagnostic::at(kind, file, function.name.span.clone(), "setter without a getter");
        self.report(owner.package, diagnostic.with_help(help));
    }

    /// Reports a result that contains a `borrow` at any depth.
    fn borrow_returned(&self, owner: &Owner<'t>, function: &Function, result: &'t Type) {
        let Some((found, name)) = self.borrow_in(*owner, result, &mut Vec::new()) else { return };
        let kind = TypeError::BorrowReturned { name: function.name.text.clone() };
        let file = self.owner_file(owner);
        let here =
            found.0 == file && found.1.start >= result.span.start && found.1.end <= result.span.end;
        let at = if here { found.1.clone() } else { result.span.clone() };
        let label = "a `borrow` is only valid during the call";
        let mut diagnostic = Diagnostic::at(kind, file, at, label);
        let definition = Edit::new(found.0, found.1.clone(), &name);
        if !here {
            diagnostic = diagnostic.with_label(found.0, found.1, "`borrow` used here");
        }
        let help = if here {
            Help::write(name.to_string())
                .saying(format!("write `{name}`, which transfers the resource"))
        } else {
            // An alias in the result is replaced by the resource.
            let is_alias = |used: &&Name| {
                let definition = self.definition(*owner, &used.text);
                definition.is_some_and(|(_, def)| matches!(def.shape, Shape::Alias(_)))
            };
            let names = result.names().into_iter().filter(is_alias);
            let edits = names.map(|alias| Edit::new(file, alias.span.clone(), &name));
            edits
                .fold(Help::sentence(""), |help, edit| {
                    help.or_edits(
                        format!("write `{name}`, which transfers the resource"),
                        vec![edit],
                    )
                })
                .or_else(Help::edits(
                    format!("write `{name}` in the definition, which transfers the resource"),
                    vec![definition],
                ))
                .otherwise(format!("replace `borrow<{name}>` with `{name}`"))
        };
        self.report(owner.package, diagnostic.with_help(help));
    }

    /// Returns the span and the resource of a `borrow` in a type.
    fn borrow_in(
        &self,
        owner: Owner<'t>,
        ty: &'t Type,
        seen: &mut Vec<*const Shape>,
    ) -> Option<((crate::files::FileId, crate::syntax::Span), String)> {
        match &ty.kind {
            TypeKind::Borrow(name) => {
                Some(((self.owner_file(&owner), ty.span.clone()), name.text.clone()))
            }
            TypeKind::Name(name) => {
                let (at, def) = self.definition(owner, &name.text)?;
                // Recursive types are reported elsewhere.
                let shape = std::ptr::from_ref(&def.shape);
                if seen.contains(&shape) {
                    return None;
                }
                seen.push(shape);
                super::visit::shape_types(&def.shape)
                    .into_iter()
                    .find_map(|ty| self.borrow_in(at, ty, seen))
            }
            _ => ty.parts().into_iter().find_map(|ty| self.borrow_in(owner, ty, seen)),
        }
    }
}

fn setter_result(result: Option<&Type>) -> bool {
    result.is_none_or(|ty| {
        matches!(ty.kind, TypeKind::Result(None, _) | TypeKind::Unknown | TypeKind::Name(_))
    })
}
