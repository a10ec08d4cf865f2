//! What changed since the version before, in words.

use crate::mail_report::Since;

/// A line of it. What it quotes of tags is not escaped yet.
pub(super) fn line(since: &Since) -> String {
    let declared = match (since.before.declared.as_slice(), since.now.declared.as_slice()) {
        (before, now) if before == now => String::new(),
        ([], now) => format!("now declares {}; ", now.join(", ")),
        (before, []) => format!("no longer declares {}; ", before.join(", ")),
        (before, now) => format!("declares {} instead of {}; ", now.join(", "), before.join(", ")),
    };
    let (code, before) = (since.now.code, since.before.code);
    format!(
        "since v{}: {declared}code +{} -{}, was +{} -{}",
        since.version, code.added, code.removed, before.added, before.removed
    )
}
