//! The date of a mail.

use std::fmt;

use jiff::Timestamp;
use jiff::fmt::StdFmtWrite;
use jiff::fmt::temporal::DateTimePrinter;
use jiff::tz::Offset;

/// A moment with the offset it was written in. Shown as RFC 3339: `2026-05-28T09:34:12+02:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date {
    moment: Timestamp,
    offset: Offset,
}

impl Date {
    /// Reads the date of a mail (RFC 5322, 3.3). None where it is none.
    pub fn read(text: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(text).ok()?;
        // What mailparse cannot make out it takes for the epoch.
        let seconds = mailparse::dateparse(text).ok().filter(|&seconds| seconds != 0)?;
        let moment = Timestamp::from_second(seconds).ok()?;
        let zone =
            text.split_ascii_whitespace().rfind(|word| word.starts_with(['+', '-']) && word.len() == 5);
        let offset = zone.and_then(|zone| {
            let (hours, minutes) = (zone[1..3].parse::<i32>().ok()?, zone[3..].parse::<i32>().ok()?);
            let seconds = (hours * 60 + minutes) * 60;
            Offset::from_seconds(if zone.starts_with('-') { -seconds } else { seconds }).ok()
        });
        Some(Self { moment, offset: offset.unwrap_or(Offset::UTC) })
    }

    /// The seconds from 1970, in UTC.
    pub fn seconds(self) -> i64 {
        self.moment.as_second()
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let printer = DateTimePrinter::new();
        printer.print_timestamp_with_offset(&self.moment, self.offset, StdFmtWrite(f)).map_err(|_| fmt::Error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(Date::read(text.as_bytes()).map(|date| date.to_string()).as_deref(), expected);
    }

    #[test]
    fn the_offset_is_kept() {
        check("Thu, 28 May 2026 09:34:12 +0200", Some("2026-05-28T09:34:12+02:00"));
        check("Thu, 28 May 2026 09:34:12 -0730 (XX)", Some("2026-05-28T09:34:12-07:30"));
    }

    #[test]
    fn a_zone_by_name_becomes_utc() {
        check("28 May 2026 09:34:12 GMT", Some("2026-05-28T09:34:12+00:00"));
    }

    #[test]
    fn what_is_no_date_is_none() {
        check("soon", None);
        check("", None);
    }
}
