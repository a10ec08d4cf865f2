//! What an argument names, and how it is opened.

use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::PathBuf;
use std::sync::Arc;

use super::mbox::Blocks;
use super::{Block, compressed};

/// One input.
#[derive(Debug, Clone)]
pub enum Source {
    /// Standard input.
    Stdin,
    /// A file: an mbox, one mail, or a diff, maybe compressed.
    File(PathBuf),
    /// One mail that is in memory.
    Memory {
        /// How people would name it.
        name: Arc<str>,
        /// Its bytes. No `From ` line stands in front, or it would count as an mbox.
        mail: Arc<[u8]>,
    },
}

/// An input that could not be read, or not to its end.
#[derive(Debug, thiserror::Error)]
#[error("{input}: {why}")]
pub struct InputError {
    /// The input, as people would name it.
    pub input: String,
    /// The system's reason.
    pub why: io::Error,
}

impl Source {
    /// The input an argument names; `-` is standard input.
    pub fn of(argument: &str) -> Self {
        if argument == "-" { Self::Stdin } else { Self::File(PathBuf::from(argument)) }
    }

    /// How people would name it.
    pub fn name(&self) -> String {
        match self {
            Self::Stdin => "-".to_owned(),
            Self::File(path) => path.display().to_string(),
            Self::Memory { name, .. } => name.to_string(),
        }
    }

    /// Its blocks, in order. What can be read before a fault comes before it.
    pub fn blocks(&self) -> impl Iterator<Item = Result<Block, InputError>> + use<> {
        let input: Arc<str> = self.name().into();
        let mut opened = Some(self.open());
        let mut blocks = None;
        let mut held = None;
        let error = move |why| InputError { input: input.to_string(), why };
        let name: Arc<str> = self.name().into();
        std::iter::from_fn(move || {
            if let Some(opened) = opened.take() {
                match opened {
                    Ok(reader) => blocks = Some(Blocks::new(reader, Arc::clone(&name))),
                    Err(why) => return Some(Err(error(why))),
                }
            }
            if let Some(why) = held.take() {
                blocks = None;
                return Some(Err(error(why)));
            }
            let (block, fault) = blocks.as_mut()?.next();
            held = fault;
            match block {
                Some(block) => Some(Ok(block)),
                None => held.take().map(|why| Err(error(why))),
            }
        })
    }

    fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        match self {
            Self::Stdin => compressed::open(io::stdin()),
            Self::File(path) => compressed::open(File::open(path)?),
            Self::Memory { mail, .. } => Ok(Box::new(Cursor::new(Arc::clone(mail)))),
        }
    }
}
