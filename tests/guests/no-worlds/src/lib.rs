//! Types and imports from packages that have no world. The component exports nothing.

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

// Where a C library has an `_initialize` of its own, that one calls this.
#[cfg(target_os = "wasi")]
#[used]
#[unsafe(link_section = ".init_array")]
static INITIALIZE: extern "C" fn() = _initialize;
