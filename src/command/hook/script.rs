//! The text of the hooks that are installed.

/// The hooks, and what each is given.
pub(super) const HOOKS: [(&str, &str); 2] = [("commit-msg", r#""$1""#), ("sendemail-validate", r#""$@""#)];

/// The name under which a hook is kept that was there before.
pub(super) fn kept_name(hook: &str) -> String {
    format!("{hook}.before-checkprov")
}

/// The hook, checking under a policy if one is named, and letting warnings fail if that is asked for.
pub(super) fn text(hook: &str, arguments: &str, policy: Option<&str>, strict: bool) -> String {
    let policy = policy.map(|policy| format!(" --policy={}", quoted(policy))).unwrap_or_default();
    let strict = if strict { " --strict" } else { "" };
    format!("{}{}{policy}{strict} {arguments}\n", top(hook), call(hook))
}

/// Whether that text is one that was written here, under whatever policy, and no one has changed since.
pub(super) fn is_ours(text: &[u8], hook: &str) -> bool {
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

fn top(hook: &str) -> String {
    let kept = kept_name(hook);
    format!(
        r#"#!/bin/sh
{MARK}; `checkprov hook install --uninstall` takes it away again.
# What was here before is kept in {kept}, and runs first.
before="${{0%/*}}/{kept}"
if [ -x "$before" ]; then
    "$before" "$@" || exit
fi
if ! command -v checkprov >/dev/null; then
    echo "{hook}: checkprov is not on the PATH, so nothing can be checked" >&2
    exit 1
fi
"#
    )
}

fn call(hook: &str) -> String {
    format!("exec checkprov hook {hook}")
}

/// A word as a shell reads it, whatever it holds.
fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hook_knows_itself_under_any_policy() {
        for (hook, arguments) in HOOKS {
            for policy in [None, Some("linux"), Some("it's; rm -rf"), Some("-p")] {
                assert!(is_ours(text(hook, arguments, policy, true).as_bytes(), hook));
            }
            let changed = text(hook, arguments, None, false) + "echo more\n";
            assert!(!is_ours(changed.as_bytes(), hook) && was_ours(changed.as_bytes()));
            assert!(!was_ours(b"#!/bin/sh\nexec checkprov hook commit-msg \"$1\"\n"));
        }
    }
}
