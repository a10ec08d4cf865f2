//! Where a policy comes from, for whoever must know by whose rules a patch was checked.

use std::fmt;

use super::Policy;
use crate::escape::escaped;

/// Where a policy comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// The program has it.
    BuiltIn,
    /// A file, as people would open it. It may bear any name, that of a built-in policy too.
    File(String),
    /// The program has it, and a range that was to be checked adds this file: no one had agreed to the file before.
    InsteadOf(String),
}

impl Origin {
    /// The file; none of a built-in policy.
    pub fn file(&self) -> Option<&str> {
        match self {
            Self::BuiltIn | Self::InsteadOf(_) => None,
            Self::File(file) => Some(file),
        }
    }
}

/// What is said of it after the name of the policy: ` (.checkprov.toml)`, and nothing of one that is built in. Escaped.
impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BuiltIn => Ok(()),
            Self::File(file) => write!(f, " ({})", escaped(file)),
            Self::InsteadOf(file) => write!(f, " (not {}, which the range adds)", escaped(file)),
        }
    }
}

impl Policy {
    /// Its name, and of one that is not built in its file: `` `qemu` `` or `` `qemu` (.checkprov.toml) ``. Escaped.
    pub fn label(&self) -> impl fmt::Display + '_ {
        fmt::from_fn(|f| write!(f, "`{}`{}", escaped(&self.name), self.origin))
    }

    /// The same policy, as the one that counts because a range adds that file.
    pub fn instead_of(self, file: &str) -> Self {
        Self { origin: Origin::InsteadOf(file.to_owned()), ..self }
    }
}

/// The label of a policy of that name and file.
pub fn label<'a>(name: &'a str, file: Option<&'a str>) -> impl fmt::Display + 'a {
    fmt::from_fn(move |f| match file {
        None => write!(f, "`{}`", escaped(name)),
        Some(file) => write!(f, "`{}` ({})", escaped(name), escaped(file)),
    })
}
