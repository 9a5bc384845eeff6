//! Both macros up to the creation of compiler tokens, which are then dropped, to measure expansion alone.
//!
//! They run in rustc and unoptimized, as macros do, and print a line to standard error:
//! `expansion: <CPU nanoseconds> <peak memory in bytes, above the memory used before>`.

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

/// `airssys_bindings!("directory", "world")`: our macro for the packages of a directory, or for one world.
#[proc_macro]
pub fn airssys_bindings(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    measure(&strings(input), |arguments| {
        let given = |value: &String| Given { value: value.clone(), argument: ArgumentId(0) };
        let mut request =
            Request::new(std::env::current_dir().expect("the working directory of rustc"));
        request.roots.path = arguments.iter().take(1).map(given).collect();
        request.selection.world = arguments.get(1).map(given);
        let lexer = |source: &str| {
            let tokens = source.parse::<proc_macro::TokenStream>();
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

/// `generate!("world", "directory", …)`: `wit_bindgen::generate!` for a world of the packages of these directories.
#[proc_macro]
pub fn generate(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    measure(&strings(input), |arguments| {
        let (world, directories) = arguments.split_first().expect("no world");
        let mut resolve = Resolve::default();
        let (mut packages, mut inputs) = (Vec::new(), Vec::new());
        for directory in directories {
            let (package, read) = resolve.push_path(directory).expect("invalid packages");
            packages.push(package);
            inputs.extend(read.paths().map(PathBuf::from));
        }
        let world = resolve.select_world(&packages, Some(world)).expect("unknown world");
        let mut files = Files::default();
        let options = Opts { generate_all: true, ..Opts::default() };
        options.build().generate(&mut resolve, world, &mut files).expect("generation failed");
        let (_, code) = files.iter().next().expect("no file was generated");
        let code = std::str::from_utf8(code).expect("the code is not UTF-8").to_owned();
        (code.parse().expect("the code is not Rust"), inputs)
    })
}

fn strings(input: proc_macro::TokenStream) -> Vec<String> {
    let list = Punctuated::<LitStr, Token![,]>::parse_terminated;
    list.parse(input).expect("string literals separated by commas").iter().map(LitStr::value).collect()
}

/// Runs an expansion, and prints its CPU time and its peak memory.
fn measure(
    arguments: &[String],
    expansion: impl FnOnce(&[String]) -> (TokenStream, Vec<PathBuf>),
) -> proc_macro::TokenStream {
    // Reset the peak. Where that is not supported, the peak is reported as 0.
    let resettable = fs::write("/proc/self/clear_refs", "5").is_ok();
    let before = kilobytes("VmRSS:");
    let start = cpu();
    let (code, inputs) = expansion(arguments);
    let inputs = inputs.iter().map(|input| input.to_string_lossy().into_owned());
    let whole = quote! { #(const _: &[u8] = include_bytes!(#inputs);)* #code };
    let tokens = proc_macro::TokenStream::from(whole);
    let cpu = cpu() - start;
    let peak = if resettable { kilobytes("VmHWM:").saturating_sub(before) * 1024 } else { 0 };
    eprintln!("expansion: {cpu} {peak}");
    drop(tokens);
    proc_macro::TokenStream::new()
}

/// Returns the CPU time of this thread, in nanoseconds.
fn cpu() -> u128 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    u128::from(time.tv_sec.unsigned_abs()) * 1_000_000_000 + u128::from(time.tv_nsec.unsigned_abs())
}

/// Returns a field of `/proc/self/status`, or 0 on systems other than Linux.
fn kilobytes(field: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let value = status.lines().find_map(|line| line.strip_prefix(field)?.split_whitespace().next()?.parse().ok());
    value.unwrap_or_default()
}
