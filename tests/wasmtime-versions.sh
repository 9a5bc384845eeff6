#!/usr/bin/env bash
# Checks tests/hosts/versions with the given versions of Wasmtime, or with 36, 48 and the newest that supports the
# active Rust.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$here/../target}/versions"

if [ $# -eq 0 ]; then set -- 36 48 newest; fi
for version in "$@"; do
    # A copy next to the original: the sources contain relative paths to WIT.
    copy="$here/hosts/.versions-$version"
    trap 'rm -rf "$copy"' EXIT
    rm -rf "$copy"
    cp -r "$here/hosts/versions" "$copy"
    wanted="$version"
    if [ "$version" = newest ]; then wanted='>=48'; fi
    sed -i \
        -e 's|^version.workspace = true|version = "0.0.0"|' \
        -e 's|^edition.workspace = true|edition = "2024"|' \
        -e 's|^publish.workspace = true|publish = false|' \
        -e 's|^airssys-bindings = { workspace = true|airssys-bindings = { path = "../../../runtime"|' \
        -e "s|^wasmtime = { version = \"48\"|wasmtime = { version = \"$wanted\"|" \
        "$copy/Cargo.toml"
    printf '\n[workspace]\n' >>"$copy/Cargo.toml"
    # The newest matching version that supports the active Rust.
    CARGO_RESOLVER_INCOMPATIBLE_RUST_VERSIONS=fallback \
        cargo generate-lockfile --quiet --manifest-path "$copy/Cargo.toml"
    found="$(cargo tree --quiet --manifest-path "$copy/Cargo.toml" --package wasmtime --depth 0 --prefix none)"
    echo "$version: $found"
    cargo check --quiet --locked --manifest-path "$copy/Cargo.toml"
    rm -rf "$copy"
done
