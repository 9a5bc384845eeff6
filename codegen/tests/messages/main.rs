//! The messages that users read, compared with files: the goldens of `tests/bad-packages` and the pages of `docs/errors`.

mod error_pages;
mod goldens;
#[path = "../../../tests/tests/markdown.rs"]
mod markdown;
