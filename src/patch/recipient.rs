//! To whom an answer to a mail goes: to the person, and never to a list.
//!
//! Lists that guard senders' domains put their own address into `From:` and the person's into `Reply-To:` or
//! `X-Original-From:`; others put theirs into `Reply-To:`. The address of a list is in `List-Post:` (RFC 2369), else it
//! is one that the mail was sent to.

use mailparse::{MailHeader, MailHeaderMap as _, SingleInfo, addrparse_header, parse_headers};

use super::Identity;

/// The most bytes of headers that are read for it.
const MOST_BYTES: usize = 256 << 10;

/// The most addresses that are read of one header.
const MOST_ADDRESSES: usize = 1000;

/// Finds the person: the first of `Reply-To`, `X-Original-From` and the author that is no list. None where there is
/// none.
pub fn recipient(mail: &[u8], author: Option<&Identity>) -> Option<Identity> {
    let end = memchr::memmem::find(mail, b"\n\n").map_or(mail.len(), |end| end + 2);
    let headers = parse_headers(&mail[..end.min(MOST_BYTES)]).map(|(headers, _)| headers).unwrap_or_default();
    let posts = post_address(&headers);
    let sent_to: Vec<SingleInfo> = ["To", "Cc"].iter().flat_map(|name| addresses(&headers, name)).collect();
    let is = |address: &str, other: &str| address.eq_ignore_ascii_case(other);
    let is_author = |address: &str| author.is_some_and(|author| is(address, &author.email));
    let is_list = |address: &str| {
        posts.as_deref().is_some_and(|list| is(address, list))
            || !is_author(address) && sent_to.iter().any(|each| is(address, &each.addr))
    };
    let named = ["Reply-To", "X-Original-From"].iter().flat_map(|name| addresses(&headers, name));
    let named = named.map(|each| Identity { name: each.display_name.unwrap_or_default(), email: each.addr });
    let author = author.filter(|author| !is_sent_through(author, &sent_to)).cloned();
    let mut found = named.chain(author).filter(|each| !each.email.is_empty() && !is_list(&each.email));
    found.next()
}

/// Whether it is a list that names the person for whom it sends: `Ann Dev via Heron <heron@lists.example.org>`.
fn is_sent_through(author: &Identity, sent_to: &[SingleInfo]) -> bool {
    author.name.contains(" via ") && sent_to.iter().any(|each| author.email.eq_ignore_ascii_case(&each.addr))
}

/// The address in `List-Post: <mailto:heron@lists.example.org>`.
fn post_address(headers: &[MailHeader<'_>]) -> Option<String> {
    let value = headers.get_first_value("List-Post")?;
    let (_, address) = value.split_once("mailto:")?;
    address.split(['>', '?', ' ']).next().map(str::to_owned)
}

fn addresses(headers: &[MailHeader<'_>], name: &str) -> Vec<SingleInfo> {
    let all = headers.iter().filter(|header| header.get_key_ref().eq_ignore_ascii_case(name));
    let lists = all.filter_map(|header| addrparse_header(header).ok());
    let single = lists.flat_map(|list| {
        let addresses = list.iter().flat_map(|each| match each {
            mailparse::MailAddr::Single(single) => vec![single.clone()],
            mailparse::MailAddr::Group(group) => group.addrs.clone(),
        });
        addresses.take(MOST_ADDRESSES).collect::<Vec<_>>()
    });
    single.take(MOST_ADDRESSES).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(headers: &str, author: &str, expected: Option<&str>) {
        let author = Identity::author(author.as_bytes());
        let found = recipient(format!("{headers}\n\nReply-To: eve@e.org\n").as_bytes(), Some(&author));
        assert_eq!(found.map(|person| person.to_string()).as_deref(), expected, "{headers}");
    }

    const ANN: &str = "Ann Dev <ann@example.org>";
    const LIST: &str = "Ann Dev via Heron <heron@lists.org>";

    #[test]
    fn the_author_where_nothing_else_is_said() {
        check("To: heron@lists.org", ANN, Some(ANN));
        check("To: heron@lists.org\nCc: ann@example.org", ANN, Some(ANN));
    }

    #[test]
    fn whoever_wants_answers_elsewhere_gets_them_there() {
        check("Reply-To: Ann <ann@home.org>", ANN, Some("Ann <ann@home.org>"));
        check(
            "X-Original-From: Ann Dev <ann@home.org>\nTo: heron@lists.org",
            LIST,
            Some("Ann Dev <ann@home.org>"),
        );
        check(
            "Reply-To: Ann <ann@home.org>, heron@lists.org\nTo: heron@lists.org",
            LIST,
            Some("Ann <ann@home.org>"),
        );
    }

    #[test]
    fn never_a_list() {
        check("Reply-To: heron@lists.org\nList-Post: <mailto:Heron@Lists.org>", ANN, Some(ANN));
        check("Reply-To: Heron <heron@lists.org>\nTo: HERON@lists.org", ANN, Some(ANN));
        check("To: heron@lists.org", LIST, None);
        check("List-Post: <mailto:heron@lists.org>", LIST, None);
    }
}
