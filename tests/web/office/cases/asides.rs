//! What stands outside the flow: notes, boxes, hidden text, headers.

use super::super::build::{docx, field, p, pp, r, rp};
use super::{Case, case};

const SHAPE: &str = r#"<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column"><wp:posOffset>0</wp:posOffset></wp:positionH><wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV><wp:extent cx="900000" cy="300000"/><wp:wrapNone/><wp:docPr id="1" name="Text Box 1"/><a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="300000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr><wps:txbx><w:txbxContent><w:p><w:r><w:t>DỰ THẢO</w:t></w:r></w:p></w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>DỰ THẢO</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"#;

pub(super) fn asides() -> Vec<Case> {
    let body = format!(
        r#"<w:p>{}<w:r><w:footnoteReference w:id="2"/></w:r>{}<w:r><w:endnoteReference w:id="3"/></w:r></w:p>{}"#,
        r("Giờ hành chính"),
        r(" do Giám đốc quy định"),
        p("Hết")
    );
    let note = |kind: &str, id: u32, text: &str| {
        format!(r#"<w:{kind} w:id="{id}"><w:p><w:r><w:{kind}Ref/></w:r>{}</w:p></w:{kind}>"#, r(text))
    };
    let box_ = format!("<w:p>{SHAPE}{}</w:p>{}", r("Điều 1. Phạm vi"), p("Hết"));
    let comments = format!(
        r#"<w:p><w:commentRangeStart w:id="0"/>{}<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>{}{}</w:p>{}"#,
        r("Thấy được"),
        rp("<w:vanish/>", " chị Bé xem lại"),
        rp(r#"<w:vanish w:val="0"/>"#, " luôn"),
        pp("<w:rPr><w:vanish/></w:rPr>", &rp("<w:vanish/>", "ẩn cả đoạn"))
    );
    let contents = format!(
        r#"<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \o </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>{}</w:p><w:p>{}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>{}"#,
        r("Điều 1. Phạm vi 2"),
        r("Điều 2. Đối tượng 3"),
        p("Điều 1. Phạm vi")
    );
    let formula = format!("<w:p>{}<m:oMath><m:r><m:t>a+b=c</m:t></m:r></m:oMath></w:p>", r("Lương "));
    let header = format!("<w:p>{}{}</w:p>", r("MẬT "), field("PAGE", "1"));
    let picture = r#"<w:p><w:r><w:drawing><wp:inline><wp:extent cx="1" cy="1"/><wp:docPr id="1" name="a"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r><w:r><w:object><o:OLEObject Type="Embed"/></w:object></w:r></w:p><w:altChunk r:id="rId9"/>"#;
    vec![
        case(
            "notes",
            docx(&body)
                .footnotes(
                    &(r#"<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>"#
                        .to_owned()
                        + &note("footnote", 2, " Từ 7 giờ 30.")),
                )
                .endnotes(&note("endnote", 3, " Theo Điều 9.")),
            "Giờ hành chính[^1] do Giám đốc quy định[^2]\n\n[^1]: Từ 7 giờ 30.\n\n[^2]: Theo Điều 9.\n\nHết\n",
            &[],
            false,
        ),
        case("a-text-box-once", docx(&box_), "Điều 1. Phạm vi\n\nHết\n", &["text_boxes"], false),
        case("hidden-and-comments", docx(&comments), "Thấy được luôn\n", &["hidden", "comments"], false),
        case("a-table-of-contents", docx(&contents), "Điều 1. Phạm vi\n", &["contents"], false),
        case("equations-keep-letters", docx(&formula), "Lương a+b=c\n", &["equations"], false),
        case("headers-are-told", docx(&p("Nội dung")).header(&header), "Nội dung\n", &["margins"], false),
        case(
            "what-is-no-text",
            docx(&(picture.to_owned() + &p("Chữ"))),
            "Chữ\n",
            &["pictures", "objects", "files"],
            false,
        ),
    ]
}
