//! The option `interfaces`: generates a world that imports the interfaces.

use std::borrow::Cow;

use crate::request::Request;
use frontend::diagnostic::{ArgumentError, Diagnostic, Location};
use frontend::roots::Given;

/// The name of the generated world.
const WORLD: &str = "host-interfaces:inline/interfaces";

/// Returns the request with the world in place of `interfaces`, or an error if the request names a world already.
pub(crate) fn as_world(request: &Request) -> (Cow<'_, Request>, Vec<Diagnostic>) {
    let Some(Given { value: wit, argument }) = &request.host.interfaces else {
        return (Cow::Borrowed(request), Vec::new());
    };
    if request.roots.inline.is_some() || request.selection.world.is_some() {
        let option = "interfaces".to_owned();
        let reason = "with `inline` or `world`, which name another world";
        let error = ArgumentError::CannotWork { option, reason };
        let error =
            Diagnostic::new(error, Location::Argument(*argument)).with_help("remove one of them");
        return (Cow::Borrowed(request), vec![error]);
    }
    let text = format!("package host-interfaces:inline;\n\nworld interfaces {{\n{wit}\n}}\n");
    let mut request = request.clone();
    request.roots.inline = Some(Given { value: text, argument: *argument });
    request.selection.world = Some(Given { value: WORLD.to_owned(), argument: *argument });
    request.selection.strict_world = true;
    (Cow::Owned(request), Vec::new())
}
