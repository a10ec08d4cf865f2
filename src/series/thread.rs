//! Which mail answers which, by `In-Reply-To` and `References`.

use std::borrow::Cow;
use std::sync::Arc;

use super::fingerprint::{Fingerprint, fingerprint};
use crate::mail::{Headers, text_of};
use crate::patch::Patch;

/// How many of the mails that a mail names as its ancestors are looked for.
const MOST_PARENTS: usize = 8;

/// The most bytes of a `Message-ID` that go into an id (RFC 5322 allows lines of 998).
const LONGEST_ID: usize = 998;

/// The mails that a mail answers.
#[derive(Debug, Clone, Default)]
pub(super) struct Thread {
    /// The nearest first.
    pub(super) parents: Vec<Fingerprint>,
    /// The first mail of its thread; it may be the mail itself.
    pub(super) root: Option<Fingerprint>,
    /// When it was sent, in seconds from 1970.
    pub(super) sent: Option<i64>,
}

impl Thread {
    pub(super) fn of(patch: &Patch<'_>) -> Self {
        let headers = &patch.mail.headers;
        let ids = |header: &Option<Cow<'_, [u8]>>| -> Vec<Fingerprint> {
            ids(header.as_deref().unwrap_or_default()).map(fingerprint).collect()
        };
        let references = ids(&headers.references).into_iter().rev();
        let mut parents: Vec<Fingerprint> = Vec::new();
        for id in ids(&headers.in_reply_to).into_iter().chain(references) {
            if parents.len() < MOST_PARENTS && !parents.contains(&id) {
                parents.push(id);
            }
        }
        let root = root_of(headers).map(|id| fingerprint(&*id));
        Self { parents, root, sent: patch.date.map(|date| date.seconds()) }
    }
}

/// The `Message-ID` at the root of a mail's thread: the first of `References`, else of `In-Reply-To`, else its own.
pub fn root_of<'m>(headers: &'m Headers<'_>) -> Option<Cow<'m, str>> {
    let named = [&headers.references, &headers.in_reply_to, &headers.message_id].into_iter().flatten();
    named.filter_map(|header| ids(header).next()).next()
}

/// The `Message-ID` of the mail that a mail answers.
pub fn in_reply_to(headers: &Headers<'_>) -> Option<String> {
    let named = [&headers.in_reply_to, &headers.references].into_iter().flatten();
    let last = named.filter_map(|header| ids(header).last()).next();
    last.map(Cow::into_owned)
}

/// What names the series of a mail that begins one: the root of its thread, or, where no mail has an id, who sent
/// what when.
pub(super) fn series_id(patch: &Patch<'_>) -> Arc<str> {
    let root = root_of(&patch.mail.headers).map(|id| Arc::from(&*id));
    root.unwrap_or_else(|| {
        let sender = patch.sender.as_ref().map_or("", |sender| sender.email.as_str());
        let (title, date) = (patch.subject.text.as_deref().unwrap_or_default(), patch.date);
        let date = date.map(|date| date.to_string()).unwrap_or_default();
        let title = &title[..title.floor_char_boundary(LONGEST_ID)];
        Arc::from(format!("{sender} {date} {title}"))
    })
}

/// The ids in a header, with their brackets.
fn ids(header: &[u8]) -> impl Iterator<Item = Cow<'_, str>> {
    let mut rest = header;
    std::iter::from_fn(move || {
        let start = memchr::memchr(b'<', rest)?;
        let end = start + memchr::memchr(b'>', &rest[start..])?;
        let id = text_of(&rest[start..=end.min(start + LONGEST_ID)]);
        rest = &rest[end + 1..];
        Some(id)
    })
}
