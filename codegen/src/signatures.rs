//! From a generated trait to the implementation that a user has to write: its functions with types as users name them.

use proc_macro2::TokenStream;
use syn::{
    Attribute, FnArg, GenericArgument, ItemTrait, PathArguments, ReturnType, Signature, TraitItem,
    Type, TypePath,
};

/// The required items of a generated trait.
pub(crate) struct Signatures(ItemTrait);

impl Signatures {
    /// Returns the required items of a trait. `None` if the tokens are not a trait.
    pub(crate) fn of(item: TokenStream) -> Option<Self> {
        let mut item: ItemTrait = syn::parse2(item).ok()?;
        item.attrs.clear();
        item.items.retain_mut(|item| match item {
            TraitItem::Fn(function) => {
                if is_unit(&function.sig.output) {
                    function.sig.output = ReturnType::Default;
                }
                function.default.is_none()
            }
            TraitItem::Type(ty) => ty.default.is_none(),
            _ => false,
        });
        Some(Self(item))
    }

    /// Removes the attributes.
    pub(crate) fn without_attributes(mut self) -> Self {
        for item in &mut self.0.items {
            if let TraitItem::Fn(function) = item {
                function.attrs.clear();
            }
        }
        self
    }

    /// Adds `todo!()` as the body of each function, and the type for each resource. Edits the attributes.
    pub(crate) fn implement(
        &mut self,
        resources: &[(String, String)],
        mut edit_attributes: impl FnMut(&mut Vec<Attribute>),
    ) {
        for item in &mut self.0.items {
            match item {
                TraitItem::Fn(function) => {
                    edit_attributes(&mut function.attrs);
                    function.default = Some(syn::parse_quote!({ todo!() }));
                    function.semi_token = None;
                }
                TraitItem::Type(ty) => {
                    let resource = resources.iter().find(|(name, _)| ty.ident == name);
                    if let Some(ty_of_user) = resource.and_then(|(_, ty)| syn::parse_str(ty).ok()) {
                        ty.bounds.clear();
                        ty.colon_token = None;
                        ty.default = Some((Default::default(), ty_of_user));
                    }
                }
                _ => {}
            }
        }
    }

    /// Edits the path of each type in the signatures.
    pub(crate) fn edit_types(&mut self, mut edit: impl FnMut(&mut TypePath)) {
        for item in &mut self.0.items {
            if let TraitItem::Fn(function) = item {
                types_of(&mut function.sig).for_each(|ty| edit_type(ty, &mut edit));
            }
        }
    }

    /// Renders the items as an implementation that starts with `header`, with the first `limit` items.
    pub(crate) fn render(&self, header: &str, limit: usize) -> String {
        let mut item = self.0.clone();
        let hidden = item.items.len().saturating_sub(limit);
        item.items.truncate(limit);
        let file = syn::File {
            shebang: None,
            frontmatter: None,
            attrs: Vec::new(),
            items: vec![syn::Item::Trait(item)],
        };
        let source = prettyplease::unparse(&file);
        let body = source.split_once('{').map_or("}", |(_, body)| body).trim_end();
        match hidden {
            0 => format!("{header} {{{body}"),
            _ => format!("{header} {{{}    // and {hidden} more\n}}", body.trim_end_matches('}')),
        }
    }
}

/// Shortens the path of a type to its last segment: `String` for `_rt::String`.
pub(crate) fn shorten(ty: &mut TypePath) {
    if ty.qself.is_none()
        && let Some(last) = ty.path.segments.last().cloned()
    {
        ty.path = last.into();
    }
}

/// `true` for `-> ()`.
fn is_unit(output: &ReturnType) -> bool {
    matches!(output, ReturnType::Type(_, ty) if matches!(&**ty, Type::Tuple(tuple) if tuple.elems.is_empty()))
}

/// The types of the parameters and of the result.
fn types_of(signature: &mut Signature) -> impl Iterator<Item = &mut Type> {
    let parameters = signature.inputs.iter_mut().filter_map(|input| match input {
        FnArg::Typed(parameter) => Some(&mut *parameter.ty),
        FnArg::Receiver(_) => None,
    });
    let result = match &mut signature.output {
        ReturnType::Type(_, ty) => Some(&mut **ty),
        ReturnType::Default => None,
    };
    parameters.chain(result)
}

/// Edits a type and the types that it contains. Generic arguments need no `::` before them.
fn edit_type(ty: &mut Type, edit: &mut impl FnMut(&mut TypePath)) {
    match ty {
        Type::Path(path) => {
            for segment in &mut path.path.segments {
                if let PathArguments::AngleBracketed(arguments) = &mut segment.arguments {
                    arguments.colon2_token = None;
                    for argument in &mut arguments.args {
                        if let GenericArgument::Type(ty) = argument {
                            edit_type(ty, edit);
                        }
                    }
                }
            }
            edit(path);
        }
        Type::Tuple(tuple) => tuple.elems.iter_mut().for_each(|ty| edit_type(ty, edit)),
        Type::Reference(reference) => edit_type(&mut reference.elem, edit),
        Type::Slice(slice) => edit_type(&mut slice.elem, edit),
        Type::Array(array) => edit_type(&mut array.elem, edit),
        _ => {}
    }
}
