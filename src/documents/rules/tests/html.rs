//! The HTML has an address for each clause and no way in for markup.

use super::{Regulation, body, id, small};

#[test]
fn every_clause_of_an_article_has_an_address_and_a_link() {
    let html = small().render_article_html(&id("dieu-4")).unwrap();
    for clause in small().subtree(&id("dieu-4")).unwrap() {
        assert_eq!(html.matches(&format!("id=\"{}\"", clause.id)).count(), 1, "{}", clause.id);
        assert_eq!(html.matches(&format!("href=\"#{}\"", clause.id)).count(), 1, "{}", clause.id);
    }
    assert!(html.starts_with("<section class=\"dieu\" id=\"dieu-4\"><h2>Điều 4. Quy định &lt;sử dụng&gt;<a "));
    assert!(html.contains("<p class=\"diem\"><span class=\"so\">đ)</span> Tự ý bình luận."));
    assert!(html.contains("aria-label=\"Liên kết đến điểm đ mục 3.2 khoản 3 Điều 4\""));
    assert!(small().render_article_html(&id("dieu-4.khoan-3")).is_none());
}

#[test]
fn an_article_without_a_title_has_its_number_as_heading_and_its_list_as_a_list() {
    let html = small().render_article_html(&id("quyet-dinh.dieu-1")).unwrap();
    assert!(html.contains("<h2>Điều 1.<a "));
    assert!(html.contains("<p>Lập nhóm <strong>A &amp; B</strong>, gồm:</p>\n<ul class=\"gach\">\n<li>- một;</li>"));
}

#[test]
fn markup_in_the_source_is_only_text() {
    let hostile =
        "## <b>Phần</b>\n\n<script>alert('1')</script> **<img>** & \"x\"\n\n### Điều 1. <i>A</i>\n\n1. <u>x</u>\n";
    let regulation = body(hostile).unwrap();
    let html = regulation.render_document_html() + &regulation.render_excerpt_html(&id("dieu-1.khoan-1")).unwrap();
    for tag in ["<b>P", "<script", "<img", "<i>", "<u>", "'1'", "\"x\""] {
        assert!(!html.contains(tag), "{tag}");
    }
    assert!(html.contains("<strong>&lt;img&gt;</strong> &amp; &quot;x&quot;"));
}

#[test]
fn the_pieces_are_the_whole_document_in_order() {
    let pieces = small().render_pieces();
    let shown: Vec<String> = pieces.iter().map(|p| p.id.as_ref().map_or(String::new(), ToString::to_string)).collect();
    let expected = [
        "",
        "quyet-dinh",
        "quyet-dinh.dieu-1",
        "quyet-dinh.dieu-2",
        "quyet-dinh.noi-nhan",
        "quy-che",
        "chuong-ii",
        "dieu-4",
        "dieu-8",
    ];
    assert_eq!(shown, expected);
    let html = small().render_document_html();
    assert!(html.contains("<p>Quản lý nhóm<br>\ncủa cơ quan</p>"));
    assert!(
        html.contains("<h2>QUY CHẾ<a ") && html.contains("<h3>CHƯƠNG II SỬ DỤNG<a ") && html.contains("<h4>Điều 4. ")
    );
    let squeezed = |text: &str| text.split_whitespace().collect::<String>();
    assert_eq!(squeezed(&text(&html)), squeezed(&small().canonical_text()));
}

#[test]
fn the_blank_for_the_number_is_not_swallowed_by_the_browser() {
    let html = small().render_document_html();
    assert!(html.contains("Số:\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0} /QĐ-IOC"));
}

#[test]
fn an_excerpt_leads_from_the_article_to_the_clause_and_has_no_address() {
    let html = small().render_excerpt_html(&id("dieu-4.khoan-3.muc-3.2.diem-a")).unwrap();
    let expected = "Điều 4. Quy định <sử dụng> 3. Đối với các thành viên: 3.2. Không đăng: a) Văn bản “Mật”.";
    assert_eq!(super::real::words(&text(&html)).join(" "), expected);
    assert!(!html.contains(" id=") && !html.contains("href"));
    assert!(Regulation::parse("+++\n+++\n", None).unwrap().render_excerpt_html(&id("dieu-1")).is_none());
}

/// What a browser shows of our HTML.
pub(super) fn text(html: &str) -> String {
    let outside = html.split('<').filter_map(|piece| piece.split_once('>').map(|(_, text)| text));
    let shown: String = outside.collect::<Vec<_>>().join(" ").replace("&lt;", "<").replace("&gt;", ">");
    shown.replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&")
}
