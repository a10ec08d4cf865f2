//! What is written to: a patch that `--fix` fixes, a repository that gets hooks. Each knows what is old and what
//! is new.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::home::Home;

const FIXTURE: &str = "fixtures/fix/below-separator.before.patch";

/// The bytes and the mode of each file of a folder, by name.
pub(crate) type Files = BTreeMap<String, (Vec<u8>, u32)>;

pub(crate) fn files(folder: &Path) -> Files {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let file = |entry: fs::DirEntry| {
        let mode = entry.metadata().unwrap().permissions().mode() & 0o7777;
        (entry.file_name().into_string().unwrap(), (fs::read(entry.path()).unwrap(), mode))
    };
    entries.map(file).collect()
}

/// What a kill may leave beside the files: it begins with a dot and ends in `.new`.
pub(crate) fn is_left_over(name: &str) -> bool {
    name.starts_with('.') && name.ends_with(".new")
}

fn put(file: &Path, bytes: &[u8], mode: u32) {
    fs::write(file, bytes).unwrap();
    fs::set_permissions(file, fs::Permissions::from_mode(mode)).unwrap();
}

/// Something that a command writes to.
pub(crate) trait Target {
    /// The folder that is written to.
    fn folder(&self) -> PathBuf;
    /// The command.
    fn command(&self) -> Command;
    /// Puts everything back to how it was.
    fn restore(&self);
    /// Whether the files are what they may be, whenever the command ended.
    fn check(&self, found: &Files);
}

/// A patch whose tag stands at the wrong place, large enough to be written in many pieces.
pub(crate) struct Patch {
    folder: TempDir,
    old: Vec<u8>,
    new: Vec<u8>,
}

impl Patch {
    const NAME: &str = "0001.patch";
    const MODE: u32 = 0o750;

    pub(crate) fn new() -> Self {
        let grown = |name: &str| {
            let lines = "A line below the diff.\n".repeat(4000);
            [fs::read(name).unwrap(), lines.into_bytes()].concat()
        };
        let (old, new) = (grown(FIXTURE), grown(&FIXTURE.replace("before", "after")));
        let patch = Self { folder: TempDir::new().unwrap(), old, new };
        patch.restore();
        patch
    }

    pub(crate) fn is_new(&self) -> bool {
        files(self.folder.path())[Self::NAME].0 == self.new
    }
}

impl Target for Patch {
    fn folder(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_checkprov"));
        command.args(["--policy", "qemu", "--fix", "-f", "terse", Self::NAME]);
        command.current_dir(self.folder.path());
        command
    }

    fn restore(&self) {
        put(&self.folder.path().join(Self::NAME), &self.old, Self::MODE);
    }

    fn check(&self, found: &Files) {
        let (bytes, mode) = &found[Self::NAME];
        assert_eq!(*mode, Self::MODE);
        assert!(*bytes == self.old || *bytes == self.new, "half a file of {} bytes", bytes.len());
        assert!(found.keys().all(|name| name == Self::NAME || is_left_over(name)), "{:?}", found.keys());
    }
}

/// A repository with a hook of its own, and one that has none.
pub(crate) struct Hooks {
    home: Home,
    new: Files,
}

impl Hooks {
    const OLD: (&[u8], u32) = (b"#!/bin/sh\nexit 0\n", 0o750);
    const KEPT: &str = "commit-msg.before-checkprov";

    pub(crate) fn new() -> Self {
        let mut hooks = Self { home: Home::new(), new: Files::new() };
        hooks.restore();
        assert!(hooks.command().output().unwrap().status.success());
        hooks.new = files(&hooks.folder());
        hooks.restore();
        hooks
    }

    /// Once it is installed, and once it is taken away, all is as if nothing had happened.
    pub(crate) fn check_the_rest(&self) {
        self.home.checkprov(&["hook", "install"], 0);
        assert_eq!(self.hooks(), self.new);
        self.home.checkprov(&["hook", "install", "--uninstall"], 0);
        let old = Files::from([("commit-msg".to_owned(), (Self::OLD.0.to_vec(), Self::OLD.1))]);
        assert_eq!(self.hooks(), old);
    }

    fn hooks(&self) -> Files {
        files(&self.folder()).into_iter().filter(|(name, _)| !is_left_over(name)).collect()
    }
}

impl Target for Hooks {
    fn folder(&self) -> PathBuf {
        self.home.dir.join(".git/hooks")
    }

    fn command(&self) -> Command {
        let mut command = self.home.command(env!("CARGO_BIN_EXE_checkprov"));
        command.args(["hook", "install"]);
        command
    }

    fn restore(&self) {
        let _ = fs::remove_dir_all(self.folder());
        fs::create_dir_all(self.folder()).unwrap();
        put(&self.folder().join("commit-msg"), Self::OLD.0, Self::OLD.1);
    }

    fn check(&self, found: &Files) {
        let old = (Self::OLD.0.to_vec(), Self::OLD.1);
        for (name, file) in found.iter().filter(|(name, _)| !is_left_over(name)) {
            let is_old = name == "commit-msg" && *file == old;
            assert!(is_old || *file == self.new[name], "half a {name} of {} bytes", file.0.len());
        }
        assert!(found["commit-msg"] == old || found[Self::KEPT] == old, "the old hook is lost");
    }
}
