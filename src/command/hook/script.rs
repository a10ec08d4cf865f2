//! The text of the hooks that are installed.

use crate::cli::HookName;

/// The name of a hook, as git looks for it.
pub(super) fn name(hook: HookName) -> &'static str {
    match hook {
        HookName::CommitMsg => "commit-msg",
        HookName::SendemailValidate => "sendemail-validate",
        HookName::ApplypatchMsg => "applypatch-msg",
        HookName::PrePush => "pre-push",
    }
}

/// The name under which a hook is kept that was there before.
pub(super) fn kept_name(hook: HookName) -> String {
    format!("{}.before-checkprov", name(hook))
}

/// The hook, checking under a policy if one is named, and letting warnings fail if that is asked for.
pub(super) fn text(hook: HookName, policy: Option<&str>, strict: bool) -> String {
    let policy = policy.map(|policy| format!(" --policy={}", quoted(policy))).unwrap_or_default();
    let strict = if strict { " --strict" } else { "" };
    format!("{}{}{policy}{strict} \"$@\"\n", top(hook), call(hook))
}

/// Whether that text is one that was written here, under whatever policy, and no one has changed since.
pub(super) fn is_ours(text: &[u8], hook: HookName) -> bool {
    let last = text.strip_prefix(top(hook).as_bytes());
    last.is_some_and(|last| {
        last.starts_with(call(hook).as_bytes()) && last.iter().filter(|&&b| b == b'\n').count() == 1
    })
}

/// Whether somebody wrote more into a text that was written here.
pub(super) fn was_ours(text: &[u8]) -> bool {
    memchr::memmem::find(text, MARK.as_bytes()).is_some()
}

const MARK: &str = "# Written by `checkprov hook install`";

fn top(hook: HookName) -> String {
    let hook_name = name(hook);
    let kept = kept_name(hook);
    let (read, feed) = if reads_input(hook) { (READ, FEED) } else { ("", "") };
    format!(
        r#"#!/bin/sh
{MARK}; `checkprov hook install --uninstall` takes it away again.
# What was here before is kept in {kept}, and runs first.
before="${{0%/*}}/{kept}"
{read}if [ -x "$before" ]; then
    {feed}"$before" "$@" || exit
fi
if ! command -v checkprov >/dev/null; then
    echo "{hook_name}: checkprov is not on the PATH, so nothing can be checked" >&2
    exit 1
fi
"#
    )
}

fn call(hook: HookName) -> String {
    let feed = if reads_input(hook) { FEED } else { "" };
    format!("{feed}exec checkprov hook {}", name(hook))
}

/// Whether git writes to the standard input of a hook, which both of two hooks need.
fn reads_input(hook: HookName) -> bool {
    hook == HookName::PrePush
}

/// Keeps what is read to the last newline, which a shell takes away.
const READ: &str = "refs=$(cat; echo .)\nrefs=${refs%.}\n";

const FEED: &str = r#"printf %s "$refs" | "#;

/// A word as a shell reads it, whatever it holds.
fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum as _;

    use super::*;

    #[test]
    fn a_hook_knows_itself_under_any_policy() {
        for &hook in HookName::value_variants() {
            assert_eq!(hook.to_possible_value().unwrap().get_name(), name(hook));
            for policy in [None, Some("linux"), Some("it's; rm -rf"), Some("-p")] {
                assert!(is_ours(text(hook, policy, true).as_bytes(), hook));
            }
            let changed = text(hook, None, false) + "echo more\n";
            assert!(!is_ours(changed.as_bytes(), hook) && was_ours(changed.as_bytes()));
            assert!(!was_ours(b"#!/bin/sh\nexec checkprov hook commit-msg \"$1\"\n"));
        }
    }
}
