//! Puts the tags of patch files in order, in place.

use std::fs::{self, File, Metadata};
use std::io::{self, Read as _};
use std::path::Path;

use anyhow::{Result, bail};

use super::atomic_file::AtomicFile;
use super::{eprint_line, output};
use checkprov::escape::escaped;
use checkprov::fix::{self, Fixed};
use checkprov::input::is_compressed;
use checkprov::policy::Policy;

/// The largest file that is rewritten: it is in memory as a whole.
const LARGEST: u64 = 256 << 20;

/// Rewrites the files whose tags are not in order and says what was done. Returns whether all went well.
pub(super) fn run(inputs: &[String], policy: &Policy, quiet: bool) -> Result<bool> {
    if inputs.is_empty() || inputs.iter().any(|input| input == "-") {
        bail!("--fix rewrites files, so name them: standard input cannot be rewritten");
    }
    let mut well = true;
    for input in inputs {
        match rewrite(Path::new(input), policy) {
            Ok(fixed) if quiet => drop(fixed),
            Ok(fixed) => tell_steps(input, &fixed),
            Err(why) => {
                well = false;
                let advice = output::advice(why.kind());
                eprint_line(format_args!("checkprov: {}: not rewritten: {why}{advice}", escaped(input)));
            }
        }
    }
    Ok(well)
}

fn tell_steps(input: &str, fixed: &Fixed) {
    let input = escaped(input);
    for step in &fixed.steps {
        eprint_line(format_args!("{input}:{}: {}", step.line, escaped(&step.action.to_string())));
    }
}

fn rewrite(path: &Path, policy: &Policy) -> io::Result<Fixed> {
    // A link stays a link: what it points to is rewritten.
    let path = fs::canonicalize(path)?;
    let about = fs::metadata(&path)?;
    if !about.is_file() {
        return Err(io::Error::other("it is not a file; name the patch files themselves"));
    }
    if about.len() > LARGEST {
        return Err(io::Error::other("it is larger than 256 MiB"));
    }
    let mut bytes = Vec::with_capacity(about.len() as usize);
    File::open(&path)?.take(LARGEST).read_to_end(&mut bytes)?;
    check_same(&path, &about)?;
    if is_compressed(&bytes) {
        return Err(io::Error::other("it is compressed"));
    }
    let fixed = fix::fix(&bytes, policy);
    if fixed.is_changed() {
        if about.permissions().readonly() {
            return Err(io::Error::other("it is read-only"));
        }
        let new = AtomicFile::write(&path, &fixed.bytes, |new| take_over(&about, new))?;
        check_same(&path, &about)?;
        new.put(&path)?;
    }
    Ok(fixed)
}

/// Gives the new file what belongs to the old one beside its bytes: who may read and run it, and whose it is.
fn take_over(about: &Metadata, new: &File) -> io::Result<()> {
    new.set_permissions(about.permissions())?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt as _, fchown};
        let ours = new.metadata()?;
        if (ours.uid(), ours.gid()) != (about.uid(), about.gid()) {
            fchown(new, Some(about.uid()), Some(about.gid()))
                .map_err(|_| io::Error::other("it belongs to someone else, and would be yours then"))?;
            // A change of owner takes marks such as set-user-ID away.
            new.set_permissions(about.permissions())?;
        }
    }
    Ok(())
}

/// Whether no one has written to the file since: mail that came meanwhile must not be lost.
fn check_same(path: &Path, about: &Metadata) -> io::Result<()> {
    let now = fs::metadata(path)?;
    let is_same = now.len() == about.len() && now.modified()? == about.modified()?;
    if is_same { Ok(()) } else { Err(io::Error::other("someone wrote to it meanwhile; run it again")) }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn mail_that_came_meanwhile_is_seen() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("box");
        fs::write(&file, "Subject: a\n\nb\n").unwrap();
        let about = fs::metadata(&file).unwrap();
        assert!(check_same(&file, &about).is_ok());
        File::options().append(true).open(&file).unwrap().write_all(b"From b\n").unwrap();
        assert!(check_same(&file, &about).is_err());
    }
}
