//! The engines of `host::capability`: what they do, allow and deny, and attempts to escape them.

mod decisions;
mod filesystem;
mod filesystem_escapes;
mod grants;
mod grants_file;
mod network;
mod network_addresses;
mod network_redirects;
mod process;
mod process_escapes;
mod process_output;
mod server;
mod support;
