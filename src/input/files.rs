//! Files read one after another as one input: the mails of a Maildir, the patches of a folder.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::block::{Block, Pool};
use super::mbox::{Blocks, Naming};
use super::{InputError, Meter, Reason, compressed};

/// The blocks of some files. A file that cannot be read is reported, and the next is read.
pub(super) struct Files {
    paths: std::vec::IntoIter<PathBuf>,
    /// What to say if none of them is mail; only then may there be others among them.
    otherwise: Option<InputError>,
    pool: Pool,
    meter: Meter,
    current: Option<(String, Blocks<Box<dyn Read + Send>>)>,
    index: u64,
    passed_over: bool,
    read: bool,
}

impl Files {
    /// Reads these files; each has to be mail.
    pub(super) fn new(paths: Vec<PathBuf>, meter: &Meter) -> Self {
        Self {
            paths: paths.into_iter(),
            otherwise: None,
            pool: Pool::default(),
            meter: meter.clone(),
            current: None,
            index: 0,
            passed_over: false,
            read: false,
        }
    }

    /// Reads the mails and diffs among these files, and passes over the others.
    pub(super) fn among(paths: Vec<PathBuf>, otherwise: InputError, meter: &Meter) -> Self {
        Self { otherwise: Some(otherwise), ..Self::new(paths, meter) }
    }

    fn open(&mut self, path: &Path) -> io::Result<()> {
        let name = path.display().to_string();
        let naming = Naming::Input(name.as_str().into());
        let reader = compressed::open(self.meter.watch(File::open(path)?))?;
        self.current = Some((name, Blocks::new(reader, naming, self.pool.clone(), self.index)));
        Ok(())
    }
}

impl Iterator for Files {
    type Item = Result<Block, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some((name, blocks)) = &mut self.current {
                match blocks.next() {
                    Some(Ok(block)) => {
                        self.read = true;
                        return Some(Ok(block));
                    }
                    Some(Err(Reason::Neither)) if self.otherwise.is_some() => self.passed_over = true,
                    Some(Err(why)) => {
                        self.read = true;
                        return Some(Err(InputError { input: name.clone(), why }));
                    }
                    None => {
                        self.index = blocks.index();
                        self.current = None;
                    }
                }
                continue;
            }
            let Some(path) = self.paths.next() else { break };
            if let Err(why) = self.open(&path) {
                self.read = true;
                return Some(Err(InputError { input: path.display().to_string(), why: why.into() }));
            }
        }
        self.otherwise.take().filter(|_| self.passed_over && !self.read).map(Err)
    }
}
