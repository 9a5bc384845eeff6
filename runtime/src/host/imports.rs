//! The functions that components import, one module per WIT package.

mod core_host;
mod ext_filesystem;
mod ext_network;
mod ext_process;
