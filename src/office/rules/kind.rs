//! What a file is, by its content: names lie.

use serde::{Deserialize, Serialize};

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Empty,
    Docx,
    Xlsx,
    Pptx,
    /// An Office file that carries a program.
    Macros,
    Odt,
    Ods,
    /// Word, Excel, PowerPoint before 2007.
    OldWord,
    OldExcel,
    OldPowerPoint,
    /// An Office file that opens with a password.
    Password,
    /// An archive with a password.
    LockedZip,
    /// An archive of files.
    Archive,
    /// PDF with letters in it.
    Pdf,
    /// PDF of pictures.
    ScannedPdf,
    Rtf,
    /// A page of the web, also under the name of an Office file.
    Html,
    /// Word's text as one XML file.
    WordXml,
    Image,
    Text,
    Unknown,
}

impl Kind {
    /// Whether it is a text of a word processor.
    pub(super) fn is_words(self) -> bool {
        matches!(self, Self::Docx | Self::Odt | Self::OldWord | Self::Rtf | Self::WordXml)
    }

    /// The key of the sentence that says what it is and what to do.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Empty => "office.empty",
            Self::Docx => "office.docx",
            Self::Xlsx => "office.xlsx",
            Self::Pptx => "office.pptx",
            Self::Macros => "office.macros",
            Self::Odt => "office.odt",
            Self::Ods => "office.ods",
            Self::OldWord => "office.old_word",
            Self::OldExcel => "office.old_excel",
            Self::OldPowerPoint => "office.old_powerpoint",
            Self::Password => "office.password",
            Self::LockedZip => "office.locked_zip",
            Self::Archive => "office.archive",
            Self::Pdf => "office.pdf",
            Self::ScannedPdf => "office.scanned_pdf",
            Self::Rtf => "office.rtf",
            Self::Html => "office.html",
            Self::WordXml => "office.word_xml",
            Self::Image => "office.image",
            Self::Text => "office.text",
            Self::Unknown => "office.unknown",
        }
    }
}
