//! Each example is read by the nearest reader of its kind; where that is not there, the test says so.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

const SCRIPTS: [&str; 3] = ["examples/notmuch-tag.sh", "examples/parallel.sh", "examples/pre-receive"];

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
    // Links of the table, and names between backticks below it.
    let links = list.split("](").skip(1).filter_map(|rest| rest.split([')', '/']).next());
    let links = links.filter(|link| !link.starts_with("http") && *link != "..");
    let quoted = list.split('`').skip(1).step_by(2).filter(|name| Path::new("examples").join(name).is_file());
    let listed: BTreeSet<String> = links.chain(quoted).map(str::to_owned).collect();
    let entries =
        fs::read_dir("examples").unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert_eq!(listed, entries.filter(|name| name != "README.md").collect());
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
            // What is wrong in front of `--help` is refused before help is printed.
            let known =
                Command::new(env!("CARGO_BIN_EXE_checkprov")).args(&words[1..]).arg("--help").output();
            assert!(known.unwrap().status.success(), "{file}: {words:?}");
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
fn python_reads_the_programs() {
    if has("python3", &["--version"]) {
        for program in ["spark.py", "patchwork.py", "nipa/checkprov/test.py"] {
            let read = format!("import ast; ast.parse(open('examples/{program}').read())");
            succeed(Command::new("python3").args(["-c", &read]));
        }
    }
}

/// A patchwork as far as the example asks it: one project, one patch, one token. `tests/peers/run` asks the real one.
const PATCHWORK: &str = r#"
import http.server, json, sys
mail = open("fixtures/ai-code-too-large/bad-21-lines.patch", "rb").read()
checks = []
class Site(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        here = f"http://127.0.0.1:{self.server.server_port}"
        if self.headers["Authorization"] != "Token right":
            return self.answer(401, {"detail":"Invalid token."})
        path = self.path.split("?")[0]
        patch = {"id": 5, "msgid": "<1@example.org>", "mbox": f"{here}/mbox"}
        self.answer(200, {"/api/1.1/projects/": [{"id": 1, "link_name": "qemu"}], "/api/1.1/patches/": [patch],
            "/api/1.1/patches/5/checks/": checks, "/mbox": None}[path])
    def do_POST(self):
        checks.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.answer(201, checks[-1])
    def answer(self, status, what):
        self.send_response(status)
        self.end_headers()
        body = b"From a Mon Sep 17 00:00:00 2001\nMessage-Id: <1@example.org>\n" + mail.split(b"\n", 1)[1]
        self.wfile.write(body if what is None else json.dumps(what, separators=(",", ":")).encode())
    def log_message(self, *_): pass
server = http.server.HTTPServer(("127.0.0.1", 0), Site)
print(server.server_port, flush=True)
server.serve_forever()
"#;

#[test]
fn patchwork_gets_a_check_once() {
    if !has("python3", &["--version"]) {
        return;
    }
    let server = Command::new("python3").args(["-c", PATCHWORK]).stdout(Stdio::piped()).spawn();
    let mut server = KilledAtTheEnd(server.unwrap());
    let mut port = String::new();
    BufReader::new(server.0.stdout.take().unwrap()).read_line(&mut port).unwrap();
    let poll = |port: &str, project: &str, token: &str| {
        let mut poll = Command::new("python3");
        poll.args(["examples/patchwork.py", "--policy", "qemu"]).env("PATH", path());
        poll.env("PATCHWORK", format!("http://127.0.0.1:{port}"));
        let output = poll.env("PATCHWORK_PROJECT", project).env("PATCHWORK_TOKEN", token).output().unwrap();
        (output.status.code(), [&output.stdout[..], &output.stderr].map(String::from_utf8_lossy).concat())
    };
    for (port, project, token, why) in [
        (
            port.trim(),
            "qemu",
            "wrong",
            "PATCHWORK_TOKEN, which must be that of a maintainer, is refused: Invalid token.",
        ),
        (port.trim(), "nowhere", "right", "there is no project `nowhere`"),
        // Port 1 is no one's.
        ("1", "qemu", "right", "it cannot be reached: "),
    ] {
        let (status, said) = poll(port, project, token);
        assert_eq!((status, said.lines().count()), (Some(2), 1), "{said}");
        assert!(said.starts_with("patchwork.py: http://127.0.0.1:") && said.contains(why), "{said}");
    }
    let (status, said) = poll(port.trim(), "qemu", "right");
    assert_eq!(status, Some(0), "{said}");
    assert!(said.starts_with("5: fail: ai-code-too-large: "), "{said}");
    assert_eq!(poll(port.trim(), "qemu", "right"), (Some(0), String::new()));
}

/// A program that runs as long as the test.
struct KilledAtTheEnd(Child);

impl Drop for KilledAtTheEnd {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
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
        assert_eq!(listed.matches("checkprov --format b4").count(), keys, "{listed}");
    }
}

/// b4 ends with a traceback where a check command is not installed; a project's own settings must not do that to
/// everybody.
#[test]
fn what_a_project_gives_to_b4_is_silent_without_checkprov() {
    let listed = git(
        Path::new("examples"),
        &["config", "--file", "b4-config", "--get-all", "b4.prep-perpatch-check-cmd"],
    );
    let ours = listed.lines().find(|line| line.contains("checkprov")).unwrap();
    // b4 splits the value as a shell does, and runs it without one.
    let run = |path: &std::ffi::OsStr| {
        let mut b4 = Command::new("/bin/sh");
        b4.args(["-c", &format!("exec {ours}")])
            .env("PATH", path)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        let mut b4 = b4.stderr(Stdio::piped()).spawn().unwrap();
        let mail = fs::read("fixtures/ai-code-too-large/bad-21-lines.patch").unwrap();
        // Without checkprov no one reads it.
        let _ = b4.stdin.take().unwrap().write_all(&mail);
        b4.wait_with_output().unwrap()
    };
    let without = TempDir::new().unwrap();
    std::os::unix::fs::symlink("/bin/sh", without.path().join("sh")).unwrap();
    let said = run(without.path().as_os_str());
    assert_eq!((said.status.code(), said.stdout.len(), said.stderr.len()), (Some(0), 0, 0), "{said:?}");
    let said = run(&path());
    assert!(String::from_utf8_lossy(&said.stdout).contains("ERROR:ai-code-too-large: "), "{said:?}");
}

/// A branch under review: upstream with a policy of its own, and a clone of it whose branch has a patch that breaks it and
/// turns the policy off.
struct Review {
    root: TempDir,
}

impl Review {
    const MESSAGE: &str = "f: fix it\n\nWhy.\n\nAI-used-for: code\nSigned-off-by: Ann Dev <ann@example.org>";

    fn new(lines: usize) -> Self {
        let review = Self { root: TempDir::new().unwrap() };
        let (upstream, work) = (review.upstream(), review.at("work"));
        git(
            review.root.path(),
            &["init", "--quiet", "--bare", "--initial-branch=master", "upstream/project.git"],
        );
        git(review.root.path(), &["clone", "--quiet", upstream.to_str().unwrap(), "work"]);
        git(&work, &["checkout", "--quiet", "-B", "master"]);
        let policy = |lines| format!("name = \"project\"\nextends = \"qemu\"\n[limit]\nlines = {lines}\n");
        review.commit(&policy(10), 1, "Begin");
        git(&work, &["push", "--quiet", "origin", "master"]);
        git(&work, &["checkout", "--quiet", "-b", "topic"]);
        review.commit(&policy(1000), lines, Self::MESSAGE);
        git(&work, &["push", "--quiet", "origin", "HEAD:refs/pull/7/head"]);
        review
    }

    fn at(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    fn upstream(&self) -> PathBuf {
        self.at("upstream/project.git")
    }

    fn commit(&self, policy: &str, lines: usize, message: &str) {
        let work = self.at("work");
        fs::write(work.join(".checkprov.toml"), policy).unwrap();
        let text: String = (0..lines).map(|n| format!("int f{n};\n")).collect();
        fs::write(work.join("f.c"), text).unwrap();
        git(&work, &["add", "."]);
        git(&work, &["commit", "--quiet", "-m", message]);
    }

    /// Runs steps of a job as a runner does, in one shell that stops at the first that fails.
    fn run(&self, folder: &Path, steps: &[String], variables: &[(&str, &str)]) -> (Option<i32>, String) {
        let mut shell = Command::new("sh");
        shell.args(["-e", "-c", &steps.join("\n")]).current_dir(folder).env("PATH", path());
        shell.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
        let Output { status, stdout, stderr } = shell.envs(variables.iter().copied()).output().unwrap();
        (status.code(), [&stdout[..], &stderr].map(String::from_utf8_lossy).concat())
    }
}

fn texts(values: &Value) -> Vec<String> {
    values.as_array().unwrap().iter().map(|value| value.as_str().unwrap().to_owned()).collect()
}

/// On a fork, whose own branches are old: upstream's branch and upstream's policy count.
#[test]
fn gitlab_compares_with_upstream_and_shows_what_was_found() {
    let Some(jobs) = yaml("examples/gitlab-ci.yml") else { return };
    let job = &jobs["check-ai-provenance"];
    assert_eq!(job["artifacts"]["when"], "always");
    let report = job["artifacts"]["reports"]["junit"].as_str().unwrap();
    for (lines, status, said) in [(9, 0, " 0 errors"), (30, 1, "ai-code-too-large")] {
        let review = Review::new(lines);
        let fork = review.at("work");
        let upstream = format!("file://{}", review.upstream().display());
        let variables = [("UPSTREAM", upstream.as_str()), ("UPSTREAM_BRANCH", "master")];
        let (seen, log) = review.run(&fork, &texts(&job["script"]), &variables);
        assert_eq!(seen, Some(status), "{log}");
        assert!(log.contains(said), "{log}");
        let report = fs::read_to_string(fork.join(report)).unwrap();
        assert_eq!(report.matches("<failure ").count(), lines / 30, "{report}");
    }
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

/// The steps of the workflow, over a bare repository in the place of the site.
#[test]
fn github_checks_a_pull_request_by_the_policy_of_its_base() {
    let Some(workflow) = yaml("examples/github-workflow.yml") else { return };
    let steps = workflow["jobs"]["checkprov"]["steps"].as_array().unwrap();
    let steps: Vec<String> = steps
        .iter()
        .map(|step| step["run"].as_str().unwrap().to_owned())
        .filter(|run| !run.starts_with("cargo install "))
        .collect();
    assert_eq!(steps.len(), 2);
    for (lines, status, said) in [(9, 0, ""), (30, 1, "::error title=ai-code-too-large::")] {
        let review = Review::new(lines);
        // What the site allows, so that a workflow which asks for less than all is served.
        git(&review.upstream(), &["config", "uploadpack.allowFilter", "true"]);
        let (runner, summary) = (review.at("runner"), review.at("summary"));
        fs::create_dir(&runner).unwrap();
        let server = format!("file://{}", review.at("upstream").display());
        let base = git(&review.upstream(), &["rev-parse", "master"]);
        let variables = [
            ("GITHUB_SERVER_URL", server.as_str()),
            ("GITHUB_REPOSITORY", "project.git"),
            ("BASE", base.trim()),
            ("NUMBER", "7"),
            ("GITHUB_STEP_SUMMARY", summary.to_str().unwrap()),
        ];
        let (seen, log) = review.run(&runner, &steps, &variables);
        assert_eq!(seen, Some(status), "{log}");
        assert!(log.contains(said), "{log}");
        assert!(fs::read_to_string(summary).unwrap().contains(" 1 patch checked under "));
    }
}

/// The last step of the action, in a clone of a branch under review: the target branch and its policy count.
#[test]
fn the_action_checks_what_the_target_branch_lacks_by_its_policy() {
    let Some(action) = yaml("action.yml") else { return };
    let steps = action["runs"]["steps"].as_array().unwrap();
    for step in steps {
        let run = step["run"].as_str().unwrap_or_default();
        assert!(!run.contains("${{"), "an expression in a script can be forged: {run}");
        let uses = step["uses"].as_str();
        assert!(uses.is_none_or(|uses| uses.split_once('@').unwrap().1.len() == 40), "{step}");
    }
    let check = [steps.last().unwrap()["run"].as_str().unwrap().to_owned()];
    for (lines, upstream, policy, status, said) in [
        (9, "", "", 0, ""),
        (30, "", "", 1, "the policy allows 10"),
        (30, "file://", "", 1, "the policy allows 10"),
        (30, "", "qemu", 1, "the policy allows 20"),
    ] {
        let review = Review::new(lines);
        let summary = review.at("summary");
        let upstream = if upstream.is_empty() {
            String::new()
        } else {
            format!("{upstream}{}", review.upstream().display())
        };
        let variables = [
            ("POLICY", policy),
            ("BRANCH", "master"),
            ("UPSTREAM", &upstream),
            ("HEAD", "topic"),
            ("RUNNER_TEMP", review.root.path().to_str().unwrap()),
            ("GITHUB_STEP_SUMMARY", summary.to_str().unwrap()),
        ];
        let (seen, log) = review.run(&review.at("work"), &check, &variables);
        assert_eq!(seen, Some(status), "{log}");
        assert!(log.contains(said), "{log}");
        let summary = fs::read_to_string(summary).unwrap();
        assert!(summary.contains(" 1 patch checked under ") && summary.contains(said), "{summary}");
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

/// NIPA's results: 0 success, 250 warning, else failure. What it is given is the mail as it was sent.
#[test]
fn nipa_sees_the_result_meant() {
    const CALL: &str = "import sys, types; sys.dont_write_bytecode = True; \
        sys.path.insert(0, 'examples/nipa/checkprov'); import test; \
        thing = types.SimpleNamespace(raw_patch=sys.stdin.read()); \
        result, description, _ = test.checkprov(None, thing, None); print(result, description)";
    let info: Value =
        serde_json::from_str(&fs::read_to_string("examples/nipa/checkprov/info.json").unwrap()).unwrap();
    assert_eq!(info, serde_json::json!({"pymod": "test", "pyfunc": "checkprov"}));
    if !has("python3", &["--version"]) {
        return;
    }
    for (mail, policy, told) in [
        ("ai-code-too-large/good-20-lines.patch", "qemu", "0 follows the policy qemu"),
        ("ai-code-too-large/bad-21-lines.patch", "qemu", "1 ai-code-too-large"),
        ("sign-off-below-separator/bad-below-the-dashes.patch", "linux", "1 sign-off-below-separator"),
        ("ai-tag-below-separator/bad-below-three-dashes.patch", "qemu", "250 ai-tag-below-separator"),
        ("ai-code-too-large/bad-21-lines.patch", "nowhere", "1 checkprov: no policy `nowhere`"),
    ] {
        let mut python = Command::new("python3");
        python.args(["-c", CALL]).env("PATH", path()).env("CHECKPROV_POLICY", policy);
        python.stdin(fs::File::open(Path::new("fixtures").join(mail)).unwrap());
        let seen = succeed(&mut python);
        assert!(seen.trim().starts_with(told), "{mail}: {seen}");
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
