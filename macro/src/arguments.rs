//! Parses the tokens of a call into a [`Request`], and the span of each argument.
//!
//! No file is read here, and all errors of the arguments are collected.

mod options;
mod value;

use airssys_bindings_codegen::diagnostic::{ArgumentError, Diagnostic, Kind, Location};
use airssys_bindings_codegen::options::{self as table, OptionInfo, ValueKind};
use airssys_bindings_codegen::request::{Request, Side};
use airssys_bindings_codegen::{output, spelling};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser as _};
use syn::{LitStr, Token, braced, token};

use crate::call;
use crate::spans::Spans;

/// The help for a call that is not in one of the forms that the macro accepts.
const FORMS: &str = "write `airssys_bindings!()`, `airssys_bindings!(\"world\")`, \
                     `airssys_bindings!(\"world\" in \"path\")`, or options in braces: \
                     `airssys_bindings!({ path: \"wit\", … })`";

/// Parses the arguments. With errors, the request holds the valid arguments.
pub(crate) fn parse(input: TokenStream) -> (Request, Spans, Vec<Diagnostic>) {
    let request = Request::new(call::manifest_dir());
    let mut arguments = Arguments { request, ..Arguments::default() };
    arguments.parse(input, Arguments::parse_call);
    arguments.check();
    (arguments.request, arguments.spans, arguments.errors)
}

#[derive(Default)]
struct Arguments {
    request: Request,
    spans: Spans,
    errors: Vec<Diagnostic>,
    /// The options of the call, with the spans of their names.
    seen: Vec<(&'static OptionInfo, Span)>,
    /// The span of the value of `side`.
    side_span: Option<Span>,
}

impl Arguments {
    /// Parses all of `tokens`. Tokens inside a group that `parser` did not parse are an error, unless it reported one itself.
    fn parse(
        &mut self,
        tokens: TokenStream,
        parser: fn(&mut Self, ParseStream<'_>) -> syn::Result<()>,
    ) {
        let errors = self.errors.len();
        let parsed = (|input: ParseStream<'_>| parser(self, input)).parse2(tokens);
        if let Err(error) = parsed
            && self.errors.len() == errors
        {
            let found = "more tokens".to_owned();
            let unexpected =
                ArgumentError::UnexpectedToken { expected: "the end of a value", found };
            self.error(unexpected, error.span(), "remove them");
        }
    }

    /// Parses `{ option: value, … }`, `"world"`, `in "path"` or `"world" in "path"`.
    fn parse_call(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        if input.peek(token::Brace) {
            let content;
            braced!(content in input);
            self.parse_options(content.parse()?);
        } else if input.peek(LitStr) || input.peek(Token![in]) {
            if let Some(world) = input.parse::<Option<LitStr>>()? {
                let world = self.spans.given((world.value(), world.span()));
                self.request.selection.world = Some(world);
            }
            if input.parse::<Option<Token![in]>>()?.is_some() {
                if !input.peek(LitStr) {
                    return self.unexpected("a path, as a string", input, FORMS);
                }
                let path: LitStr = input.parse()?;
                let span = path.span();
                let path = self.spans.given((path.value(), span));
                self.request.roots.path.push(path);
                table::find("path")
                    .into_iter()
                    .for_each(|option| self.check_not_empty(option, span));
            }
        } else if !input.is_empty() {
            return self.unexpected("options in braces", input, FORMS);
        }
        if input.is_empty() { Ok(()) } else { self.unexpected("`)`", input, FORMS) }
    }

    /// Parses `option: value, …`. An option with an error is skipped to its comma.
    fn parse_options(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        for option in tokens.split_inclusive(is_comma) {
            let option = match option {
                // A comma without an option before it is an error.
                [option @ .., comma] if is_comma(comma) && !option.is_empty() => option,
                _ => option,
            };
            self.parse(option.iter().cloned().collect(), Self::parse_option);
        }
    }

    fn parse_option(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        const HELP: &str = "write options as `name: value`, separated by commas";
        if !input.peek(Ident::peek_any) {
            return self.unexpected("the name of an option", input, HELP);
        }
        let name = input.call(Ident::parse_any)?;
        let Some(option) = table::find(&name.to_string()) else {
            let option = name.to_string();
            self.error(ArgumentError::UnknownOption { option }, name.span(), "");
            return skip(input);
        };
        if self.seen.iter().any(|(seen, _)| seen.name == option.name) {
            let error = ArgumentError::OptionTwice { option: option.name.to_owned() };
            self.error(error, name.span(), "remove one of the two");
            return skip(input);
        }
        self.seen.push((option, name.span()));
        // The name of a flag alone turns it on.
        let is_alone = input.is_empty();
        if input.peek(Token![=]) && !input.peek(Token![=>]) {
            self.report_unexpected("`:`", input, "replace `=` with `:`");
            input.parse::<Token![=]>()?;
        } else if input.peek(Token![:]) && !input.peek(Token![::]) {
            input.parse::<Token![:]>()?;
        } else if !is_alone {
            return self.unexpected("`:`", input, HELP);
        }
        let span = if input.is_empty() { name.span() } else { input.span() };
        let is_missing = input.is_empty() && !(is_alone && option.value == ValueKind::Bool);
        if is_missing {
            let (error, help) = option.wrong_type();
            self.error(error, span, &help);
            return skip(input);
        }
        let errors = self.errors.len();
        if let Err(error) = options::parse(option.name, self, input, span) {
            // The value can contain an error that is already reported.
            if self.errors.len() == errors {
                let (kind, help) = option.wrong_type();
                self.error(kind, error.span(), &help);
            }
            return skip(input);
        }
        self.check_not_empty(option, span);
        if input.is_empty() {
            return Ok(());
        }
        self.report_unexpected("`,`", input, HELP);
        // A comma is missing before another option.
        let is_option = input.peek(Ident::peek_any) && input.peek2(Token![:]);
        if is_option { self.parse_option(input) } else { skip(input) }
    }

    /// Checks what depends on several arguments.
    fn check(&mut self) {
        self.check_sides();
        self.help_unknown_options();
    }

    /// Reports options that do not apply to the side of the call, and a side whose feature is not enabled.
    fn check_sides(&mut self) {
        let side = self.request.side;
        let seen = self.seen.clone();
        for &(option, span) in &seen {
            let all = seen.iter().map(|(option, _)| *option);
            if let Some((error, help)) = option.wrong_side(side, all) {
                // The value can have the form of an earlier version of the other macro.
                let errors = self.errors.len();
                self.errors.retain(|error| !is_wrong_type_of(error, option.name));
                let former =
                    table::former(option.name, side).filter(|_| self.errors.len() < errors);
                self.error(error, span, former.unwrap_or(&help));
            }
        }
        let is_enabled = match (side, &self.request.host.wasmtime_crate) {
            (Side::Guest, _) => cfg!(feature = "guest"),
            (Side::Host, None) => cfg!(feature = "host"),
            (Side::Host, Some(_)) => cfg!(any(feature = "host", feature = "host-bindings")),
        };
        if !is_enabled {
            let (error, help) = output::no_side(&self.request);
            self.error(error, self.side_span.unwrap_or_else(Span::call_site), &help);
        }
    }

    /// Reports and removes empty values. `span` is the span of the whole value.
    fn check_not_empty(&mut self, option: &OptionInfo, span: Span) {
        let list = self.spans.add(span);
        self.errors.extend(option.remove_empty(&mut self.request, list));
    }

    /// Adds the help to the errors of unknown options, which can depend on the side of the call.
    fn help_unknown_options(&mut self) {
        let side = self.request.side;
        for error in &mut self.errors {
            let Kind::Argument(ArgumentError::UnknownOption { option }) = &error.kind else {
                continue;
            };
            let known = table::names();
            error.help = Some(match table::former(option, side) {
                Some(help) => help.to_owned().into(),
                None => match spelling::nearest(option, known.iter().copied()) {
                    Some(nearest) => format!("did you mean `{nearest}`?").into(),
                    None => format!("use one of {}", spelling::list(known)).into(),
                },
            });
        }
    }

    /// Reports the next token, and skips the rest of the tokens.
    fn unexpected(
        &mut self,
        expected: &'static str,
        input: ParseStream<'_>,
        help: &str,
    ) -> syn::Result<()> {
        self.report_unexpected(expected, input, help);
        skip(input)
    }

    fn report_unexpected(&mut self, expected: &'static str, input: ParseStream<'_>, help: &str) {
        let found = match input.fork().parse::<TokenTree>() {
            Ok(TokenTree::Group(group)) => {
                let source = group.to_string();
                format!("`{}`", source.chars().next().unwrap_or_default())
            }
            Ok(token) => format!("`{token}`"),
            Err(_) => "the end of the arguments".to_owned(),
        };
        self.error(ArgumentError::UnexpectedToken { expected, found }, input.span(), help);
    }

    fn error(&mut self, error: ArgumentError, span: Span, help: &str) {
        let location = Location::Argument(self.spans.add(span));
        self.errors.push(Diagnostic::new(error, location).with_help(help));
    }
}

fn is_wrong_type_of(error: &Diagnostic, name: &str) -> bool {
    matches!(&error.kind, Kind::Argument(ArgumentError::WrongType { option, .. }) if option == name)
}

/// Skips the rest of the tokens.
fn skip(input: ParseStream<'_>) -> syn::Result<()> {
    input.parse::<TokenStream>().map(drop)
}

fn is_comma(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',')
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use airssys_bindings_codegen::diagnostic::ErrorKind as _;

    use super::*;

    /// Parses arguments, and returns them with the messages of their errors.
    fn parsed(source: &str) -> (Arguments, Vec<String>) {
        let mut arguments = Arguments::default();
        arguments.parse(source.parse().expect("tokens"), Arguments::parse_call);
        let messages = arguments.errors.iter().map(|error| error.kind.message()).collect();
        (arguments, messages)
    }

    fn errors(source: &str) -> Vec<String> {
        parsed(source).1
    }

    #[test]
    fn each_example_in_the_table_parses() {
        for option in table::OPTIONS {
            let (arguments, errors) = parsed(&format!("{{ {}, }}", option.example));
            assert!(errors.is_empty(), "{errors:?}");
            assert_eq!(arguments.seen.len(), 1, "{}", option.example);
        }
    }

    #[test]
    fn calls_that_fix_errors_parse() {
        let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/errors");
        let mut count = 0;
        for page in fs::read_dir(pages).expect("readable") {
            let page = page.expect("readable").path();
            let text = fs::read_to_string(&page).expect("readable").replace("\r\n", "\n");
            let Some((_, fix)) = text.split_once("\n## Fix\n") else { continue };
            for call in fix.split("airssys_bindings::airssys_bindings!(").skip(1) {
                let (source, _) = call.split_once(");\n").expect("the end of a call");
                if cfg!(feature = "host") || !source.contains("side: host") {
                    assert_eq!(errors(source), [""; 0], "{}", page.display());
                    count += 1;
                }
            }
        }
        assert!(count >= 30, "{count}");
    }

    #[test]
    fn flags_can_stand_alone_and_other_options_cannot() {
        for option in table::OPTIONS {
            let is_flag = option.value == ValueKind::Bool && option.name != "stringify";
            let errors = errors(&format!("{{ {} }}", option.name));
            assert_eq!(errors.is_empty(), is_flag, "{}: {errors:?}", option.name);
        }
    }

    #[test]
    fn syntax_errors_name_the_unexpected_token() {
        for (source, expected) in [
            ("path: \"wit\"", "expected options in braces, found `path`"),
            ("\"w\" path", "expected `)`, found `path`"),
            ("\"w\" in", "expected a path, as a string, found the end of the arguments"),
            ("{} {}", "expected `)`, found `{`"),
            ("{ path = \"wit\" }", "expected `:`, found `=`"),
            ("{ path \"wit\" }", "expected `:`, found `\"wit\"`"),
            ("{ path::wit }", "expected `:`, found `:`"),
            ("{ \"path\": \"wit\" }", "expected the name of an option, found `\"path\"`"),
            ("{ path: \"wit\" world: \"w\" }", "expected `,`, found `world`"),
            ("{ path: \"wit\" \"w\" }", "expected `,`, found `\"w\"`"),
            ("{ path: [] }", "`path` is empty"),
            ("{ path: \"\" }", "`path` is empty"),
            ("{ path: [\"wit\", \"\"] }", "`path` is empty"),
            ("in \"\"", "`path` is empty"),
            ("{ worlds: [] }", "`worlds` is empty"),
            ("{ packages: [] }", "`packages` is empty"),
            ("{ stubs,, }", "expected the name of an option, found `,`"),
            ("{ path: }", "`path` expects a path or a list of paths, as strings"),
            ("{ stubs: 1 }", "`stubs` expects `true` or `false`"),
            ("{ path: \"a\", path: \"b\" }", "`path` is specified more than once"),
            (
                "{ ownership: Borrowing { duplicate_if_necessary: true, x } }",
                "`ownership` expects `Owning` or `Borrowing { duplicate_if_necessary: … }`",
            ),
        ] {
            assert_eq!(errors(source), [expected], "{source}");
        }
    }

    #[test]
    fn options_of_earlier_versions_get_a_help_for_the_side_of_the_call() {
        for (source, expected) in [
            ("{ async: true }", "remove it: `async` functions"),
            ("{ async: { imports: [] } }", "remove it: `async` functions"),
            ("{ exports: { world: Component } }", "remove it, implement the trait `Guest` for"),
            ("{ exports: { default: async } }", "remove it, or add `side: host`"),
            ("{ macro_export }", "write `pub_export_macro: true`"),
            ("{ tracing: true, side: host }", "write `imports: { default: tracing }"),
            (
                "{ trappable_imports: [\"f\"], side: host }",
                "write `imports: { default: trappable }",
            ),
            ("{ async: { only_imports: [] }, side: host }", "write `imports: { default: async }"),
            ("{ only_imports: [], side: host }", "write `imports: { \"ns:pkg"),
            ("{ only_imports: [] }", "write `imports: { \"ns:pkg"),
            ("{ stub }", "did you mean `stubs`?"),
        ] {
            let (mut arguments, _) = parsed(source);
            // A build without the feature of a side reports that as well.
            arguments.check();
            let help = arguments.errors[0].help.clone().unwrap_or_default();
            assert!(help.sentence.starts_with(expected), "{source}: {}", help.sentence);
        }
    }

    #[test]
    fn an_option_after_a_missing_comma_is_parsed_nevertheless() {
        let (arguments, errors) = parsed("{ path: \"here\" world: \"w\", stubs }");
        assert_eq!(errors, ["expected `,`, found `world`"]);
        assert_eq!(
            arguments.request.selection.world.map(|world| world.value),
            Some("w".to_owned())
        );
        assert!(arguments.request.guest.stubs);
    }

    #[test]
    fn an_option_with_an_equals_sign_is_parsed_nevertheless() {
        let (arguments, errors) = parsed("{ path = \"here\" }");
        assert_eq!(errors.len(), 1);
        assert_eq!(arguments.request.roots.path[0].value, "here");
    }
}
