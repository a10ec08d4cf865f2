use super::{uri, without_links};

#[test]
fn a_mail_cannot_make_a_link() {
    assert_eq!(without_links("[PATCH] [here](https://e.org)"), "[PATCH] [here\\](https://e.org)");
}

#[test]
fn paths_become_uris() {
    assert_eq!(uri("a b/c:1#%.patch"), "a%20b/c%3A1%23%25.patch");
    assert_eq!(uri("/tmp/ä"), "file:///tmp/%C3%A4");
    assert_eq!(uri("-"), "-");
}
