//! Words of the command line that are more than text.

use std::ffi::OsStr;
use std::path::PathBuf;

use clap::ValueEnum as _;
use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};

use checkprov::escape::escaped;
use checkprov::report::Format;

/// A format and the file it goes to.
pub(super) fn output(text: &str) -> Result<(Format, PathBuf), String> {
    match text.split_once('=') {
        Some((_, "")) | None => Err("write it as FORMAT=FILE, such as junit=report.xml".to_owned()),
        Some((_, "-")) => Err("standard output has the report of `--format`; name a file".to_owned()),
        Some((format, file)) => match Format::from_str(format, false) {
            Ok(format) => Ok((format, PathBuf::from(file))),
            Err(_) => {
                let words = Format::value_variants().iter().filter_map(|known| known.to_possible_value());
                let known: Vec<String> = words.map(|word| word.get_name().to_owned()).collect();
                Err(format!("no format `{}`; there are {}", escaped(format), known.join(", ")))
            }
        },
    }
}

/// Any word. Those that are known are what a shell completes.
#[derive(Clone)]
pub(super) struct Words(pub(super) fn() -> Vec<&'static str>);

pub(super) fn rules() -> Vec<&'static str> {
    checkprov::rules::RULES.iter().map(|rule| rule.id).collect()
}

pub(super) fn policies() -> Vec<&'static str> {
    checkprov::policy::BUILT_IN.iter().map(|policy| policy.name).collect()
}

impl TypedValueParser for Words {
    type Value = String;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        word: &OsStr,
    ) -> Result<String, clap::Error> {
        StringValueParser::new().parse_ref(command, argument, word)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new((self.0)().into_iter().map(PossibleValue::new)))
    }
}

/// A range of commits. A number, as `git format-patch -1` takes it, is none.
pub(super) fn range(text: &str) -> Result<String, String> {
    match text.strip_prefix('-') {
        Some(count) if count.parse::<u32>().is_ok() => Err(format!("it is no range; write `HEAD~{count}..`")),
        Some(_) => Err("it is no range; a range is `BASE..`".to_owned()),
        None => Ok(text.to_owned()),
    }
}

/// Reads a day written as 2026-05-28.
pub(super) fn day(text: &str) -> Result<jiff::civil::Date, String> {
    match text.parse::<jiff::civil::Date>() {
        Ok(day) if day.to_string() == text => Ok(day),
        _ => Err("not a day; write it as 2026-05-28".to_owned()),
    }
}
