//! The argument `features` against the gates that there are: a feature that no gate names does nothing.

use crate::request::Request;
use frontend::diagnostic::{ArgumentError, Diagnostic, Location};
use frontend::sources::Sources;
use frontend::spelling;
use std::collections::BTreeSet;

/// A fault for each feature that no `@unstable` names.
///
/// Gates in `.wasm` packages are not text; where there are such packages, nothing is said.
pub(super) fn check(request: &Request, sources: &Sources) -> Vec<Diagnostic> {
    if request.resolution.features.is_empty() || !sources.binaries.is_empty() {
        return Vec::new();
    }
    let gates: BTreeSet<&str> =
        sources.files.iter().flat_map(|(_, file)| named(&file.text)).collect();
    let unknown = request
        .resolution
        .features
        .iter()
        .filter(|feature| !gates.contains(feature.value.as_str()));
    unknown
        .map(|feature| {
            let name = feature.value.clone();
            let help = match spelling::nearest(&name, gates.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None if gates.is_empty() => {
                    "no item is behind `@unstable(feature = …)`; delete it".to_owned()
                }
                None => format!("there is {}", spelling::list(gates.iter().copied())),
            };
            let fault = ArgumentError::NameMatchesNothing { option: "features".to_owned(), name };
            Diagnostic::new(fault, Location::Argument(feature.argument)).with_help(help)
        })
        .collect()
}

/// The features that a text has gates for: `@unstable(feature = fancy)`.
fn named(text: &str) -> impl Iterator<Item = &str> {
    text.split("@unstable").skip(1).filter_map(|rest| {
        let rest = rest.trim_start().strip_prefix('(')?.trim_start();
        let rest = rest.strip_prefix("feature")?.trim_start().strip_prefix('=')?.trim_start();
        let rest = rest.strip_prefix('%').unwrap_or(rest);
        let end = rest.find(|char: char| !char.is_ascii_alphanumeric() && char != '-');
        rest.get(..end.unwrap_or(rest.len())).filter(|name| !name.is_empty())
    })
}

#[cfg(all(test, feature = "guest"))]
mod tests {
    use crate::request::Request;
    use frontend::diagnostic::ArgumentId;
    use frontend::roots::Given;

    fn told(feature: &str) -> Vec<String> {
        let given = |value: &str, at| Given { value: value.to_owned(), argument: ArgumentId(at) };
        let text = "package a:b@1.0.0;
            interface i { @unstable( feature = fancy) f: func(); @unstable(feature=other-one) g: func(); }";
        let mut request = Request::of_inline(text);
        request.resolution.features = vec![given(feature, 1)];
        let bindings = crate::expand(&request);
        bindings.diagnostics.iter().map(|fault| fault.render(&bindings.files)).collect()
    }

    #[test]
    fn a_feature_that_no_gate_names_is_an_error() {
        assert!(told("fanci")[0].contains("did you mean `fancy`?"), "{:?}", told("fanci"));
    }

    #[test]
    fn a_feature_that_a_gate_names_is_none() {
        assert!(told("fancy").is_empty() && told("other-one").is_empty());
    }
}
