//! Several packages in one file, and one package in several files.

use super::directory::Directory;

const NESTED: &str = "/* a /* comment */ package x:y; */\n// and another\npackage test:base {\n  \
    interface base { type number = u32; }\n}\n\npackage test:user@1.0.0 {\n  interface user {\n    \
    use test:base/base.{number};\n    take: func(it: number);\n  }\n}\n";

#[test]
fn a_file_holds_only_nested_packages() {
    Directory::new(&[("wit/all.wit", NESTED)]).sound().has(&["pub mod base", "fn take"]);
    // In a group, as a root, and beside a file of the same kind or an empty one.
    Directory::new(&[("wit/group/all.wit", NESTED)]).sound();
    Directory::new(&[("all.wit", NESTED)]).roots(&["all.wit"]).sound();
    let other = "/// text\npackage test:other { interface other {} }\n";
    let files = [("wit/all.wit", NESTED), ("wit/b.wit", other), ("wit/empty.wit", "// later\n")];
    Directory::new(&files).sound().has(&["pub mod other"]);
}

#[test]
fn a_file_holds_a_package_and_nested_ones_that_use_each_other() {
    let text = "package test:main;\ninterface main { use test:inner/inner.{number}; f: func(n: number); }\n\
        package test:inner { interface inner { use test:deep/deep.{digit}; type number = digit; } }\n\
        package test:deep@0.1.0 { interface deep { type digit = u8; } }\n";
    let text = text.replace("test:deep/deep.", "test:deep/deep@0.1.0.");
    let told = Directory::new(&[("wit/main.wit", &text)]).sound();
    told.has(&["pub mod deep"]);
    told.has(&["pub mod inner"]);
    told.has(&["pub mod main"]);
}

#[test]
fn a_nested_package_is_used_from_another_folder_and_uses_another() {
    let user =
        "package test:far;\ninterface far { use test:base/base.{number}; f: func(n: number); }\n";
    let nested =
        "package test:near { interface near { use test:far/far.{number}; g: func(n: number); } }\n";
    let files = [("wit/a/all.wit", NESTED), ("wit/far/far.wit", user), ("wit/b/near.wit", nested)];
    Directory::new(&files).sound().has(&["fn f"]);
    let directory = Directory::new(&files);
    directory.write("wit/far/deps.toml", "[dependencies]\n\"test:base\" = { path = \"../a\" }\n");
    directory.sound();
}

#[test]
fn a_nested_package_that_is_not_sound_leaves_its_neighbours() {
    let text = format!("{NESTED}package test:bad {{ interface bad {{ type t = nowhere; }} }}\n");
    let told = Directory::new(&[("wit/all.wit", &text)]).expand();
    told.says(&["`nowhere`", "--> wit/all.wit:"]);
    // What needs a package that is not there falls with its neighbours in the same folder at most.
    let text =
        format!("{NESTED}package test:bad {{ interface bad {{ use no:where/x.{{t}}; }} }}\n");
    let told = Directory::new(&[("wit/all.wit", &text)]).expand();
    told.says(&["cannot find package `no:where`", "--> wit/all.wit:13:"]);
    told.has(&["pub mod base", "fn take"]);
}

#[test]
fn an_interface_beside_nested_packages_needs_a_package() {
    let text = format!("{NESTED}interface lost {{}}\n");
    Directory::new(&[("wit/all.wit", &text)])
        .expand()
        .says(&["no `.wit` file in `wit` has a `package` line", "--> wit/all.wit:1:1"]);
}

#[test]
fn one_package_is_in_several_files_with_one_doc_comment() {
    let files = [
        ("wit/p/a.wit", "interface a { use b.{t}; f: func(t: t); }\n"),
        (
            "wit/p/b.wit",
            "/// What it is.\npackage test:parts@1.0.0;\ninterface b { type t = u8; }\n",
        ),
        ("wit/p/c.wit", "package test:parts@1.0.0;\nworld w { import a; export b; }\n"),
    ];
    Directory::new(&files).sound().has(&["pub mod a", "pub mod b"]);
    let directory = Directory::new(&files);
    directory.write("wit/p/c.wit", "/// Again.\npackage test:parts@1.0.0;\n");
    directory.expand().says(&["is documented in two files", "--> wit/p/c.wit:1:1"]);
    directory.write("wit/p/c.wit", "package test:pars@1.0.0;\n");
    directory
        .expand()
        .says(&["the files of one folder declare two packages", "--> wit/p/c.wit:1:9"]);
}

#[test]
fn the_same_nested_package_twice_in_a_file_is_told_at_the_second() {
    let twice = "package t:a { interface i {} }\npackage t:a { interface j {} }\n";
    Directory::new(&[("wit/a.wit", twice)]).expand().says(&["`t:a`", "wit/a.wit:2:9"]);
    let main = "package t:a;\ninterface i {}\npackage t:a { interface j {} }\n";
    Directory::new(&[("wit/a.wit", main)]).expand().says(&["`t:a`", "wit/a.wit:3:9"]);
}
