use std::path::PathBuf;
use airssys_bindings_codegen::compatibility::{Baseline, Request, check};
use airssys_bindings_codegen::roots::Roots;
use wit_component::semver_check;
use wit_parser::Resolve;
#[test]
fn pairs() {
    let Ok(pairs) = std::env::var("PAIRS") else { return };
    for pair in pairs.split_whitespace() {
        let (old, new) = pair.split_once(',').unwrap();
        println!("=== {old} {new}");
        let roots = Roots { manifest_dir: PathBuf::from("/tmp"), path: vec![crate::given(&format!("{new}/deps"))], ..Roots::default() };
        let report = check(&Request { roots, baseline: Some(Baseline::Path(crate::given(&format!("{old}/deps")))) });
        for d in &report.diagnostics {
            println!("{}: {}", d.title(), d.trail.iter().map(|t| t.text.clone()).collect::<Vec<_>>().join(" | "));
        }
        let mut a = Resolve::default();
        a.push_path(old).unwrap();
        for (_, p) in a.packages.iter_mut() { p.name.version.get_or_insert_with(|| "0.0.0".parse().unwrap()).pre = semver::Prerelease::new("old").unwrap(); }
        a.package_names = a.packages.iter().map(|(id, p)| (p.name.clone(), id)).collect();
        let mut b = Resolve::default();
        b.push_path(new).unwrap();
        a.merge(b).unwrap();
        let worlds: Vec<_> = a.worlds.iter().map(|(id, w)| (id, w.name.clone(), a.packages[w.package.unwrap()].name.clone())).collect();
        for (id, name, p) in &worlds {
            if p.version.as_ref().is_some_and(|v| v.pre.as_str() == "old") {
                let other = worlds.iter().find(|(_, n, q)| n == name && q.name == p.name && q.namespace == p.namespace && !q.version.as_ref().is_some_and(|v| v.pre.as_str() == "old"));
                if let Some((new, ..)) = other {
                    match semver_check(a.clone(), *id, *new) { Ok(()) => println!("{p}/{name} ok"), Err(e) => println!("{p}/{name} {:.300}", format!("{e:#}")) }
                }
            }
        }
    }
}
