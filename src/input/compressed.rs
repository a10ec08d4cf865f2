//! Compressed input, known by its first bytes and read in a stream.

use std::io::{self, BufRead as _, BufReader, Read};

/// Reads what a stream holds, uncompressed if it is a gzip, xz or zstd stream.
pub(super) fn open<'r>(reader: impl Read + Send + 'r) -> io::Result<Box<dyn Read + Send + 'r>> {
    let mut reader = BufReader::with_capacity(1 << 16, reader);
    let start = reader.fill_buf()?;
    Ok(if start.starts_with(b"\x1f\x8b") {
        Box::new(flate2::bufread::MultiGzDecoder::new(reader))
    } else if start.starts_with(b"\xfd7zXZ\0") {
        Box::new(lzma_rust2::XzReader::new(reader, true))
    } else if start.starts_with(b"\x28\xb5\x2f\xfd") {
        Box::new(ruzstd::decoding::StreamingDecoder::new(reader).map_err(io::Error::other)?)
    } else {
        Box::new(reader)
    })
}
