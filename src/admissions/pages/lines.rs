//! A line of a work list, ready to display.

use crate::accounts::rules::Role;
use crate::admissions::rules::{Ground, Outcome, StepKind, exceptions, is_plain, needs_reason};
use crate::admissions::store::{Change, Work};
use crate::contacts::rules::phone::Phone;
use crate::contacts::rules::zalo_name::Verdict;
use crate::page::initials;
use crate::qr;
use crate::settings::rules::message;
use crate::text::{fill, find, say, say_with};
use crate::time::{long_moment, short_day};
use crate::visit::Member;
use crate::wrong::Wrong;

/// An application as the leader sees it, a line of the short lists.
pub(super) struct Line {
    pub(super) id: String,
    pub(super) contact_id: String,
    pub(super) person_id: String,
    pub(super) full_name: String,
    pub(super) initials: String,
    pub(super) department: String,
    pub(super) position: String,
    pub(super) zalo_name: String,
    pub(super) phone: String,
    pub(super) percent: i64,
    /// When, and on which version where that is not what is asked now.
    pub(super) acknowledged: String,
    /// Name of the round that led here, where there are several.
    pub(super) round: String,
    pub(super) since: String,
    pub(super) says: Vec<String>,
    /// Nothing stands out: "all" takes it.
    pub(super) plain: bool,
    /// May be approved together with others: no words are asked for.
    pub(super) ticks: bool,
    pub(super) needs_reason: bool,
    pub(super) eligible: bool,
    pub(super) own: bool,
    /// May be decided by whoever looks.
    pub(super) decides: bool,
    pub(super) reason: String,
    pub(super) decider: String,
    pub(super) decided: String,
    /// When the last step was taken.
    pub(super) at: String,
    /// When somebody was added.
    pub(super) added: String,
    /// The decision about it that was just refused, as it was typed.
    pub(super) tried: Option<Tried>,
}

/// A decision that was refused: what was typed, and why.
#[derive(Clone, Debug)]
pub(super) struct Tried {
    pub(super) id: String,
    pub(super) outcome: Outcome,
    pub(super) ready: String,
    pub(super) reason: String,
    /// At 'password' or 'reason'.
    pub(super) wrong: Wrong,
}

impl Line {
    fn refused(&self, outcome: Outcome) -> Option<&Tried> {
        self.tried.as_ref().filter(|tried| tried.outcome == outcome)
    }

    pub(super) fn refused_approval(&self) -> Option<&Tried> {
        self.refused(Outcome::Approve)
    }

    pub(super) fn refused_return(&self) -> Option<&Tried> {
        self.refused(Outcome::Return)
    }

    /// What is wrong with the form of this decision.
    pub(super) fn wrong(&self, outcome: &str) -> Wrong {
        let refused = if outcome == "return" { self.refused_return() } else { self.refused_approval() };
        refused.map(|tried| tried.wrong.clone()).unwrap_or_default()
    }

    /// Whether this ready reason was chosen; another one where none was.
    pub(super) fn chose(&self, ready: &str) -> bool {
        let chosen = self.refused_return().map(|tried| tried.ready.as_str()).filter(|one| !one.is_empty());
        chosen.is_some_and(|one| one == ready)
    }

    /// The words typed beside it.
    pub(super) fn typed(&self) -> &str {
        self.tried.as_ref().map(|tried| tried.reason.as_str()).unwrap_or_default()
    }
}

/// Somebody HC-DV has to add.
pub(super) struct ToAdd {
    pub(super) id: String,
    pub(super) contact_id: String,
    pub(super) person_id: String,
    pub(super) full_name: String,
    pub(super) department: String,
    pub(super) zalo_name: String,
    /// The display name that was approved, where it is another one.
    pub(super) approved_name: String,
    /// The name does not show who it is.
    pub(super) odd_name: bool,
    pub(super) phone: String,
    /// '' while numbers are masked.
    pub(super) zalo_link: String,
    pub(super) qr: String,
    pub(super) decider: String,
    pub(super) at: String,
    pub(super) reason: String,
    pub(super) trouble: bool,
    pub(super) shared_phone: bool,
    pub(super) message: String,
}

/// A member whose number is another one than that which was added.
pub(super) struct Changed {
    pub(super) id: String,
    pub(super) contact_id: String,
    pub(super) person_id: String,
    pub(super) full_name: String,
    pub(super) department: String,
    pub(super) old_name: String,
    /// '' once wiped.
    pub(super) old_phone: String,
    pub(super) zalo_name: String,
    pub(super) phone: String,
    pub(super) at: String,
    pub(super) own: bool,
}

/// Masked, or in full to the session that asked for it.
fn number(phone: Option<&Phone>, shown: bool) -> String {
    phone.map(|phone| if shown { phone.display() } else { phone.masked() }).unwrap_or_default()
}

/// `shown`: numbers are open to this session, which is for what one may decide.
pub(super) fn line(member: &Member, one: &Work, shown: bool) -> Line {
    let own = one.person_id == member.viewer.id;
    let decides = !own && member.viewer.roles.has_for_group(Role::Leader, &one.group_id);
    let ground = one.ground();
    let eligible = ground.is_decidable();
    let needs_reason = needs_reason(ground, one.name_verdict);
    let found = exceptions(ground, one.name_verdict, one.phone_verdict, one.shared_phone > 0);
    let mut says: Vec<String> = found.iter().filter_map(|key| find(key)).map(str::to_owned).collect();
    let legal = [("goi_y", one.full_name.as_str())];
    // Written to whoever decides, not to the member.
    let codes = one.name_reasons.split_whitespace().filter(|_| one.name_verdict != Verdict::Pass);
    says.extend(codes.filter_map(|code| find(&format!("leader.{code}"))).map(|text| fill(text, &legal)));
    Line {
        id: one.id.clone(),
        contact_id: one.contact_id.clone(),
        person_id: one.person_id.clone(),
        full_name: one.full_name.clone(),
        initials: initials(&one.full_name),
        department: member.site.department_name(&one.department_id).to_owned(),
        position: one.position.clone(),
        zalo_name: one.zalo_name.clone(),
        phone: number(one.phone.as_ref(), shown && decides),
        percent: one.percent,
        acknowledged: confirmed(one),
        round: round(member, one),
        since: long_moment(one.submitted_at),
        plain: is_plain(&found) && !own,
        ticks: decides && eligible && !needs_reason,
        needs_reason,
        eligible,
        says,
        own,
        decides,
        reason: one.reason.clone(),
        decider: one.decider.clone(),
        decided: one.decided_at.map(long_moment).unwrap_or_default(),
        at: long_moment(one.at),
        added: one.added_at.map(long_moment).unwrap_or_default(),
        tried: None,
    }
}

fn confirmed(one: &Work) -> String {
    let day = short_day(one.confirmed_at);
    let told = match (one.ground(), one.of_draft) {
        (Ground::Now, _) => long_moment(one.confirmed_at),
        (_, 1) => say_with("admission.confirmed_draft", &[("ngay", &day)]),
        _ => say_with("admission.confirmed_earlier", &[("ngay", &day)]),
    };
    if one.on_paper == 1 { format!("{told} ({})", say("paper.mark")) } else { told }
}

fn round(member: &Member, one: &Work) -> String {
    let several = member.site.open_rounds().nth(1).is_some();
    member.site.round(&one.round_id).filter(|_| several).map(|round| round.name.clone()).unwrap_or_default()
}

pub(super) fn changed(member: &Member, one: &Change, shown: bool) -> Changed {
    let own = one.person_id == member.viewer.id;
    Changed {
        id: one.id.clone(),
        contact_id: one.contact_id.clone(),
        person_id: one.person_id.clone(),
        full_name: one.full_name.clone(),
        department: member.site.department_name(&one.department_id).to_owned(),
        old_name: one.old_name.clone(),
        old_phone: number(one.old_phone.as_ref(), shown && !own),
        zalo_name: one.zalo_name.clone(),
        phone: number(one.phone.as_ref(), shown && !own),
        at: long_moment(one.at),
        own,
    }
}

pub(super) fn to_add(member: &Member, one: &Work, shown: bool) -> ToAdd {
    let link = one.phone.as_ref().filter(|_| shown).map(Phone::zalo_link).unwrap_or_default();
    let masked = one.phone.as_ref().map(Phone::masked).unwrap_or_default();
    let contact = member.site.setting("org.contact");
    let fields = [("so_che", masked.as_str()), ("nguoi_lien_he", contact), ("ten", one.full_name.as_str())];
    ToAdd {
        id: one.id.clone(),
        contact_id: one.contact_id.clone(),
        person_id: one.person_id.clone(),
        message: message("khong-tim-thay-so", &fields),
        full_name: one.full_name.clone(),
        department: member.site.department_name(&one.department_id).to_owned(),
        zalo_name: one.zalo_name.clone(),
        approved_name: if one.approved_name == one.zalo_name { String::new() } else { one.approved_name.clone() },
        odd_name: one.name_verdict.is_doubtful(),
        phone: number(one.phone.as_ref(), shown),
        qr: if link.is_empty() { String::new() } else { qr::svg(&link) },
        zalo_link: link,
        decider: one.decider.clone(),
        at: one.decided_at.map(long_moment).unwrap_or_default(),
        reason: one.reason.clone(),
        trouble: one.kind == StepKind::NotFound,
        shared_phone: one.shared_phone > 0,
    }
}
