use super::{as_message, uri};

#[test]
fn a_mail_makes_no_link_and_asks_for_no_argument() {
    assert_eq!(as_message("[PATCH] [here](https://e.org)"), "[PATCH] [here] (https://e.org)");
    assert_eq!(as_message("[here\\](https://e.org)"), "[here\\] (https://e.org)");
    assert_eq!(as_message("struct {0} { {"), "struct {{0}} {{ {{");
}

#[test]
fn paths_become_uris() {
    assert_eq!(uri("a b/c:1#%.patch"), "a%20b/c%3A1%23%25.patch");
    assert_eq!(uri("/tmp/ä"), "file:///tmp/%C3%A4");
    assert_eq!(uri("-"), "-");
}
