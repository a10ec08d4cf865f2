//! Each example is read by the nearest reader of its kind; where that is not there, the test says so.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use checkprov::cli::Cli;
use clap::Parser as _;
use serde_json::Value;
use tempfile::TempDir;

const SCRIPTS: [&str; 4] = [
    "examples/patchwork.sh",
    "examples/notmuch-tag.sh",
    "examples/nipa/checkprov/checkprov.sh",
    "examples/parallel.sh",
];

/// Whether a program is there; if not, the gap is told past the capture of tests.
fn has(program: &str, arguments: &[&str]) -> bool {
    let found = Command::new(program).args(arguments).stdin(Stdio::null()).output();
    let found = found.is_ok_and(|output| output.status.success());
    if !found {
        let why = format!("skipped: no {program} {}\n", arguments.join(" "));
        std::io::stderr().write_all(why.as_bytes()).unwrap();
    }
    found
}

#[track_caller]
fn succeed(command: &mut Command) -> String {
    let Output { status, stdout, stderr } = command.output().unwrap();
    assert!(status.success(), "{command:?}: {}", String::from_utf8_lossy(&stderr));
    String::from_utf8(stdout).unwrap()
}

fn yaml(file: &str) -> Option<Value> {
    const READ: &str =
        "import json, sys, yaml; json.dump(yaml.safe_load(open(sys.argv[1], encoding='utf-8')), sys.stdout)";
    has("python3", &["-c", "import yaml"])
        .then(|| serde_json::from_str(&succeed(Command::new("python3").args(["-c", READ, file]))).unwrap())
}

fn git(folder: &Path, words: &[&str]) -> String {
    let mut git = Command::new("git");
    for variable in ["AUTHOR", "COMMITTER"] {
        git.env(format!("GIT_{variable}_NAME"), "Ann Dev");
        git.env(format!("GIT_{variable}_EMAIL"), "ann@example.org");
    }
    git.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    succeed(git.args(words).current_dir(folder))
}

/// The search path with the program under test in front.
fn path() -> std::ffi::OsString {
    let program = Path::new(env!("CARGO_BIN_EXE_checkprov"));
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&folders);
    std::env::join_paths([program.parent().unwrap().to_owned()].into_iter().chain(folders)).unwrap()
}

#[test]
fn the_list_is_whole() {
    let list = fs::read_to_string("examples/README.md").unwrap();
    for entry in fs::read_dir("examples").unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(name == "README.md" || list.contains(&name), "examples/README.md does not tell {name}");
    }
}

/// `checkprov` in an example is called as its own command line allows.
#[test]
fn commands_are_known() {
    let files = ["b4-config", "gitconfig", "gitlab-ci.yml", "github-workflow.yml", "procmailrc", "muttrc"];
    let files = files.iter().map(|name| format!("examples/{name}"));
    let mut seen = BTreeSet::new();
    for file in files.chain(SCRIPTS.map(str::to_owned)).chain([".pre-commit-hooks.yaml".to_owned()]) {
        let text = fs::read_to_string(&file).unwrap();
        for line in text.lines().filter(|line| !line.trim_start().starts_with('#')) {
            let calls = ["checkprov --", "checkprov\" --", "checkprov hook", "checkprov filter"];
            let Some(at) = calls.iter().find_map(|call| line.find(call)) else { continue };
            let mut words: Vec<&str> = line[at..]
                .split_whitespace()
                .take_while(|word| !word.starts_with(['>', '|', '\\']))
                .map(|word| word.trim_matches(['"', '\'']))
                .collect();
            if words.get(1..3) == Some(["hook", "commit-msg"].as_slice()) {
                words.push("the file that git names");
            }
            assert!(Cli::try_parse_from(&words).is_ok(), "{file}: {words:?}");
            seen.insert(file.clone());
        }
    }
    assert!(seen.len() >= 8, "{seen:?}");
}

#[test]
fn scripts_are_sound() {
    for script in SCRIPTS {
        succeed(Command::new("sh").args(["-n", script]));
    }
    if has("shellcheck", &["--version"]) {
        succeed(Command::new("shellcheck").args(SCRIPTS));
    }
}

#[test]
fn python_reads_the_job() {
    if has("python3", &["--version"]) {
        succeed(
            Command::new("python3").args(["-c", "import ast; ast.parse(open('examples/spark.py').read())"]),
        );
    }
}

#[test]
fn parallel_adds_up_the_parts() {
    if !has("parallel", &["--version"]) {
        return;
    }
    let folder = "fixtures/ai-code-too-large";
    let sum =
        succeed(Command::new("examples/parallel.sh").args([folder, "--policy", "qemu"]).env("PATH", path()));
    let parts = fs::read_dir(folder).unwrap().count();
    assert!(sum.contains(&format!("\n{parts} patches checked under `qemu`: ")), "{sum}");
    assert!(sum.contains("\n  ai-code-too-large "), "{sum}");
}

#[test]
fn git_reads_the_configurations() {
    for (file, keys) in [("b4-config", 1), ("gitconfig", 2)] {
        let listed = git(Path::new("examples"), &["config", "--file", file, "--list"]);
        let keys_seen: BTreeSet<&str> = listed.lines().map(|line| line.split('=').next().unwrap()).collect();
        assert_eq!(keys_seen.len(), keys, "{listed}");
        assert_eq!(listed.matches("=checkprov --format b4").count(), keys, "{listed}");
    }
}

#[test]
fn gitlab_takes_the_report() {
    let Some(jobs) = yaml("examples/gitlab-ci.yml") else { return };
    let job = &jobs["check-ai-provenance"];
    let report = job["artifacts"]["reports"]["junit"].as_str().unwrap();
    assert!(job["script"][1].as_str().unwrap().ends_with(&format!("--format junit > {report}")));
    assert_eq!(job["artifacts"]["when"], "always");
}

/// No foreign action runs unpinned, and none has rights.
#[test]
fn github_gives_no_rights() {
    let Some(workflow) = yaml("examples/github-workflow.yml") else { return };
    assert_eq!(workflow["permissions"], serde_json::json!({}));
    for step in workflow["jobs"]["checkprov"]["steps"].as_array().unwrap() {
        assert!(step["uses"].is_null(), "{step}");
        let run = step["run"].as_str().unwrap();
        assert!(!run.contains("${{"), "an expression in a script can be forged: {run}");
    }
}

#[test]
fn pre_commit_finds_its_keys() {
    let (Some(hooks), Some(config)) =
        (yaml(".pre-commit-hooks.yaml"), yaml("examples/pre-commit-config.yaml"))
    else {
        return;
    };
    let asked = &config["repos"][0]["hooks"][0]["id"];
    assert_eq!(hooks.as_array().unwrap().iter().filter(|hook| hook["id"] == *asked).count(), 1);
    for hook in hooks.as_array().unwrap() {
        for key in ["id", "name", "description", "entry", "language"] {
            assert!(hook[key].is_string(), "{key}: {hook}");
        }
        assert_eq!(hook["stages"], serde_json::json!(["commit-msg"]));
    }
}

/// The exit statuses that NIPA knows: 0 success, 250 warning, else failure.
#[test]
fn nipa_sees_the_status_meant() {
    let info: Value =
        serde_json::from_str(&fs::read_to_string("examples/nipa/checkprov/info.json").unwrap()).unwrap();
    assert_eq!(info["run"], serde_json::json!(["checkprov.sh"]));
    if !has("jq", &["--version"]) || !Path::new("/dev/fd/1").exists() {
        return;
    }
    let script = fs::canonicalize("examples/nipa/checkprov/checkprov.sh").unwrap();
    let signed = "Signed-off-by: Ann Dev <ann@example.org>";
    for (message, status, told) in [
        (format!("f: fix it\n\nWhy.\n\n{signed}"), 0, "0 errors, 0 warnings"),
        ("f: fix it\n\nWhy.".to_owned(), 1, "1 errors, 0 warnings"),
        (format!("f: fix it\n\nWhy.\n\nAI-used-for: cod\n{signed}"), 250, "0 errors, 1 warnings"),
    ] {
        let tree = TempDir::new().unwrap();
        fs::write(tree.path().join("f.c"), "int f;\n").unwrap();
        git(tree.path(), &["init", "--quiet"]);
        git(tree.path(), &["add", "f.c"]);
        git(tree.path(), &["commit", "--quiet", "-m", &message]);
        let mut test = Command::new(&script);
        test.current_dir(&tree).env("PATH", path()).env("RESULTS_DIR", tree.path());
        // The description goes to standard error here, so that the test can read it.
        test.env("CHECKPROV_POLICY", "qemu").env("DESC_FD", "2");
        let Output { status: seen, stdout, stderr } = test.output().unwrap();
        assert_eq!(seen.code(), Some(status), "{message}\n{}", String::from_utf8_lossy(&stdout));
        assert_eq!(String::from_utf8_lossy(&stderr).trim(), told, "{message}");
    }
}

/// procmail hands the mail through `checkprov filter` and keeps all of it.
#[test]
fn procmail_adds_headers() {
    if !has("procmail", &["-v"]) {
        return;
    }
    let home = TempDir::new().unwrap();
    let recipe = fs::read_to_string("examples/procmailrc").unwrap();
    let inbox = home.path().join("inbox");
    let rc = home.path().join("procmailrc");
    fs::write(&rc, format!("PATH={}\nDEFAULT={}\n{recipe}", path().display(), inbox.display())).unwrap();
    let patch = fs::read_to_string("fixtures/ai-code-too-large/bad-21-lines.patch").unwrap();
    let (separator, mail) = patch.split_once('\n').unwrap();
    let mail = format!("List-Id: <qemu-devel.nongnu.org>\n{mail}");
    let mut procmail = Command::new("procmail");
    procmail.arg(&rc).env("HOME", home.path()).stdin(Stdio::piped());
    let mut procmail = procmail.spawn().unwrap();
    procmail.stdin.take().unwrap().write_all(format!("{separator}\n{mail}").as_bytes()).unwrap();
    assert!(procmail.wait().unwrap().success());
    let kept = fs::read_to_string(inbox).unwrap();
    assert!(kept.contains("\nX-Checkprov-"), "{kept}");
    let without: String =
        kept.split_inclusive('\n').filter(|line| !line.starts_with("X-Checkprov-")).collect();
    assert!(without.contains(mail.split_once("\n\n").unwrap().1.trim_end()), "{kept}");
}

#[test]
fn mutt_reads_its_macro() {
    if has("mutt", &["-v"]) {
        succeed(Command::new("mutt").args(["-n", "-F", "examples/muttrc", "-D"]).env("TERM", "dumb"));
    }
}
