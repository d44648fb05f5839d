//! Đủ điều kiện → Trưởng nhóm duyệt / trả lại → HC-DV thêm vào nhóm → thành viên xác nhận (Điều 3.3, 4.2.2).

pub mod acts;
pub(crate) mod pages;
pub mod rules;
pub(crate) mod store;

use crate::route::Routes;
use crate::visit::Rule;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/admissions", Rule::Office, pages::index)
        .post("/admissions/numbers", Rule::Office, pages::numbers)
        .get("/admissions/approve", Rule::Leader, pages::look)
        .post("/admissions/approve-all", Rule::Leader, pages::approve_all)
        .get("/admissions/return", Rule::Leader, pages::look_back)
        .post("/admissions/return-all", Rule::Leader, pages::return_all)
        .post("/admissions/undo-all", Rule::Leader, pages::undo_all)
        .post("/admissions/{id}/decide", Rule::Leader, pages::decide)
        .post("/admissions/{id}/undo", Rule::Leader, pages::undo)
        .post("/admissions/{id}/number-seen", Rule::Leader, pages::number_seen)
        .post("/admissions/{id}/remove", Rule::Leader, pages::order_removal)
        .post("/admissions/{id}/found", Rule::Coordinator, pages::found)
        .post("/admissions/{id}/added", Rule::Coordinator, pages::added)
        .post("/admissions/{id}/not-added", Rule::Coordinator, pages::not_added)
        .post("/admissions/{id}/trouble", Rule::Coordinator, pages::trouble)
        .post("/admissions/{id}/removed", Rule::Coordinator, pages::removed)
        .get("/admission", Rule::Member, pages::own)
        .post("/admission/confirm", Rule::Member, pages::confirm)
}
