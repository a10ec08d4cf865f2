//! A mail of an mbox as git writes it to a file of its own.

use std::borrow::Cow;

use memchr::memmem;

/// `\r\n` becomes `\n`, and where lines like `>From ` are quotes they lose one `>`.
pub(super) fn as_git_writes(mail: &[u8], quoted: bool) -> Cow<'_, [u8]> {
    let has_cr = memchr::memchr(b'\r', mail).is_some() && memmem::find(mail, b"\r\n").is_some();
    if !has_cr && !quoted {
        return Cow::Borrowed(mail);
    }
    let mut out = Vec::with_capacity(mail.len());
    for line in mail.split_inclusive(|&b| b == b'\n') {
        let line = if quoted && is_quoted_from(line) { &line[1..] } else { line };
        match line.strip_suffix(b"\r\n") {
            Some(text) => {
                out.extend_from_slice(text);
                out.push(b'\n');
            }
            None => out.extend_from_slice(line),
        }
    }
    Cow::Owned(out)
}

fn is_quoted_from(line: &[u8]) -> bool {
    let quotes = line.iter().take_while(|&&b| b == b'>').count();
    quotes > 0 && line[quotes..].starts_with(b"From ")
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
