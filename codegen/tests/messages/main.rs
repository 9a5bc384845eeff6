//! The messages that users read, and the tables of options, compared with files: the goldens of `tests/bad-packages`, the pages of
//! `docs/errors`, the guide and the documentation of the macro.

mod error_pages;
mod goldens;
#[path = "../../../tests/tests/markdown.rs"]
mod markdown;
mod options;
