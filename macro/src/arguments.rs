//! From the tokens of the call to a [`Request`], with the place of each argument kept by its number.
//!
//! No file is read here. All faults of the arguments are collected.

mod option;
mod value;

use airssys_bindings_codegen::diagnostic::{ArgumentError, ArgumentId, Diagnostic, Location};
use airssys_bindings_codegen::request::{Request, Side};
use airssys_bindings_codegen::roots::Given;
use airssys_bindings_codegen::{output, spelling};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser as _};
use syn::spanned::Spanned as _;
use syn::{LitStr, Token, braced, token};

use crate::call;
use crate::report::Spans;

/// Parses the arguments. The request is of use only if there is no fault.
pub(crate) fn parse(input: TokenStream) -> (Request, Spans, Vec<Diagnostic>) {
    let mut request = Request::new(call::manifest_dir());
    request.output.call = call::current();
    let mut arguments =
        Arguments { request, spans: Vec::new(), faults: Vec::new(), given: Vec::new(), side: None };
    let parsed = (|input: ParseStream<'_>| arguments.all(input)).parse2(input);
    if let Err(error) = parsed {
        arguments.fault(ArgumentError::NotOptions, error.span(), SHAPE);
    }
    arguments.check_sides();
    (arguments.request, Spans(arguments.spans), arguments.faults)
}

/// How arguments look.
const SHAPE: &str = "write `airssys_bindings!()`, `airssys_bindings!(\"world\")`, \
                     `airssys_bindings!(\"world\" in \"path\")`, or options in braces: \
                     `airssys_bindings!({ path: \"wit\", … })`";

struct Arguments {
    request: Request,
    spans: Vec<Span>,
    faults: Vec<Diagnostic>,
    /// The options that were given, and where.
    given: Vec<(String, Span)>,
    /// Where `side` says which one.
    side: Option<Span>,
}

impl Arguments {
    fn all(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        if input.peek(token::Brace) {
            let content;
            braced!(content in input);
            let options = content.parse()?;
            self.options(options);
            return Ok(());
        }
        self.short_form(input)
    }

    /// `"world"`, `in "path"` or `"world" in "path"`.
    fn short_form(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        if let Some(world) = input.parse::<Option<LitStr>>()? {
            self.request.selection.world = Some(self.given(world.value(), world.span()));
        }
        if input.parse::<Option<Token![in]>>()?.is_some() {
            let path: LitStr = input.parse()?;
            let path = self.given(path.value(), path.span());
            self.request.roots.path.push(path);
        }
        Ok(())
    }

    /// `name: value, …`. An option with a fault is skipped to its comma.
    fn options(&mut self, tokens: TokenStream) {
        let mut rest: Vec<TokenTree> = tokens.into_iter().collect();
        while !rest.is_empty() {
            let comma = rest.iter().position(is_comma).unwrap_or(rest.len());
            let option: TokenStream = rest.drain(..comma).collect();
            rest.drain(..rest.len().min(1));
            let at = option.span();
            let faults = self.faults.len();
            let parsed = (|input: ParseStream<'_>| self.option(input)).parse2(option);
            if let Err(error) = parsed
                && self.faults.len() == faults
            {
                let help =
                    format!("{error}; options are written `name: value`, with commas between them");
                self.fault(ArgumentError::NotOptions, at, &help);
            }
        }
    }

    fn option(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        let name = input.call(Ident::parse_any)?;
        let option = name.to_string();
        let Some(parser) = option::find(&option) else {
            self.unknown(&option, name.span());
            return skip(input);
        };
        if self.given.iter().any(|(given, _)| *given == option) {
            let fault = ArgumentError::OptionTwice { option };
            self.fault(fault, name.span(), "delete one of the two");
            return skip(input);
        }
        self.given.push((option.clone(), name.span()));
        // An option that is a word alone is turned on by it.
        let alone = input.is_empty();
        if !alone {
            input.parse::<Token![:]>()?;
        }
        let at = if alone { name.span() } else { input.span() };
        let outcome = match alone && !parser.may_stand_alone {
            true => Err(input.error("no value")),
            false => (parser.parse)(self, input),
        };
        if outcome.is_err() || !input.is_empty() {
            let fault = ArgumentError::WrongType { option, expected: parser.takes };
            self.fault(fault, at, parser.example);
            skip(input)?;
        }
        Ok(())
    }

    /// Faults for options of the other side, and for a side without the feature for it.
    fn check_sides(&mut self) {
        let side = self.request.side;
        for (option, span) in self.given.clone() {
            if let Some((fault, help)) = output::other_side(&option, side) {
                self.fault(fault, span, help);
            }
        }
        let is_there = match (side, &self.request.host.wasmtime_crate) {
            (Side::Guest, _) => cfg!(feature = "guest"),
            (Side::Host, None) => cfg!(feature = "host"),
            (Side::Host, Some(_)) => cfg!(any(feature = "host", feature = "host-bindings")),
        };
        if !is_there {
            let (fault, help) = output::no_side(&self.request);
            self.fault(fault, self.side.unwrap_or_else(Span::call_site), help);
        }
    }

    fn given_pairs<T>(&mut self, pairs: Vec<((String, Span), T)>) -> Vec<(Given<String>, T)> {
        pairs.into_iter().map(|((name, span), value)| (self.given(name, span), value)).collect()
    }

    fn given<T>(&mut self, value: T, span: Span) -> Given<T> {
        Given { value, argument: self.place(span) }
    }

    fn place(&mut self, span: Span) -> ArgumentId {
        let id = u32::try_from(self.spans.len()).unwrap_or(u32::MAX);
        self.spans.push(span);
        ArgumentId(id)
    }

    fn fault(&mut self, fault: ArgumentError, span: Span, help: &str) {
        let place = Location::Argument(self.place(span));
        self.faults.push(Diagnostic::new(fault, place).with_help(help));
    }

    fn unknown(&mut self, option: &str, span: Span) {
        let help = match (option, spelling::nearest(option, option::names())) {
            ("async", _) if self.request.side == Side::Host => {
                "write `imports: { default: async }, exports: { default: async }`".to_owned()
            }
            ("async", _) => {
                "functions that are `async` in WIT are `async` in Rust; `sync: [\"…\"]` turns that off"
                    .to_owned()
            }
            (_, Some(known)) => format!("did you mean `{known}`?"),
            (_, None) => format!("there are {}", spelling::list(option::names())),
        };
        self.fault(ArgumentError::UnknownOption { option: option.to_owned() }, span, &help);
    }
}

/// Reads over the rest of an option that has a fault.
fn skip(input: ParseStream<'_>) -> syn::Result<()> {
    input.parse::<TokenStream>().map(drop)
}

fn is_comma(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',')
}
