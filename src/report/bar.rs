//! Lengths of bars, and shares of a whole.

/// The length of a bar of at most `longest`, where the greatest is `most`. What is there shows.
pub(super) fn scaled(number: u64, most: u64, longest: u64) -> u64 {
    match number {
        0 => 0,
        number if most <= longest => number,
        number => (u128::from(number) * u128::from(longest) / u128::from(most)).max(1) as u64,
    }
}

/// A share of a whole as `2.5%`; nothing of nothing.
pub(super) fn share(part: u64, whole: u64) -> String {
    if whole == 0 {
        return String::new();
    }
    format!("{:.1}%", part as f64 * 100.0 / whole as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_greatest_fits_and_the_least_shows() {
        let bars = [(0, 9), (9, 9), (90, 90), (1, 90), (45, 90), (u64::MAX, u64::MAX)];
        let lengths = bars.map(|(number, most)| scaled(number, most, 10));
        assert_eq!(lengths, [0, 9, 10, 1, 5, 10]);
    }

    #[test]
    fn shares_are_of_something() {
        assert_eq!([share(0, 0), share(0, 3), share(1, 300), share(3, 3)], ["", "0.0%", "0.3%", "100.0%"]);
    }
}
