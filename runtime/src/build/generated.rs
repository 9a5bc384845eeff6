//! From a request to the text of a file, or to the texts of what is wrong.

use std::path::PathBuf;

use airssys_bindings_codegen::diagnostic::{Diagnostic, Level};
use airssys_bindings_codegen::{Bindings, Request, expand, output};
use proc_macro2::Span;

use super::Error;
use super::arguments::Arguments;

/// What there is for a configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Generated {
    /// The text of the file, formatted.
    pub source: String,
    /// Every file that was read.
    pub inputs: Vec<PathBuf>,
    /// Each warning as a text with its place, without `warning: ` in front.
    pub warnings: Vec<String>,
}

/// Generates the code. `faults` are those of the options.
pub(super) fn generate(
    request: &Request,
    faults: Vec<Diagnostic>,
    arguments: &Arguments,
) -> Result<Generated, Error> {
    let Bindings { code, docs, inputs, diagnostics, mut files } = expand(request);
    let all = faults.into_iter().chain(diagnostics);
    let (errors, warnings): (Vec<_>, Vec<_>) =
        all.partition(|diagnostic| diagnostic.level() == Level::Error);
    let mut render = |diagnostic: Diagnostic| {
        arguments.placed(diagnostic, &request.roots.manifest_dir, &mut files).render(&files)
    };
    if !errors.is_empty() {
        let more = errors.len().saturating_sub(output::MAX_ERRORS);
        let mut texts: Vec<_> = errors.into_iter().take(output::MAX_ERRORS).map(render).collect();
        texts.extend((more > 0).then(|| output::not_shown(more)));
        return Err(Error::Faults(texts));
    }
    let warnings =
        warnings.into_iter().filter(|_| !request.output.silent).map(&mut render).collect();
    let code = match &request.output.module {
        Some(module) => output::in_module(&module.value, Span::call_site(), &docs, &code),
        None => code,
    };
    Ok(Generated { source: output::file(&code), inputs, warnings })
}
