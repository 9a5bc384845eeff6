//! Adds the documentation of namespaces and packages to their modules.

use super::items::Items;
use crate::documentation::Documentation;

/// Adds the documentation to the modules that exist.
pub(crate) fn add(tree: &mut Items, documentation: &Documentation<'_>) {
    for (namespace, packages) in documentation.modules() {
        if !tree.has_module(&namespace) {
            continue;
        }
        let module = tree.module(&namespace);
        module.put_before(documentation.namespace(&namespace).attributes());
        module.edit(|items| {
            for (package, id) in packages {
                if items.has_module(&package) {
                    items.module(&package).put_before(documentation.package(id).attributes());
                }
            }
        });
    }
}
