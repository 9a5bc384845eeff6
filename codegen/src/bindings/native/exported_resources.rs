//! Exported resources: a table in the run-time support takes the place of the intrinsics of the component model.

use quote::{format_ident, quote};

use super::set_native_body;
use crate::code::items::{Item, Items};

/// The prefix of the names of the traits of resources.
const GUEST: &str = "Guest";

/// Adapts the trait of a resource: `GuestCart`.
pub(super) fn adapt_trait(item: &mut Item) {
    let name = item.name().unwrap_or_default();
    if name == GUEST || !name.starts_with(GUEST) {
        return;
    }
    item.edit(|functions| {
        edit(functions, "_resource_new", |function| {
            let native = quote! {
                __airssys_bindings::__native::insert_rep::<Self>(val, move || {
                    let _rep = unsafe { Self::resource_from_raw_(val.cast()) };
                })
            };
            set_native_body(function, native);
        });
        edit(functions, "_resource_rep", |function| {
            set_native_body(function, quote! { __airssys_bindings::__native::rep::<Self>(handle) });
        });
    });
}

/// Adapts the functions of the handle type of an exported resource, and of its borrowed form, which holds the handle in place of a
/// pointer.
pub(super) fn adapt_impl(name: &str, functions: &mut Items) {
    // The table knows the types.
    edit(functions, "type_guard", |function| set_native_body(function, quote! {}));
    if has(functions, "lift") {
        edit(functions, "as_ptr", |function| {
            let native = quote! {
                __airssys_bindings::__native::rep::<T>(self.rep.addr() as u32).cast_const().cast()
            };
            set_native_body(function, native);
        });
    }
    if has(functions, "type_guard") {
        let borrow = format_ident!("{name}Borrow");
        functions.0.extend(Items::split(quote! {
            #[cfg(not(target_family = "wasm"))]
            #[doc = "Borrows the resource, for functions that take it so in native tests."]
            pub fn borrow(&self) -> #borrow<'_> {
                unsafe { #borrow::lift(::core::ptr::without_provenance(self.handle() as usize)) }
            }
        }).0);
    }
}

/// Adapts `unsafe impl WasmResource for Cart`.
pub(super) fn adapt_drop(item: &mut Item) {
    item.edit(|functions| {
        edit(functions, "drop", |function| {
            set_native_body(
                function,
                quote! { __airssys_bindings::__native::drop_handle(_handle) },
            );
        });
    });
}

fn edit(functions: &mut Items, name: &str, edit: impl FnOnce(&mut Item)) {
    let function = functions.0.iter_mut().find(|function| function.name().as_deref() == Some(name));
    function.map(edit);
}

fn has(functions: &Items, name: &str) -> bool {
    functions.0.iter().any(|function| function.name().as_deref() == Some(name))
}
