//! Whose message it is: that of a cherry-pick or a backport is another commit's, and so are its tags.
//!
//! Only the exact lines say so, where the tools that write them put them: a sentence that names a commit changes
//! nothing. `git revert` copies no tag, so those of a revert are its own.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::Patch;

impl Patch<'_> {
    /// How many lines of the message, from its head, are another commit's with its tags: all of a stable backport, and
    /// of a cherry-pick those above the line that says so. What is below it, the one who picked has added.
    pub fn borrowed_lines(&self) -> usize {
        if self.message_lines().find_map(|(_, line)| head(line)).is_some_and(is_backport) {
            return usize::MAX;
        }
        let block = self.message_lines().skip(self.block.start).take(self.block.len());
        block.filter(|(_, line)| is_cherry_pick(line)).last().map_or(0, |(index, _)| index)
    }
}

/// `(cherry picked from commit HASH)`, as `git cherry-pick -x` writes it into the last paragraph.
fn is_cherry_pick(line: &str) -> bool {
    let rest = line.strip_prefix("(cherry picked from commit ");
    rest.and_then(|rest| rest.trim_end().strip_suffix(')')).is_some_and(is_hash)
}

/// The line if it may be the head of the message: empty lines and what the mails of a stable review begin with
/// are passed over.
fn head(line: &str) -> Option<&str> {
    static REVIEW: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("-stable review patch"));
    let is_preamble = REVIEW.find(line.as_bytes()).is_some()
        || line.starts_with("From: ")
        || line.trim_end().bytes().all(|byte| byte == b'-');
    (!is_preamble).then_some(line)
}

/// `[ Upstream commit HASH ]` or `commit HASH upstream.`
/// (<https://docs.kernel.org/process/stable-kernel-rules.html>).
fn is_backport(line: &str) -> bool {
    let line = line.trim();
    if !line.starts_with(['[', 'C', 'c']) {
        return false;
    }
    let line = line.to_ascii_lowercase();
    let inside = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    match inside {
        Some(inside) => inside.trim().strip_prefix("upstream commit ").is_some_and(is_hash),
        None => line
            .strip_prefix("commit ")
            .and_then(|rest| rest.trim_end_matches('.').strip_suffix(" upstream"))
            .is_some_and(is_hash),
    }
}

/// The name of a commit, in full or shortened.
fn is_hash(word: &str) -> bool {
    (7..=64).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use crate::mail::{Message, Options};
    use crate::patch::Patch;

    #[track_caller]
    fn check(message: &str, is_borrowed: bool) {
        let mail = format!("From: a@example.org\nSubject: [PATCH] f\n\n{message}---\n");
        let message = Message::read(mail.as_bytes(), Options::default());
        assert_eq!(Patch::read(&message).borrowed_lines() > 0, is_borrowed, "{mail}");
    }

    #[test]
    fn a_cherry_pick_says_so_among_its_tags() {
        check("Why.\n\nSigned-off-by: A <a@b.org>\n(cherry picked from commit 7d1a0c3b5e9f)\n", true);
        check("Why.\n\n(cherry picked from commit 7d1a0c3b5e9f)\nSigned-off-by: A <a@b.org>\n", true);
        check("(cherry picked from commit 7d1a0c3b5e9f)\n\nSigned-off-by: A <a@b.org>\n", false);
        check("Why.\n\nSigned-off-by: A <a@b.org>\n(cherry picked from commit of mine)\n", false);
        check("Why.\n\nSigned-off-by: A <a@b.org>\nSee (cherry picked from commit 7d1a0c3b5e9f)\n", false);
    }

    #[test]
    fn a_backport_says_so_at_its_head() {
        check("[ Upstream commit 7d1a0c3b5e9f ]\n\nWhy.\n", true);
        check("commit 7d1a0c3b5e9f upstream.\n\nWhy.\n", true);
        check("commit 7d1a0c3b5e9f upstream\n\nWhy.\n", true);
        check("From: B <b@b.org>\n\n\ncommit 7d1a0c3b5e9f upstream.\n\nWhy.\n", true);
        let review = "6.1-stable review patch.  If anyone has any objections, please let me know.\n\n";
        check(
            &format!("{review}------------------\n\nFrom: B <b@b.org>\n\ncommit 7d1a0c3b5e9f upstream.\n"),
            true,
        );
    }

    #[test]
    fn prose_that_names_a_commit_is_ones_own() {
        check("Why.\n\n[ Upstream commit 7d1a0c3b5e9f ]\n", false);
        check("Why.\n\ncommit 7d1a0c3b5e9f upstream.\n", false);
        check("commit 7d1a0c3b5e9f (\"hw/net: sync with upstream\").\n", false);
        check("commit 7d1a0c3b5e9f upstream was wrong.\n", false);
    }

    #[test]
    fn a_revert_is_ones_own() {
        check("This reverts commit 7d1a0c3b5e9f.\n\nSigned-off-by: A <a@b.org>\n", false);
    }
}
