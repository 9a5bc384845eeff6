//! Edits wit-bindgen's code so that rustc reports a missing trait of the exported type once, at the type in `export!`.
//!
//! wit-bindgen's macros name the type in each exported function, and rustc reports a missing trait for each. So each interface gets
//! a trait `__Guest` that every type with the trait `Guest` implements, and whose associated type `Type` is the type itself.
//! Where the trait is missing, `Type` is an error: it causes no others, and that error is the same for all functions, of
//! which rustc prints equal ones once. A metavariable of the kind `tt`, inside a repetition, keeps the span of the user's token.
//!
//! The functions of resources get the type with the trait `Guest` as well, and not the type of the resource: rustc reports a missing trait of
//! that where the user names it.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::{ToTokens as _, format_ident, quote};

use crate::code::items::{Item, Items, Kind};

/// The exported type, in the items of an `export!` around the macros of interfaces.
pub(super) const EXPORTED: &str = "__Exported";

/// Edits the macros and the exported functions of a world.
pub(super) fn edit(items: &mut Items) {
    let has_guest = items.0.iter().any(is_guest);
    for item in &mut items.0 {
        if matches!(item.kind, Kind::Module(_)) {
            item.edit(edit);
        } else if item.keyword() == "macro_rules" {
            edit_macro(item, has_guest);
        } else if has_guest {
            edit_functions(item);
        }
    }
}

/// The trait `__Guest` of an interface, next to `Guest`, with the attribute that describes its error.
pub(super) fn guest_or_error(on_unimplemented: &TokenStream) -> TokenStream {
    quote! {
        #[doc(hidden)]
        #on_unimplemented
        pub trait __Guest {
            type Type;
        }
        #[diagnostic::do_not_recommend]
        impl<T: Guest> __Guest for T {
            type Type = T;
        }
    }
}

/// `true` for the trait that the exported type implements.
pub(super) fn is_guest(item: &Item) -> bool {
    item.keyword() == "trait" && item.name().is_some_and(|name| name == "Guest")
}

/// Edits the arms of a macro that take a path. The arm without one is unnecessary: our `export!` passes a path.
fn edit_macro(item: &mut Item, has_guest: bool) {
    let name = item.name_after("macro_rules").unwrap_or_default();
    let is_of_interface = has_guest && name.ends_with("_cabi");
    let Some(TokenTree::Group(arms)) = item.tokens.last_mut() else { return };
    let tokens: Vec<TokenTree> = arms.stream().into_iter().collect();
    let mut edited = TokenStream::new();
    for arm in tokens.split_inclusive(|token| is_punct(token, ';')) {
        let [TokenTree::Group(matcher), equals, greater, TokenTree::Group(body), ..] = arm else {
            continue;
        };
        if matcher.stream().into_iter().all(|token| !is_ident(&token, "with_types_in")) {
            continue;
        }
        let matcher = edit_tokens(matcher.stream());
        let body = edit_tokens(body.stream());
        let body = if is_of_interface { with_checked_type(body) } else { body };
        edited.extend(quote! { (#matcher) #equals #greater (#body); });
    }
    *arms = Group::new(arms.delimiter(), edited);
}

/// Adds the alias of the exported type, or of the error, to `const _: () = { … };`.
fn with_checked_type(body: TokenStream) -> TokenStream {
    let exported = format_ident!("{EXPORTED}");
    let alias = quote! { type $($ty)* = <#exported as $($path_to_types)*::__Guest>::Type; };
    body.into_iter()
        .flat_map(|token| match &token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                in_group(&token, |functions| quote! { #alias #functions })
            }
            _ => token.into(),
        })
        .collect()
}

/// Replaces `$ty`, and `<$ty as path::Guest>::Resource`.
fn edit_tokens(tokens: TokenStream) -> TokenStream {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut edited = TokenStream::new();
    let mut rest = tokens.as_slice();
    while let Some((first, after)) = rest.split_first() {
        let (replaced, length) = match rest {
            // `<$ty as $($path_to_types)*::Guest>::Resource`
            [less, dollar, ty, r#as, ..]
                if is_punct(less, '<') && is_type(dollar, ty) && is_ident(r#as, "as") =>
            {
                (quote! { $($ty)* }, 14)
            }
            [dollar, ty, colon, _kind, with, ..]
                if is_type(dollar, ty)
                    && is_punct(colon, ':')
                    && is_ident(with, "with_types_in") =>
            {
                (quote! { ($($ty:tt)*) }, 4)
            }
            [dollar, ty, with, ..] if is_type(dollar, ty) && is_ident(with, "with_types_in") => {
                (quote! { ($($ty)*) }, 2)
            }
            [dollar, ty, ..] if is_type(dollar, ty) => (quote! { $($ty)* }, 2),
            _ => {
                edited.extend(in_group(first, edit_tokens));
                rest = after;
                continue;
            }
        };
        edited.extend(replaced);
        rest = &rest[length.min(rest.len())..];
    }
    edited
}

/// Edits the exported functions of a resource, alone or in an `impl`.
fn edit_functions(item: &mut Item) {
    match item.keyword().as_str() {
        "impl" => item.edit(|items| items.0.iter_mut().for_each(edit_functions)),
        "unsafe" => edit_function(item),
        _ => {}
    }
}

/// Replaces the parameter `T: GuestResource` of a function by `T: Guest`, and in its body `T` by `T::Resource`.
fn edit_function(item: &mut Item) {
    let bound = item.tokens.windows(4).position(|tokens| {
        is_punct(&tokens[0], '<') && is_punct(&tokens[2], ':') && resource(&tokens[3]).is_some()
    });
    let Some(at) = bound else { return };
    let Some(resource) = resource(&item.tokens[at + 3]) else { return };
    let parameter = item.tokens[at + 1].to_string();
    item.tokens[at + 3] = TokenTree::Ident(format_ident!("Guest"));
    if let Some(body) = item.tokens.pop() {
        item.tokens.extend(in_group(&body, |body| of_resource(body, &parameter, &resource)));
    }
}

/// The name of the resource of a trait such as `GuestResource`.
fn resource(token: &TokenTree) -> Option<String> {
    let name = token.to_string();
    name.strip_prefix("Guest").filter(|name| !name.is_empty()).map(str::to_owned)
}

/// Replaces the type `parameter` by its associated type `resource`.
fn of_resource(tokens: TokenStream, parameter: &str, resource: &str) -> TokenStream {
    let resource_ident = format_ident!("{resource}");
    let mut tokens = tokens.into_iter().peekable();
    let mut edited = TokenStream::new();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(ident) if ident == parameter => {
                let ty = quote! { #ident::#resource_ident };
                let is_path = tokens.peek().is_some_and(|next| is_punct(next, ':'));
                edited.extend(if is_path {
                    quote! { <#ty> }
                } else {
                    ty
                });
            }
            token => {
                edited.extend(in_group(&token, |inner| of_resource(inner, parameter, resource)));
            }
        }
    }
    edited
}

/// Edits the content of a group.
fn in_group(token: &TokenTree, edit: impl FnOnce(TokenStream) -> TokenStream) -> TokenStream {
    match token {
        TokenTree::Group(group) => {
            TokenTree::Group(Group::new(group.delimiter(), edit(group.stream())))
                .into_token_stream()
        }
        token => token.to_token_stream(),
    }
}

fn is_type(dollar: &TokenTree, name: &TokenTree) -> bool {
    is_punct(dollar, '$') && is_ident(name, "ty")
}

fn is_punct(token: &TokenTree, char: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == char)
}

fn is_ident(token: &TokenTree, name: &str) -> bool {
    matches!(token, TokenTree::Ident(ident) if ident == name)
}

#[cfg(test)]
mod tests {
    use crate::request::Request;

    #[test]
    fn exported_functions_name_only_the_type_with_the_trait_guest() {
        for pub_export_macro in [false, true] {
            let mut request = Request::of_inline(
                "package a:b; interface i { resource r { constructor(); f: func() -> string; g: async func(); } }
                 world w { export i; export h: func(); export j: interface { k: func(); } }",
            );
            request.guest.pub_export_macro = pub_export_macro;
            let bindings = crate::expand(&request);
            assert!(bindings.diagnostics.is_empty(), "{:?}", bindings.diagnostics);
            let code: String = bindings.code.to_string().split_whitespace().collect();
            // Only the two arms of `export!` that put the type into a repetition name it outside of one.
            let outside = code.replace("$($ty:tt)*", "").replace("$($ty)*", "");
            assert_eq!(outside.matches("$ty").count(), 4);
            assert!(!code.contains("T_:GuestR>") && code.contains("<T_::R>::new("), "{code}");
            assert!(!code.contains("as$($path_to_types)*::Guest>"));
            // One check for each interface and for the world.
            assert_eq!(code.matches("as$($path_to_types)*::__Guest>::Type").count(), 3);
        }
    }
}
