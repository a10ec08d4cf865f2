//! `checkprov init`: a policy file for the project at hand.

use std::fs;

use checkprov::finding::Level;
use checkprov::policy::{BUILT_IN, BuiltIn, Policy};

use crate::home::Home;

/// A repository with these files.
fn project(files: &[&str]) -> Home {
    let home = Home::new();
    for file in files {
        let path = home.dir.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        home.stage(file, "text\n");
    }
    home
}

#[track_caller]
fn check(files: &[&str], guessed: [&str; 2], classes: &[(&str, &str)]) {
    let home = project(files);
    let expected = format!("wrote .checkprov.toml, which extends `qemu`\n{}\n{}\n", guessed[0], guessed[1]);
    assert_eq!(home.checkprov(&["init"], 0), expected);
    let policy = Policy::load_file(&home.dir.join(".checkprov.toml")).unwrap();
    for (path, class) in classes {
        assert_eq!(policy.classes.of(path), *class, "{path}");
    }
}

#[test]
fn folders_of_tests_and_docs_are_guessed_and_said() {
    check(
        &["tests/a.c", "Documentation/a.txt", "README.md"],
        [
            "guessed from the tree: tests are tests/**",
            "guessed from the tree: docs are Documentation/** **/*.md",
        ],
        &[
            ("tests/x/b.c", "tests"),
            ("Documentation/x", "docs"),
            ("CHANGES.md", "docs"),
            ("src/tests/b.c", "code"),
        ],
    );
    check(
        &["src/net/test/a.c", "src/doc.c", "test/b.c"],
        [
            "guessed from the tree: tests are **/test/**",
            "no folder looks like docs; name yours under [classes]",
        ],
        &[("src/usb/test/a.c", "tests"), ("test/c.c", "tests"), ("README.md", "docs"), ("src/a.c", "code")],
    );
}

#[test]
fn a_tree_that_git_does_not_track_is_looked_at_too() {
    let home = Home::empty();
    fs::create_dir(home.dir.join("docs")).unwrap();
    let said = home.checkprov(&["init"], 0);
    assert!(said.contains("docs are docs/**\n"), "{said}");
}

#[test]
fn what_it_writes_is_accepted_whatever_it_extends() {
    for BuiltIn { name, .. } in BUILT_IN {
        let home = project(&["t/a.sh", "doc/a.rst"]);
        home.checkprov(&["init", "-p", name], 0);
        home.checkprov(&["policy", ".checkprov.toml"], 0);
        home.checkprov(&["policy", ".checkprov.toml", "--effective"], 0);
        let policy = Policy::load_file(&home.dir.join(".checkprov.toml")).unwrap();
        let base = Policy::load(name).unwrap();
        assert_eq!((policy.name.as_str(), policy.limit.lines), ("repo", base.limit.lines), "{name}");
        assert_eq!((policy.classes.of("t/b.sh"), policy.classes.of("doc/b")), ("tests", "docs"), "{name}");
    }
}

#[test]
fn the_values_that_it_offers_as_comments_are_sound() {
    let home = project(&["tests/a.c"]);
    home.checkprov(&["init"], 0);
    let file = home.dir.join(".checkprov.toml");
    let text = fs::read_to_string(&file).unwrap();
    let is_offered = |line: &str| line.starts_with('[') || line.contains(" = ");
    let uncommented =
        text.lines().map(|line| line.strip_prefix("# ").filter(|value| is_offered(value)).unwrap_or(line));
    fs::write(&file, uncommented.collect::<Vec<_>>().join("\n")).unwrap();
    let policy = Policy::load_file(&file).unwrap();
    assert_eq!((policy.parts.len(), policy.level("sign-off-missing")), (1, Some(Level::Warning)));
}

#[test]
fn it_is_written_at_the_top_and_never_over_another() {
    let home = project(&["tests/a.c"]);
    let below = home.at("repo/tests");
    assert!(below.checkprov(&["init"], 0).starts_with("wrote ../.checkprov.toml, "));
    let before = fs::read(home.dir.join(".checkprov.toml")).unwrap();
    let said = home.checkprov(&["init", "-p", "linux"], 2);
    assert_eq!(
        said,
        "checkprov: .checkprov.toml is there already; `checkprov policy .checkprov.toml --effective` shows what it sets\n"
    );
    assert_eq!(fs::read(home.dir.join(".checkprov.toml")).unwrap(), before);
}

#[test]
fn the_project_is_called_as_its_folder_where_that_is_a_name() {
    for (folder, name) in
        [("my project", "my project"), ("q\u{435}mu \"x\"\n", "qmu x"), ("\u{202e}", "project")]
    {
        let home = Home::empty().at(folder);
        fs::create_dir(&home.dir).unwrap();
        home.checkprov(&["init"], 0);
        assert_eq!(Policy::load_file(&home.dir.join(".checkprov.toml")).unwrap().name, name);
    }
}
