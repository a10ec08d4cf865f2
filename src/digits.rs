//! The digits of base64 and base85, by the byte that is read.

/// What stands for a byte that is no digit. It has a bit that no value has.
pub(crate) const NO_VALUE: u8 = 1 << 7;

/// The value of each byte, of digits from that of 0 on.
pub(crate) const fn values(digits: &[u8]) -> [u8; 256] {
    let mut values = [NO_VALUE; 256];
    let mut value = 0;
    while value < digits.len() {
        values[digits[value] as usize] = value as u8;
        value += 1;
    }
    values
}
