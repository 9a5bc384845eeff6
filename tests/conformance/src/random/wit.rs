//! Generates WIT from seeds.

use std::panic;

use arbitrary::Unstructured;
use wit_component::{DecodedWasm, WitPrinter};
use wit_parser::Resolve;
use wit_smith::Config;

/// Random packages, in one WIT file.
#[derive(Clone, Debug)]
pub struct Sample {
    /// The seed.
    pub seed: u64,
    /// The WIT source.
    pub wit: String,
}

impl Sample {
    /// Generates the sample of a seed. `None` if wit-parser rejects it.
    #[must_use]
    pub fn of(seed: u64) -> Option<Self> {
        let mut random = SplitMix64(seed);
        let config = random.config();
        let material: Vec<u8> = (0..512).flat_map(|_| random.next().to_le_bytes()).collect();
        // wit-smith panics when wit-parser rejects its output.
        let smith = || wit_smith::smith(&config, &mut Unstructured::new(&material));
        let wasm = panic::catch_unwind(smith).ok()?.ok()?;
        let wit = print(&wasm)?;
        let accepted = Resolve { all_features: true, ..Resolve::default() }.push_str("a.wit", &wit);
        accepted.is_ok().then_some(Self { seed, wit })
    }
}

/// Prints an encoded package as WIT.
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

/// A pseudorandom number generator (SplitMix64).
struct SplitMix64(u64);

impl SplitMix64 {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Returns a configuration for small packages, with each of the newer features in half of all samples.
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
