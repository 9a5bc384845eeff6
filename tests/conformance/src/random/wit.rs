//! From a seed to WIT text.

use std::panic;

use arbitrary::Unstructured;
use wit_component::{DecodedWasm, WitPrinter};
use wit_parser::Resolve;
use wit_smith::Config;

/// Packages, as the text of one file.
#[derive(Clone, Debug)]
pub struct Sample {
    /// The number that it is made of.
    pub seed: u64,
    /// The text.
    pub text: String,
}

impl Sample {
    /// Makes the sample of a seed, if wit-parser accepts it.
    #[must_use]
    pub fn of(seed: u64) -> Option<Self> {
        let mut bytes = Bytes(seed);
        let config = bytes.config();
        let material: Vec<u8> = (0..512).flat_map(|_| bytes.next().to_le_bytes()).collect();
        // wit-smith panics where wit-parser refuses what it has made.
        let smith = || wit_smith::smith(&config, &mut Unstructured::new(&material));
        let wasm = panic::catch_unwind(smith).ok()?.ok()?;
        let text = print(&wasm)?;
        let accepted =
            Resolve { all_features: true, ..Resolve::default() }.push_str("a.wit", &text);
        accepted.is_ok().then_some(Self { seed, text })
    }
}

/// The text of packages that are encoded.
fn print(wasm: &[u8]) -> Option<String> {
    let Ok(DecodedWasm::WitPackage(resolve, main)) = wit_component::decode(wasm) else {
        return None;
    };
    let others: Vec<_> =
        resolve.packages.iter().map(|(id, _)| id).filter(|id| *id != main).collect();
    let mut printer = WitPrinter::default();
    printer.print(&resolve, main, &others).ok()?;
    Some(printer.output.to_string())
}

/// An endless row of bytes that follow from a seed (SplitMix64).
struct Bytes(u64);

impl Bytes {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// What the sample may hold: small things of all kinds, and each of the newer ones in half of all samples.
    fn config(&mut self) -> Config {
        let bits = self.next();
        let bit = |index: u32| bits >> index & 1 == 1;
        Config {
            max_packages: 4,
            max_files_per_package: 2,
            max_pkg_items: 4,
            max_interface_items: 6,
            max_world_items: 6,
            max_resource_items: 4,
            max_type_parts: 5,
            max_type_size: 40,
            async_: bit(0),
            futures: bit(1),
            streams: bit(2),
            error_context: bit(3),
            fixed_length_lists: bit(4),
            world_include: bit(5),
            ..Config::default()
        }
    }
}
