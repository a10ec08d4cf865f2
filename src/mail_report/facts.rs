//! What a mail says.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::ReplyHeaders;
use crate::case::{Case, DOCS, docs_in};
use crate::counts::Counts;
use crate::diff::{State, Status};
use crate::mechanical::Outcome;
use crate::patch::{Identity, MOST_TAGS, Numbering, Patch, Tag};
use crate::policy::Use;
use crate::series;

/// What a mail says.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Whether it is a diff without a mail around it.
    pub bare: bool,
    /// `Message-ID` with its brackets.
    pub message_id: Option<String>,
    /// The `Message-ID` of the mail it answers.
    pub in_reply_to: Option<String>,
    /// Its date, as RFC 3339.
    pub date: Option<String>,
    /// The subject as git would record it.
    pub subject: Option<String>,
    /// What an answer to it needs; none of a mail that is not answered, and where no one asks.
    pub reply_headers: Option<ReplyHeaders>,
    /// The author as git would record it.
    pub author: Option<Identity>,
    /// Its place in a series.
    pub numbering: Option<Numbering>,
    /// The tags git finds: key, value, line of the mail from 0.
    pub tags: Vec<(String, String, Option<usize>)>,
    /// The lines of the message that are the block of tags, as they are.
    pub block: Vec<String>,
    /// The line of the mail, from 0, on which the message begins below the subject.
    pub message_at: Option<usize>,
    /// The line of the mail, from 0, on which the diff begins.
    pub diff_at: Option<usize>,
    /// Whether the commit's own message has a `---`, below which git takes no tags from a mail.
    pub divided: bool,
    /// The commit that `git format-patch` wrote it from; none of a mail that went another way since.
    pub commit: Option<String>,
    /// Whether it declares AI use.
    pub declared: bool,
    /// What it declares.
    pub uses: Vec<Use>,
    /// The lines that count against the limit, where it declares code that the limit holds for.
    pub counted: Option<u64>,
    /// The limit that these are held to: the strictest of the parts of the tree that it touches.
    pub limit: Option<u64>,
    /// What git would say of its diff; none where the mail has none.
    pub state: Option<State>,
    /// The changed files.
    pub files: Vec<FileFacts>,
    /// What repeated edits explain of it; none where no one asks.
    pub mechanical: Option<Arc<Outcome>>,
}

/// What a mail changes in a file.
#[derive(Debug, Clone)]
pub struct FileFacts {
    /// git's name of it.
    pub path: String,
    /// Its name before a rename or copy.
    pub old_path: Option<String>,
    /// What happens to it.
    pub status: Status,
    /// Its class under the policy.
    pub class: String,
    /// Its lines; none of a binary file.
    pub lines: Option<Counts>,
    /// Those of them that are documentation, where its class is another.
    pub docs: Counts,
}

impl FileFacts {
    /// Its lines by class: documentation within a file of another class is of the class `docs`.
    pub fn by_class(&self) -> impl Iterator<Item = (&str, Counts)> {
        let own = self.lines.map(|lines| lines - self.docs);
        let all_docs = own == Some(Counts::default()) && self.docs != Counts::default();
        let own = Some((self.class.as_str(), own.unwrap_or_default())).filter(|_| !all_docs);
        own.into_iter().chain(Some((DOCS, self.docs)).filter(|(_, docs)| *docs != Counts::default()))
    }
}

impl Facts {
    /// The counted lines and the limit, where it declares code and goes beyond the limit.
    pub fn over_limit(&self) -> Option<(u64, u64)> {
        self.counted.zip(self.limit).filter(|(counted, limit)| counted > limit)
    }

    /// The changed lines of each class.
    pub fn lines_by_class(&self) -> BTreeMap<&str, Counts> {
        let mut classes: BTreeMap<&str, Counts> = BTreeMap::new();
        for (class, lines) in self.files.iter().flat_map(FileFacts::by_class) {
            *classes.entry(class).or_default() += lines;
        }
        classes
    }

    /// Takes down what a mail says. `explain`: what repeated edits explain of a patch is recorded for those too
    /// that are not declared mechanical.
    pub fn of(case: &Case<'_>, explain: bool) -> Self {
        let patch = case.patch;
        let files = case.files().map(|(file, class)| FileFacts {
            path: file.path.to_string(),
            old_path: file.old_path.as_ref().map(ToString::to_string),
            status: file.status,
            class: (*class).to_owned(),
            lines: (!file.binary).then_some(Counts { added: file.added, removed: file.removed }),
            docs: docs_in(file, class),
        });
        let line_of = |tag: &Tag| patch.mail.message_line(tag.line);
        let tags = patch.tags.iter().map(|tag| (tag.key.clone(), tag.value.clone(), line_of(tag)));
        let block = patch.message_lines().skip(patch.block.start).take(patch.block.len().min(MOST_TAGS));
        Self {
            bare: patch.bare,
            message_id: patch.message_id().map(|id| id.into_owned()),
            in_reply_to: series::in_reply_to(&patch.mail.headers),
            date: patch.date.map(|date| date.to_string()),
            subject: patch.subject.text.clone(),
            reply_headers: None,
            author: patch.author.clone(),
            numbering: patch.subject.numbering,
            tags: tags.collect(),
            block: block.map(|(_, line)| line.to_owned()).collect(),
            message_at: patch.mail.message_line(0),
            diff_at: patch.diff.files.first().and_then(|file| patch.mail.patch_line(file.at.start)),
            divided: is_divided(patch),
            commit: None,
            declared: case.is_declared(),
            uses: case.uses().map(|(_, each)| each.clone()).collect(),
            counted: case.code_declared().map(|_| case.sum().lines),
            limit: case.strictest().lines.map(|(lines, _)| lines),
            state: Some(patch.diff.state()),
            files: files.collect(),
            mechanical: (explain || case.mechanical_declared().is_some()).then(|| case.mechanical().clone()),
        }
    }
}

/// Whether a `---` is above the one that git itself writes above the diffstat.
fn is_divided(patch: &Patch<'_>) -> bool {
    let text = patch.mail.patch();
    let above = patch.diff.files.first().map_or(text, |file| &text[..file.at.start]);
    above.split(|&b| b == b'\n').filter(|line| line.trim_ascii_end() == b"---").nth(1).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::{Message, Options};
    use crate::patch::Patch;
    use crate::policy::Policy;

    #[test]
    fn documentation_in_a_schema_is_of_its_own_class() {
        let mail = b"From: a@example.org\nSubject: [PATCH] qapi\n\nx\n---\n--- a/qapi/net.json\n+++ b/qapi/net.json\n\
            @@ -1,2 +1,3 @@\n # one\n-# two\n+# three\n+{ 'struct': 'A' }\n";
        let message = Message::read(mail, Options::default());
        let patch = Patch::read(&message);
        let policy = Policy::load("qemu").unwrap();
        let facts = Facts::of(&Case::new(&patch, &policy), false);
        let classes: Vec<_> = facts.lines_by_class().into_iter().collect();
        let counts = |added, removed| Counts { added, removed };
        assert_eq!(classes, [("code", counts(1, 0)), ("docs", counts(1, 1))]);
    }
}
