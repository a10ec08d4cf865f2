//! What an answer takes from the mail that it answers.

use crate::mail::text_of;
use crate::patch::{Identity, Kind, Patch, recipient};

/// A mail, for somebody who answers it.
#[derive(Debug, Clone, Default)]
pub struct ReplyHeaders {
    /// To whom an answer goes; none where it is not known, or no one asks.
    pub to: Option<Identity>,
    /// Who sent it.
    pub sender: Option<Identity>,
    /// The subject as the mail has it, brackets and all.
    pub subject: Option<String>,
    /// `References`, else `In-Reply-To`, as the mail has it: the mails it answers.
    pub references: Option<String>,
}

impl ReplyHeaders {
    /// Takes them from a patch, a cover letter or what calls itself a patch: nothing else is answered. `mail` is the
    /// whole mail.
    pub fn of(patch: &Patch<'_>, mail: &[u8]) -> Option<Self> {
        let is_answered = !patch.bare && matches!(patch.kind, Kind::Patch | Kind::Cover | Kind::Other);
        let headers = &patch.mail.headers;
        let text = |header: &[u8]| text_of(header).into_owned();
        is_answered.then(|| Self {
            to: recipient(mail, patch.author.as_ref()),
            sender: patch.sender.clone(),
            subject: headers.subject.as_deref().map(text),
            references: headers.references.as_deref().or(headers.in_reply_to.as_deref()).map(text),
        })
    }
}
