//! What the engines of `host::capability` do, allow and deny, and ways out of them that must not be there.

mod decisions;
mod filesystem;
mod filesystem_escapes;
mod grants;
mod network;
mod network_addresses;
mod network_redirects;
mod process;
mod process_escapes;
mod process_output;
mod server;
mod support;
