//! The rules that need a compiler or a running component: one test per rule, named after it.

mod bench;
mod book;
mod build_scripts;
mod collisions;
mod component_sources;
mod components;
mod directories;
mod documentation;
mod editors;
mod host;
mod host_options;
mod host_services;
mod host_tasks;
mod lints;
mod markdown;
mod native_tests;
mod options;
mod packaging;
mod project_wit;
mod published_wit;
mod rebuilds;
mod reproducible;
mod rust_paths;
mod selection;
mod type_identity;
mod worlds;
