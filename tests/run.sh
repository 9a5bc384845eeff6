#!/usr/bin/env bash
# Installs a Rust toolchain that can build for wasm32 if there is none, and runs all tests of the workspace.
set -euo pipefail
cd "$(dirname "$0")/.."

cargo run --quiet --package airssys-bindings-tests --bin quickstart -- --set-up
if cargo nextest --version >/dev/null 2>&1; then
    cargo nextest run --workspace --no-fail-fast
    # nextest runs no documentation tests.
    cargo test --doc --workspace
else
    cargo test --workspace --no-fail-fast
fi
