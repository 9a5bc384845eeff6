//! Parses the value of each option into its field of the request.

use airssys_bindings_codegen::diagnostic::ArgumentError;
use airssys_bindings_codegen::output;
use airssys_bindings_codegen::request::{
    FunctionFlag, FunctionRules, Ownership, Request, Side, WorldOptions,
};
use proc_macro2::{Ident, Span};
use syn::ext::IdentExt as _;
use syn::parse::ParseStream;
use syn::{LitBool, LitInt, Path, Token, braced};

use super::{Arguments, value};
use crate::spans::Spans;

/// Parses the value of an option. `span` is the span of the value, or of the name of a flag that stands alone.
///
/// The caller reports an error as a value of the wrong type, in the words of the table.
pub(super) fn parse(
    option: &str,
    arguments: &mut Arguments,
    input: ParseStream<'_>,
    span: Span,
) -> syn::Result<()> {
    let Arguments { request, spans, .. } = arguments;
    spans.tokens.add(option, input.fork().parse()?);
    let Request { roots, resolution, selection, types, guest, host, output, .. } = request;
    match option {
        "path" => roots.path = spans.given_list(value::string_or_list(input)?),
        "inline" => roots.inline = Some(spans.given(value::string(input)?)),
        "max_file_size" => {
            roots.max_file_size = Some(input.parse::<LitInt>()?.base10_parse()?);
        }
        "features" => resolution.features = spans.given_list(value::strings(input)?),
        "all_features" => resolution.all_features = Some(value::boolean(input)?),
        "locked" => resolution.locked = value::boolean(input)?,
        "world" => selection.world = Some(spans.given(value::string(input)?)),
        "worlds" => selection.worlds = spans.given_list(value::strings(input)?),
        "packages" => selection.packages = spans.given_list(value::strings(input)?),
        "cfg" => {
            let predicates = value::map(input, value::predicate)?;
            let mut invalid = predicates.iter();
            let invalid = invalid.find_map(|(_, it)| value::predicate_with_parentheses(it));
            if let Some((name, valid)) = invalid {
                let error = ArgumentError::UnexpectedToken {
                    expected: "a predicate of `cfg`",
                    found: format!("`{name}(…)`"),
                };
                arguments.error(error, name.span(), &format!("write `{valid}`"));
                return Err(input.error("invalid predicate"));
            }
            let predicates = predicates.into_iter();
            let predicates =
                predicates.map(|(name, predicate)| (name, spans.predicates.add(predicate)));
            let predicates = predicates.collect();
            selection.cfg = spans.given_map(predicates);
        }
        "strict_world" => selection.strict_world = value::boolean(input)?,
        "side" => {
            request.side = side(input)?;
            arguments.side_span = Some(span);
        }
        "share_types" => types.separate_types = !value::boolean(input)?,
        "with" => {
            let paths = value::map(input, value::module_path)?.into_iter();
            let paths = paths.map(|(name, (path, segments))| {
                spans.with.add(&segments);
                (name, path.into())
            });
            let paths = paths.collect();
            types.with = spans.given_map(paths);
        }
        "additional_derives" => {
            let derives = value::paths(input)?.into_iter();
            types.additional_derives = derives.map(|path| spans.predicates.add(path)).collect();
        }
        "ownership" => {
            types.ownership_argument = Some(spans.add(span));
            types.ownership = ownership(input)?;
        }
        "module" => return module(arguments, input, span),
        "warnings" => output.silent = !value::boolean(input)?,
        "debug" => output.debug = value::boolean(input)?,

        "world_options" => {
            request.world_options = spans.given_map(value::map(input, world_options)?);
        }
        "stubs" => guest.stubs = value::boolean(input)?,
        "skip" => guest.skip = spans.given_list(value::strings(input)?),
        "raw_strings" => guest.raw_strings = value::boolean(input)?,
        "std_feature" => guest.std_feature = value::boolean(input)?,
        "export_prefix" => guest.export_prefix = Some(value::string(input)?.0),
        "export_macro_name" => guest.export_macro_name = Some(value::rust::<Ident>(input)?),
        "mocks" => guest.mocks = value::boolean(input)?,
        "pub_export_macro" => guest.pub_export_macro = value::boolean(input)?,
        "default_bindings_module" => {
            guest.default_bindings_module = Some(value::rust::<Path>(input)?);
        }
        "runtime_path" => guest.runtime_path = Some(value::rust::<Path>(input)?),
        "bitflags_path" => guest.bitflags_path = Some(value::rust::<Path>(input)?),
        "map_type" => guest.map_type = Some(value::rust::<Path>(input)?),
        "additional_derives_ignore" => {
            guest.additional_derives_ignore = spans.given_list(value::strings(input)?);
        }
        "additional_type_attributes" => {
            guest.additional_type_attributes = spans.given_map(value::attributes(input)?);
        }
        "additional_member_attributes" => {
            guest.additional_member_attributes = spans.given_map(value::attributes(input)?);
        }
        "type_section_suffix" => guest.type_section_suffix = Some(value::string(input)?.0),
        "disable_run_ctors_once_workaround" => {
            guest.disable_run_ctors_once_workaround = value::boolean(input)?;
        }
        "disable_custom_section_link_helpers" => {
            guest.disable_custom_section_link_helpers = value::boolean(input)?;
        }
        "sync" => guest.sync = spans.given_list(value::all_or_list(input)?),
        "chainable_methods" => guest.chainable_methods = spans.given_list(value::strings(input)?),
        "merge_structurally_equal_types" => {
            guest.merge_structurally_equal_types = value::boolean(input)?;
        }
        // All interfaces that `with` does not name are generated, and all types.
        "generate_all" | "generate_unused_types" => drop(value::boolean(input)?),

        "imports" => host.imports = function_rules(spans, input)?,
        "exports" => host.exports = function_rules(spans, input)?,
        "trappable_error_type" => {
            host.trappable_error_type =
                spans.given_map(value::entries::<Token![=>], _>(input, value::path)?);
        }
        "named_imports" => host.named_imports = spans.given_map(value::map(input, value::path)?),
        "trapping" => host.trapping = spans.given_list(value::strings(input)?),
        "optional_exports" => host.optional_exports = value::boolean(input)?,
        "interfaces" => host.interfaces = Some(spans.given(value::string(input)?)),
        "wasmtime_crate" => host.wasmtime_crate = Some(value::path(input)?),
        "require_store_data_send" => host.require_store_data_send = value::boolean(input)?,
        "skip_mut_forwarding_impls" => host.skip_mut_forwarding_impls = value::boolean(input)?,
        "include_component_type" => host.include_component_type = value::boolean(input)?,
        "include_generated_code_from_file" => {
            host.include_generated_code_from_file = value::boolean(input)?;
        }
        "anyhow" => host.anyhow = value::boolean(input)?,
        "stringify" => {
            if value::boolean(input)? {
                let (option, reason) = ("stringify".to_owned(), "with several calls of `bindgen!`");
                let help =
                    "write `debug: true`, which writes the code to a file below the target folder";
                arguments.error(ArgumentError::CannotWork { option, reason }, span, help);
            }
        }
        // A test parses each option of the table.
        _ => return Err(input.error("unknown option")),
    }
    Ok(())
}

/// Parses `guest` or `host`.
fn side(input: ParseStream<'_>) -> syn::Result<Side> {
    match input.parse::<Ident>()?.to_string().as_str() {
        "guest" => Ok(Side::Guest),
        "host" => Ok(Side::Host),
        _ => Err(input.error("expected `guest` or `host`")),
    }
}

/// Parses `{ "ns:pkg/interface.function": async | trappable, default: async }`.
fn function_rules(spans: &mut Spans, input: ParseStream<'_>) -> syn::Result<FunctionRules> {
    let mut rules = FunctionRules::default();
    for (name, flags) in value::rules(input)? {
        let flags = flags.iter().map(function_flag).collect::<syn::Result<_>>()?;
        match name {
            Some(name) => rules.rules.push((spans.given(name), flags)),
            None => rules.default = flags,
        }
    }
    Ok(rules)
}

fn function_flag(flag: &Ident) -> syn::Result<FunctionFlag> {
    Ok(match flag.to_string().as_str() {
        "async" => FunctionFlag::Async,
        "trappable" => FunctionFlag::Trappable,
        "store" => FunctionFlag::Store,
        "tracing" => FunctionFlag::Tracing,
        "verbose_tracing" => FunctionFlag::VerboseTracing,
        "exact" => FunctionFlag::Exact,
        _ => return Err(syn::Error::new(flag.span(), "unknown flag of a function")),
    })
}

/// Parses `crate::a::b`.
fn module(arguments: &mut Arguments, input: ParseStream<'_>, span: Span) -> syn::Result<()> {
    let (module, idents) = value::module_path(input)?;
    let segments: Vec<String> = idents.iter().map(Ident::to_string).collect();
    match output::from_root(&module, &segments) {
        Ok(path) => arguments.request.output.module = Some(arguments.spans.given((path, span))),
        Err((error, help)) => arguments.error(error, span, &help),
    }
    Ok(())
}

/// Parses `Owning` or `Borrowing { duplicate_if_necessary: true }`.
fn ownership(input: ParseStream<'_>) -> syn::Result<Ownership> {
    match input.parse::<Ident>()?.to_string().as_str() {
        "Owning" => Ok(Ownership::Owning),
        "Borrowing" => {
            let content;
            braced!(content in input);
            let field: Ident = content.parse()?;
            content.parse::<Token![:]>()?;
            let duplicate_if_necessary = content.parse::<LitBool>()?.value;
            content.parse::<Option<Token![,]>>()?;
            if field != "duplicate_if_necessary" || !content.is_empty() {
                return Err(content.error("expected `duplicate_if_necessary`"));
            }
            Ok(Ownership::Borrowing { duplicate_if_necessary })
        }
        _ => Err(input.error("expected `Owning` or `Borrowing`")),
    }
}

/// Parses `{ stubs: true, export_prefix: "…" }`.
fn world_options(input: ParseStream<'_>) -> syn::Result<WorldOptions> {
    let content;
    braced!(content in input);
    let mut options = WorldOptions::default();
    while !content.is_empty() {
        let name = content.call(Ident::parse_any)?;
        content.parse::<Token![:]>()?;
        match name.to_string().as_str() {
            "stubs" => options.stubs = Some(value::boolean(&content)?),
            "export_prefix" => options.export_prefix = Some(value::string(&content)?.0),
            "export_macro_name" => {
                options.export_macro_name = Some(value::rust::<Ident>(&content)?);
            }
            "pub_export_macro" => options.pub_export_macro = Some(value::boolean(&content)?),
            "disable_run_ctors_once_workaround" => {
                options.disable_run_ctors_once_workaround = Some(value::boolean(&content)?);
            }
            _ => return Err(content.error("unknown option of a world")),
        }
        if !content.is_empty() {
            content.parse::<Token![,]>()?;
        }
    }
    Ok(options)
}
