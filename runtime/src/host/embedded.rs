//! The permissions that a component requests, in a custom section of its binary.

use wasmparser::{Parser, Payload};

use super::capability::RequestedPermissions;
use super::grants_file::GrantsFileError;

/// The name of the custom section, which [`requested_permissions!`](crate::requested_permissions) writes.
const SECTION: &str = "airssys:requested-permissions";

/// Returns what a component requests; `None` if it has no such section.
pub(super) fn requested_permissions(
    component: &[u8],
) -> Result<Option<RequestedPermissions>, GrantsFileError> {
    // What is not valid WebAssembly ends the search: Wasmtime reports it.
    let payloads = Parser::new(0).parse_all(component).map_while(Result::ok);
    let sections = payloads.filter_map(|payload| match payload {
        Payload::CustomSection(section) if section.name() == SECTION => Some(section.data()),
        _ => None,
    });
    let sections: Vec<_> = sections.collect();
    if sections.is_empty() {
        return Ok(None);
    }
    // Invalid UTF-8 becomes a character that no grant names.
    let source = String::from_utf8_lossy(&sections.concat()).into_owned();
    RequestedPermissions::parse(SECTION, &source).map(Some)
}
