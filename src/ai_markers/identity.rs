//! Who a name and an address belong to: the address decides; a name counts only where it is an account's, or where
//! no one reads the address.

use super::index::{INDEX, tool, tool_of_pair};
use super::{Tool, words};

/// The tool that a name and an address belong to.
pub(super) fn behind(name: &str, email: &str) -> Option<Tool> {
    let account = account_of(email);
    let names_ai = || name.split([' ', '-']).any(|word| matches!(word, "AI" | "LLM"));
    let is_nobody = email.is_empty() || is_no_reply(email) || account.is_some();
    let is_account = |login: &str| {
        account.is_some_and(|account| login.eq_ignore_ascii_case(account))
            || (is_nobody && login.ends_with("[bot]") && login.eq_ignore_ascii_case(name))
    };
    let is_both =
        |known: &str, address: &str| known.eq_ignore_ascii_case(name) && address.eq_ignore_ascii_case(email);
    tool(&INDEX.addresses, |address| address.eq_ignore_ascii_case(email))
        .or_else(|| tool_of_pair(&INDEX.named_addresses, is_both))
        .or_else(|| tool(&INDEX.accounts, is_account))
        .or_else(|| match is_no_reply(email) {
            true => words::named(name).tool().or(names_ai().then_some(Tool(None))),
            false => None,
        })
}

/// The account in `ID+ACCOUNT@users.noreply.github.com`.
fn account_of(email: &str) -> Option<&str> {
    const HOST: &str = "@users.noreply.github.com";
    let start = email.len().checked_sub(HOST.len())?;
    let (local, host) = email.split_at_checked(start)?;
    let digits = local.bytes().take_while(u8::is_ascii_digit).count();
    let account = local[digits..].strip_prefix('+').unwrap_or(local);
    host.eq_ignore_ascii_case(HOST).then_some(account)
}

/// Whether it is an address that no one reads.
pub(super) fn is_no_reply(email: &str) -> bool {
    let starts = |word: &&str| {
        let (local, rest) = email.as_bytes().split_at_checked(word.len()).unwrap_or_default();
        matches!(rest, [] | [b'@', ..]) && local.eq_ignore_ascii_case(word.as_bytes())
    };
    ["noreply", "no-reply"].iter().any(starts)
}
