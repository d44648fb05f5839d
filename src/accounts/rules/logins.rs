//! Sign-in names.

use crate::text::fold;

/// The sign-in name offered for a full name: `nguyenvanan`, then `nguyenvanan2`, …
pub(crate) fn login_of(full_name: &str, nth: usize) -> String {
    let folded = fold(full_name);
    let plain: String = folded.chars().filter(char::is_ascii_alphanumeric).take(40).collect();
    let plain = if plain.is_empty() { "thanhvien".to_owned() } else { plain };
    if nth < 2 { plain } else { format!("{plain}{nth}") }
}

/// A sign-in name as typed: case, marks and spaces do not matter.
pub(crate) fn fold_login(typed: &str) -> String {
    fold(typed).chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sign_in_names_come_from_any_name() {
        assert_eq!(login_of("Nguyễn Văn Đức", 1), "nguyenvanduc");
        assert_eq!(login_of("H’Hen Niê", 2), "hhennie2");
        assert_eq!(fold_login(" Nguyễn Văn Đức "), "nguyenvanduc");
    }
}
