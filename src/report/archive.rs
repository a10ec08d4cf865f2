//! Addresses of mails in an archive.

use std::fmt::Write as _;

use super::header::is_id;

/// What stands for the id of a mail.
const PLACE: &str = "{message-id}";

/// The address of a mail in an archive; none where its id is none that an archive would know it by.
pub(super) fn address(link: &str, message_id: Option<&str>) -> Option<String> {
    let id = message_id.filter(|id| is_id(id))?;
    Some(link.replace(PLACE, &encoded(&id[1..id.len() - 1])))
}

/// Reads an address with a place for the id of a mail.
///
/// # Errors
///
/// What is wrong with it, where it is none.
pub fn archive_link(text: &str) -> Result<String, String> {
    let is_plain = text.bytes().all(|b| b.is_ascii_graphic());
    match text.starts_with("https://") || text.starts_with("http://") {
        true if is_plain && text.contains(PLACE) => Ok(text.to_owned()),
        _ => Err(format!("write it as https://lore.example.org/list/{PLACE}/")),
    }
}

/// What an address holds as it is (RFC 3986), and the rest encoded.
fn encoded(id: &str) -> String {
    let mut out = String::with_capacity(id.len());
    for byte in id.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'@' => {
                out.push(byte as char)
            }
            _ => _ = write!(out, "%{byte:02X}"),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_cannot_leave_its_place() {
        let link = "https://lore.example.org/list/{message-id}/";
        let check = |id, expected: Option<&str>| assert_eq!(address(link, Some(id)).as_deref(), expected);
        check("<1.2@example.org>", Some("https://lore.example.org/list/1.2@example.org/"));
        check("<../a?b#c\"@d>", Some("https://lore.example.org/list/..%2Fa%3Fb%23c%22@d/"));
        check("<a b@c>", None);
        check("javascript:alert(1)", None);
        assert_eq!(address(link, None), None);
    }

    #[test]
    fn only_addresses_are_taken() {
        for text in ["javascript:{message-id}", "https://lore.example.org/", "https://a b/{message-id}", ""] {
            assert!(archive_link(text).is_err(), "{text}");
        }
    }
}
