//! Empty: the UI tests are in `tests/`.
