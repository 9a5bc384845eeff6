//! Every rule of the macro that needs a compiler, a component or a running one: one test each, named after the rule.

mod bench;
mod collisions;
mod components;
mod directories;
mod error_pages;
mod goldens;
mod host;
mod host_options;
mod host_tasks;
mod lints;
mod options;
mod packages;
mod published;
mod rebuilds;
mod same_bytes;
mod selection;
mod types;
mod wit;
mod worlds;
