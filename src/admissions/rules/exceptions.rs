//! What makes an application an exception.

use crate::contacts::rules::phone::PhoneCheck;
use crate::contacts::rules::zalo_name::Verdict;

/// What the leader should look at before approving; empty = nothing stands out.
pub fn exceptions(eligible: bool, name: Verdict, phone: PhoneCheck, shared_phone: bool) -> Vec<&'static str> {
    let mut found = Vec::new();
    if !eligible {
        found.push("admission.not_eligible");
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

/// Whether approving needs a written reason: the machine refused or doubted, a person decides otherwise.
pub fn needs_reason(name: Verdict) -> bool {
    name.is_doubtful()
}

/// Whether "Duyệt tất cả" may include it: eligible and nothing but tidiness to say.
pub fn is_plain(exceptions: &[&str]) -> bool {
    exceptions.iter().all(|one| *one == "admission.name_tidy")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_applications_are_approved_in_a_batch() {
        let plain = |eligible, name, phone, shared| is_plain(&exceptions(eligible, name, phone, shared));
        assert!(plain(true, Verdict::Pass, PhoneCheck::Ok, false));
        assert!(plain(true, Verdict::Tidy, PhoneCheck::Ok, false));
        for (name, phone, shared) in [
            (Verdict::Review, PhoneCheck::Ok, false),
            (Verdict::Refuse, PhoneCheck::Ok, false),
            (Verdict::Pass, PhoneCheck::Warn, false),
            (Verdict::Pass, PhoneCheck::Ok, true),
        ] {
            assert!(!plain(true, name, phone, shared), "{name} {phone} {shared}");
        }
        assert!(!plain(false, Verdict::Pass, PhoneCheck::Ok, false));
    }

    #[test]
    fn overriding_the_machine_needs_a_reason() {
        assert!(needs_reason(Verdict::Refuse) && needs_reason(Verdict::Review));
        assert!(!needs_reason(Verdict::Tidy) && !needs_reason(Verdict::Pass));
    }
}
