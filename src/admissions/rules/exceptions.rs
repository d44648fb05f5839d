//! What makes an application an exception.

use crate::contacts::rules::phone::PhoneCheck;
use crate::contacts::rules::zalo_name::Verdict;

/// What an application rests on. It was made on a confirmation; whatever is asked again since, it stays to be decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// What its round asks now is read, passed and confirmed.
    Now,
    /// Confirmed on an earlier version of the same words: only the confirmation is asked again.
    Earlier,
    /// Confirmed earlier; something is to be read or passed again.
    Unread,
    /// No contact.
    Missing,
}

impl Ground {
    /// Of the standing in the round that led here; `passed` with everything read.
    pub fn of(passed: bool, acknowledged: bool, contact: bool) -> Self {
        match (contact, passed, acknowledged) {
            (false, ..) => Self::Missing,
            (true, true, true) => Self::Now,
            (true, true, false) => Self::Earlier,
            (true, false, _) => Self::Unread,
        }
    }

    pub fn is_decidable(self) -> bool {
        self != Self::Missing
    }
}

/// What the leader should look at before approving; empty = nothing stands out.
pub fn exceptions(ground: Ground, name: Verdict, phone: PhoneCheck, shared_phone: bool) -> Vec<&'static str> {
    let mut found = Vec::new();
    match ground {
        Ground::Now => {}
        Ground::Earlier => found.push("admission.earlier"),
        Ground::Unread => found.push("admission.unread"),
        Ground::Missing => found.push("admission.not_eligible"),
    }
    match name {
        Verdict::Refuse => found.push("admission.name_refuse"),
        Verdict::Review => found.push("admission.name_review"),
        Verdict::Tidy => found.push("admission.name_tidy"),
        Verdict::Pass => {}
    }
    if phone == PhoneCheck::Warn {
        found.push("admission.phone_warn");
    }
    if shared_phone {
        found.push("admission.phone_shared");
    }
    found
}

/// Whether approving needs a written reason: the machine refused or doubted, or something is unread; a person decides
/// otherwise.
pub fn needs_reason(ground: Ground, name: Verdict) -> bool {
    name.is_doubtful() || ground == Ground::Unread
}

/// Whether "Duyệt tất cả" may include it: nothing but tidiness to say, or that the same words are confirmed once more.
pub fn is_plain(exceptions: &[&str]) -> bool {
    exceptions.iter().all(|one| matches!(*one, "admission.name_tidy" | "admission.earlier"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_applications_are_approved_in_a_batch() {
        let plain = |ground, name, phone, shared| is_plain(&exceptions(ground, name, phone, shared));
        assert!(plain(Ground::Now, Verdict::Pass, PhoneCheck::Ok, false));
        assert!(plain(Ground::Now, Verdict::Tidy, PhoneCheck::Ok, false));
        assert!(plain(Ground::Earlier, Verdict::Pass, PhoneCheck::Ok, false));
        for (name, phone, shared) in [
            (Verdict::Review, PhoneCheck::Ok, false),
            (Verdict::Refuse, PhoneCheck::Ok, false),
            (Verdict::Pass, PhoneCheck::Warn, false),
            (Verdict::Pass, PhoneCheck::Ok, true),
        ] {
            assert!(!plain(Ground::Now, name, phone, shared), "{name} {phone} {shared}");
        }
        for ground in [Ground::Unread, Ground::Missing] {
            assert!(!plain(ground, Verdict::Pass, PhoneCheck::Ok, false));
        }
    }

    #[test]
    fn overriding_the_machine_needs_a_reason() {
        let now = |name| needs_reason(Ground::Now, name);
        assert!(now(Verdict::Refuse) && now(Verdict::Review));
        assert!(!now(Verdict::Tidy) && !now(Verdict::Pass));
        assert!(needs_reason(Ground::Unread, Verdict::Pass) && !needs_reason(Ground::Earlier, Verdict::Pass));
    }

    #[test]
    fn an_application_stays_to_be_decided_whatever_is_asked_again() {
        assert_eq!(Ground::of(true, true, true), Ground::Now);
        assert_eq!(Ground::of(true, false, true), Ground::Earlier);
        assert_eq!(Ground::of(false, false, true), Ground::Unread);
        assert_eq!(Ground::of(true, true, false), Ground::Missing);
        assert!(Ground::Unread.is_decidable() && !Ground::Missing.is_decidable());
    }
}
