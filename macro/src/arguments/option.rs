//! The options: what each takes, and where in the request it goes.

use airssys_bindings_codegen::diagnostic::ArgumentError;
use airssys_bindings_codegen::output;
use airssys_bindings_codegen::request::{
    FunctionFlag, FunctionRules, Ownership, Side, With, WorldOptions,
};
use proc_macro2::Ident;
use syn::ext::IdentExt as _;
use syn::parse::ParseStream;
use syn::{LitBool, LitInt, Token, braced};

use super::{Arguments, value};

/// How an option is read.
pub(super) struct OptionParser {
    name: &'static str,
    /// Reads the value into the request.
    pub(super) parse: fn(&mut Arguments, ParseStream<'_>) -> syn::Result<()>,
    /// Whether the name alone is enough.
    pub(super) may_stand_alone: bool,
    /// What the option takes, for "takes …".
    pub(super) takes: &'static str,
    /// What to write.
    pub(super) example: &'static str,
}

/// The option of that name.
pub(super) fn find(name: &str) -> Option<&'static OptionParser> {
    OPTIONS.iter().find(|option| option.name == name)
}

/// The names of all options.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    OPTIONS.iter().map(|option| option.name)
}

macro_rules! options {
    ($($name:ident: $kind:ident($($field:tt)*),)*) => {
        /// All options, in alphabetical order within each kind.
        static OPTIONS: &[OptionParser] = &[$($kind!($name, $($field)*),)*];
    };
}

/// `name: true`, or `name` alone.
macro_rules! switch {
    ($name:ident, $($field:ident).+) => {
        OptionParser {
            name: stringify!($name),
            parse: |arguments, input| {
                arguments.request.$($field).+ = value::switch(input)?;
                Ok(())
            },
            may_stand_alone: true,
            takes: "`true` or `false`",
            example: concat!("write `", stringify!($name), ": true`"),
        }
    };
    // An option that has no effect, since what it asks for is always so.
    ($name:ident,) => {
        OptionParser {
            name: stringify!($name),
            parse: |_, input| value::switch(input).map(drop),
            may_stand_alone: true,
            takes: "`true` or `false`",
            example: concat!("write `", stringify!($name), ": true`"),
        }
    };
}

/// `name: "text"`.
macro_rules! text {
    ($name:ident, $($field:ident).+) => {
        OptionParser {
            name: stringify!($name),
            parse: |arguments, input| {
                arguments.request.$($field).+ = Some(value::string(input)?.0);
                Ok(())
            },
            may_stand_alone: false,
            takes: "a string",
            example: concat!("write `", stringify!($name), ": \"…\"`"),
        }
    };
}

/// `name: "text"`, where the text is Rust of this type.
macro_rules! rust {
    ($name:ident, $($field:ident).+, $type:ty, $takes:literal) => {
        OptionParser {
            name: stringify!($name),
            parse: |arguments, input| {
                arguments.request.$($field).+ = Some(value::rust::<$type>(input)?);
                Ok(())
            },
            may_stand_alone: false,
            takes: $takes,
            example: concat!("write `", stringify!($name), ": \"…\"`"),
        }
    };
}

/// `name: "text"`, whose place is kept.
macro_rules! placed {
    ($name:ident, $($field:ident).+) => {
        placed!($name, $($field).+, "a string", "…")
    };
    ($name:ident, $($field:ident).+, $takes:literal, $example:literal) => {
        OptionParser {
            name: stringify!($name),
            parse: |arguments, input| {
                let (text, span) = value::string(input)?;
                arguments.request.$($field).+ = Some(arguments.given(text, span));
                Ok(())
            },
            may_stand_alone: false,
            takes: $takes,
            example: concat!("write `", stringify!($name), ": \"", $example, "\"`"),
        }
    };
}

/// `name: ["a", "b"]`, read by a function of [`value`].
macro_rules! list {
    ($name:ident, $($field:ident).+, $read:ident, $takes:literal) => {
        list!($name, $($field).+, $read, $takes, "[\"…\"]")
    };
    ($name:ident, $($field:ident).+, $read:ident, $takes:literal, $example:literal) => {
        OptionParser {
            name: stringify!($name),
            parse: |arguments, input| {
                let values = value::$read(input)?;
                let values = values.into_iter().map(|(text, span)| arguments.given(text, span));
                arguments.request.$($field).+ = values.collect();
                Ok(())
            },
            may_stand_alone: false,
            takes: $takes,
            example: concat!("write `", stringify!($name), ": ", $example, "`"),
        }
    };
}

/// `name: { "selector": [#[attribute]] }`.
macro_rules! attributes {
    ($name:ident, $($field:ident).+) => {
        OptionParser {
            name: stringify!($name),
            parse: |arguments, input| {
                let values = value::attributes(input)?;
                let values = values.into_iter().map(|((name, span), attribute)| {
                    (arguments.given(name, span), attribute)
                });
                arguments.request.$($field).+ = values.collect();
                Ok(())
            },
            may_stand_alone: false,
            takes: "attributes by the names of what gets them",
            example: concat!("write `", stringify!($name), ": { \"ns:pkg/interface/type\": [#[…]] }`"),
        }
    };
}

/// An option of a shape of its own.
macro_rules! own {
    ($name:ident, $parse:expr, $takes:expr, $example:literal) => {
        OptionParser {
            name: stringify!($name),
            parse: $parse,
            may_stand_alone: false,
            takes: $takes,
            example: concat!("write `", $example, "`"),
        }
    };
}

options! {
    additional_derives: own(
        |arguments, input| {
            arguments.request.types.additional_derives = value::paths(input)?;
            Ok(())
        },
        "a list of derives",
        "additional_derives: [PartialEq]"
    ),
    additional_derives_ignore: list(guest.additional_derives_ignore, strings, "a list of names of types"),
    additional_member_attributes: attributes(guest.additional_member_attributes),
    additional_type_attributes: attributes(guest.additional_type_attributes),
    all_features: switch(resolution.all_features),
    anyhow: switch(host.anyhow),
    bitflags_path: rust(guest.bitflags_path, syn::Path, "a path of Rust, in quotes"),
    cfg: own(
        |arguments, input| {
            let gates = value::entries(input, value::predicate)?;
            let gates = gates.into_iter().map(|((name, span), cfg)| (arguments.given(name, span), cfg));
            arguments.request.selection.cfg = gates.collect();
            Ok(())
        },
        "predicates of `#[cfg(…)]` by the names of packages",
        "cfg: { \"ns:pkg\": feature = \"…\" }"
    ),
    chainable_methods: list(guest.chainable_methods, strings, "a list of methods or resources"),
    debug: switch(output.debug),
    default_bindings_module: rust(guest.default_bindings_module, syn::Path, "a path of Rust, in quotes"),
    disable_custom_section_link_helpers: switch(guest.disable_custom_section_link_helpers),
    disable_run_ctors_once_workaround: switch(guest.disable_run_ctors_once_workaround),
    exports: own(
        |arguments, input| {
            arguments.request.host.exports = function_rules(arguments, input)?;
            Ok(())
        },
        RULES,
        "exports: { default: async }"
    ),
    export_macro_name: rust(guest.export_macro_name, Ident, "an identifier of Rust, in quotes"),
    export_prefix: text(guest.export_prefix),
    features: list(resolution.features, strings, "a list of features"),
    // All interfaces are generated that `with` does not name, and all types.
    generate_all: switch(),
    generate_unused_types: switch(),
    imports: own(
        |arguments, input| {
            arguments.request.host.imports = function_rules(arguments, input)?;
            Ok(())
        },
        RULES,
        "imports: { default: async | trappable }"
    ),
    include_component_type: switch(host.include_component_type),
    include_generated_code_from_file: switch(host.include_generated_code_from_file),
    inline: placed(roots.inline),
    interfaces: placed(
        host.interfaces,
        "imports and exports of a world, in quotes",
        "import ns:pkg/interface;"
    ),
    map_type: rust(guest.map_type, syn::Path, "a path of Rust, in quotes"),
    max_file_size: own(
        |arguments, input| {
            let bytes: LitInt = input.parse()?;
            arguments.request.roots.max_file_size = Some(bytes.base10_parse()?);
            Ok(())
        },
        "a number of bytes",
        "max_file_size: 8_388_608"
    ),
    merge_structurally_equal_types: switch(guest.merge_structurally_equal_types),
    module: own(module, "the path of a module", "module: crate::bindings"),
    named_imports: own(
        |arguments, input| {
            let entries = value::entries(input, value::path)?;
            arguments.request.host.named_imports = arguments.given_pairs(entries);
            Ok(())
        },
        "types by the names of interfaces",
        "named_imports: { \"ns:pkg/interface\": String }"
    ),
    optional_exports: switch(host.optional_exports),
    ownership: own(
        ownership,
        "`Owning` or `Borrowing { duplicate_if_necessary: … }`",
        "ownership: Borrowing { duplicate_if_necessary: true }"
    ),
    packages: list(selection.packages, strings, "a list of names of packages, or patterns, in quotes"),
    path: list(roots.path, string_or_list, "a path or a list of paths, in quotes", "\"wit\""),
    pub_export_macro: switch(guest.pub_export_macro),
    raw_strings: switch(guest.raw_strings),
    require_store_data_send: switch(host.require_store_data_send),
    runtime_path: rust(guest.runtime_path, syn::Path, "a path of Rust, in quotes"),
    share_types: own(
        |arguments, input| {
            arguments.request.types.separate_types = !value::switch(input)?;
            Ok(())
        },
        "`true` or `false`",
        "share_types: false"
    ),
    side: own(side, "`guest` or `host`", "side: host"),
    skip: list(guest.skip, strings, "a list of names of functions"),
    skip_mut_forwarding_impls: switch(host.skip_mut_forwarding_impls),
    std_feature: switch(guest.std_feature),
    strict_world: switch(selection.strict_world),
    stringify: own(
        |arguments, input| {
            let span = input.span();
            if value::switch(input)? {
                let (option, reason) = ("stringify".to_owned(), "with several calls of `bindgen!`");
                let help = "write `debug: true`: the code then is in a file below the target folder";
                arguments.fault(ArgumentError::CannotWork { option, reason }, span, help);
            }
            Ok(())
        },
        "`true` or `false`",
        "debug: true"
    ),
    stubs: switch(guest.stubs),
    sync: list(guest.sync, all_or_list, "`true` or a list of names of functions"),
    trappable_error_type: own(
        |arguments, input| {
            let entries = value::arrows(input, value::path)?;
            arguments.request.host.trappable_error_type = arguments.given_pairs(entries);
            Ok(())
        },
        "types of Rust by the names of errors in WIT",
        "trappable_error_type: { \"ns:pkg/interface.error\" => crate::Error }"
    ),
    type_section_suffix: text(guest.type_section_suffix),
    warnings: own(
        |arguments, input| {
            arguments.request.output.silent = !value::switch(input)?;
            Ok(())
        },
        "`true` or `false`",
        "warnings: false"
    ),
    wasmtime_crate: own(
        |arguments, input| {
            arguments.request.host.wasmtime_crate = Some(value::path(input)?);
            Ok(())
        },
        "the path of a crate",
        "wasmtime_crate: wasmtime"
    ),
    with: own(with, "paths of bindings by names of interfaces or types", "with: { \"ns:pkg/interface\": path::of::module }"),
    world: placed(selection.world),
    world_options: own(
        world_options,
        "`stubs`, `export_prefix`, `export_macro_name`, `pub_export_macro` and \
         `disable_run_ctors_once_workaround` by the names of worlds",
        "world_options: { \"name\": { stubs: true } }"
    ),
    worlds: list(selection.worlds, strings, "a list of names of worlds, or patterns, in quotes"),
}

/// What `imports` and `exports` take.
const RULES: &str = "`async`, `trappable`, `store`, `tracing`, `verbose_tracing` and `exact`, with `|` between them, \
                     by the names of functions or `default`";

/// `guest` or `host`.
fn side(arguments: &mut Arguments, input: ParseStream<'_>) -> syn::Result<()> {
    let name: Ident = input.parse()?;
    arguments.request.side = match name.to_string().as_str() {
        "guest" => Side::Guest,
        "host" => Side::Host,
        _ => return Err(input.error("expected `guest` or `host`")),
    };
    arguments.side = Some(name.span());
    Ok(())
}

/// `{ "ns:pkg/interface.function": async | trappable, default: async }`.
fn function_rules(arguments: &mut Arguments, input: ParseStream<'_>) -> syn::Result<FunctionRules> {
    let mut rules = FunctionRules::default();
    for (name, flags) in value::rules(input)? {
        let flags = flags.iter().map(flag_of).collect::<syn::Result<_>>()?;
        match name {
            Some((name, span)) => rules.rules.push((arguments.given(name, span), flags)),
            None => rules.default = flags,
        }
    }
    Ok(rules)
}

fn flag_of(flag: &Ident) -> syn::Result<FunctionFlag> {
    Ok(match flag.to_string().as_str() {
        "async" => FunctionFlag::Async,
        "trappable" => FunctionFlag::Trappable,
        "store" => FunctionFlag::Store,
        "tracing" => FunctionFlag::Tracing,
        "verbose_tracing" => FunctionFlag::VerboseTracing,
        "exact" => FunctionFlag::Exact,
        _ => return Err(syn::Error::new(flag.span(), "not a word for a function")),
    })
}

/// `crate::a::b`.
fn module(arguments: &mut Arguments, input: ParseStream<'_>) -> syn::Result<()> {
    let span = input.span();
    let (module, idents) = value::module_path(input)?;
    let parts: Vec<String> = idents.iter().map(Ident::to_string).collect();
    match output::from_root(&module, &parts) {
        Ok(parts) => arguments.request.output.module = Some(arguments.given(parts, span)),
        Err((fault, help)) => arguments.fault(fault, span, &help),
    }
    Ok(())
}

/// `Owning`, or `Borrowing { duplicate_if_necessary: true }`.
fn ownership(arguments: &mut Arguments, input: ParseStream<'_>) -> syn::Result<()> {
    let place = arguments.place(input.span());
    arguments.request.types.ownership_argument = Some(place);
    let name: Ident = input.parse()?;
    arguments.request.types.ownership = match name.to_string().as_str() {
        "Owning" => Ownership::Owning,
        "Borrowing" => {
            let content;
            braced!(content in input);
            let field: Ident = content.parse()?;
            if field != "duplicate_if_necessary" {
                return Err(content.error("expected `duplicate_if_necessary`"));
            }
            content.parse::<Token![:]>()?;
            let duplicate_if_necessary = content.parse::<LitBool>()?.value;
            Ownership::Borrowing { duplicate_if_necessary }
        }
        _ => return Err(input.error("expected `Owning` or `Borrowing`")),
    };
    Ok(())
}

/// `{ "ns:pkg/interface": path, "ns:pkg/other": generate }`.
fn with(arguments: &mut Arguments, input: ParseStream<'_>) -> syn::Result<()> {
    let entries = value::entries(input, value::module_path)?;
    for ((name, span), (path, _)) in entries {
        let with = if path == "generate" { With::Generate } else { With::Path(path) };
        let name = arguments.given(name, span);
        arguments.request.types.with.push((name, with));
    }
    Ok(())
}

/// `{ "name": { stubs: true, export_prefix: "…" }, … }`.
fn world_options(arguments: &mut Arguments, input: ParseStream<'_>) -> syn::Result<()> {
    let entries = value::entries(input, |input| {
        let content;
        braced!(content in input);
        let mut options = WorldOptions::default();
        while !content.is_empty() {
            let name = content.call(Ident::parse_any)?;
            content.parse::<Token![:]>()?;
            match name.to_string().as_str() {
                "stubs" => options.stubs = Some(value::switch(&content)?),
                "export_prefix" => options.export_prefix = Some(value::string(&content)?.0),
                "export_macro_name" => {
                    options.export_macro_name = Some(value::rust::<Ident>(&content)?);
                }
                "pub_export_macro" => options.pub_export_macro = Some(value::switch(&content)?),
                "disable_run_ctors_once_workaround" => {
                    options.disable_run_ctors_once_workaround = Some(value::switch(&content)?);
                }
                _ => return Err(content.error("not an option of a world")),
            }
            if !content.is_empty() {
                content.parse::<Token![,]>()?;
            }
        }
        Ok(options)
    })?;
    for ((name, span), options) in entries {
        let name = arguments.given(name, span);
        arguments.request.world_options.push((name, options));
    }
    Ok(())
}
