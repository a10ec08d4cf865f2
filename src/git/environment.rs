//! What git is started with, and without: settings, variables and options, so that it starts nothing else and writes
//! what it writes by default.
//!
//! Source: git's documentation of its settings (<https://git-scm.com/docs/git-config>) and of its environment
//! (<https://git-scm.com/docs/git#_environment_variables>).

/// Settings that start programs, or make output another than it is by default.
pub(super) const SETTINGS: [&str; 22] = [
    NO_HOOKS,
    "core.fsmonitor=false",
    "core.pager=cat",
    "core.editor=false",
    "core.sshCommand=false",
    "core.askPass=false",
    "core.alternateRefsCommand=false",
    "credential.helper=",
    "protocol.allow=never",
    "gpg.program=false",
    "gpg.openpgp.program=false",
    "gpg.x509.program=false",
    "gpg.ssh.program=false",
    "gpg.ssh.defaultKeyCommand=false",
    "log.showSignature=false",
    "log.showRoot=true",
    "maintenance.auto=false",
    "gc.auto=0",
    "submodule.recurse=false",
    "diff.ignoreSubmodules=dirty",
    "color.ui=false",
    "format.mboxrd=false",
];

/// No hook runs.
pub(super) const NO_HOOKS: &str = "core.hooksPath=/dev/null";

/// What makes a diff the one that git makes by default, whatever the repository and the user like to see, and keeps
/// drivers named in attributes from running.
pub const PLAIN_DIFF: [&str; 7] = [
    "--no-relative",
    "--no-ext-diff",
    "--no-textconv",
    "--no-color",
    "--submodule=short",
    "--src-prefix=a/",
    "--dst-prefix=b/",
];

/// Variables that name programs for git to start.
pub(super) const PROGRAMS: [&str; 7] = [
    "GIT_EXTERNAL_DIFF",
    "GIT_SSH",
    "GIT_SSH_COMMAND",
    "GIT_PROXY_COMMAND",
    "GIT_ASKPASS",
    "SSH_ASKPASS",
    "GIT_PAGER",
];

/// Variables that point git at another repository than the one that was named, or at other objects in it. git sets
/// some of them for its hooks.
///
/// Source: `git rev-parse --local-env-vars`, without those that pass on settings.
pub const ELSEWHERE: [&str; 14] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_COMMON_DIR",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_NAMESPACE",
    "GIT_PREFIX",
    "GIT_GRAFT_FILE",
    "GIT_SHALLOW_FILE",
    "GIT_NO_REPLACE_OBJECTS",
    "GIT_REPLACE_REF_BASE",
    "GIT_INTERNAL_SUPER_PREFIX",
];
