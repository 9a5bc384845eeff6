//! Types and imports of packages without worlds. The component has no exports.

airssys_bindings::airssys_bindings!();

use test::canvas::canvas;
use test::shapes::shapes::Point;

#[cfg_attr(target_os = "unknown", unsafe(no_mangle))]
extern "C" fn _initialize() {
    let before: Option<Point> = canvas::paint(Point { x: 3, y: -4 });
    if let Some(point) = before {
        canvas::paint(point);
    }
}

// A C library with its own `_initialize` calls the functions in `.init_array`.
#[cfg(target_os = "wasi")]
#[used]
#[unsafe(link_section = ".init_array")]
static INITIALIZE: extern "C" fn() = _initialize;
