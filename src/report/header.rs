//! Mail headers made of what another mail says. Each value is encoded or left out: none can end its header,
//! begin another, or name a further recipient (RFC 5322; RFC 2047 for what is not ASCII).

use super::escape::{cut, escaped};
use crate::patch::Identity;

/// Where lines are folded.
const WIDTH: usize = 76;

/// The most characters of a text that goes into a header.
const LONGEST: usize = 300;

/// The most mails that References names; in between some are left out, as RFC 5322 suggests.
const MOST_REFERENCES: usize = 12;

/// A header of free text, folded, with its newline.
pub(super) fn text(name: &str, value: &str) -> String {
    let words = encoded(value, false);
    fold(name, words.iter().map(String::as_str))
}

/// A header that names one person; none where the address is none that may be in a header.
pub(super) fn mailbox(name: &str, person: &Identity) -> Option<String> {
    if !is_address(&person.email) {
        return None;
    }
    let mut words = encoded(&person.name, true);
    words.push(format!("<{}>", person.email));
    Some(fold(name, words.iter().map(String::as_str)))
}

/// A header of Message-IDs; none where there are none. What is no Message-ID is left out.
pub(super) fn ids<'a>(name: &str, ids: impl Iterator<Item = &'a str>) -> Option<String> {
    let mut ids: Vec<&str> = ids.filter(|id| is_id(id)).collect();
    if ids.len() > MOST_REFERENCES {
        ids.drain(1..=ids.len() - MOST_REFERENCES);
    }
    (!ids.is_empty()).then(|| fold(name, ids.into_iter()))
}

/// `<left@right>`, of visible ASCII.
pub(super) fn is_id(id: &str) -> bool {
    let inside = id.strip_prefix('<').and_then(|id| id.strip_suffix('>'));
    inside.is_some_and(|id| {
        (3..=250).contains(&id.len())
            && id.contains('@')
            && id.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'<' | b'>'))
    })
}

fn is_address(address: &str) -> bool {
    let Some((local, domain)) = address.split_once('@') else { return false };
    let is_plain = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_graphic() && !b"<>()[],;:@\\\"".contains(&b))
    };
    address.len() <= 254 && is_plain(local) && is_plain(domain)
}

/// The words of a text: as they are where they are plain ASCII, else encoded. In a phrase, as the name of a
/// person is one, what has a meaning of its own is quoted.
fn encoded(value: &str, is_phrase: bool) -> Vec<String> {
    let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
    let value = escaped(&value);
    let value = cut(&value, LONGEST);
    let is_plain = value.bytes().all(|b| b.is_ascii_graphic() || b == b' ') && !value.contains("=?");
    if !is_plain {
        return encoded_words(&value);
    }
    let is_atom = |b: u8| b.is_ascii_alphanumeric() || b" !#$%&'*+-/=?^_`{|}~".contains(&b);
    if is_phrase && !value.bytes().all(is_atom) {
        return vec![format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))];
    }
    value.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// `=?UTF-8?Q?...?=`, each short enough to fit beside the header's name, no character divided.
fn encoded_words(value: &str) -> Vec<String> {
    const MOST: usize = WIDTH - "Subject: =?UTF-8?Q??=".len();
    let mut words = Vec::new();
    let mut word = String::new();
    for c in value.chars() {
        let piece = match c {
            ' ' => "_".to_owned(),
            c if c.is_ascii_alphanumeric() => c.to_string(),
            c => c.encode_utf8(&mut [0; 4]).bytes().map(|byte| format!("={byte:02X}")).collect(),
        };
        if word.len() + piece.len() > MOST {
            words.push(format!("=?UTF-8?Q?{}?=", std::mem::take(&mut word)));
        }
        word.push_str(&piece);
    }
    words.push(format!("=?UTF-8?Q?{word}?="));
    words
}

fn fold<'a>(name: &str, words: impl Iterator<Item = &'a str>) -> String {
    let mut header = format!("{name}:");
    let mut column = header.len();
    let mut is_first = true;
    for word in words {
        if !is_first && column + 1 + word.len() > WIDTH {
            header.push('\n');
            column = 0;
        }
        header.push(' ');
        header.push_str(word);
        column += 1 + word.len();
        is_first = false;
    }
    header.push('\n');
    header
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(name: &str, email: &str) -> Identity {
        Identity { name: name.to_owned(), email: email.to_owned() }
    }

    #[test]
    fn a_subject_cannot_forge_a_header() {
        assert_eq!(text("Subject", "Re: a\nBcc: x@y.org"), "Subject: Re: a Bcc: x@y.org\n");
        assert_eq!(text("Subject", "a\u{0}b"), "Subject: a\\u{0}b\n");
        assert_eq!(
            text("Subject", "=?UTF-8?Q?=0A?="),
            "Subject: =?UTF-8?Q?=3D=3FUTF=2D8=3FQ=3F=3D0A=3F=3D?=\n"
        );
    }

    #[test]
    fn text_that_is_not_ascii_is_encoded() {
        assert_eq!(text("Subject", "Re: für alle"), "Subject: =?UTF-8?Q?Re=3A_f=C3=BCr_alle?=\n");
        for line in text("Subject", &"日本".repeat(99)).lines() {
            assert!(line.len() <= WIDTH, "{line}");
        }
    }

    #[test]
    fn a_name_is_quoted_where_it_must_be() {
        assert_eq!(mailbox("To", &person("Ann Dev", "a@b.org")).unwrap(), "To: Ann Dev <a@b.org>\n");
        assert_eq!(mailbox("To", &person("Dev, A.", "a@b.org")).unwrap(), "To: \"Dev, A.\" <a@b.org>\n");
        assert_eq!(mailbox("To", &person("", "a@b.org")).unwrap(), "To: <a@b.org>\n");
    }

    #[test]
    fn what_is_no_address_is_left_out() {
        for address in ["", "a", "a@", "@b", "a@b>, <c@d", "a@b,c@d", "a b@c", "a@b\nBcc: c@d", "ä@b.org"] {
            assert_eq!(mailbox("To", &person("Ann", address)), None, "{address}");
        }
    }

    #[test]
    fn what_is_no_message_id_is_left_out() {
        let header = ids("References", "<a@b> x <c@d>> <e\u{1b}@f> <g@h>".split(' '));
        assert_eq!(header.unwrap(), "References: <a@b> <g@h>\n");
        assert_eq!(ids("References", "".split(' ')), None);
    }

    #[test]
    fn a_long_thread_keeps_its_root() {
        let many: Vec<String> = (0..40).map(|n| format!("<{n}@example.org>")).collect();
        let header = ids("References", many.iter().map(String::as_str)).unwrap();
        assert!(header.starts_with("References: <0@example.org> <29@example.org>"), "{header}");
        assert!(header.lines().all(|line| line.len() <= 77), "{header}");
    }
}
