//! Random directories of `wit-deps` and `wkg` in which one file differs from its lock.

use std::fs;
use std::path::Path;

use proptest::prelude::*;

use super::{resolve, write};
use frontend::manifest::digest::{self, File};

/// Returns the files of one package: valid WIT with a comment of any length.
fn files(at: usize, paddings: &[String]) -> Vec<(String, String)> {
    let file = |(number, padding): (usize, &String)| {
        let text = format!(
            "package test:p{at};\n// {padding}\ninterface i{number} {{\n  type t = u8;\n}}\n"
        );
        (format!("f{number}.wit"), text)
    };
    paddings.iter().enumerate().map(file).collect()
}

/// Writes packages with their manifest and lock.
fn write_down(folder: &Path, packages: &[Vec<String>]) {
    let (mut manifest, mut lock, mut uses) = (String::new(), String::new(), String::new());
    for (at, paddings) in packages.iter().enumerate() {
        let files = files(at, paddings);
        for (name, text) in &files {
            write(folder, &format!("wit/deps/p{at}/{name}"), text);
        }
        let entries = files.iter().map(|(name, text)| File {
            name,
            executable: false,
            marked: false,
            bytes: text.as_bytes(),
        });
        let digest = digest::folder(&entries.collect::<Vec<_>>());
        manifest.push_str(&format!("p{at} = \"https://example.com/{at}\"\n"));
        lock.push_str(&format!(
            "[p{at}]\nurl = \"https://example.com/{at}\"\nsha256 = \"{}\"\nsha512 = \"{}\"\n",
            digest::hex(&digest.sha256),
            digest::hex(&digest.sha512),
        ));
        uses.push_str(&format!("  import test:p{at}/i0;\n"));
    }
    write(folder, "wit/deps.toml", manifest);
    write(folder, "wit/deps.lock", lock);
    write(folder, "wit/app.wit", format!("package test:app;\nworld w {{\n{uses}}}\n"));
}

fn packages() -> impl Strategy<Value = Vec<Vec<String>>> {
    prop::collection::vec(prop::collection::vec("[a-z]{0,700}", 1..4), 1..4)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_change_of_any_byte_of_a_file_is_an_error(
        packages in packages(),
        which in any::<prop::sample::Index>(),
        byte in any::<prop::sample::Index>(),
        mask in 1_u8..,
    ) {
        let folder = tempfile::tempdir().expect("a scratch folder");
        write_down(folder.path(), &packages);
        prop_assert_eq!(resolve(folder.path()).2, "");
        let all: Vec<_> = packages
            .iter()
            .enumerate()
            .flat_map(|(at, paddings)| (0..paddings.len()).map(move |file| (at, file)))
            .collect();
        let (package, file) = all[which.index(all.len())];
        let path = folder.path().join(format!("wit/deps/p{package}/f{file}.wit"));
        let mut bytes = fs::read(&path).expect("readable");
        let at = byte.index(bytes.len());
        bytes[at] ^= mask;
        let is_text = std::str::from_utf8(&bytes).is_ok();
        fs::write(&path, bytes).expect("writable");
        let messages = resolve(folder.path()).2;
        let other = format!("`wit/deps/p{package}` does not match its digest");
        prop_assert_eq!(messages.contains(&other), is_text, "{}", messages);
        prop_assert!(is_text || messages.contains("is not valid UTF-8"), "{}", messages);
    }

    #[test]
    fn a_change_of_any_digit_of_a_lock_is_an_error(
        packages in packages(),
        which in any::<prop::sample::Index>(),
        digit in prop::sample::select("0123456789abcdef".as_bytes().to_vec()),
    ) {
        let folder = tempfile::tempdir().expect("a scratch folder");
        write_down(folder.path(), &packages);
        let path = folder.path().join("wit/deps.lock");
        let mut bytes = fs::read(&path).expect("readable");
        let text = String::from_utf8(bytes.clone()).expect("UTF-8");
        let digits = text.lines().filter(|line| line.starts_with("sha")).flat_map(|line| {
            let start = line.as_ptr() as usize - text.as_ptr() as usize;
            start + "sha256 = \"".len()..start + line.len() - 1
        });
        let digits: Vec<usize> = digits.collect();
        let at = digits[which.index(digits.len())];
        prop_assume!(bytes[at] != digit);
        bytes[at] = digit;
        fs::write(&path, bytes).expect("writable");
        let (_, diagnostics, messages) = resolve(folder.path());
        prop_assert_eq!(diagnostics.len(), 1, "{}", messages);
        prop_assert!(messages.contains("does not match its digest"), "{}", messages);
    }

    #[test]
    fn an_added_or_removed_file_is_an_error(packages in packages(), add in any::<bool>()) {
        let folder = tempfile::tempdir().expect("a scratch folder");
        write_down(folder.path(), &packages);
        if add {
            write(folder.path(), "wit/deps/p0/more.wit", "");
        } else {
            fs::remove_file(folder.path().join("wit/deps/p0/f0.wit")).expect("the file exists");
        }
        let messages = resolve(folder.path()).2;
        let is_missing = !add && packages[0].len() == 1;
        let message = if is_missing { "is not fetched" } else { "`wit/deps/p0` does not match its digest" };
        prop_assert!(messages.contains(message), "{}", messages);
    }

    #[test]
    fn a_change_of_any_byte_of_a_wasm_package_is_an_error(
        which in any::<prop::sample::Index>(),
        mask in 1_u8..,
    ) {
        let folder = tempfile::tempdir().expect("a scratch folder");
        let text = "package test:p@1.0.0;\ninterface i {\n  type t = u8;\n}\n";
        let mut resolved = crate::wit_parser::Resolve::default();
        let id = resolved.push_str("a.wit", text).expect("valid WIT");
        let mut bytes = crate::wit::package(&resolved, id);
        let lock = format!(
            "version = 1\n[[packages]]\nname = \"test:p\"\n[[packages.versions]]\n\
             requirement = \"=1.0.0\"\nversion = \"1.0.0\"\ndigest = \"sha256:{}\"\n",
            digest::hex(&digest::wasm(&bytes)),
        );
        write(folder.path(), "wkg.lock", lock);
        let user = "package test:app;\nworld w {\n  import test:p/i@1.0.0;\n}\n";
        write(folder.path(), "wit/app.wit", user);
        write(folder.path(), "wit/deps/p.wasm", &bytes);
        prop_assert_eq!(resolve(folder.path()).2, "");
        let at = which.index(bytes.len());
        bytes[at] ^= mask;
        write(folder.path(), "wit/deps/p.wasm", &bytes);
        let (_, diagnostics, messages) = resolve(folder.path());
        prop_assert!(!diagnostics.is_empty());
        prop_assert!(!messages.contains("[AB99"), "{}", messages);
    }
}
