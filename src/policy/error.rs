//! Why a policy cannot be had.

use std::io;

use crate::escape::escaped;

/// Why a policy cannot be had. Each says the file or name, and what helps where something does. What is shown of
/// either is escaped.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// Neither a built-in policy nor a file.
    #[error("no policy `{}`{hint} `checkprov policy` lists them", escaped(name))]
    Unknown {
        /// The name asked for.
        name: String,
        /// The nearest name, as a question.
        hint: String,
    },
    /// The file cannot be read.
    #[error("{}: {why}", escaped(file))]
    Unreadable {
        /// The file.
        file: String,
        /// The system's reason.
        why: io::Error,
    },
    /// A file that was found, and not named, is not one to be read.
    #[error("{} {why}; `-p FILE` names a policy that lies elsewhere", escaped(file))]
    Refused {
        /// The file.
        file: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// The text is no policy. Of a file that is none nothing is shown.
    #[error("{}: {why}", escaped(file))]
    Invalid {
        /// The file.
        file: String,
        /// What does not fit, with the line where there is one.
        why: String,
    },
}
