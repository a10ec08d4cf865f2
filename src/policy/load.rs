//! Reads policies: the built-in ones by name, others by file.

use std::borrow::Cow;
use std::fs::{self, File as Opened};
use std::io::{self, Read as _};
use std::path::{Component, Path};

use serde::Deserialize as _;
use toml::Table;

use super::built_in::{built_in, hint};
use super::error::LoadError;
use super::file::File;
use super::layer::Layer;
use super::maintainers::{MAINTAINERS, Section};
use super::{Origin, Policy};

/// The most bytes of a policy file: the longest built-in policy has some ten thousand.
const MOST_BYTES: u64 = 1 << 20;

/// The most bytes of a MAINTAINERS file: that of Linux has not yet one million.
const MOST_OF_MAINTAINERS: u64 = 8 << 20;

/// The most files that extend each other.
const MOST_LAYERS: usize = 16;

impl Policy {
    /// A policy by its built-in name, else by its file.
    ///
    /// ```
    /// let policy = checkprov::policy::Policy::load("qemu").unwrap();
    /// assert_eq!(policy.limit.lines, Some(20));
    /// ```
    pub fn load(name_or_file: &str) -> Result<Self, LoadError> {
        if let Some(policy) = built_in(name_or_file) {
            return assemble(Layer::built_in(policy)?, Origin::BuiltIn, &no_files);
        }
        let path = Path::new(name_or_file);
        if name_or_file.contains(['/', '.']) || path.exists() {
            Self::load_file(path)
        } else {
            Err(unknown(name_or_file))
        }
    }

    /// A policy from a file, which may extend a built-in policy, or a file beside or below its own.
    pub fn load_file(path: &Path) -> Result<Self, LoadError> {
        Self::load_shown(path, &path.display().to_string())
    }

    /// The same, of a file that is shown under another name than its path.
    pub(super) fn load_shown(path: &Path, shown: &str) -> Result<Self, LoadError> {
        let text = read_text(path, shown, MOST_BYTES)?;
        let folder = path.parent().unwrap_or(Path::new(""));
        Self::parse_with(shown, text, &|relative| read_beside(folder, relative))
    }

    /// A policy from its text, which is shown under that name. It may extend built-in policies only.
    pub fn parse(name: &str, text: String) -> Result<Self, LoadError> {
        Self::parse_with(name, text, &no_files)
    }

    /// A policy from its text, which is shown under that name. The files that it names are read by `read`.
    pub fn parse_with(name: &str, text: String, read: &ReadFile<'_>) -> Result<Self, LoadError> {
        assemble(Layer::read(name.to_owned(), Cow::Owned(text))?, Origin::File(name.to_owned()), read)
    }
}

/// Reads a file by its path from the folder of the policy file.
pub type ReadFile<'a> = dyn Fn(&str) -> Result<String, LoadError> + 'a;

/// Where there is no folder, there are no files.
fn no_files(relative: &str) -> Result<String, LoadError> {
    Err(LoadError::Unreadable { file: relative.to_owned(), why: io::ErrorKind::NotFound.into() })
}

/// Puts a policy together with what it extends.
fn assemble(
    (layer, mut file): (Layer, File),
    origin: Origin,
    read: &ReadFile<'_>,
) -> Result<Policy, LoadError> {
    let name = layer.file.clone();
    let invalid = |why| LoadError::Invalid { file: name.clone(), why };
    let mut base = file.extends.take();
    let mut layers = vec![layer];
    // The folder of the file that extends, from that of the first.
    let mut folder = String::new();
    while let Some(next) = base {
        if layers.len() == MOST_LAYERS {
            return Err(invalid(format!("more than {MOST_LAYERS} files extend each other")));
        }
        let (layer, mut parsed) = if let Some(policy) = built_in(&next) {
            Layer::built_in(policy)?
        } else if next.ends_with(".toml") {
            let relative = format!("{folder}{next}");
            folder.clear();
            folder.push_str(relative.rfind('/').map_or("", |slash| &relative[..=slash]));
            let shown = Path::new(&name).with_file_name(&relative).display().to_string();
            Layer::read(shown, Cow::Owned(read(&relative)?))?
        } else {
            let hint = hint(&next);
            return Err(invalid(format!("`extends = \"{next}\"` names no built-in policy{hint}")));
        };
        base = parsed.extends.take();
        layers.push(layer);
    }
    if layers.len() > 1 {
        let merged = layers.iter().rev().fold(Table::new(), |base, layer| layer.over(base));
        // Each text was read by itself before, so that this fails only where they contradict each other.
        file = File::deserialize(merged).map_err(|why| invalid(why.message().to_owned()))?;
    }
    let parts = std::mem::take(&mut file.path).into_iter().map(|part| {
        let section = match &part.maintainers {
            Some(title) => {
                let wants = |why| invalid(format!("a `[[path]]` names the section `{title}`, and {why}"));
                Some(Section::read(&read(MAINTAINERS).map_err(wants)?, title).map_err(&invalid)?)
            }
            None => None,
        };
        part.into_part(section).map_err(&invalid)
    });
    let parts = parts.collect::<Result<_, _>>()?;
    let policy = file.into_policy(origin, parts).map_err(invalid)?;
    Ok(Policy { layers, ..policy })
}

/// Reads a file that a policy names: a regular one, in the policy's folder or below.
fn read_beside(folder: &Path, relative: &str) -> Result<String, LoadError> {
    let path = folder.join(relative);
    let shown = path.display().to_string();
    let goes_down = |part| matches!(part, Component::Normal(_) | Component::CurDir);
    if !Path::new(relative).components().all(goes_down) {
        return Err(LoadError::Refused { file: shown, why: "is not beside or below the policy file" });
    }
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    check_inside(&path, folder, &shown)?;
    read_text(&path, &shown, if relative == MAINTAINERS { MOST_OF_MAINTAINERS } else { MOST_BYTES })
}

/// Lets no file pass that is not a regular one, or that a link has elsewhere than inside `folder`.
pub(super) fn check_inside(path: &Path, folder: &Path, shown: &str) -> Result<(), LoadError> {
    let unreadable = |why| LoadError::Unreadable { file: shown.to_owned(), why };
    let refused = |why| Err(LoadError::Refused { file: shown.to_owned(), why });
    if !path.canonicalize().map_err(unreadable)?.starts_with(folder.canonicalize().map_err(unreadable)?) {
        return refused("leads out of its folder or checkout");
    }
    if !fs::metadata(path).map_err(unreadable)?.is_file() {
        return refused("is not a regular file");
    }
    Ok(())
}

fn read_text(path: &Path, shown: &str, most: u64) -> Result<String, LoadError> {
    let unreadable = |why| LoadError::Unreadable { file: shown.to_owned(), why };
    let mut text = String::new();
    let opened = Opened::open(path).map_err(unreadable)?;
    opened.take(most + 1).read_to_string(&mut text).map_err(unreadable)?;
    if text.len() as u64 > most {
        return Err(unreadable(io::Error::other(format!("longer than {most} bytes"))));
    }
    Ok(text)
}

fn unknown(name: &str) -> LoadError {
    let hint = match hint(name) {
        hint if hint.is_empty() => ";".to_owned(),
        hint => hint,
    };
    LoadError::Unknown { name: name.to_owned(), hint }
}
