//! Installs the hooks in a repository, and takes them away again.
//!
//! What was there is never overwritten: it is kept under another name, runs first, and comes back. At every
//! moment there is the old hook or the new one, whole.

use std::fmt::Display;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, anyhow, bail};
use clap::ValueEnum as _;

use super::in_repository;
use super::script;
use crate::cli::HookName;
use crate::command::atomic_file::AtomicFile;
use crate::command::output;
use checkprov::escape::escaped;
use checkprov::git::Git;
use checkprov::policy::{Policy, built_in};

/// What is in the place of a hook.
#[derive(Debug, PartialEq, Eq)]
enum Found {
    Nothing,
    /// What was written here.
    Ours(Vec<u8>),
    /// A hook of somebody else.
    Other(Vec<u8>),
}

/// One hook of a repository.
struct Place {
    hook: HookName,
    file: PathBuf,
    kept: PathBuf,
    found: Found,
}

pub(super) fn install(
    hooks: &[HookName],
    repository: Option<PathBuf>,
    policy: Option<&str>,
    strict: bool,
) -> Result<ExitCode> {
    let policy = policy.map(policy_word).transpose()?;
    let folder = hooks_folder(repository)?;
    fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    let places = places(&folder, hooks)?;
    places.iter().try_for_each(Place::check_free)?;
    let mut said = Vec::new();
    for place in &places {
        said.push(place.install(&script::text(place.hook, policy.as_deref(), strict))?);
    }
    say(&folder, &places, &said)
}

pub(super) fn uninstall(repository: Option<PathBuf>) -> Result<ExitCode> {
    let folder = hooks_folder(repository)?;
    let places = places(&folder, HookName::value_variants())?;
    let said = places.iter().map(Place::uninstall).collect::<Result<Vec<_>>>()?;
    say(&folder, &places, &said)
}

/// What is in the place of each hook; one that was asked for twice is installed once.
fn places(folder: &Path, hooks: &[HookName]) -> Result<Vec<Place>> {
    let all = HookName::value_variants().iter().filter(|hook| hooks.contains(hook));
    all.map(|&hook| Place::find(folder, hook)).collect()
}

/// Says what was done once it is done: it does not hang on whether anybody reads it.
fn say(folder: &Path, places: &[Place], said: &[impl Display]) -> Result<ExitCode> {
    let mut out = output::stdout();
    writeln!(out, "{}", escaped(&folder.display().to_string()))?;
    for (place, said) in places.iter().zip(said) {
        writeln!(out, "  {}: {said}", script::name(place.hook))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn unwritten(file: &Path, why: &io::Error) -> anyhow::Error {
    anyhow!("{}: not written: {why}{}", file.display(), output::advice(why.kind()))
}

impl Place {
    fn find(folder: &Path, hook: HookName) -> Result<Self> {
        let (file, kept) = (folder.join(script::name(hook)), folder.join(script::kept_name(hook)));
        let found = match fs::read(&file) {
            Ok(text) if script::is_ours(&text, hook) => Found::Ours(text),
            Ok(text) if script::was_ours(&text) => {
                bail!(
                    "{}: someone has changed this hook since checkprov wrote it; edit or remove it by hand",
                    file.display()
                )
            }
            Ok(text) => Found::Other(text),
            Err(why) if why.kind() == io::ErrorKind::NotFound && fs::symlink_metadata(&file).is_err() => {
                Found::Nothing
            }
            Err(why) => return Err(why).with_context(|| file.display().to_string()),
        };
        Ok(Self { hook, file, kept, found })
    }

    /// Whether what is there can be kept. Where the same is kept already, an earlier run was cut short.
    fn check_free(&self) -> Result<()> {
        let Found::Other(text) = &self.found else { return Ok(()) };
        if fs::symlink_metadata(&self.kept).is_ok() && fs::read(&self.kept).ok().as_ref() != Some(text) {
            bail!(
                "{} cannot be kept: there is a {} already; take one of them away",
                self.file.display(),
                script::kept_name(self.hook)
            );
        }
        Ok(())
    }

    fn install(&self, text: &str) -> Result<String> {
        if matches!(&self.found, Found::Ours(old) if old == text.as_bytes()) {
            return Ok("installed already".to_owned());
        }
        // Nothing is touched before all of the new hook is written.
        let new = write_program(&self.file, text).map_err(|why| unwritten(&self.file, &why))?;
        if matches!(self.found, Found::Other(_)) {
            keep(&self.file, &self.kept).map_err(|why| unwritten(&self.kept, &why))?;
        }
        new.put(&self.file).map_err(|why| unwritten(&self.file, &why))?;
        Ok(match self.found {
            Found::Other(_) => {
                format!("installed; what was there runs first, as {}", script::kept_name(self.hook))
            }
            Found::Ours(_) => "updated".to_owned(),
            Found::Nothing => "installed".to_owned(),
        })
    }

    fn uninstall(&self) -> Result<&'static str> {
        match self.found {
            Found::Nothing => return Ok("not installed"),
            Found::Other(_) => return Ok("not installed; what is there is left as it is"),
            Found::Ours(_) => {}
        }
        let kept = fs::symlink_metadata(&self.kept).is_ok();
        let done = if kept { fs::rename(&self.kept, &self.file) } else { fs::remove_file(&self.file) };
        done.with_context(|| self.file.display().to_string())?;
        Ok(if kept { "removed; what was there before is restored" } else { "removed" })
    }
}

/// The folder that git runs hooks from: shared by all work trees, and `core.hooksPath` may name another.
fn hooks_folder(repository: Option<PathBuf>) -> Result<PathBuf> {
    let folder = repository.unwrap_or_else(|| PathBuf::from("."));
    if !folder.is_dir() {
        bail!("{}: there is no such folder", folder.display());
    }
    let folder = fs::canonicalize(&folder).with_context(|| folder.display().to_string())?;
    let git = Git::in_folder(&folder);
    let top = match git.path("rev-parse", &["--show-toplevel"]) {
        Ok(top) => top,
        // A bare repository has no work tree: hooks run in the repository itself.
        Err(_) => in_repository(&git, &folder)?,
    };
    Ok(Git::in_folder(&top).hooks_folder()?)
}

/// The policy as hooks name it, wherever they run. One that cannot be read is reported now, not at a commit.
fn policy_word(policy: &str) -> Result<String> {
    Policy::load(policy)?;
    if built_in(policy).is_some() {
        return Ok(policy.to_owned());
    }
    let file = fs::canonicalize(policy).with_context(|| policy.to_owned())?;
    file.into_os_string().into_string().ok().with_context(|| format!("{policy}: the path is not UTF-8"))
}

/// Gives a file a second name, or makes a second one where that cannot be: the hook stays in its place all the
/// while. What has that name is the same file.
fn keep(file: &Path, kept: &Path) -> io::Result<()> {
    match fs::hard_link(file, kept) {
        Err(why) if why.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(_) => {
            let permissions = fs::metadata(file)?.permissions();
            let copy = |new: &File| new.set_permissions(permissions);
            AtomicFile::write(kept, &fs::read(file)?, copy)?.put(kept)
        }
        Ok(()) => Ok(()),
    }
}

/// Writes a program beside a file whose place it will take.
fn write_program(file: &Path, text: &str) -> io::Result<AtomicFile> {
    AtomicFile::write(file, text.as_bytes(), |new| {
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            new.set_permissions(fs::Permissions::from_mode(0o755))?;
        }
        #[cfg(not(unix))]
        let _ = new;
        Ok(())
    })
}
