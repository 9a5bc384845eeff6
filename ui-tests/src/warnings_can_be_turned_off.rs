#![deny(warnings)]

#[allow(deprecated)]
mod bindings {
    airssys_bindings::airssys_bindings!({ path: "ui/packages/empty-package-is-a-warning" });
}
