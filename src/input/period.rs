//! A stretch of time that mails can be chosen by.

use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{Timestamp, ToSpan as _};

use crate::escape::escaped;

/// From a moment up to another; both ends may be open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Period {
    /// The first second, counted from 1970 in UTC.
    pub since: Option<i64>,
    /// The last second.
    pub until: Option<i64>,
}

impl Period {
    /// Whether a moment is within. What has no date is.
    pub fn holds(&self, seconds: Option<i64>) -> bool {
        seconds.is_none_or(|seconds| {
            self.since.is_none_or(|since| since <= seconds) && self.until.is_none_or(|until| seconds <= until)
        })
    }

    /// Whether both ends are open.
    pub fn holds_all(&self) -> bool {
        *self == Self::default()
    }

    /// Reads where a period begins: a day in UTC (`2026-05-28`) or a moment (`2026-05-28T09:00:00+02:00`).
    pub fn start(text: &str) -> Result<i64, String> {
        read(text, 0)
    }

    /// Reads where a period ends; a day is within.
    pub fn end(text: &str) -> Result<i64, String> {
        read(text, 1)
    }
}

fn read(text: &str, days: i64) -> Result<i64, String> {
    let day = text.parse::<Date>().ok().filter(|_| !text.contains(['T', 't', ' ']));
    if let Some(day) = day {
        let midnight =
            day.checked_add(days.days()).and_then(|day| Offset::UTC.to_timestamp(day.at(0, 0, 0, 0)));
        return midnight.map(|at| at.as_second() - days).map_err(|why| why.to_string());
    }
    text.parse::<Timestamp>().map(Timestamp::as_second).map_err(|_| {
        format!(
            "`{}` is no date; give a day like 2026-05-28 or a moment like 2026-05-28T09:00:00Z",
            escaped(text)
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_whole() {
        assert_eq!(Period::start("1970-01-02"), Ok(86_400));
        assert_eq!(Period::end("1970-01-02"), Ok(2 * 86_400 - 1));
        assert_eq!(Period::end("1970-01-02T01:00:00+01:00"), Ok(86_400));
        assert!(Period::start("soon").is_err_and(|why| why.contains("`soon` is no date")));
    }

    #[test]
    fn both_ends_are_within() {
        let period = Period { since: Some(10), until: Some(20) };
        let held = [9, 10, 20, 21].map(|at| period.holds(Some(at)));
        assert_eq!(held, [false, true, true, false]);
        assert!(period.holds(None) && Period::default().holds(Some(0)));
    }
}
