//! Both macros, as far as the compiler is given tokens, which are then thrown away: what they cost alone.
//!
//! They run where macros run, in rustc and unoptimized, and tell of themselves on the standard error:
//! `expansion: <CPU nanoseconds> <bytes of memory at the peak, above what there was before>`.

use std::fs;
use std::path::PathBuf;

use airssys_bindings_codegen::diagnostic::{ArgumentId, Level};
use airssys_bindings_codegen::roots::Given;
use airssys_bindings_codegen::{Request, expand_with};
use proc_macro2::TokenStream;
use quote::quote;
use rustix::time::{ClockId, clock_gettime};
use syn::parse::Parser as _;
use syn::punctuated::Punctuated;
use syn::{LitStr, Token};
use wit_bindgen_core::wit_parser::Resolve;
use wit_bindgen_core::{Files, WorldGenerator as _};
use wit_bindgen_rust::Opts;

/// `ours!("folder", "world", …)`: what `airssys_bindings!` does for the packages of a folder and these worlds, or all.
#[proc_macro]
pub fn ours(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    measured(&words(input), |words| {
        let given = |value: &String| Given { value: value.clone(), argument: ArgumentId(0) };
        let mut request = Request::new(std::env::current_dir().expect("rustc is in a folder"));
        request.roots.path = words.iter().take(1).map(given).collect();
        request.selection.worlds = words.iter().skip(1).map(given).collect();
        let lexer = |text: &str| {
            let tokens = text.parse::<proc_macro::TokenStream>();
            tokens.map(TokenStream::from).map_err(|error| error.to_string())
        };
        let bindings = expand_with(&request, lexer, None);
        let mut errors = bindings.diagnostics.iter().filter(|it| it.level() == Level::Error);
        if let Some(error) = errors.next() {
            panic!("{}", error.render(&bindings.files));
        }
        (bindings.code, bindings.inputs)
    })
}

/// `theirs!("world", "folder", …)`: what `wit_bindgen::generate!` does for a world of the packages of these folders.
#[proc_macro]
pub fn theirs(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    measured(&words(input), |words| {
        let (world, folders) = words.split_first().expect("a world is named");
        let mut resolve = Resolve::default();
        let (mut packages, mut inputs) = (Vec::new(), Vec::new());
        for folder in folders {
            let (package, read) = resolve.push_path(folder).expect("the packages are sound");
            packages.push(package);
            inputs.extend(read.paths().map(PathBuf::from));
        }
        let world = resolve.select_world(&packages, Some(world)).expect("the world is there");
        let mut files = Files::default();
        let options = Opts { generate_all: true, ..Opts::default() };
        options.build().generate(&mut resolve, world, &mut files).expect("code is generated");
        let (_, text) = files.iter().next().expect("one file is generated");
        let text = std::str::from_utf8(text).expect("Rust is UTF-8").to_owned();
        (text.parse().expect("the code is Rust"), inputs)
    })
}

fn words(input: proc_macro::TokenStream) -> Vec<String> {
    let list = Punctuated::<LitStr, Token![,]>::parse_terminated;
    list.parse(input).expect("strings with commas between them").iter().map(LitStr::value).collect()
}

fn measured(
    words: &[String],
    expansion: impl FnOnce(&[String]) -> (TokenStream, Vec<PathBuf>),
) -> proc_macro::TokenStream {
    // From here on, the peak is that of the expansion. Where that does not work, the peak is not looked at.
    let resettable = fs::write("/proc/self/clear_refs", "5").is_ok();
    let before = kilobytes("VmRSS:");
    let start = cpu();
    let (code, inputs) = expansion(words);
    let inputs = inputs.iter().map(|input| input.to_string_lossy().into_owned());
    let whole = quote! { #(const _: &[u8] = include_bytes!(#inputs);)* #code };
    let tokens = proc_macro::TokenStream::from(whole);
    let cpu = cpu() - start;
    let peak = if resettable { kilobytes("VmHWM:").saturating_sub(before) * 1024 } else { 0 };
    eprintln!("expansion: {cpu} {peak}");
    drop(tokens);
    proc_macro::TokenStream::new()
}

/// The CPU time of this thread, in nanoseconds.
fn cpu() -> u128 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    u128::from(time.tv_sec.unsigned_abs()) * 1_000_000_000 + u128::from(time.tv_nsec.unsigned_abs())
}

/// A line of what Linux says about this process; 0 elsewhere.
fn kilobytes(line: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let found = status.lines().find_map(|text| text.strip_prefix(line)?.split_whitespace().next()?.parse().ok());
    found.unwrap_or_default()
}
