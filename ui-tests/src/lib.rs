//! Calls of the macro that compile, for the options of the macro. They are not in `tests/`: outside of a program for
//! tests, imports have no mocks. The symbols of exports have prefixes, since one crate cannot have a symbol twice.

#![allow(dead_code, missing_docs, unused_imports)]

pub mod additional_derives;
pub mod additional_derives_ignore;
pub mod additional_member_attributes;
pub mod additional_type_attributes;
pub mod cfg;
pub mod default_options;
pub mod export_macro_name;
pub mod features;
pub mod import_outside_of_tests_panics;
pub mod in_a_module_of_a_function;
pub mod inline;
pub mod mock_without_a_function;
pub mod module;
pub mod ownership_borrowing;
pub mod packages_and_worlds_by_patterns;
pub mod path_by_macros;
pub mod pub_export_macro;
pub mod raw_strings;
pub mod runtime_paths;
pub mod share_types_off;
pub mod short_form;
pub mod skip;
pub mod strict_world;
pub mod stubs;
pub mod the_words_of_an_error_may_have_quotes;
pub mod warnings_can_be_turned_off;
pub mod warnings_debug_and_size;
pub mod with_a_module;
pub mod with_a_path;
pub mod world_at_the_top;
pub mod world_options;
