//! Days as policy files write them.

use jiff::civil::Date;
use serde::{Deserialize as _, Deserializer};

/// Reads a day as the files write it, `2026-05-28`, one that may be missing too.
pub(super) fn day<'de, D: Deserializer<'de>, T: From<Date>>(from: D) -> Result<T, D::Error> {
    // A day without quotes is TOML too, of a type of its own.
    let text = String::deserialize(from)
        .map_err(|_| serde::de::Error::custom("a day is written in quotes, as \"2026-05-28\""))?;
    match text.parse::<Date>() {
        Ok(day) if day.to_string() == text => Ok(day.into()),
        _ => Err(serde::de::Error::custom(format!("`{text}` is not a day; write it as 2026-05-28"))),
    }
}
