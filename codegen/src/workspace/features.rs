//! Checks the option `features` against the feature gates in WIT: a feature without a gate has no effect.

use crate::unmatched;
use frontend::diagnostic::Diagnostic;
use frontend::roots::Given;
use frontend::sources::Sources;
use std::collections::BTreeSet;

/// Returns a warning for each feature that no `@unstable` gate names.
///
/// The gates of `.wasm` packages are not known here; if there are such packages, nothing is checked.
pub(super) fn unknown(features: &[Given<String>], sources: &Sources) -> Vec<Diagnostic> {
    if features.is_empty() || !sources.binaries.is_empty() {
        return Vec::new();
    }
    let gates: BTreeSet<String> =
        sources.files.iter().flat_map(|(_, file)| gates(&file.text)).map(str::to_owned).collect();
    let unknown = features.iter().filter(|feature| !gates.contains(&feature.value));
    unknown.map(|feature| unmatched::warning("features", feature, &gates)).collect()
}

/// Returns the features of the gates in a WIT source: `@unstable(feature = fancy)`.
fn gates(text: &str) -> impl Iterator<Item = &str> {
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

    fn messages(feature: &str) -> Vec<String> {
        let given = |value: &str, at| Given { value: value.to_owned(), argument: ArgumentId(at) };
        let text = "package a:b@1.0.0;
            interface i { @unstable( feature = fancy) f: func(); @unstable(feature=other-one) g: func(); }";
        let mut request = Request::of_inline(text);
        request.resolution.features = vec![given(feature, 1)];
        let bindings = crate::expand(&request);
        bindings.diagnostics.iter().map(|error| error.render(&bindings.files)).collect()
    }

    #[test]
    fn a_feature_without_a_gate_is_a_warning() {
        let messages = messages("fanci");
        assert!(messages[0].contains("[AB0916]"), "{messages:?}");
        assert!(messages[0].contains("did you mean `fancy`?"), "{messages:?}");
    }

    #[test]
    fn a_feature_with_a_gate_is_valid() {
        assert!(messages("fancy").is_empty() && messages("other-one").is_empty());
    }
}
