//! `deps.toml`, `deps.lock` and `wkg.lock`: from text to plain data with places.
