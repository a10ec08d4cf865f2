//! How a text names a tool: its words are held against the names of the table, from left to right.
//!
//! A product's name by itself is a tool, and so is one beside its maker, its model, a version or a word of the
//! trade. With any other word beside it, a name that people bear is a person's: `Claude Opus 4.8`, but `Claude
//! Perrin`. A model with its number is a tool wherever it is: `kres (claude-opus-4-7)`.

use std::ops::Range;

use super::Tool;
use super::companions::{BESIDE, COMPANY};
use super::index::{INDEX, Name, Weight};

/// The most words of a text that are looked at.
const MOST_WORDS: usize = 100;

/// What a text names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Named {
    /// No tool that is known.
    None,
    /// A tool, or somebody of its name: `Claude`.
    Namesake(Tool),
    /// A tool.
    Tool(Tool),
}

impl Named {
    /// The tool that is named, maybe.
    pub(super) fn tool(self) -> Option<Tool> {
        match self {
            Self::None => None,
            Self::Namesake(tool) | Self::Tool(tool) => Some(tool),
        }
    }
}

/// What a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Name(Weight, Tool),
    /// `AI`, `LLM`.
    Generic,
    /// `4.8`, `v5`.
    Version,
    Beside,
    Other,
}

/// A word, or several that are one name.
#[derive(Debug, Clone)]
struct Word {
    at: Range<usize>,
    what: What,
    /// Whether it follows the one before it after a `-` or `_`, as the parts of `claude-opus-4-8` do.
    is_glued: bool,
    /// Whether a number is written to its end: `Sonnet5`, `ChatGPTv5`.
    has_number: bool,
}

/// What a value names as a whole.
pub(super) fn named(text: &str) -> Named {
    let words = words(text);
    if let Some((_, tool)) = model_ids(&words).next() {
        return Named::Tool(tool);
    }
    // A known agent before a colon is a tool, whatever follows.
    let head = text.find(':').map_or(0, |colon| words.partition_point(|word| word.at.end <= colon));
    if let Named::Tool(tool) | Named::Namesake(tool) = only(&words[..head]) {
        return Named::Tool(tool);
    }
    // `LLM coccinelle sparse`: what follows are programs.
    let is_program = |word: &Word| text[word.at.clone()].starts_with(|c: char| !c.is_uppercase());
    if words.first().is_some_and(|word| word.what == What::Generic && is_llm(&text[word.at.clone()]))
        && words[1..].iter().all(|word| word.what != What::Other || is_program(word))
    {
        return Named::Tool(Tool(None));
    }
    in_list(text, &words)
}

/// What is named by a list, as `ChatGPT and Gemini`: one that is surely a tool is enough, else all must be.
fn in_list(text: &str, words: &[Word]) -> Named {
    let (mut weakest, mut parts) = (None, 0);
    let mut start = 0;
    for end in 1..=words.len() {
        let is_end = words.get(end).is_none_or(|next| {
            let between = &text[words[end - 1].at.end..next.at.start];
            between.contains([',', '+', '/', '&', ';']) || is_and(text, next)
        });
        if !is_end {
            continue;
        }
        let part = &words[start..end];
        let part = if is_and(text, &part[0]) { &part[1..] } else { part };
        start = end;
        let named = only(part);
        if let Named::Tool(_) = named {
            return named;
        }
        parts += 1;
        weakest = Some(weakest.map_or(named, |weakest: Named| weakest.min(named)));
    }
    match weakest.unwrap_or(Named::None) {
        Named::Namesake(tool) if parts > 1 => Named::Tool(tool),
        weakest => weakest,
    }
}

fn is_and(text: &str, word: &Word) -> bool {
    matches!(&text[word.at.clone()], "and" | "or")
}

/// What words name of which every one must be known.
fn only(words: &[Word]) -> Named {
    let mut found: Option<(Weight, Tool)> = None;
    let (mut generic, mut namesakes, mut others) = (false, 0, 0);
    for word in words {
        match word.what {
            What::Other => return Named::None,
            What::Name(weight, tool) => {
                namesakes += usize::from(weight == Weight::Namesake);
                others += usize::from(weight != Weight::Namesake);
                found = found.filter(|(known, _)| *known >= weight).or(Some((weight, tool)));
            }
            What::Generic => generic = true,
            What::Version | What::Beside => others += 1,
        }
    }
    match found {
        Some((Weight::Tool, tool)) => Named::Tool(tool),
        Some((Weight::Namesake, tool)) if generic => Named::Tool(tool),
        // Two first names are a person: `Gemini Cline`.
        Some((Weight::Namesake, tool)) if namesakes == 1 && others == 0 => Named::Namesake(tool),
        Some((Weight::Namesake, tool)) if others > 0 => Named::Tool(tool),
        _ if generic => Named::Tool(Tool(None)),
        _ => Named::None,
    }
}

/// Where a text first names a tool beyond doubt, other words around it or not.
pub(super) fn find(text: &str) -> Option<(Range<usize>, Tool)> {
    let words = words(text);
    let model = model_ids(&words).next();
    let named = words.iter().enumerate().filter_map(|(index, word)| {
        let What::Name(weight, tool) = word.what else { return None };
        let next = words.get(index + 1);
        let before = index.checked_sub(1).map(|before| &words[before]);
        let goes_on = next.filter(|next| match next.what {
            What::Version => true,
            What::Name(Weight::Tool, _) => true,
            What::Beside | What::Generic => {
                COMPANY.iter().any(|word| word.eq_ignore_ascii_case(&text[next.at.clone()]))
            }
            _ => false,
        });
        let is_made = before.is_some_and(|before| matches!(before.what, What::Name(Weight::Maker, _)));
        let is_used = before.is_some_and(|before| matches!(&text[before.at.clone()], "via" | "using"))
            && text[word.at.start..].starts_with(char::is_uppercase);
        let is_plain = weight == Weight::Tool && is_own_word(&text[word.at.clone()]);
        let fits = is_plain
            || (weight > Weight::Maker && (goes_on.is_some() || is_made))
            || (weight == Weight::Namesake && is_used && next.is_none_or(|next| next.what != What::Other));
        let start =
            if is_made { before.map_or(word.at.start, |before| before.at.start) } else { word.at.start };
        fits.then(|| (start..goes_on.map_or(word.at.end, |next| next.at.end), tool))
    });
    model.into_iter().chain(named).min_by_key(|(at, _)| at.start)
}

/// Whether a name is no word of any language, or several words.
fn is_own_word(name: &str) -> bool {
    const PLAIN: &[&str] = &[
        "antigravity",
        "copilot",
        "fable",
        "glm",
        "gpt",
        "grok",
        "haiku",
        "llama",
        "mistral",
        "mythos",
        "opus",
        "sonnet",
        "windsurf",
    ];
    !PLAIN.iter().any(|plain| plain.eq_ignore_ascii_case(name))
}

/// The models with their numbers, as `claude-opus-4-20250514`, `GPT-5.6`, `llama3`.
fn model_ids(words: &[Word]) -> impl Iterator<Item = (Range<usize>, Tool)> {
    let groups = words.chunk_by(|_, next| next.is_glued);
    groups.filter_map(|group| {
        let tool = group.iter().find_map(|word| match word.what {
            What::Name(weight, tool) if weight > Weight::Maker => Some(tool),
            _ => None,
        })?;
        let is_first = matches!(group[0].what, What::Name(..));
        let has_number =
            group.iter().any(|word| word.has_number || (word.what == What::Version && word.is_glued));
        (is_first && has_number).then(|| (group[0].at.start..group[group.len() - 1].at.end, tool))
    })
}

/// The words of a text, names of several words as one.
fn words(text: &str) -> Vec<Word> {
    let plain = split(text);
    let (mut words, mut index) = (Vec::with_capacity(plain.len()), 0);
    while index < plain.len() {
        let (at, is_glued) = plain[index].clone();
        let (what, length, has_number) = read(text, &plain[index..]);
        let end = plain[index + length - 1].0.end;
        words.push(Word { at: at.start..end, what, is_glued, has_number });
        index += length;
    }
    words
}

/// What is at the first of these words, and how many it takes.
fn read(text: &str, plain: &[(Range<usize>, bool)]) -> (What, usize, bool) {
    let word = &text[plain[0].0.clone()];
    if let Some(name) = name_at(text, plain, word) {
        return (What::Name(name.weight, Tool(name.entry.tool)), name.words.len(), false);
    }
    let bytes = word.as_bytes();
    let digits = usize::from(bytes.len() > 1 && bytes[0].eq_ignore_ascii_case(&b'v'));
    if bytes[digits].is_ascii_digit() {
        return (What::Version, 1, false);
    }
    // `Sonnet5`, `ChatGPTv5`, `qwen2.5`.
    if let Some(number) = word.find(|c: char| c.is_ascii_digit()).filter(|at| *at > 2) {
        let stem = &word[..number];
        let stems = [stem, stem.trim_end_matches(['v', 'V'])];
        if let Some(name) = stems.iter().find_map(|stem| name_at(text, &plain[..1], stem)) {
            return (What::Name(name.weight, Tool(name.entry.tool)), 1, true);
        }
    }
    let what = match word {
        "AI" | "ai" => What::Generic,
        _ if is_llm(word) => What::Generic,
        _ if BESIDE.iter().any(|beside| beside.eq_ignore_ascii_case(word)) => What::Beside,
        _ => What::Other,
    };
    (what, 1, false)
}

fn is_llm(word: &str) -> bool {
    word.eq_ignore_ascii_case("LLM") || word.eq_ignore_ascii_case("LLMs")
}

/// The longest name that begins with this word and goes on with those that follow.
fn name_at<'n>(text: &str, plain: &[(Range<usize>, bool)], first: &str) -> Option<&'n Name> {
    let names = INDEX.names.get(&first.to_ascii_lowercase())?;
    names.iter().find(|name| {
        name.words.len() <= plain.len()
            && name.words[1..]
                .iter()
                .zip(&plain[1..])
                .all(|(word, (at, _))| word.eq_ignore_ascii_case(&text[at.clone()]))
    })
}

/// The words of a text and whether each is glued to the one before it.
fn split(text: &str) -> Vec<(Range<usize>, bool)> {
    let is_part = |c: char| c.is_alphanumeric() || c == '.' || c == '\'';
    let (mut words, mut end) = (Vec::new(), 0);
    while let Some(start) = text[end..].find(is_part).map(|offset| end + offset) {
        let length = text[start..].find(|c| !is_part(c)).unwrap_or(text.len() - start);
        let is_glued = end > 0 && end < start && text[end..start].bytes().all(|b| matches!(b, b'-' | b'_'));
        end = start + length;
        let word = text[start..end].trim_matches(['.', '\'']);
        if words.len() == MOST_WORDS {
            break;
        }
        if !word.is_empty() {
            let from = start + text[start..end].find(word).unwrap_or(0);
            words.push((from..from + word.len(), is_glued));
        }
    }
    words
}
