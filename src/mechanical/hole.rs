//! The variable parts of an edit: `‹1›` of `(struct ‹1› *)get` → `getp`.

use std::ops::Range;

use super::pattern::{Pattern, Spot};
use super::token::{
    BREAK, CLOSE, CLOSE_BLOCK, CLOSE_INDEX, HOLE, HOLES, NEWLINE, OPEN, OPEN_BLOCK, OPEN_INDEX, Token,
};

/// What stands in each hole, as places of a side.
pub(super) type Held = [Range<usize>; HOLES];

/// The number of a hole, where the token stands for one.
pub(super) fn number(token: Token) -> Option<usize> {
    (HOLE..HOLE + HOLES as Token).contains(&token).then(|| (token - HOLE) as usize)
}

/// Where the tokens at a place end that an edit's old side fits, and what stands in its holes. A hole takes as little as it
/// can: brackets and all up to the text behind it, which `right` goes on.
pub(super) fn fit(edit: &Pattern, spot: Spot<'_>) -> Option<(usize, Held)> {
    let Spot { tokens, at, line, .. } = spot;
    let Pattern { old, right, longest, .. } = edit;
    let mut held = Held::default();
    let mut end = at;
    for (place, &token) in old.iter().enumerate() {
        if let Some(hole) = number(token) {
            let text = &old[place + 1..];
            let text = &text[..text.iter().position(|&t| number(t).is_some()).unwrap_or(text.len())];
            let last = place + 1 + text.len() == old.len();
            let len = reach(
                &tokens[end..],
                line.end.checked_sub(end)?.min(*longest),
                text,
                if last { right } else { &[] },
            )?;
            held[hole] = end..end + len;
            end += len;
        } else if tokens.get(end) == Some(&token) {
            end += 1;
        } else {
            return None;
        }
    }
    Some((end, held))
}

/// How far it is to some text outside of all brackets, `most` tokens ahead at most.
fn reach(tokens: &[Token], most: usize, text: &[Token], right: &[Token]) -> Option<usize> {
    let mut depth = 0u32;
    for (at, &token) in tokens.iter().enumerate().take(most + 1) {
        let here = || tokens[at..].strip_prefix(text).is_some_and(|rest| rest.starts_with(right));
        if depth == 0 && here() {
            return Some(at);
        }
        match token {
            OPEN | OPEN_INDEX | OPEN_BLOCK => depth += 1,
            CLOSE | CLOSE_INDEX | CLOSE_BLOCK => depth = depth.checked_sub(1)?,
            BREAK | NEWLINE => return None,
            _ => {}
        }
    }
    None
}
