//! The policies that come with the program: the files of `policies/`.

use crate::suggest;

/// A policy that comes with the program.
#[derive(Debug)]
pub struct BuiltIn {
    /// Its name.
    pub name: &'static str,
    /// Its text, as people read it.
    pub text: &'static str,
    /// The same as JSON, which `build.rs` makes of it: the program starts to check once this is read, and TOML takes eight
    /// times as long.
    pub(super) json: &'static str,
    /// What stands above the first table, as JSON.
    pub(super) heading: &'static str,
}

/// The built-in policies, by name.
pub const BUILT_IN: &[BuiltIn] = include!(concat!(env!("OUT_DIR"), "/policies.rs"));

/// A built-in policy.
pub fn built_in(name: &str) -> Option<&'static BuiltIn> {
    BUILT_IN.iter().find(|policy| policy.name == name)
}

/// The built-in policy that a word may mean, as a question.
pub(super) fn hint(word: &str) -> String {
    suggest::hint(word, BUILT_IN.iter().map(|policy| policy.name))
}
