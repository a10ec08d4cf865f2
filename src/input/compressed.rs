//! Compressed input, known by its first bytes and read in a stream.
//!
//! What comes out is bounded: a small file that grows to fill the day is no archive of mail.

use std::io::{self, BufRead as _, BufReader, Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use flate2::bufread::MultiGzDecoder;
use lzma_rust2::XzReader;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

use super::Reason;

/// How many bytes may come out for each that went in.
const RATIO: u64 = 256;

/// How many bytes may come out whatever went in.
const FREE: u64 = 64 << 20;

/// The most memory a decoder may ask for, in KiB: what `xz -9` and `zstd --long` need, and not more.
const WINDOW: u32 = 128 << 10;

/// How much compressed data is read at a time.
const CHUNK: usize = 1 << 16;

const GZIP: &[u8] = b"\x1f\x8b";
const XZ: &[u8] = b"\xfd7zXZ\0";
const ZSTD: &[u8] = b"\x28\xb5\x2f\xfd";

/// Whether a file that begins so is a gzip, xz or zstd stream.
pub fn is_compressed(start: &[u8]) -> bool {
    [GZIP, XZ, ZSTD].iter().any(|magic| start.starts_with(magic))
}

/// Reads what a stream holds, uncompressed if it is a gzip, xz or zstd stream.
pub(super) fn open<'r>(mut reader: impl Read + Send + 'r) -> io::Result<Box<dyn Read + Send + 'r>> {
    let mut magic = Vec::with_capacity(6);
    reader.by_ref().take(6).read_to_end(&mut magic)?;
    let (gzip, xz) = (magic.starts_with(GZIP), magic.starts_with(XZ));
    let is_plain = !is_compressed(&magic);
    let whole = Cursor::new(magic).chain(reader);
    if is_plain {
        return Ok(Box::new(whole));
    }
    let fed = Arc::new(Fed::default());
    let source = BufReader::with_capacity(CHUNK, Counted { reader: whole, fed: Arc::clone(&fed) });
    Ok(if gzip {
        Box::new(Bounded { decoder: MultiGzDecoder::new(source), fed, out: 0 })
    } else if xz {
        Box::new(Bounded { decoder: XzReader::new_mem_limit(source, true, WINDOW), fed, out: 0 })
    } else {
        let decoder = Zstd { decoder: FrameDecoder::new(), in_frame: false, source };
        Box::new(Bounded { decoder, fed, out: 0 })
    })
}

/// What a decoder has been given.
#[derive(Debug, Default)]
struct Fed {
    bytes: AtomicU64,
    ended: AtomicBool,
}

/// Counts what is read.
struct Counted<R> {
    reader: R,
    fed: Arc<Fed>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(buffer)?;
        self.fed.bytes.fetch_add(read as u64, Ordering::Relaxed);
        self.fed.ended.fetch_or(read == 0, Ordering::Relaxed);
        Ok(read)
    }
}

/// A decoder that gives up where too much comes out, and says in our words what is wrong.
struct Bounded<D> {
    decoder: D,
    fed: Arc<Fed>,
    out: u64,
}

impl<D: Read> Read for Bounded<D> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let fed = self.fed.bytes.load(Ordering::Relaxed);
        if self.out > FREE && self.out / RATIO > fed {
            return Err(io::Error::other(Reason::Bomb { ratio: RATIO, read: self.out }));
        }
        let read = self.decoder.read(buffer).map_err(|why| match why.kind() {
            io::ErrorKind::Interrupted => why,
            io::ErrorKind::OutOfMemory => io::Error::other(Reason::Window(WINDOW >> 10)),
            _ if self.fed.ended.load(Ordering::Relaxed) => io::Error::other(Reason::EndsEarly),
            _ => io::Error::other(Reason::Damaged(why.to_string())),
        })?;
        self.out += read as u64;
        Ok(read)
    }
}

/// The frames of a zstd file, one after another: files joined with `cat` have many, and so has what `pzstd`
/// writes.
struct Zstd<R> {
    decoder: FrameDecoder,
    in_frame: bool,
    source: BufReader<R>,
}

impl<R: Read> Zstd<R> {
    /// Begins the next frame; false at the end.
    fn begin(&mut self) -> io::Result<bool> {
        while !self.source.fill_buf()?.is_empty() {
            match self.decoder.init(&mut self.source) {
                Ok(()) => {
                    self.in_frame = true;
                    return Ok(true);
                }
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => {
                    io::copy(&mut self.source.by_ref().take(u64::from(length)), &mut io::sink())?;
                }
                Err(why @ FrameDecoderError::WindowSizeTooBig { .. }) => {
                    return Err(io::Error::new(io::ErrorKind::OutOfMemory, why));
                }
                Err(why) => return Err(io::Error::other(why)),
            }
        }
        Ok(false)
    }
}

impl<R: Read> Read for Zstd<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if !self.in_frame && !self.begin()? {
                return Ok(0);
            }
            while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                self.decoder
                    .decode_blocks(&mut self.source, BlockDecodingStrategy::UptoBlocks(1))
                    .map_err(io::Error::other)?;
            }
            let read = self.decoder.read(buffer)?;
            if read > 0 {
                return Ok(read);
            }
            self.in_frame = false;
            let (said, found) =
                (self.decoder.get_checksum_from_data(), self.decoder.get_calculated_checksum());
            if said.is_some() && said != found {
                return Err(io::Error::other("the checksum is wrong"));
            }
        }
    }
}
