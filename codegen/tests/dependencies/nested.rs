//! Several packages in one file, and one package in several files.

use super::directory::Directory;

const NESTED: &str = "/* a /* comment */ package x:y; */\n// and another\npackage test:base {\n  \
    interface base { type number = u32; }\n}\n\npackage test:user@1.0.0 {\n  interface user {\n    \
    use test:base/base.{number};\n    take: func(it: number);\n  }\n}\n";

#[test]
fn a_file_may_have_only_nested_packages() {
    Directory::new(&[("wit/all.wit", NESTED)]).expand_valid().has(&["pub mod base", "fn take"]);
    // The same in a group, as a root, and next to a file of the same kind and an empty one.
    Directory::new(&[("wit/group/all.wit", NESTED)]).expand_valid();
    Directory::new(&[("all.wit", NESTED)]).roots(&["all.wit"]).expand_valid();
    let other = "/// text\npackage test:other { interface other {} }\n";
    let files = [("wit/all.wit", NESTED), ("wit/b.wit", other), ("wit/empty.wit", "// later\n")];
    Directory::new(&files).expand_valid().has(&["pub mod other"]);
}

#[test]
fn a_package_and_its_nested_packages_use_each_other() {
    let text = "package test:main;\ninterface main { use test:inner/inner.{number}; f: func(n: number); }\n\
        package test:inner { interface inner { use test:deep/deep.{digit}; type number = digit; } }\n\
        package test:deep@0.1.0 { interface deep { type digit = u8; } }\n";
    let text = text.replace("test:deep/deep.", "test:deep/deep@0.1.0.");
    let expansion = Directory::new(&[("wit/main.wit", &text)]).expand_valid();
    expansion.has(&["pub mod deep"]);
    expansion.has(&["pub mod inner"]);
    expansion.has(&["pub mod main"]);
}

#[test]
fn nested_packages_and_other_folders_use_each_other() {
    let user =
        "package test:far;\ninterface far { use test:base/base.{number}; f: func(n: number); }\n";
    let nested =
        "package test:near { interface near { use test:far/far.{number}; g: func(n: number); } }\n";
    let files = [("wit/a/all.wit", NESTED), ("wit/far/far.wit", user), ("wit/b/near.wit", nested)];
    Directory::new(&files).expand_valid().has(&["fn f"]);
    let directory = Directory::new(&files);
    directory.write("wit/far/deps.toml", "[dependencies]\n\"test:base\" = { path = \"../a\" }\n");
    directory.expand_valid();
}

#[test]
fn an_invalid_nested_package_is_one_error() {
    let text = format!("{NESTED}package test:bad {{ interface bad {{ type t = nowhere; }} }}\n");
    let expansion = Directory::new(&[("wit/all.wit", &text)]).expand();
    expansion.reports(&["`nowhere`", "--> wit/all.wit:"]);
    // A missing dependency of one nested package leaves the others in the tree.
    let text =
        format!("{NESTED}package test:bad {{ interface bad {{ use no:where/x.{{t}}; }} }}\n");
    let expansion = Directory::new(&[("wit/all.wit", &text)]).expand();
    expansion.reports(&["cannot find package `no:where`", "--> wit/all.wit:13:"]);
    expansion.has(&["pub mod base", "fn take"]);
}

#[test]
fn an_interface_beside_nested_packages_needs_a_package() {
    let text = format!("{NESTED}interface lost {{}}\n");
    Directory::new(&[("wit/all.wit", &text)])
        .expand()
        .reports(&["no `.wit` file in `wit` has a `package` line", "--> wit/all.wit:1:1"]);
}

#[test]
fn a_package_may_have_several_files_but_one_doc_comment() {
    let files = [
        ("wit/p/a.wit", "interface a { use b.{t}; f: func(t: t); }\n"),
        (
            "wit/p/b.wit",
            "/// What it is.\npackage test:parts@1.0.0;\ninterface b { type t = u8; }\n",
        ),
        ("wit/p/c.wit", "package test:parts@1.0.0;\nworld w { import a; export b; }\n"),
    ];
    Directory::new(&files).expand_valid().has(&["pub mod a", "pub mod b"]);
    let directory = Directory::new(&files);
    directory.write("wit/p/c.wit", "/// Again.\npackage test:parts@1.0.0;\n");
    directory.expand().reports(&["is documented in two files", "--> wit/p/c.wit:1:1"]);
    directory.write("wit/p/c.wit", "package test:pars@1.0.0;\n");
    directory
        .expand()
        .reports(&["the files of one folder declare two packages", "--> wit/p/c.wit:1:9"]);
}

#[test]
fn a_duplicate_nested_package_is_reported_at_the_second_copy() {
    let twice = "package t:a { interface i {} }\npackage t:a { interface j {} }\n";
    Directory::new(&[("wit/a.wit", twice)]).expand().reports(&["`t:a`", "wit/a.wit:2:9"]);
    let main = "package t:a;\ninterface i {}\npackage t:a { interface j {} }\n";
    Directory::new(&[("wit/a.wit", main)]).expand().reports(&["`t:a`", "wit/a.wit:3:9"]);
}
