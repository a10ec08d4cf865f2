//! The real b4 runs checkprov: over commits as a contributor's `b4 prep --check` does, and over mails as `b4
//! review` does for a maintainer.
//!
//! b4 comes from PyPI into `target/tmp`; where it cannot be had the test says so and passes.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use tempfile::TempDir;

/// b4, installed where a test may install things; none, with the reason told, where it cannot be.
fn b4() -> Option<&'static Path> {
    static B4: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    match B4.get_or_init(install) {
        Ok(b4) => Some(b4),
        Err(why) => {
            // Past the capture of tests, so that a gap is seen.
            std::io::stderr().write_all(format!("skipped: no b4: {why}\n").as_bytes()).unwrap();
            None
        }
    }
}

fn install() -> Result<PathBuf, String> {
    let venv = Path::new(env!("CARGO_TARGET_TMPDIR")).join("b4");
    let program = venv.join("bin/b4");
    if !works(&program) {
        run(Command::new("python3").args(["-m", "venv"]).arg(&venv))?;
        run(Command::new(venv.join("bin/pip")).args(["install", "--quiet", "b4"]))?;
    }
    if works(&program) { Ok(program) } else { Err("b4 does not start".to_owned()) }
}

fn works(program: &Path) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success())
}

fn run(command: &mut Command) -> Result<String, String> {
    let Output { status, stdout, stderr } =
        command.output().map_err(|why| format!("{}: {why}", command.get_program().display()))?;
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    if status.success() { Ok(text(stdout)) } else { Err(format!("{command:?}: {}", text(stderr))) }
}

/// A repository in a folder of its own, with no one's settings.
struct Tree(TempDir);

impl Tree {
    fn new() -> Self {
        let tree = Self(TempDir::new().unwrap());
        tree.git(&["init", "--quiet", "--initial-branch=main"]);
        tree.git(&["config", "user.name", "Ann Dev"]);
        tree.git(&["config", "user.email", "ann@example.org"]);
        let check = concat!(env!("CARGO_BIN_EXE_checkprov"), " --policy qemu --format b4 -");
        tree.git(&["config", "b4.prep-perpatch-check-cmd", check]);
        tree.commit(0, "start");
        tree
    }

    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        for name in ["HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"] {
            command.env(name, self.0.path().join(".git/home"));
        }
        command
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("LC_ALL", "C.UTF-8");
        command.current_dir(&self.0).stdin(std::process::Stdio::null());
        command
    }

    fn git(&self, words: &[&str]) {
        run(self.command(Path::new("git")).args(words)).unwrap();
    }

    /// Commits a program of that many new lines.
    fn commit(&self, lines: usize, message: &str) {
        let file = self.0.path().join("f.c");
        let text = fs::read_to_string(&file).unwrap_or_default();
        let added: String = (0..lines).map(|line| format!("int {line};\n")).collect();
        fs::write(file, format!("{text}// {message}\n{added}").replace("\n\n", "\n")).unwrap();
        self.git(&["add", "f.c"]);
        self.git(&["commit", "--quiet", "-m", message]);
    }
}

/// What b4 says of each commit, without colours and hashes.
fn told(report: &str) -> Vec<String> {
    let report = anstream::adapter::strip_str(report).to_string();
    let told = report.lines().filter_map(|line| line.trim_start().strip_prefix("● "));
    told.map(|line| match line.split_once(": ") {
        Some((hash, subject)) if hash.len() == 12 => subject.to_owned(),
        _ => line.to_owned(),
    })
    .collect()
}

#[test]
fn prep_check_sees_the_levels_meant() {
    let Some(b4) = b4() else { return };
    const SIGNED: &str = "Signed-off-by: Ann Dev <ann@example.org>";
    let tree = Tree::new();
    run(tree.command(b4).args(["prep", "--new", "work", "--fork-point", "main"])).unwrap();
    tree.commit(2, &format!("f: fix a clean thing\n\nIt was wrong.\n\n{SIGNED}"));
    tree.commit(30, &format!("f: fix too much\n\nAll was wrong.\n\nAI-used-for: code\n{SIGNED}"));
    tree.commit(
        2,
        &format!("f: fix a thing\n\nERROR: was printed.\n\nAI-used-for: codes ERROR: x\n{SIGNED}"),
    );
    tree.commit(2, &format!("f: do a thing\n\nNoted.\n\nAI-used-for: none\n{SIGNED}"));
    let output = tree.command(b4).args(["prep", "--check", "--no-cache"]).output().unwrap();
    let report = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    let told = told(&report);
    let told: Vec<&str> = told.iter().map(String::as_str).collect();
    assert_eq!(told.len(), 6, "{report}");
    assert_eq!(told[..2], ["f: fix a clean thing", "f: fix too much"], "{report}");
    let first =
        told[2].split_once(": ERROR:ai-code-too-large: declares AI-written code and changes 34 lines");
    assert!(first.is_some_and(|(place, _)| place.starts_with("checkprov: ")), "{report}");
    assert_eq!((told[3], told[5]), ("f: fix a thing", "f: do a thing"), "{report}");
    assert!(told[4].contains(": WARNING:ai-tag-"), "{report}");
    assert!(report.contains("Success: 2, Warning: 1, Error: 1"), "{report}");
}

/// Drives the part of b4 that `b4 review` calls for every patch.
const REVIEW: &str = "import email, json, sys
from b4.review.checks import run_perpatch_checks
patches = [(name, email.message_from_bytes(open(name, 'rb').read())) for name in sys.argv[2:]]
json.dump(run_perpatch_checks(patches, [sys.argv[1]], '.'), sys.stdout)";

#[test]
fn review_sees_the_status_meant() {
    let Some(b4) = b4() else { return };
    let (bad, good) = (
        "fixtures/ai-code-too-large/bad-21-lines.patch",
        "fixtures/ai-code-too-large/good-400-lines-of-tests.patch",
    );
    let check = concat!(env!("CARGO_BIN_EXE_checkprov"), " --policy qemu --format b4-review -");
    let python = b4.with_file_name("python3");
    let report = run(Command::new(python).args(["-c", REVIEW, check, bad, good])).unwrap();
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    assert_eq!(report[bad].as_array().unwrap().len(), 1, "{report}");
    assert_eq!((&report[bad][0]["tool"], &report[bad][0]["status"]), (&"checkprov".into(), &"fail".into()));
    assert!(report[bad][0]["summary"].as_str().unwrap().starts_with("ai-code-too-large: "), "{report}");
    let details: serde_json::Value =
        serde_json::from_str(report[bad][0]["details"].as_str().unwrap()).unwrap();
    assert_eq!(
        (&details[0]["status"], &details[0]["srcline"]),
        (&"fail".into(), &"AI-used-for: code".into())
    );
    assert_eq!(report[good].as_array().unwrap().len(), 1, "{report}");
    assert_eq!(report[good][0]["status"], "pass", "{report}");
}
