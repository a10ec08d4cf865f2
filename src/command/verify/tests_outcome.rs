//! What came of running the tests of a range in three states of the tree.

use super::shell::Ended;

/// A state of the tree in which the tests are run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// The base with the tests of the range.
    TestsAlone,
    /// All of the range.
    Whole,
    /// The base.
    Base,
}

/// How the tests ended in a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    Pass,
    /// They fail, crash or take too long.
    Fail,
    /// They could not be built, and say nothing.
    NotBuilt,
}

/// One run.
pub(super) struct Trial {
    pub(super) state: State,
    pub(super) ending: Ending,
    pub(super) ended: Ended,
}

/// What came of it.
pub(super) struct Outcome<'a> {
    /// Full hashes.
    pub(super) base: &'a str,
    pub(super) tip: &'a str,
    pub(super) command: &'a str,
    pub(super) build: Option<&'a str>,
    /// The files of the tests that the range changes.
    pub(super) tests: &'a [String],
    pub(super) trials: &'a [Trial],
}

impl State {
    pub(super) const ALL: [Self; 3] = [Self::TestsAlone, Self::Whole, Self::Base];

    /// Its name, for people.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::TestsAlone => "the tests without the code",
            Self::Whole => "the tests with the code",
            Self::Base => "the base alone",
        }
    }

    /// Its name, for programs.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::TestsAlone => "tests",
            Self::Whole => "whole",
            Self::Base => "base",
        }
    }

    /// How the tests must end in it.
    pub(super) fn expected(self) -> Ending {
        if self == Self::TestsAlone { Ending::Fail } else { Ending::Pass }
    }
}

impl Ending {
    /// The word for it, for programs.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::NotBuilt => "not-built",
        }
    }
}

impl Trial {
    pub(super) fn is_as_expected(&self) -> bool {
        self.ending == self.state.expected()
    }
}

impl Outcome<'_> {
    pub(super) fn is_proven(&self) -> bool {
        self.trials.iter().all(Trial::is_as_expected)
    }

    /// A line for the commit message.
    pub(super) fn evidence(&self) -> Option<String> {
        let line =
            format!("The tests fail without the code under test and pass with it: `{}`.", self.command);
        self.is_proven().then_some(line)
    }
}
