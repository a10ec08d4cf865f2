//! Puts the tags of patch files in order, in place.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process;

use anyhow::{Result, bail};

use crate::fix::{self, Fixed};
use crate::input::is_compressed;
use crate::policy::Policy;
use crate::report::escaped;

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
            Ok(fixed) => tell(input, &fixed),
            Err(why) => {
                well = false;
                anstream::eprintln!("checkprov: {}: not rewritten: {why}", escaped(input));
            }
        }
    }
    Ok(well)
}

fn tell(input: &str, fixed: &Fixed) {
    let input = escaped(input);
    for step in &fixed.steps {
        anstream::eprintln!("{input}:{}: {}", step.line, escaped(&step.deed.to_string()));
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
    if is_compressed(&bytes) {
        return Err(io::Error::other("it is compressed"));
    }
    let fixed = fix::fix(&bytes, policy);
    if fixed.is_changed() {
        if about.permissions().readonly() {
            return Err(io::Error::other("it is read-only"));
        }
        replace(&path, &fixed.bytes, about.permissions())?;
    }
    Ok(fixed)
}

/// Puts a file in the place of another, at once: whoever looks sees the old one or the new one.
fn replace(path: &Path, bytes: &[u8], permissions: fs::Permissions) -> io::Result<()> {
    let (new, mut file) = beside(path)?;
    let written = file
        .write_all(bytes)
        .and_then(|()| file.set_permissions(permissions))
        .and_then(|()| file.sync_all())
        .and_then(|()| fs::rename(&new, path));
    if written.is_err() {
        // What is left is a file that nobody asked for; the first fault is the one to tell.
        let _ = fs::remove_file(&new);
    }
    written
}

/// A new file in the same folder, so that it can be renamed.
fn beside(path: &Path) -> io::Result<(PathBuf, File)> {
    let name = path.file_name().unwrap_or_default();
    for number in 0..100 {
        let mut new = OsString::from(".");
        new.push(name);
        new.push(format!(".{}-{number}.new", process::id()));
        let new = path.with_file_name(new);
        match File::create_new(&new) {
            Err(why) if why.kind() == io::ErrorKind::AlreadyExists => {}
            file => return Ok((new, file?)),
        }
    }
    Err(io::Error::other("no name is free beside it"))
}
