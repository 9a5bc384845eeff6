//! The option `interfaces`: a world of its own, of which only the interfaces matter.

use std::borrow::Cow;

use crate::request::Request;
use frontend::diagnostic::{ArgumentError, Diagnostic, Location};
use frontend::roots::Given;

/// The world that holds them.
const WORLD: &str = "host-interfaces:inline/interfaces";

/// The request with that world in it, and what is wrong if it has one already.
pub(crate) fn as_world(request: &Request) -> (Cow<'_, Request>, Option<Diagnostic>) {
    let Some(interfaces) = &request.host.interfaces else { return (Cow::Borrowed(request), None) };
    let Given { value: wit, argument } = interfaces;
    if request.roots.inline.is_some() || request.selection.world.is_some() {
        let (option, reason) =
            ("interfaces".to_owned(), "with `inline` or `world`, which name a world of their own");
        let fault = ArgumentError::CannotWork { option, reason };
        let fault =
            Diagnostic::new(fault, Location::Argument(*argument)).with_help("delete one of them");
        return (Cow::Borrowed(request), Some(fault));
    }
    let text = format!("package host-interfaces:inline;\n\nworld interfaces {{\n{wit}\n}}\n");
    let mut request = request.clone();
    request.roots.inline = Some(Given { value: text, argument: *argument });
    request.selection.world = Some(Given { value: WORLD.to_owned(), argument: *argument });
    request.selection.strict_world = true;
    (Cow::Owned(request), None)
}
