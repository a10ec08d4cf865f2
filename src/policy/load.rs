//! Finds policies and reads them: the built-in ones by name, others by file.

use std::borrow::Cow;
use std::fs;
use std::path::{Path, PathBuf};

use super::file::File;
use super::{Layer, Policy};
use crate::suggest;

/// The built-in policies, by name: each with its text. They are the files of `policies/`.
pub const BUILT_IN: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/policies.rs"));

/// Why a policy cannot be had. Each says the file or name, and the cure where there is one.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// Neither a built-in policy nor a file.
    #[error("no policy `{name}`{hint} `checkprov policy` lists them")]
    Unknown {
        /// The name asked for.
        name: String,
        /// The nearest name, as a question.
        hint: String,
    },
    /// The file cannot be read.
    #[error("{file}: {why}")]
    Unreadable {
        /// The file.
        file: String,
        /// The system's reason.
        why: std::io::Error,
    },
    /// The text is no policy; the reason shows the line.
    #[error("{file}: {why}")]
    Invalid {
        /// The file.
        file: String,
        /// What does not fit, with the line where there is one.
        why: String,
    },
}

/// The text of a built-in policy.
pub fn built_in(name: &str) -> Option<&'static str> {
    BUILT_IN.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// The nearest `.checkprov.toml` from a folder upwards.
pub fn nearest_file(from: &Path) -> Option<PathBuf> {
    from.ancestors().map(|folder| folder.join(".checkprov.toml")).find(|file| file.is_file())
}

impl Policy {
    /// A policy by its built-in name, else by its file.
    ///
    /// ```
    /// let policy = checkprov::policy::Policy::load("qemu").unwrap();
    /// assert_eq!(policy.limit.lines, Some(20));
    /// ```
    pub fn load(name_or_file: &str) -> Result<Self, LoadError> {
        if built_in(name_or_file).is_some() {
            return Self::read(built_in_layer(name_or_file)?);
        }
        let path = Path::new(name_or_file);
        if name_or_file.contains(['/', '.']) || path.exists() {
            Self::load_file(path)
        } else {
            Err(unknown(name_or_file))
        }
    }

    /// A policy from a file.
    pub fn load_file(path: &Path) -> Result<Self, LoadError> {
        let file = path.display().to_string();
        match fs::read_to_string(path) {
            Ok(text) => Self::parse(&file, text),
            Err(why) => Err(LoadError::Unreadable { file, why }),
        }
    }

    /// A policy from its text, which is shown under that name.
    pub fn parse(name: &str, text: String) -> Result<Self, LoadError> {
        Self::read(Layer { file: name.to_owned(), text: Cow::Owned(text) })
    }

    fn read(layer: Layer) -> Result<Self, LoadError> {
        let name = layer.file.clone();
        let invalid = |why| LoadError::Invalid { file: name.clone(), why };
        let mut file = parse(&layer)?;
        let mut layers = vec![layer];
        while let Some(base) = file.extends.take() {
            let layer = built_in_layer(&base).map_err(|_| {
                invalid(format!("`extends = \"{base}\"` names no built-in policy{}", hint(&base)))
            })?;
            let parsed = parse(&layer)?;
            let next = parsed.extends.clone();
            layers.push(layer);
            file = file.over(parsed);
            file.extends = next;
        }
        file.into_policy(layers).map_err(invalid)
    }
}

fn built_in_layer(name: &str) -> Result<Layer, LoadError> {
    let text = built_in(name).ok_or_else(|| unknown(name))?;
    Ok(Layer { file: format!("policies/{name}.toml"), text: Cow::Borrowed(text) })
}

fn parse(layer: &Layer) -> Result<File, LoadError> {
    toml::from_str(&layer.text)
        .map_err(|why| LoadError::Invalid { file: layer.file.clone(), why: why.to_string() })
}

fn unknown(name: &str) -> LoadError {
    let hint = match hint(name) {
        hint if hint.is_empty() => ";".to_owned(),
        hint => hint,
    };
    LoadError::Unknown { name: name.to_owned(), hint }
}

fn hint(name: &str) -> String {
    suggest::hint(name, BUILT_IN.iter().map(|(known, _)| *known))
}
