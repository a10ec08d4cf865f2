//! A home with a repository in it: git as a person has it, with none of the settings of this machine.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::rc::Rc;

use tempfile::TempDir;

/// A person at a place in their home.
pub(crate) struct Home {
    root: Rc<TempDir>,
    /// The place.
    pub(crate) dir: PathBuf,
    path: String,
}

/// So many lines of text.
pub(crate) fn lines(number: usize) -> String {
    (0..number).map(|n| format!("int f{n}(void);\n")).collect()
}

impl Home {
    /// A repository with one commit.
    pub(crate) fn new() -> Self {
        let home = Self::empty();
        fs::write(home.dir.join("README"), "text\n").unwrap();
        ["f.c", "g.c", "h.c"].iter().for_each(|file| fs::write(home.dir.join(file), "").unwrap());
        home.git(&["add", "."]);
        home.git(&["commit", "-q", "--no-verify", "-m", "Begin"]);
        home
    }

    /// A repository without commits.
    pub(crate) fn empty() -> Self {
        let root = Rc::new(TempDir::new().unwrap());
        let dir = root.path().join("repo");
        fs::create_dir(&dir).unwrap();
        let program = Path::new(env!("CARGO_BIN_EXE_checkprov")).parent().unwrap();
        let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
        let home = Self { root, dir, path };
        let settings = "[user]\nname = Ann Dev\nemail = ann@example.org\n[init]\ndefaultBranch = main\n";
        fs::write(home.root.path().join(".gitconfig"), settings).unwrap();
        home.git(&["init", "-q"]);
        home
    }

    /// A repository with one commit, and the hooks.
    pub(crate) fn with_hooks() -> Self {
        let home = Self::new();
        home.checkprov(&["hook", "install"], 0);
        home
    }

    /// The same home, elsewhere.
    pub(crate) fn at(&self, place: &str) -> Self {
        Self { root: Rc::clone(&self.root), dir: self.root.path().join(place), path: self.path.clone() }
    }

    /// The same place, where checkprov is not installed.
    pub(crate) fn without_checkprov(&self) -> Self {
        let path = self.path.split_once(':').unwrap().1.to_owned();
        Self { root: Rc::clone(&self.root), dir: self.dir.clone(), path }
    }

    /// A program, with the environment of the person.
    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.dir).env_clear().env("PATH", &self.path).env("HOME", self.root.path());
        command
            .env("LC_ALL", "C.UTF-8")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CEILING_DIRECTORIES", self.root.path().parent().unwrap());
        let editor = self.root.path().join("editor");
        command.env("GIT_EDITOR", if editor.exists() { editor.as_os_str() } else { "false".as_ref() });
        command.env("NO_COLOR", "1");
        command
    }

    pub(crate) fn run_git(&self, args: &[&str]) -> Output {
        self.command("git").args(args).output().unwrap()
    }

    /// Runs git for the sake of the test.
    #[track_caller]
    pub(crate) fn git(&self, args: &[&str]) -> String {
        let output = self.run_git(args);
        assert!(output.status.success(), "git {args:?}\n{}", said(&output));
        String::from_utf8(output.stdout).unwrap()
    }

    /// git does what is asked; gives what was said.
    #[track_caller]
    pub(crate) fn passes(&self, args: &[&str]) -> String {
        let output = self.run_git(args);
        assert!(output.status.success(), "git {args:?}\n{}", said(&output));
        said(&output)
    }

    /// git does not do what is asked; gives what was said.
    #[track_caller]
    pub(crate) fn fails(&self, args: &[&str]) -> String {
        let output = self.run_git(args);
        assert!(!output.status.success(), "git {args:?}\n{}", said(&output));
        said(&output)
    }

    /// Commits what is staged.
    #[track_caller]
    pub(crate) fn commits(&self, message: &str, args: &[&str]) -> String {
        self.passes(&[&["commit", "-q", "-m", message], args].concat())
    }

    /// Tries to commit what is staged.
    #[track_caller]
    pub(crate) fn refuses(&self, message: &str, args: &[&str]) -> String {
        self.fails(&[&["commit", "-q", "-m", message], args].concat())
    }

    /// Writes a file and stages it.
    #[track_caller]
    pub(crate) fn stage(&self, file: &str, text: &str) {
        fs::write(self.dir.join(file), text).unwrap();
        self.git(&["add", file]);
    }

    /// How many commits there are.
    pub(crate) fn count(&self) -> usize {
        self.git(&["rev-list", "--count", "HEAD"]).trim().parse().unwrap()
    }

    /// From now on the editor writes this above what git has put into the file.
    pub(crate) fn edit_with(&self, message: &str) {
        let text = self.root.path().join("message");
        fs::write(&text, message).unwrap();
        let comments = "grep -n '^[#;]' \"$1\" | head -n 1 | cut -d: -f1";
        self.script(
            "editor",
            &format!("from=$({comments})\n{{ cat '{}'; tail -n +\"$from\" \"$1\"; }} > \"$1.new\"\nmv \"$1.new\" \"$1\"\n", text.display()),
        );
    }

    /// A script in the home.
    pub(crate) fn script(&self, name: &str, text: &str) -> PathBuf {
        use std::os::unix::fs::PermissionsExt as _;
        let file = self.root.path().join(name);
        fs::write(&file, format!("#!/bin/sh\n{text}")).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
        file
    }

    /// Runs checkprov; gives what was said.
    #[track_caller]
    pub(crate) fn checkprov(&self, args: &[&str], status: i32) -> String {
        let output = self.command(env!("CARGO_BIN_EXE_checkprov")).args(args).output().unwrap();
        assert_eq!(output.status.code(), Some(status), "{args:?}\n{}", said(&output));
        said(&output)
    }
}

fn said(output: &Output) -> String {
    [&output.stdout[..], &output.stderr].map(String::from_utf8_lossy).concat()
}
