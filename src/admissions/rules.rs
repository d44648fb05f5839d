//! What makes an application an exception.

use crate::standing::rules::Facts;

/// What the leader should look at before approving; empty = nothing stands out.
pub(crate) fn exceptions(
    facts: &Facts,
    name_verdict: &str,
    phone_verdict: &str,
    shared_phone: bool,
) -> Vec<&'static str> {
    let mut found = Vec::new();
    if !facts.is_eligible() {
        found.push("admission.not_eligible");
    }
    match name_verdict {
        "refuse" => found.push("admission.name_refuse"),
        "review" => found.push("admission.name_review"),
        "tidy" => found.push("admission.name_tidy"),
        _ => {}
    }
    if phone_verdict == "warn" {
        found.push("admission.phone_warn");
    }
    if shared_phone {
        found.push("admission.phone_shared");
    }
    found
}

/// Whether approving needs a written reason: the machine refused or doubted, a person decides otherwise.
pub(crate) fn needs_reason(name_verdict: &str) -> bool {
    matches!(name_verdict, "refuse" | "review")
}

/// Whether "Duyệt tất cả" may include it: eligible and nothing but tidiness to say.
pub(crate) fn is_plain(exceptions: &[&str]) -> bool {
    exceptions.iter().all(|one| *one == "admission.name_tidy")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn eligible() -> Facts {
        Facts {
            articles: 1,
            read: 1,
            passed_at: Some(1),
            acknowledged_at: Some(1),
            contact_at: Some(1),
            submitted_at: Some(1),
            ..Facts::default()
        }
    }

    #[test]
    fn only_plain_applications_are_approved_in_a_batch() {
        assert!(is_plain(&exceptions(&eligible(), "pass", "ok", false)));
        assert!(is_plain(&exceptions(&eligible(), "tidy", "ok", false)));
        for (name, phone, shared) in
            [("review", "ok", false), ("refuse", "ok", false), ("pass", "warn", false), ("pass", "ok", true)]
        {
            assert!(!is_plain(&exceptions(&eligible(), name, phone, shared)), "{name} {phone} {shared}");
        }
        let stale = Facts { acknowledged_at: None, ..eligible() };
        assert!(!is_plain(&exceptions(&stale, "pass", "ok", false)));
    }

    #[test]
    fn overriding_the_machine_needs_a_reason() {
        assert!(needs_reason("refuse") && needs_reason("review"));
        assert!(!needs_reason("tidy") && !needs_reason("pass"));
    }
}
