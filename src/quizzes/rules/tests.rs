//! Banks for the tests and how to draw from them.

use std::collections::BTreeSet;

use rand::{SeedableRng, rngs::StdRng};

use super::{
    Apart, Bank, Choice, Cues, Drawn, Group, Kind, Past, Place, Question, QuestionId, Report, Request, Subject,
    check as check_with, draw,
};
use crate::documents::rules::ClauseId;
use crate::people::rules::Capacity;

mod apart;
mod bank;
mod checks;
mod draws;
mod guesses;
mod hints;
mod items;
mod marks;
mod plans;
mod promises;
mod random;
mod sittings;
mod wording;
mod yields;

/// One question of each kind.
const SMALL: &str = r#"
document = "quy-che-nhom-zalo"
version = "1"
title = "Quy chế nhóm Zalo"

[[blueprint]]
name = "Nguyên tắc"
clauses = ["dieu-2"]
share = 1
[[blueprint]]
name = "Thành viên"
clauses = ["dieu-4.khoan-3", "dieu-8"]
share = 3

[[question]]
id = "qc-3.10-1"
kind = "one"
clauses = ["dieu-4.khoan-3.muc-3.10"]
audience = "participant"
difficulty = 1
situation = true
critical = "them-nguoi"
stem = "Một đồng nghiệp mới nhờ anh/chị đưa vào nhóm. Anh/chị làm gì?"
explanation = "Mục 3.10 khoản 3 Điều 4."
options = [
  { text = "Báo Trưởng nhóm", right = true },
  { text = "Thêm ngay cho kịp việc", why = "SAI-VI-TU-Y" },
  { text = "Gửi đường dẫn mời", why = "SAI-VI-DUONG-DAN" },
  { text = "Nhờ người khác thêm", why = "SAI-VI-NHO" },
]

[[question]]
id = "qc-3.8-1"
kind = "many"
clauses = ["dieu-4.khoan-3.muc-3.8"]
audience = "participant"
difficulty = 2
refresher = true
stem = "Tài khoản bị chiếm quyền thì phải báo cho những ai?"
explanation = "Mục 3.8 khoản 3 Điều 4."
options = [
  { text = "Lãnh đạo", right = true },
  { text = "Quản trị nhóm", right = true },
  { text = "Thành viên khác", right = true },
  { text = "Báo chí", why = "SAI-VI-BAO-CHI" },
  { text = "Người thân", why = "SAI-VI-NGUOI-THAN" },
]

[[question]]
id = "qc-2.1-1"
kind = "truth"
clauses = ["dieu-2.khoan-1"]
audience = "participant"
difficulty = 1
stem = "Chỉ người mới phải tuân thủ Quy chế."
explanation = "Khoản 1 Điều 2."
answer = false
why = "SAI-VI-MOI-NGUOI"

[[question]]
id = "qc-8.2-1"
kind = "match"
clauses = ["dieu-8.khoan-2"]
audience = "participant"
difficulty = 3
stem = "Ghép mỗi việc với nơi nhận báo cáo."
explanation = "Khoản 2 Điều 8."
pairs = [
  { left = "Đổi tài khoản", right = "Lãnh đạo", why = "DUNG-VI-82" },
  { left = "Không gửi được tin", right = "Quản trị nhóm", why = "DUNG-VI-312" },
  { left = "Vướng mắc", right = "Phòng HC-DV", why = "DUNG-VI-83" },
]
"#;

fn small() -> Bank {
    Bank::parse(SMALL).unwrap()
}

fn rng(seed: u64) -> StdRng {
    StdRng::seed_from_u64(seed)
}

fn clause(text: &str) -> ClauseId {
    ClauseId::parse(text).unwrap()
}

/// Checks with the word lists that are shipped.
fn check(banks: &[&Bank], subjects: &[Subject]) -> Report {
    check_with(banks, subjects, &Cues::shipped())
}

/// Nothing missed, nothing seen, a member in a first round.
#[derive(Default)]
struct Plain {
    past: Past,
    changed: BTreeSet<Place>,
}

impl Plain {
    fn new() -> Self {
        Self::default()
    }

    fn draw(&self, banks: &[(&Bank, u16)], total: usize, seed: u64) -> Vec<Drawn> {
        draw(&self.request(banks, total), &mut rng(seed))
    }

    fn request<'a>(&'a self, banks: &'a [(&'a Bank, u16)], total: usize) -> Request<'a> {
        let (past, changed) = (&self.past, &self.changed);
        Request { banks, total, audiences: &[], critical: true, past, changed, refresher: false }
    }
}

/// The four questions of the small bank as drawn, in the order one, many, truth, match.
fn asked(seed: u64) -> [Drawn; 4] {
    let bank = small();
    let drawn = Plain::new().draw(&[(&bank, 1)], 9, seed);
    ["qc-3.10-1", "qc-3.8-1", "qc-2.1-1", "qc-8.2-1"]
        .map(|id| drawn.iter().find(|question| question.item.id.as_str() == id).unwrap().clone())
}

/// A question with four options, the first of them right.
fn question(id: &str, clauses: &[&str]) -> Question {
    let option = |at: usize| Choice { text: format!("{id} {at}"), right: at == 0, why: None };
    Question {
        id: QuestionId::parse(id).unwrap(),
        clauses: clauses.iter().map(|text| clause(text)).collect(),
        audience: Capacity::Participant,
        difficulty: 1,
        situation: false,
        refresher: false,
        critical: None,
        stem: format!("Câu hỏi {id}?"),
        explanation: "Vì thế.".to_owned(),
        kind: Kind::One { options: (0..4).map(option).collect() },
    }
}

/// Questions that do not go into one sitting.
fn apart(ids: &[&str]) -> Apart {
    Apart { questions: ids.iter().map(|id| QuestionId::parse(id).unwrap()).collect(), why: None }
}

fn bank_of(groups: &[(&str, u16)], questions: Vec<Question>) -> Bank {
    let group =
        |(outer, share): &(&str, u16)| Group { name: (*outer).to_owned(), clauses: vec![clause(outer)], share: *share };
    Bank {
        document: "van-ban".to_owned(),
        version: "1".to_owned(),
        title: "Văn bản".to_owned(),
        blueprint: groups.iter().map(group).collect(),
        questions,
        apart: vec![],
    }
}
