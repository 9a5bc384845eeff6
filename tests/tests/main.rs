//! Every rule of the macro that needs a compiler, a component or a running one: one test each, named after the rule.

mod bench;
mod book;
mod build_scripts;
mod collisions;
mod components;
mod directories;
mod documentation;
mod editors;
mod host;
mod host_options;
mod host_services;
mod host_tasks;
mod lints;
mod options;
mod packages;
mod packaging;
mod published;
mod rebuild_matrix;
mod rebuilds;
mod same_bytes;
mod selection;
mod types;
mod wit;
mod worlds;
