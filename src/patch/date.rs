//! The date of a mail, read as `git am` reads it.
//!
//! git takes more than RFC 5322 allows: the order of C's `asctime`, no seconds, no blank after a comma, and any bytes
//! that mean nothing to it. So the text is gone over as `date.c: parse_date_basic` does. What git reads by the clock or
//! the time zone of its machine is left out: days as `5/6/26`, and a missing zone, which is UTC here.

use std::fmt;

use jiff::Timestamp;
use jiff::civil;
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
    /// Reads the date of a mail. None where git finds none.
    pub fn read(text: &[u8]) -> Option<Self> {
        let mut parts = Parts::default();
        let mut rest = text.split(|&b| matches!(b, 0 | b'\n')).next().unwrap_or_default();
        while let Some(first) = rest.first() {
            let length = match first {
                b'a'..=b'z' | b'A'..=b'Z' => parts.take_word(rest),
                b'0'..=b'9' => parts.take_number(rest),
                b'+' | b'-' if rest.get(1).is_some_and(u8::is_ascii_digit) => parts.take_zone(rest),
                _ => 1,
            };
            rest = &rest[length..];
        }
        parts.date()
    }

    /// The day, where it was written.
    pub fn day(self) -> civil::Date {
        self.offset.to_datetime(self.moment).date()
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

/// What was found of a date.
#[derive(Debug, Default)]
struct Parts {
    year: Option<i16>,
    month: Option<i8>,
    day: Option<i8>,
    /// Seconds from midnight.
    time: Option<i64>,
    /// Minutes east of Greenwich.
    zone: Option<i32>,
}

/// The seconds before noon.
const HALF_DAY: i64 = 12 * 3600;

/// How many letters of a name are enough.
const ENOUGH: usize = 3;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Zones by name, in hours; those of Europe and America that mail has (`date.c: timezone_names`).
const ZONES: [(&str, i32); 19] = [
    ("UTC", 0),
    ("GMT", 0),
    ("Z", 0),
    ("EST", -5),
    ("EDT", -4),
    ("CST", -6),
    ("CDT", -5),
    ("MST", -7),
    ("MDT", -6),
    ("PST", -8),
    ("PDT", -7),
    ("WET", 0),
    ("BST", 1),
    ("CET", 1),
    ("CEST", 2),
    ("MET", 1),
    ("MEST", 2),
    ("EET", 2),
    ("JST", 9),
];

impl Parts {
    /// Takes the name of a month or a zone, or the half of the day; other words mean nothing. Returns the bytes that
    /// are done with (`date.c: match_alpha`).
    fn take_word(&mut self, text: &[u8]) -> usize {
        let letters = text.iter().take_while(|b| b.is_ascii_alphabetic()).count();
        let word = &text[..text.iter().take_while(|b| b.is_ascii_alphanumeric()).count()];
        let begins = |name: &str| {
            let start = name.as_bytes().get(..word.len());
            start.is_some_and(|start| start.eq_ignore_ascii_case(word))
        };
        let month = (1..).zip(MONTHS).find(|(_, name)| word.len() >= ENOUGH && begins(name));
        if let Some((month, _)) = month {
            self.month = Some(month);
        } else if word.eq_ignore_ascii_case(b"PM") || word.eq_ignore_ascii_case(b"AM") {
            let noon = if word.eq_ignore_ascii_case(b"PM") { HALF_DAY } else { 0 };
            self.time = self.time.map(|time| time % HALF_DAY + noon);
        } else if self.zone.is_none() {
            let zone = ZONES.iter().find(|(name, _)| name.as_bytes().eq_ignore_ascii_case(word));
            self.zone = zone.map(|(_, hours)| hours * 60);
        }
        letters
    }

    /// Takes a time, a whole day, or a number that is a day, a month or a year (`date.c: match_digit`).
    fn take_number(&mut self, text: &[u8]) -> usize {
        let (number, digits) = number(text);
        if let Some((length, numbers)) = joined(text) {
            let taken = match text[digits] {
                b':' => self.set_time(numbers),
                _ => self.set_day(numbers),
            };
            if taken {
                return length;
            }
        }
        match digits {
            4 if number <= 1400 && self.zone.is_none() => {
                self.zone = i32::try_from(number / 100 * 60 + number % 100).ok();
            }
            4 if (1901..2100).contains(&number) => self.year = i16::try_from(number).ok(),
            1 | 2 if self.day.is_none() && (1..32).contains(&number) => self.day = i8::try_from(number).ok(),
            2 if self.year.is_none() && number < 10 && self.day.is_some() => {
                self.year = i16::try_from(2000 + number).ok();
            }
            2 if self.year.is_none() && number >= 70 => self.year = i16::try_from(1900 + number).ok(),
            1 | 2 if self.month.is_none() && (1..13).contains(&number) => {
                self.month = i8::try_from(number).ok()
            }
            _ => {}
        }
        digits
    }

    /// `hh:mm` or `hh:mm:ss` (`date.c: set_time`).
    fn set_time(&mut self, [hours, minutes, seconds]: [i64; 3]) -> bool {
        let is_time = hours <= 24 && minutes < 60 && seconds <= 60;
        if is_time {
            self.time = Some(hours * 3600 + minutes * 60 + seconds);
        }
        is_time
    }

    /// `yyyy-mm-dd` (`date.c: set_date`).
    fn set_day(&mut self, [year, month, day]: [i64; 3]) -> bool {
        let is_day = (1970..2100).contains(&year) && (1..13).contains(&month) && (1..32).contains(&day);
        if is_day {
            self.year = i16::try_from(year).ok();
            self.month = i8::try_from(month).ok();
            self.day = i8::try_from(day).ok();
        }
        is_day
    }

    /// `+hhmm`, `+hh` or `+hh:mm`; what is none is passed over, and of two the later counts (`date.c: match_tz`).
    fn take_zone(&mut self, text: &[u8]) -> usize {
        let (value, digits) = number(&text[1..]);
        let mut length = 1 + digits;
        let (hours, minutes) = match (digits, text.get(length)) {
            (4, _) => (value / 100, value % 100),
            (2, Some(b':')) => {
                let (minutes, digits) = number(&text[length + 1..]);
                length += 1 + digits;
                (value, if digits == 2 { minutes } else { i64::MAX })
            }
            (2, _) => (value, 0),
            _ => return length,
        };
        if hours < 24 && minutes < 60 {
            let offset = i32::try_from(hours * 60 + minutes).ok();
            self.zone = offset.map(|offset| if text[0] == b'-' { -offset } else { offset });
        }
        length
    }

    /// The moment, if all of it is known. A day that its month does not have is one of the next month, as for git.
    fn date(&self) -> Option<Date> {
        let first = civil::Date::new(self.year?, self.month?, 1).ok()?;
        let midnight = Offset::UTC.to_timestamp(first.to_datetime(civil::Time::midnight())).ok()?;
        let days = i64::from(self.day? - 1);
        let minutes = self.zone.unwrap_or(0);
        let seconds = midnight.as_second() + days * 86400 + self.time? - i64::from(minutes) * 60;
        let moment = Timestamp::from_second(seconds).ok().filter(|moment| moment.as_second() >= 0)?;
        Some(Date { moment, offset: Offset::from_seconds(minutes * 60).ok()? })
    }
}

/// The number at the start of a text, and how many digits it has.
fn number(text: &[u8]) -> (i64, usize) {
    let digits = text.iter().take_while(|b| b.is_ascii_digit()).count();
    let add = |sum: i64, digit: &u8| sum.saturating_mul(10).saturating_add(i64::from(digit - b'0'));
    (text[..digits].iter().fold(0, add), digits)
}

/// Two or three numbers with a colon, or another of the signs that days are written with, between them, and how long
/// they are. The third is 0 where it is missing.
fn joined(text: &[u8]) -> Option<(usize, [i64; 3])> {
    let mut numbers = [0; 3];
    let mut length = 0;
    let sign = *text.get(number(text).1)?;
    for (index, each) in numbers.iter_mut().enumerate() {
        let (value, digits) = number(&text[length..]);
        if digits == 0 {
            return (index == 2).then_some((length - 1, [numbers[0], numbers[1], 0]));
        }
        *each = value;
        length += digits;
        if text.get(length) != Some(&sign) || !matches!(sign, b':' | b'-' | b'/' | b'.') {
            return (index > 0).then_some((length, numbers));
        }
        length += 1;
    }
    Some((length - 1, numbers))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(Date::read(text.as_bytes()).map(|date| date.to_string()).as_deref(), expected, "{text}");
    }

    #[test]
    fn the_offset_is_kept() {
        check("Thu, 28 May 2026 09:34:12 +0200", Some("2026-05-28T09:34:12+02:00"));
        check("Thu, 28 May 2026 09:34:12 -0730 (XX)", Some("2026-05-28T09:34:12-07:30"));
    }

    #[test]
    fn what_people_leave_out_is_not_needed() {
        check("Thu, 28 May 2026 09:34 +0200", Some("2026-05-28T09:34:00+02:00"));
        check("Thu,28 May 2026 09:34:12 +0200", Some("2026-05-28T09:34:12+02:00"));
        check("28 May 2026 09:34:12", Some("2026-05-28T09:34:12+00:00"));
    }

    #[test]
    fn other_orders() {
        check("Thu May 28 09:34:12 2026 +0200", Some("2026-05-28T09:34:12+02:00"));
        check("2026-05-28 09:34:12 +02:00", Some("2026-05-28T09:34:12+02:00"));
        check("2026-05-28T09:34:12Z", Some("2026-05-28T09:34:12+00:00"));
    }

    #[test]
    fn a_zone_by_name() {
        check("28 May 2026 09:34:12 GMT", Some("2026-05-28T09:34:12+00:00"));
        check("28 May 2026 09:34:12 CEST", Some("2026-05-28T09:34:12+02:00"));
    }

    #[test]
    fn what_follows_the_zone_is_no_zone() {
        check("Thu, 28 May 2026 09:34:12 +0000 +1é2", Some("2026-05-28T09:34:12+00:00"));
        check("Thu, 28 May 2026 09:34:12 +0200 -é", Some("2026-05-28T09:34:12+02:00"));
        check("Thu, 28 May 2026 09:34:12 +9é00", Some("2026-05-28T09:34:12+00:00"));
    }

    #[test]
    fn what_is_no_date_is_none() {
        check("soon", None);
        check("", None);
        check("28 May 2026", None);
        check("28 May 99999999999999999999 09:34:12", None);
    }
}
