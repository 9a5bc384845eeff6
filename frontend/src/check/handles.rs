//! `own<…>` and `borrow<…>`: that they hold a resource.

use super::model::{Checker, Owner};
use crate::diagnostic::{Diagnostic, TypeError};
use crate::syntax::tree::{Name, Shape};

impl<'t> Checker<'t> {
    /// Checks what a handle holds.
    pub(super) fn handle(&self, owner: &Owner<'t>, name: &Name, word: &str) {
        let Some((at, def)) = self.origin(*owner, &name.text) else { return };
        if matches!(def.shape, Shape::Resource(_) | Shape::Unknown) {
            return;
        }
        let what = match def.shape.word() {
            "enum" => "an enum".to_owned(),
            "flags" => "flags".to_owned(),
            word => format!("a {word}"),
        };
        let kind = TypeError::NotAResource {
            name: name.text.clone(),
            what: what.clone(),
            word: word.to_owned(),
        };
        let file = self.owner_file(owner);
        let fault = Diagnostic::at(kind, file, name.span.clone(), "only resources have handles")
            .with_label(self.owner_file(&at), def.name.span.clone(), format!("this is {what}"))
            .with_help(format!("write `{}`", name.text));
        self.report(owner.package, fault);
    }
}
