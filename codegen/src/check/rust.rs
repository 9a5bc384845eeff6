//! Names that are sound in WIT and clash in the Rust that is made of them.

use super::bodies::functions;
use super::model::{Checker, Owner};
use crate::diagnostic::{Diagnostic, RustFault};
use crate::syntax::tree::{ExternKind, Name, Shape};

impl<'t> Checker<'t> {
    /// Reports the names of every interface and world that clash.
    pub(super) fn rust_names(&self) {
        for package in 0..self.packages.len() {
            for at in self.interfaces(package) {
                self.rust_scope(&Owner::interface(at));
            }
            for at in self.worlds_of(package) {
                let owner = Owner::world(at);
                self.rust_scope(&owner);
                for item in &at.item.body.externs {
                    if let ExternKind::Inline(name, body) = &item.kind {
                        self.rust_scope(&Owner { body, word: "interface", name, ..owner });
                    }
                }
            }
        }
    }

    fn rust_scope(&self, owner: &Owner<'t>) {
        self.guest_traits(owner);
        let types: Vec<&Name> = owner.type_names();
        self.rust_same(owner, &types, camel);
        let functions: Vec<&Name> = functions(owner.body).map(|f| &f.name).collect();
        self.rust_same(owner, &functions, snake);
    }

    /// A type `guest-r` beside a resource `r`, whose trait is `GuestR`.
    fn guest_traits(&self, owner: &Owner<'t>) {
        let file = self.owner_file(owner);
        let resources =
            owner.body.types.iter().filter(|def| matches!(def.shape, Shape::Resource(_)));
        for resource in resources {
            let trait_name = format!("Guest{}", camel(&resource.name.text));
            let clash = owner.type_names().into_iter().find(|name| camel(&name.text) == trait_name);
            let Some(name) = clash else { continue };
            let def = owner.body.types.iter().find(|def| std::ptr::eq(&raw const def.name, name));
            let word = def.map_or("type", |def| def.shape.word());
            let kind = RustFault::GuestTrait {
                name: format!("{word} `{}`", name.text),
                rust: trait_name.clone(),
                resource: resource.name.text.clone(),
            };
            let label = format!("this becomes `{trait_name}` in Rust");
            let fault = Diagnostic::at(kind, file, name.span.clone(), label)
                .with_label(
                    file,
                    resource.name.span.clone(),
                    format!("so does the trait of this `{}`", resource.name.text),
                )
                .with_help(format!(
                    "rename one of them, as in `{word} {}-info`",
                    resource.name.text
                ));
            self.report(owner.package, fault);
        }
    }

    fn rust_same(&self, owner: &Owner<'t>, names: &[&'t Name], rust: fn(&str) -> String) {
        let file = self.owner_file(owner);
        for (index, name) in names.iter().enumerate() {
            let first = names[..index]
                .iter()
                .find(|first| rust(&first.text) == rust(&name.text) && first.text != name.text);
            let Some(first) = first else { continue };
            let kind = RustFault::SameName {
                name: name.text.clone(),
                first: first.text.clone(),
                rust: rust(&name.text),
            };
            let fault = Diagnostic::at(kind, file, name.span.clone(), "again here")
                .with_label(file, first.span.clone(), "first here")
                .with_help("rename one of them");
            self.report(owner.package, fault);
        }
    }
}

/// `guest-r` as `GuestR`.
fn camel(name: &str) -> String {
    name.split('-')
        .map(|part| {
            let mut chars = part.chars();
            let first = chars.next().map(|c| c.to_ascii_uppercase());
            first.into_iter().chain(chars.map(|c| c.to_ascii_lowercase())).collect::<String>()
        })
        .collect()
}

/// `get-url` as `get_url`.
fn snake(name: &str) -> String {
    name.to_ascii_lowercase().replace('-', "_")
}
