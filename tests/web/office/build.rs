//! DOCX files for tests, put together from readable XML.

use std::io::{Cursor, Write as _};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const SPACES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" mc:Ignorable="w14""#;

/// Files under their names, zipped.
pub(crate) fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A DOCX in the making.
#[derive(Clone, Default)]
pub(crate) struct Docx {
    body: String,
    styles: String,
    numbering: String,
    footnotes: String,
    endnotes: String,
    header: String,
    extra: Vec<(String, Vec<u8>)>,
}

pub(crate) fn docx(body: &str) -> Docx {
    Docx { body: body.to_owned(), ..Docx::default() }
}

impl Docx {
    pub(crate) fn styles(mut self, xml: &str) -> Self {
        self.styles = xml.to_owned();
        self
    }

    pub(crate) fn numbering(mut self, xml: &str) -> Self {
        self.numbering = xml.to_owned();
        self
    }

    pub(crate) fn footnotes(mut self, xml: &str) -> Self {
        self.footnotes = xml.to_owned();
        self
    }

    pub(crate) fn endnotes(mut self, xml: &str) -> Self {
        self.endnotes = xml.to_owned();
        self
    }

    pub(crate) fn header(mut self, xml: &str) -> Self {
        self.header = xml.to_owned();
        self
    }

    pub(crate) fn with(mut self, name: &str, bytes: &[u8]) -> Self {
        self.extra.push((name.to_owned(), bytes.to_owned()));
        self
    }

    /// The letters of the main part.
    pub(crate) fn document(&self) -> String {
        let header = if self.header.is_empty() { "" } else { r#"<w:headerReference w:type="default" r:id="rId6"/>"# };
        let section = format!(r#"<w:sectPr>{header}<w:pgSz w:w="11906" w:h="16838"/></w:sectPr>"#);
        wrapped("document", &format!("<w:body>{}{section}</w:body>", self.body))
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let (mut types, mut relations) = (Vec::new(), Vec::new());
        let mut files: Vec<(String, Vec<u8>)> = Vec::new();
        let parts = [
            ("styles", &self.styles, 1),
            ("numbering", &self.numbering, 2),
            ("footnotes", &self.footnotes, 3),
            ("endnotes", &self.endnotes, 4),
            ("header", &self.header, 6),
        ];
        for (kind, inside, number) in parts {
            if inside.is_empty() {
                continue;
            }
            types.push(format!(
                r#"<Override PartName="/word/{kind}.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"/>"#
            ));
            relations.push(format!(
                r#"<Relationship Id="rId{number}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{kind}.xml"/>"#
            ));
            let root = if kind == "header" { "hdr" } else { kind };
            files.push((format!("word/{kind}.xml"), wrapped(root, inside).into_bytes()));
        }
        let types = types.concat();
        let types = format!(
            r#"<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>{types}</Types>"#
        );
        let listed = |inside: &str| {
            format!(r#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inside}</Relationships>"#).into_bytes()
        };
        let main = r#"<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>"#;
        files.insert(0, ("[Content_Types].xml".to_owned(), types.into_bytes()));
        files.push(("_rels/.rels".to_owned(), listed(main)));
        files.push(("word/_rels/document.xml.rels".to_owned(), listed(&relations.concat())));
        files.push(("word/document.xml".to_owned(), self.document().into_bytes()));
        files.extend(self.extra.clone());
        let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        zipped(&files)
    }
}

fn wrapped(root: &str, inside: &str) -> String {
    format!(r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:{root} {SPACES}>{inside}</w:{root}>"#)
}

/// A run.
pub(crate) fn r(text: &str) -> String {
    format!(r#"<w:r><w:t xml:space="preserve">{text}</w:t></w:r>"#)
}

/// A run with properties.
pub(crate) fn rp(properties: &str, text: &str) -> String {
    format!(r#"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>"#)
}

/// A bold run.
pub(crate) fn b(text: &str) -> String {
    rp("<w:b/>", text)
}

/// A paragraph of plain text.
pub(crate) fn p(text: &str) -> String {
    format!("<w:p>{}</w:p>", r(text))
}

/// A paragraph with properties and what is in it.
pub(crate) fn pp(properties: &str, inside: &str) -> String {
    format!("<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>")
}

/// A paragraph of a list.
pub(crate) fn li(list: u32, level: u32, text: &str) -> String {
    pp(&format!(r#"<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list}"/></w:numPr>"#), &r(text))
}

/// A level of a definition.
pub(crate) fn lvl(level: u32, form: &str, text: &str, more: &str) -> String {
    format!(
        r#"<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>"#
    )
}

/// A definition of lists.
pub(crate) fn definition(id: u32, levels: &str) -> String {
    format!(r#"<w:abstractNum w:abstractNumId="{id}"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>"#)
}

/// A list of a definition.
pub(crate) fn num(id: u32, definition: u32, more: &str) -> String {
    format!(r#"<w:num w:numId="{id}"><w:abstractNumId w:val="{definition}"/>{more}</w:num>"#)
}

/// A cell.
pub(crate) fn tc(properties: &str, inside: &str) -> String {
    format!(r#"<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/>{properties}</w:tcPr>{inside}</w:tc>"#)
}

/// A row of plain cells.
pub(crate) fn tr(cells: &[&str]) -> String {
    let cells: String = cells.iter().map(|text| tc("", &p(text))).collect();
    format!("<w:tr>{cells}</w:tr>")
}

/// A table with lines.
pub(crate) fn tbl(columns: usize, rows: &str) -> String {
    let lines = ["top", "left", "bottom", "right", "insideH", "insideV"];
    let line = |side: &&str| format!(r#"<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>"#);
    let lines = lines.iter().map(line).collect::<Vec<_>>().concat();
    bare(columns, &format!("<w:tblBorders>{lines}</w:tblBorders>"), rows)
}

/// A table as said.
pub(crate) fn bare(columns: usize, properties: &str, rows: &str) -> String {
    let grid = r#"<w:gridCol w:w="2000"/>"#.repeat(columns);
    format!(
        r#"<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"#
    )
}

/// A field with its instruction and result.
pub(crate) fn field(instruction: &str, result: &str) -> String {
    format!(
        r#"<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>{}<w:r><w:fldChar w:fldCharType="end"/></w:r>"#,
        r(result)
    )
}
