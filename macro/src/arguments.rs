//! From the tokens of the call to a [`Request`], with the place of each argument kept by its number.
//!
//! No file is read here. All faults of the arguments are collected.

use airssys_bindings_codegen::diagnostic::{ArgumentFault, ArgumentId, Diagnostic, Place};
use airssys_bindings_codegen::request::{Given, Request};
use airssys_bindings_codegen::spelling;
use macro_string::MacroString;
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser as _};
use syn::spanned::Spanned as _;
use syn::{LitStr, Path, Token, braced, bracketed, token};

use crate::call;
use crate::report::Spans;

/// The options, for "there is no option".
const OPTIONS: &[&str] = &["path", "world", "worlds", "module"];

/// Parses the arguments. The request is of use only if there is no fault.
pub(crate) fn parse(input: TokenStream) -> (Request, Spans, Vec<Diagnostic>) {
    let request =
        Request { manifest_dir: call::manifest_dir(), call: call::current(), ..Request::default() };
    let mut arguments =
        Arguments { request, spans: Vec::new(), faults: Vec::new(), given: Vec::new() };
    let parsed = (|input: ParseStream<'_>| {
        arguments.all(input);
        Ok(())
    })
    .parse2(input);
    if let Err(error) = parsed {
        let help = "write `airssys_bindings!()`, or options in braces: `airssys_bindings!({ path: \"wit\" })`";
        arguments.fault(ArgumentFault::NotOptions, error.span(), help);
    }
    (arguments.request, Spans(arguments.spans), arguments.faults)
}

struct Arguments {
    request: Request,
    spans: Vec<Span>,
    faults: Vec<Diagnostic>,
    /// The options that were given.
    given: Vec<String>,
}

impl Arguments {
    fn all(&mut self, input: ParseStream<'_>) {
        if input.peek(token::Brace) {
            let outcome = braces(input).map(|content| self.options(content));
            self.or_fault(outcome);
        } else if input.peek(LitStr) || input.peek(Token![in]) {
            let outcome = self.short_form(input);
            self.or_fault(outcome);
        }
    }

    fn or_fault(&mut self, outcome: syn::Result<()>) {
        if let Err(error) = outcome {
            self.fault(ArgumentFault::NotOptions, error.span(), &error.to_string());
        }
    }

    /// `"world"`, `in "path"` or `"world" in "path"`.
    fn short_form(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        if let Some(world) = input.parse::<Option<LitStr>>()? {
            self.request.world = Some(self.given(world.value(), world.span()));
        }
        if input.parse::<Option<Token![in]>>()?.is_some() {
            let path: LitStr = input.parse()?;
            let path = self.given(path.value(), path.span());
            self.request.path.push(path);
        }
        Ok(())
    }

    /// `name: value, …`. An option with a fault is skipped to its comma.
    fn options(&mut self, tokens: TokenStream) {
        let mut rest: Vec<TokenTree> = tokens.into_iter().collect();
        while !rest.is_empty() {
            let comma = rest.iter().position(is_comma).unwrap_or(rest.len());
            let option: TokenStream = rest.drain(..comma).collect();
            if !rest.is_empty() {
                rest.remove(0);
            }
            let at = option.span();
            let parsed = (|input: ParseStream<'_>| self.option(input)).parse2(option);
            if let Err(error) = parsed {
                let help =
                    format!("{error}; options are written `name: value` with commas between them");
                self.fault(ArgumentFault::NotOptions, at, &help);
            }
        }
    }

    fn option(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        let name = input.call(Ident::parse_any)?;
        let option = name.to_string();
        if !OPTIONS.contains(&option.as_str()) {
            self.unknown(&option, name.span());
            return skip(input);
        }
        if self.given.contains(&option) {
            self.fault(ArgumentFault::OptionTwice { option }, name.span(), "delete one of the two");
            return skip(input);
        }
        self.given.push(option.clone());
        input.parse::<Token![:]>()?;
        match option.as_str() {
            "path" => {
                self.request.path =
                    self.strings(input, "path", "a path or a list of paths, in quotes");
            }
            "world" => {
                let mut worlds = self.strings(input, "world", "the name of a world, in quotes");
                self.request.world = worlds.pop();
            }
            "worlds" => {
                self.request.worlds =
                    self.strings(input, "worlds", "a list of names of worlds, in quotes");
            }
            _ => self.module(input),
        }
        Ok(())
    }

    /// A string, or a list of strings in brackets.
    fn strings(
        &mut self,
        input: ParseStream<'_>,
        option: &str,
        expected: &'static str,
    ) -> Vec<Given<String>> {
        let span = input.span();
        let values = if input.peek(token::Bracket) { list(input) } else { one(input) };
        match values {
            Ok(values) if option != "world" || values.len() == 1 => {
                values.into_iter().map(|(value, span)| self.given(value, span)).collect()
            }
            Ok(_) | Err(_) => {
                self.wrong_type(option, expected, span);
                let _ = skip(input);
                Vec::new()
            }
        }
    }

    /// `crate::a::b`.
    fn module(&mut self, input: ParseStream<'_>) {
        let span = input.span();
        let Ok(path) = input.call(Path::parse_mod_style) else {
            self.wrong_type("module", "the path of a module, such as `crate::bindings`", span);
            let _ = skip(input);
            return;
        };
        let mut parts: Vec<String> =
            path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        if path.leading_colon.is_some()
            || parts.first().is_none_or(|first| first != "crate")
            || parts.len() < 2
        {
            let module = parts.join("::");
            let help = format!(
                "write `module: crate::{}`, with the modules in which the call stands",
                parts.last().map_or("bindings", String::as_str)
            );
            self.fault(ArgumentFault::ModuleNotFromCrate { module }, path.span(), &help);
            return;
        }
        parts.remove(0);
        self.request.module = Some(self.given(parts, path.span()));
    }

    fn given<T>(&mut self, value: T, span: Span) -> Given<T> {
        Given { value, argument: self.place(span) }
    }

    fn place(&mut self, span: Span) -> ArgumentId {
        let id = u32::try_from(self.spans.len()).unwrap_or(u32::MAX);
        self.spans.push(span);
        ArgumentId(id)
    }

    fn fault(&mut self, fault: ArgumentFault, span: Span, help: &str) {
        let place = Place::Argument(self.place(span));
        self.faults.push(Diagnostic::new(fault, place).with_help(help));
    }

    fn wrong_type(&mut self, option: &str, expected: &'static str, span: Span) {
        let help = match option {
            "module" => "write `module: crate::bindings`".to_owned(),
            "worlds" => "write `worlds: [\"…\"]`".to_owned(),
            option => format!("write `{option}: \"…\"`"),
        };
        self.fault(ArgumentFault::WrongType { option: option.to_owned(), expected }, span, &help);
    }

    fn unknown(&mut self, option: &str, span: Span) {
        let help = match spelling::nearest(option, OPTIONS.iter().copied()) {
            Some(known) => format!("did you mean `{known}`?"),
            None => format!("there are {}", spelling::list(OPTIONS.iter().copied())),
        };
        self.fault(ArgumentFault::UnknownOption { option: option.to_owned() }, span, &help);
    }
}

fn braces(input: ParseStream<'_>) -> syn::Result<TokenStream> {
    let content;
    braced!(content in input);
    content.parse()
}

/// `"a"`, or a macro that makes a string: `concat!(env!("HOME"), "/wit")`.
fn one(input: ParseStream<'_>) -> syn::Result<Vec<(String, Span)>> {
    let span = input.span();
    let value: MacroString = input.parse()?;
    Ok(vec![(value.eval()?, span)])
}

/// `["a", "b"]`.
fn list(input: ParseStream<'_>) -> syn::Result<Vec<(String, Span)>> {
    let content;
    bracketed!(content in input);
    let mut values = Vec::new();
    while !content.is_empty() {
        values.extend(one(&content)?);
        content.parse::<Option<Token![,]>>()?;
    }
    Ok(values)
}

/// Reads over the rest of an option that has a fault.
fn skip(input: ParseStream<'_>) -> syn::Result<()> {
    input.parse::<TokenStream>().map(drop)
}

fn is_comma(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',')
}
