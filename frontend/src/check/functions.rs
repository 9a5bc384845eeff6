//! Functions, constructors, getters and setters: what they take and give.

use super::bodies::{function_types, functions};
use super::duplicates::canonical;
use super::model::{Checker, Owner, Target};
use crate::diagnostic::{Diagnostic, Kind, NameError, RustError, TypeError};
use crate::syntax::tree::{
    Accessor, ExternKind, Function, Method, MethodKind, Name, Shape, Type, TypeKind,
};

/// The Wasmtime of the feature `host`.
const WASMTIME: &str = "48";

/// The first Wasmtime that reads getters and setters.
const READS_ACCESSORS: &str = "50";

/// The diagnostic and the help for a getter or setter that Wasmtime does not support.
#[must_use]
pub fn unsupported_accessor(is_getter: bool, name: &str) -> (Kind, String) {
    let kind = if is_getter { "getter" } else { "setter" };
    let item = format!("the {kind} `{name}`");
    let fault = RustError::TooNewForWasmtime { item, in_use: WASMTIME.to_owned() };
    let help = format!(
        "write a function, or use Wasmtime {READS_ACCESSORS} or newer, by the feature `host-bindings` and `wasmtime_crate: wasmtime`"
    );
    (fault.into(), help)
}

impl<'t> Checker<'t> {
    /// Checks a function.
    pub(super) fn function(&self, owner: &Owner<'t>, function: &'t Function) {
        let file = self.owner_file(owner);
        let of = format!("function `{}`", function.name.text);
        let names = function.params.iter().map(|param| &param.name).collect();
        self.unique(owner.package, file, "parameter", &of, names);
        for ty in function_types(function) {
            self.ty(owner, ty);
        }
        if let Some(result) = &function.result
            && self.off(&function.attributes).is_none()
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

    /// A parameter called `self` beside the one that every method has.
    fn self_parameter(&self, owner: &Owner<'t>, function: &Function) {
        let Some(param) = function.params.iter().find(|p| canonical(&p.name.text) == "self") else {
            return;
        };
        let kind = NameError::DuplicateIn {
            what: "parameter".to_owned(),
            name: param.name.text.clone(),
            of: format!("method `{}`", function.name.text),
        };
        let file = self.owner_file(owner);
        let fault =
            Diagnostic::at(kind, file, param.name.span.clone(), "methods have a `self` anyway");
        self.report(owner.package, fault.with_help("delete it, or make the function `static`"));
    }

    fn constructor(&self, owner: &Owner<'t>, resource: &Name, function: &Function) {
        let Some(result) = &function.result else { return };
        let sound = match &result.kind {
            TypeKind::Result(Some(ok), _) => match &ok.kind {
                TypeKind::Name(name) | TypeKind::Own(name) => name.text == resource.text,
                TypeKind::Unknown => true,
                _ => false,
            },
            TypeKind::Unknown => true,
            TypeKind::Name(name) => self.is_result(owner, name),
            _ => false,
        };
        if sound {
            return;
        }
        let file = self.owner_file(owner);
        let params = self.text(file, &function.span);
        let params = params.split("->").next().unwrap_or_default().trim();
        let kind = TypeError::ConstructorResult { name: resource.text.clone() };
        let fault =
            Diagnostic::at(kind, file, result.span.clone(), "without `->` it gives the resource");
        let help = format!(
            "write `{params};`, or `{params} -> result<{}, string>;` if it can fail",
            resource.text
        );
        self.report(owner.package, fault.with_help(help));
    }

    /// Whether a name is an alias of some `result`, which wit-parser then judges.
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
        let (kind, label, help): (TypeError, &str, String) = match function.accessor {
            None => return,
            Some(Accessor::Get) if count > 0 => {
                let help = format!("write `{name}: get() -> …;`, or make it a `func`");
                (TypeError::GetterParameters { name }, "a getter takes nothing", help)
            }
            Some(Accessor::Get) if function.result.is_none() => {
                let help = format!("write `{name}: get() -> u32;` with its type");
                (TypeError::GetterResult { name }, "a getter gives a value", help)
            }
            Some(Accessor::Set) if count != 1 => {
                let help = format!("write `{name}: set(value: u32);` with its type");
                (TypeError::SetterParameters { name }, "a setter takes the value alone", help)
            }
            Some(Accessor::Set) if !setter_result(function.result.as_ref()) => {
                let help = "delete the `->` and what follows, or write `-> result<_, string>`";
                (TypeError::SetterResult { name }, "a setter gives no value", help.to_owned())
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

    /// Checks that every setter has its getter.
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
            let Some(all) = self.world_functions(owner, import, 0) else { continue };
            let own = owner.body.externs.iter().filter(|item| item.import == import);
            for item in own {
                if let ExternKind::Function(function) = &item.kind {
                    self.setter(owner, false, function, all.iter().map(|f| (false, *f)));
                }
            }
        }
    }

    /// The functions that a world imports or exports, with those of the worlds that it includes. `None` if one of
    /// them is not known, or renames something.
    fn world_functions(
        &self,
        owner: &Owner<'t>,
        import: bool,
        depth: usize,
    ) -> Option<Vec<&'t Function>> {
        if depth > 20 || owner.body.broken {
            return None;
        }
        let own = owner.body.externs.iter().filter(|item| item.import == import);
        let mut all = own
            .filter_map(|item| match &item.kind {
                ExternKind::Function(function) => Some(function),
                _ => None,
            })
            .collect::<Vec<_>>();
        for include in &owner.body.includes {
            let Target::World(at) = self.target(owner.package, owner.scope, &include.path) else {
                return None;
            };
            if !include.names.is_empty() {
                return None;
            }
            all.extend(self.world_functions(&Owner::world(at), import, depth + 1)?);
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
        let help = format!("add `{name}: {word}() -> …;` of the same name beside it");
        let kind = TypeError::SetterAlone { name };
        let fault = Diagnostic::at(kind, file, function.name.span.clone(), "only a setter");
        self.report(owner.package, fault.with_help(help));
    }

    /// Reports a result that holds a `borrow`, however deep.
    fn borrow_returned(&self, owner: &Owner<'t>, function: &Function, result: &'t Type) {
        let Some((found, name)) = self.borrow_in(*owner, result, &mut Vec::new()) else { return };
        let kind = TypeError::BorrowReturned { name: function.name.text.clone() };
        let file = self.owner_file(owner);
        let here =
            found.0 == file && found.1.start >= result.span.start && found.1.end <= result.span.end;
        let at = if here { found.1.clone() } else { result.span.clone() };
        let label = "a `borrow` ends when the call does";
        let mut fault = Diagnostic::at(kind, file, at, label);
        if !here {
            fault = fault.with_label(found.0, found.1, "it is in here");
        }
        let help = if here {
            format!("write `{name}`, which hands over the resource")
        } else {
            format!("write `{name}` in place of `borrow<{name}>` there")
        };
        self.report(owner.package, fault.with_help(help));
    }

    /// A `borrow` in a type: where, and of which resource.
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
                // Types that hold themselves are told elsewhere.
                let shape = std::ptr::from_ref(&def.shape);
                if seen.contains(&shape) {
                    return None;
                }
                seen.push(shape);
                super::bodies::shape_types(&def.shape)
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

/// The functions of a body that stand in no resource.
pub(super) fn free<'t>(owner: &Owner<'t>) -> Vec<&'t Function> {
    functions(owner.body).collect()
}
