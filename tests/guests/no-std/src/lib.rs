//! A guest without the standard library, with an allocator and a panic handler.

#![no_std]

extern crate alloc;

airssys_bindings::airssys_bindings!({ path: "../../../wit" });

include!("../../idle.rs");

use alloc::borrow::ToOwned as _;
use alloc::string::String;
use alloc::vec::Vec;
use core::alloc::{GlobalAlloc, Layout};
use core::cell::Cell;
use core::panic::PanicInfo;

use airssys::core_types::types::{
    ComponentError, ComponentId, ExecutionError, HealthStatus, RequestId,
};
use airssys::ext_filesystem::filesystem::{File, OpenOptions};
use airssys::worlds::full::exports::airssys::core_component::component_lifecycle::{
    ComponentConfig, ComponentMetadata, ExecutionContext, Guest, MemoryRequirements,
};

struct NoStd;

impl Guest for NoStd {
    fn init(_: ComponentConfig) -> Result<(), ComponentError> {
        Ok(())
    }

    fn execute(operation: Vec<u8>, _: ExecutionContext) -> Result<Vec<u8>, ExecutionError> {
        let read = || File::open("/data/a", OpenOptions::READ)?.read(3);
        let mut bytes = read().map_err(|_| ExecutionError::Failed("no file".to_owned()))?;
        bytes.extend(operation);
        Ok(bytes)
    }

    idle! { handle_message handle_callback metadata health shutdown }
}

airssys::worlds::full::export!(NoStd);

/// A bump allocator, which frees only the last allocation.
struct Bump {
    next: Cell<usize>,
    end: Cell<usize>,
}

// SAFETY: a component has one thread.
unsafe impl Sync for Bump {}

// SAFETY: each allocation is in pages that this allocator added to the memory, and overlaps no other.
unsafe impl GlobalAlloc for Bump {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let mut start = self.next.get().next_multiple_of(layout.align());
        if start + layout.size() > self.end.get() {
            let pages = layout.size() / 65536 + 1;
            start = core::arch::wasm32::memory_grow(0, pages) * 65536;
            self.end.set(start + pages * 65536);
        }
        self.next.set(start + layout.size());
        start as *mut u8
    }

    unsafe fn dealloc(&self, start: *mut u8, layout: Layout) {
        if start as usize + layout.size() == self.next.get() {
            self.next.set(start as usize);
        }
    }
}

#[global_allocator]
static ALLOCATOR: Bump = Bump { next: Cell::new(0), end: Cell::new(0) };

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
