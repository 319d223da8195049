//! Decimal numbers as logs write them, exactly: nothing here is ever a float.
//!
//! Knows JSON's spelling of a number, and no field.

/// A number in decimal: `digits` times ten to the power of `exponent`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decimal {
    negative: bool,
    /// Without zeros at either end; empty for zero.
    digits: String,
    exponent: i64,
}

/// Why a number is not a whole one that can be held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotWhole {
    /// It has a fraction.
    Fraction,
    /// It is too large.
    Large,
}

impl Decimal {
    /// Reads `-?digits[.digits][e[+-]digits]`; leading zeros are allowed.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let (mantissa, power) = match unsigned.split_once(['e', 'E']) {
            Some((mantissa, power)) => (mantissa, exponent(power)?),
            None => (unsigned, 0),
        };
        let (whole, fraction) = match mantissa.split_once('.') {
            Some((whole, fraction)) if all_digits(fraction) => (whole, fraction),
            Some(_) => return None,
            None => (mantissa, ""),
        };
        if !all_digits(whole) {
            return None;
        }
        let written = format!("{whole}{fraction}");
        let kept = written.trim_end_matches('0');
        let dropped = length(&written).saturating_sub(length(kept));
        Some(Self {
            negative: unsigned.len() < text.len(),
            digits: kept.trim_start_matches('0').to_owned(),
            exponent: power
                .saturating_sub(length(fraction))
                .saturating_add(dropped),
        })
    }

    /// How many digits stand before the point: 0 below one.
    #[must_use]
    pub fn whole_digits(&self) -> i64 {
        if self.digits.is_empty() {
            return 0;
        }
        length(&self.digits).saturating_add(self.exponent).max(0)
    }

    /// This number times ten to the power of `power`, if that is whole.
    ///
    /// # Errors
    /// Says whether it has a fraction, or is too large to be held.
    pub fn times_ten_to(&self, power: i64) -> Result<i128, NotWhole> {
        if self.digits.is_empty() {
            return Ok(0);
        }
        let zeros = self.exponent.saturating_add(power);
        if zeros < 0 {
            return Err(NotWhole::Fraction);
        }
        let scale = u32::try_from(zeros)
            .ok()
            .and_then(|n| 10_i128.checked_pow(n));
        let digits = self.digits.parse::<i128>().ok();
        let value = scale.zip(digits).and_then(|(s, d)| s.checked_mul(d));
        match value {
            Some(value) => Ok(if self.negative { -value } else { value }),
            None => Err(NotWhole::Large),
        }
    }
}

fn exponent(text: &str) -> Option<i64> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if !all_digits(unsigned) {
        return None;
    }
    // Beyond this no number of any use is left: too large, or too small to be whole.
    let size = unsigned.parse::<i64>().unwrap_or(i64::MAX).min(1 << 40);
    Some(if text.starts_with('-') { -size } else { size })
}

/// Whether a text is one or more ASCII digits.
#[must_use]
pub fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn length(text: &str) -> i64 {
    i64::try_from(text.len()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_exact_or_refused() {
        use NotWhole::{Fraction, Large};
        for (text, power, expected) in [
            ("0", 0, Ok(0)),
            ("-0.000", 0, Ok(0)),
            ("0e99999999999999999999", 0, Ok(0)),
            ("20680.0", 0, Ok(20680)),
            ("2.5e3", 0, Ok(2500)),
            ("2500e-2", 0, Ok(25)),
            ("1e3", 0, Ok(1000)),
            ("-7", 0, Ok(-7)),
            ("007", 0, Ok(7)),
            ("0.5", 0, Err(Fraction)),
            ("1e-1", 0, Err(Fraction)),
            ("1e-99999999999999999999", 0, Err(Fraction)),
            ("1e99999999999999999999", 0, Err(Large)),
            ("9223372036854775807", 0, Ok(9_223_372_036_854_775_807)),
            ("9223372036854775807.000", 0, Ok(9_223_372_036_854_775_807)),
            ("1717680343.697000", 9, Ok(1_717_680_343_697_000_000)),
            ("1.0000000001", 9, Err(Fraction)),
        ] {
            let number = Decimal::parse(text).unwrap();
            assert_eq!(number.times_ten_to(power), expected, "{text}");
        }
        for text in [
            "", "-", "1.", ".5", "1e", "1e+", "0x1", "1_0", " 1", "1 ", "+1", "NaN",
        ] {
            assert_eq!(Decimal::parse(text), None, "{text}");
        }
    }

    #[test]
    fn digits_before_the_point() {
        for (text, digits) in [
            ("0", 0),
            ("0.9", 0),
            ("7", 1),
            ("1621305118553.5", 13),
            ("1.6e9", 10),
            ("00012", 2),
        ] {
            assert_eq!(
                Decimal::parse(text).unwrap().whole_digits(),
                digits,
                "{text}"
            );
        }
    }
}
