//! What is installed from the source, and what the Debian package holds.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

const CHECKPROV: &str = env!("CARGO_BIN_EXE_checkprov");

fn said(output: &Output) -> String {
    [&output.stdout[..], &output.stderr].map(String::from_utf8_lossy).concat()
}

/// Where these tests build, so that the program under test stays as it is. It differs: crates of the tests ask for
/// more of the crates they share with the program.
const TARGET: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/package");

/// A command of cargo in the crate.
fn cargo(args: &[&str]) -> Command {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(env!("CARGO_MANIFEST_DIR")).args(args);
    cargo
}

#[test]
fn cargo_installs_it() {
    let root = TempDir::new().unwrap();
    let output = cargo(&["install", "--debug", "--locked", "--offline", "--no-track", "--path", "."])
        .args(["--target-dir", TARGET, "--root"])
        .arg(root.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", said(&output));
    let installed = root.path().join("bin/checkprov");
    let version = Command::new(&installed).arg("--version").output().unwrap();
    assert_eq!(said(&version), concat!("checkprov ", env!("CARGO_PKG_VERSION"), "\n"));
    assert_eq!(found_in_fixtures(&installed), found_in_fixtures(Path::new(CHECKPROV)));
}

/// What a program says of all fixtures under policies that look for different things.
fn found_in_fixtures(program: &Path) -> [String; 4] {
    let folders = fs::read_dir("fixtures").unwrap().map(|folder| folder.unwrap().path());
    let mut folders: Vec<PathBuf> = folders.filter(|folder| folder.is_dir()).collect();
    folders.sort();
    ["qemu", "linux", "llvm", "gentoo"].map(|policy| {
        let mut command = Command::new(program);
        let output = command.args(["-f", "terse", "--policy", policy]).args(&folders).output().unwrap();
        assert!(output.stdout.len() > 1000, "{policy}: {}", said(&output));
        said(&output)
    })
}

#[test]
fn the_debian_package_holds_program_manual_and_completions() {
    let is_there = |command: &mut Command| command.output().is_ok_and(|output| output.status.success());
    if !is_there(&mut cargo(&["deb", "--version"])) || !is_there(Command::new("dpkg-deb").arg("--version")) {
        eprintln!("skipped: there is no cargo-deb (`cargo install cargo-deb`), or no dpkg-deb");
        return;
    }
    let folder = TempDir::new().unwrap();
    let (package, root) = (folder.path().join("checkprov.deb"), folder.path().join("root"));
    let mut build = Command::new("packaging/build-deb.sh");
    let output = build.arg("dev").arg(&package).env("CARGO_TARGET_DIR", TARGET).output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
    let output = Command::new("dpkg-deb").arg("-x").args([&package, &root]).output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
    let rules = Command::new(root.join("usr/bin/checkprov")).arg("rules").output().unwrap();
    assert!(said(&rules).contains("ai-code-too-large"));
    for file in [
        "man/man1/checkprov.1.gz",
        "man/man1/checkprov-hook-install.1.gz",
        "bash-completion/completions/checkprov",
        "zsh/vendor-completions/_checkprov",
        "fish/vendor_completions.d/checkprov.fish",
        "doc/checkprov/copyright",
    ] {
        assert!(root.join("usr/share").join(file).is_file(), "{file}");
    }
}
