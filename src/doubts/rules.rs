//! What may be written.

/// Longest text of a doubt and of an answer, in characters.
pub const LONGEST: usize = 1_000;

/// What somebody writes: without the space around it, something, and not too long.
///
/// # Errors
/// A key of `texts/`.
pub fn words(typed: &str, empty: &'static str) -> Result<String, &'static str> {
    let text = typed.trim().replace("\r\n", "\n");
    match text.chars().count() {
        0 => Err(empty),
        1..=LONGEST => Ok(text),
        _ => Err("doubt.too_long"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_something_and_not_too_long() {
        assert_eq!(words("  \r\n ", "doubt.empty"), Err("doubt.empty"));
        assert_eq!(words(" Khi trực đêm\r\nthì sao? ", "doubt.empty").as_deref(), Ok("Khi trực đêm\nthì sao?"));
        assert!(words(&"ă".repeat(LONGEST), "doubt.empty").is_ok());
        assert_eq!(words(&"ă".repeat(LONGEST + 1), "doubt.empty"), Err("doubt.too_long"));
    }
}
