//! The pages of modules put before these, when they are there.

use super::item::Items;
use crate::documentation::Documentation;

/// Puts the pages of namespaces and packages before their modules.
pub(crate) fn add(tree: &mut Items, documentation: &Documentation<'_>) {
    for (namespace, packages) in documentation.modules() {
        if tree.module_names().all(|module| module != namespace) {
            continue;
        }
        let module = tree.module(&namespace);
        module.put_before(documentation.namespace(&namespace).attributes());
        module.edit(|items| {
            for (package, id) in packages {
                if items.module_names().any(|module| module == package) {
                    items.module(&package).put_before(documentation.package(id).attributes());
                }
            }
        });
    }
}
