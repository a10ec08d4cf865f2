//! A mail of an mbox as git writes it to a file of its own.

use std::borrow::Cow;

use memchr::memmem;

/// `\r\n` becomes `\n`, and where lines like `>From ` are quotes they lose one `>`.
pub(super) fn as_git_writes(mail: &[u8], quoted: bool) -> Cow<'_, [u8]> {
    let mail = if quoted { unquoted(mail) } else { Cow::Borrowed(mail) };
    if memchr::memchr(b'\r', &mail).is_none() {
        return mail;
    }
    match without(&mail, memmem::find_iter(&mail, b"\r\n")) {
        Some(changed) => Cow::Owned(changed),
        None => mail,
    }
}

fn unquoted(mail: &[u8]) -> Cow<'_, [u8]> {
    let quotes = memmem::find_iter(mail, b">From ").filter_map(|at| {
        let before = mail[..at].iter().rev().take_while(|&&b| b == b'>').count();
        let line = at - before;
        (line == 0 || mail[line - 1] == b'\n').then_some(line)
    });
    without(mail, quotes).map_or(Cow::Borrowed(mail), Cow::Owned)
}

/// The text without the bytes at these places; none if there is no such place.
fn without(text: &[u8], places: impl Iterator<Item = usize>) -> Option<Vec<u8>> {
    let mut places = places.peekable();
    places.peek()?;
    let (mut out, mut kept) = (Vec::with_capacity(text.len()), 0);
    for place in places {
        out.extend_from_slice(&text[kept..place]);
        kept = place + 1;
    }
    out.extend_from_slice(&text[kept..]);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_quote_goes() {
        assert_eq!(
            &*as_git_writes(b"a\n>From b\n>>From c\n >From d\n", true),
            b"a\nFrom b\n>From c\n >From d\n"
        );
        assert_eq!(&*as_git_writes(b"a\n>From b\n", false), b"a\n>From b\n");
    }

    #[test]
    fn a_return_goes_only_before_a_newline() {
        assert_eq!(&*as_git_writes(b"a\r\nb\rc\r\n\r", false), b"a\nb\rc\n\r");
    }
}
