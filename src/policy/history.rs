//! Which of a project's policies was current on a day.
//!
//! Policies that share the word before the first `-` of their names are one project's: `linux-7.0` and
//! `linux`, `qemu-decline` and `qemu-v2`. Each is current from its `date` until the next begins, or until
//! its own `until`.

use jiff::civil::Date;
use serde::Deserialize;

use super::built_in::BUILT_IN;
use super::day::day;
use super::error::LoadError;
use super::{Origin, Policy, Status};
use crate::escape::escaped;

/// Why there is no policy for a day.
#[derive(Debug, thiserror::Error)]
pub enum HistoryError {
    /// The policy asked for cannot be had.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// The day is before the first policy.
    #[error("no `{family}` policy of {day} is built in: the first is `{first}`, of {date}")]
    TooEarly {
        /// The project.
        family: String,
        /// The day asked for.
        day: Date,
        /// The project's first policy.
        first: String,
        /// The day it begins.
        date: Date,
    },
    /// The policy of that time ended before the day, and no other is known.
    #[error("no `{family}` policy of {day} is built in: `{last}` ended on {until}")]
    Ended {
        /// The project.
        family: String,
        /// The day asked for.
        day: Date,
        /// The last policy before it.
        last: String,
        /// The day it ended.
        until: Date,
    },
    /// The policy is a file, which has no earlier versions.
    #[error(
        "{} has no other versions to choose from by date; name a built-in policy with `-p`, as `-p qemu`",
        escaped(file)
    )]
    File {
        /// The file.
        file: String,
    },
}

/// What a project has in force, and what was proposed to it last.
#[derive(Debug, Default)]
pub struct Standing {
    /// The policy that holds; none where none is built in.
    pub in_force: Option<Heading>,
    /// The newest proposal; none where there is none.
    pub newest_proposal: Option<Heading>,
}

/// What a built-in policy says above its first table: whether it holds, and when.
#[derive(Debug, Deserialize)]
pub struct Heading {
    /// Its name.
    pub name: String,
    #[serde(default)]
    status: Status,
    /// The day it was adopted or proposed; none where it does not say.
    #[serde(default, deserialize_with = "day")]
    pub date: Option<Date>,
    #[serde(default, deserialize_with = "day")]
    until: Option<Date>,
}

impl Heading {
    /// When it was current, as far as it says: `2026-01-06 to 2026-08-03`, or its date alone.
    pub fn period(&self) -> String {
        period(self.date, self.until)
    }
}

impl Policy {
    /// The policy that was current on a day, of the project to which this one belongs. A proposal is current until the
    /// next one.
    ///
    /// ```
    /// use checkprov::policy::Policy;
    /// let at = |name| Policy::load(name).unwrap().at_day(jiff::civil::date(2026, 5, 1)).unwrap().name;
    /// assert_eq!((at("qemu").as_str(), at("linux").as_str()), ("qemu-decline", "linux-7.0"));
    /// ```
    pub fn at_day(self, day: Date) -> Result<Self, HistoryError> {
        if let Origin::File(file) = self.origin {
            return Err(HistoryError::File { file });
        }
        let family = self.project().to_owned();
        let mut all = history_of(&family);
        let Some(current) = all.iter().rposition(|policy| policy.date.is_some_and(|date| date <= day)) else {
            let first =
                all.into_iter().next().map_or((self.name, self.date), |first| (first.name, first.date));
            let date = first.1.unwrap_or(Date::MIN);
            return Err(HistoryError::TooEarly { family, day, first: first.0, date });
        };
        let policy = all.swap_remove(current);
        match policy.until.filter(|until| *until <= day) {
            Some(until) => Err(HistoryError::Ended { family, day, last: policy.name, until }),
            None => Ok(Self::load(&policy.name)?),
        }
    }

    /// What it is instead of being in force, as the rest of a sentence; none where it is in force.
    pub fn shortcoming(&self) -> Option<String> {
        match (self.status, &self.until) {
            (Status::InForce, _) => None,
            (Status::Proposed, _) => Some(format!("is a proposal of {}", self.period())),
            (Status::Retired, Some(until)) => Some(format!("was retired on {until}")),
            (Status::Retired, None) => Some("was retired".to_owned()),
        }
    }

    /// What its project has in force, and what was proposed to it last; nothing of a policy that is not built in.
    ///
    /// ```
    /// let standing = checkprov::policy::Policy::load("qemu").unwrap().standing();
    /// assert_eq!(standing.in_force.unwrap().name, "qemu-decline");
    /// assert_eq!(standing.newest_proposal.unwrap().name, "qemu-llm");
    /// ```
    pub fn standing(&self) -> Standing {
        let all = match self.origin {
            Origin::File(_) => Vec::new(),
            Origin::BuiltIn | Origin::InsteadOf(_) => history_of(self.project()),
        };
        let mut standing = Standing::default();
        for policy in all {
            match policy.status {
                Status::InForce => standing.in_force = Some(policy),
                Status::Proposed => standing.newest_proposal = Some(policy),
                Status::Retired => {}
            }
        }
        standing
    }

    /// The policy that its project has in force beside it; none beside one that is in force.
    pub fn in_force_beside(&self) -> Result<Option<Self>, LoadError> {
        let in_force = self.shortcoming().and_then(|_| self.standing().in_force);
        in_force.map(|heading| Self::load(&heading.name)).transpose()
    }

    /// The project of a built-in policy: what the names of its policies have in common.
    pub fn project(&self) -> &str {
        family_of(&self.name)
    }

    /// When it was current, as far as it says: `2026-01-06 to 2026-08-03`, or its date alone.
    pub fn period(&self) -> String {
        period(self.date, self.until)
    }
}

/// The project a built-in policy belongs to.
fn family_of(name: &str) -> &str {
    name.split('-').next().unwrap_or(name)
}

/// The built-in policies of a project, the oldest first.
fn history_of(family: &str) -> Vec<Heading> {
    let own = BUILT_IN.iter().filter(|policy| family_of(policy.name) == family);
    let mut all: Vec<Heading> = own.filter_map(|policy| serde_json::from_str(policy.heading).ok()).collect();
    all.sort_by_key(|policy| policy.date);
    all
}

fn period(date: Option<Date>, until: Option<Date>) -> String {
    let date = date.map(|date| date.to_string()).unwrap_or_default();
    match until {
        Some(until) => format!("{date} to {until}"),
        None => date,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::BuiltIn;

    fn at(name: &str, day: Date) -> Result<Policy, HistoryError> {
        Policy::load(name)?.at_day(day)
    }

    #[track_caller]
    fn check(name: &str, day: &str, expected: &str) {
        let found = at(name, day.parse().unwrap());
        let found = found.map_or_else(|why| why.to_string(), |policy| policy.name);
        assert_eq!(found, expected);
    }

    #[test]
    fn qemu_from_the_ban_to_the_draft_of_september() {
        check("qemu", "2025-06-24", "qemu-decline");
        check("qemu", "2026-05-27", "qemu-decline");
        check("qemu", "2026-05-28", "qemu");
        check("qemu", "2026-05-29", "qemu-v2");
        check("qemu", "2026-08-31", "qemu-v2");
        check("qemu", "2026-09-01", "qemu-llm");
        check("qemu", "2030-01-01", "qemu-llm");
    }

    #[test]
    fn any_policy_of_a_project_names_it() {
        check("qemu-llm", "2026-05-01", "qemu-decline");
        check("linux-7.0", "2026-12-01", "linux");
    }

    #[test]
    fn linux_before_and_after_the_change_of_form() {
        check("linux", "2026-01-06", "linux-7.0");
        check("linux", "2026-08-02", "linux-7.0");
        check("linux", "2026-08-03", "linux");
    }

    #[test]
    fn a_project_with_one_policy_has_it_from_its_day_on() {
        check("gcc", "2026-07-29", "gcc");
        check(
            "gcc",
            "2026-07-28",
            "no `gcc` policy of 2026-07-28 is built in: the first is `gcc`, of 2026-07-29",
        );
    }

    #[test]
    fn before_the_first_policy_there_is_none() {
        let why = "no `qemu` policy of 2025-06-23 is built in: the first is `qemu-decline`, of 2025-06-24";
        check("qemu-v2", "2025-06-23", why);
        let why = "no `linux` policy of 2025-12-31 is built in: the first is `linux-7.0`, of 2026-01-06";
        check("linux", "2025-12-31", why);
    }

    #[test]
    fn a_file_has_no_history() {
        let why = at("policies/qemu.toml", jiff::civil::date(2026, 6, 1)).unwrap_err().to_string();
        assert!(why.starts_with("policies/qemu.toml has no other versions"), "{why}");
    }

    #[test]
    fn a_policy_that_holds_has_no_end() {
        let read = |status: &str| {
            let text = format!("name = \"x\"\nuntil = \"2027-01-01\"\n{status}");
            Policy::parse("x.toml", text).map_or_else(|why| why.to_string(), |policy| policy.name)
        };
        let why = "x.toml: `until` is the day a policy was retired, and this one is";
        assert_eq!(read(""), format!("{why} `in-force`"));
        assert_eq!(read("status = \"proposed\"\n"), format!("{why} `proposed`"));
        assert_eq!(read("status = \"retired\"\n"), "x");
    }

    #[test]
    fn only_a_retired_policy_has_an_end_and_the_next_begins_there() {
        for BuiltIn { name, .. } in BUILT_IN {
            let policy = Policy::load(name).unwrap();
            assert_eq!(policy.status == Status::Retired, policy.until.is_some(), "{name}");
            if let Some(until) = policy.until {
                check(name, &until.to_string(), &at(name, until).unwrap().name);
            }
        }
    }

    #[test]
    fn a_heading_says_what_the_whole_policy_says() {
        for BuiltIn { name, .. } in BUILT_IN {
            let policy = Policy::load(name).unwrap();
            let heading =
                history_of(policy.project()).into_iter().find(|heading| heading.name == *name).unwrap();
            assert_eq!((heading.status, heading.period()), (policy.status, policy.period()));
        }
    }
}
