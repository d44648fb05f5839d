//! How long to wait after wrong passwords.

/// Milliseconds to wait after `failures` wrong passwords in a row for one account:
/// nothing for four, then 2 s doubling to one minute. A stranger can slow a person down, never lock them out.
pub(crate) fn account_delay(failures: i64) -> i64 {
    growing(failures - 4, 60)
}

/// The same for one address, which a whole office may share: nothing for 29, then doubling to 15 minutes.
pub(crate) fn address_delay(failures: i64) -> i64 {
    growing(failures - 29, 900)
}

fn growing(over: i64, most_seconds: i64) -> i64 {
    if over <= 0 {
        return 0;
    }
    let seconds = 1_i64 << over.min(20);
    seconds.min(most_seconds) * crate::time::SECOND
}

/// Failures older than this are forgotten, milliseconds.
pub(crate) const FORGET: i64 = 60 * crate::time::MINUTE;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_grow_and_end() {
        assert_eq!(account_delay(4), 0);
        assert_eq!(account_delay(5), 2_000);
        assert_eq!(account_delay(6), 4_000);
        assert_eq!(account_delay(1_000_000), 60_000);
        assert_eq!(address_delay(29), 0);
        assert_eq!(address_delay(i64::MAX), 900_000);
    }
}
