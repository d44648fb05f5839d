//! The verdicts on a display name and the reasons behind them.

text_enum! {
    /// What the rules say of a name, best first.
    pub enum Verdict {
        /// ĐẠT.
        Pass = "pass",
        /// CẦN SỬA: the right person, tidy first; can be submitted.
        Tidy = "tidy",
        /// XEM XÉT: a human decides.
        Review = "review",
        /// TỪ CHỐI: explained, with a suggestion.
        Refuse = "refuse",
    }
}

impl Verdict {
    /// Whether a person has to look before it counts.
    pub fn is_doubtful(self) -> bool {
        matches!(self, Self::Review | Self::Refuse)
    }
}

/// Why a display name is not simply good. Declared worst first, which is the order they are told in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum NameReason {
    /// The row of a list cannot be read.
    BadRow,
    /// The list gives no legal name to compare with.
    NoLegalName,
    /// Nothing was typed, or nothing but signs.
    Empty,
    /// The real "tên" is not in it.
    NoGiven,
    /// Only the "tên": neither "họ" nor "chữ lót".
    GivenOnly,
    /// Words written together: `NguyenVanAn`.
    Glued,
    /// A gender mark (Y, H’) and the "tên", but no "họ". Whether Y/H’ counts is the Centre's decision.
    MarkOnly,
    /// Only part of a "tên" of several words.
    GivenPart,
    /// Same letters, other marks: `Ân` for `An` may be another person.
    OtherMarks,
    /// A spelling that may or may not be the same name: `Mĩ` for `Mỹ`, `B’Krông` for `Buôn Krông`.
    Spelling,
    /// Letters of another script (Cyrillic `А` looks like `A`).
    ForeignLetters,
    /// Words that are not in the legal name and not an allowed affix.
    ExtraWords,
    /// Words of the legal name written more than once.
    Repeated,
    /// Initials: `N.V.An`.
    Abbreviated,
    /// An agency, department, position or form of address around the name.
    Affix,
    /// The department is asked for and not there.
    NoDepartment,
    /// Vietnamese written without its marks.
    NoMarks,
    /// Letters in a fancy font or other unusual forms (NFKC changes them).
    StrangeLetters,
    /// Emoji and ornaments.
    Emoji,
    /// Invisible characters.
    Invisible,
    Digits,
    /// Longer than the limit.
    TooLong,
    /// All in capitals.
    AllCaps,
    /// All in small letters.
    AllLower,
}

impl NameReason {
    /// Every reason, for the table of sentences.
    #[cfg(test)]
    pub(crate) const ALL: [Self; 24] = [
        Self::BadRow,
        Self::NoLegalName,
        Self::Empty,
        Self::NoGiven,
        Self::GivenOnly,
        Self::Glued,
        Self::MarkOnly,
        Self::GivenPart,
        Self::OtherMarks,
        Self::Spelling,
        Self::ForeignLetters,
        Self::ExtraWords,
        Self::Repeated,
        Self::Abbreviated,
        Self::Affix,
        Self::NoDepartment,
        Self::NoMarks,
        Self::StrangeLetters,
        Self::Emoji,
        Self::Invisible,
        Self::Digits,
        Self::TooLong,
        Self::AllCaps,
        Self::AllLower,
    ];

    /// The stable key of the sentence shown to the member.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::BadRow => "name.bad_row",
            Self::NoLegalName => "name.no_legal_name",
            Self::Empty => "name.empty",
            Self::NoGiven => "name.no_given",
            Self::GivenOnly => "name.given_only",
            Self::Glued => "name.glued",
            Self::MarkOnly => "name.mark_only",
            Self::GivenPart => "name.given_part",
            Self::OtherMarks => "name.other_marks",
            Self::Spelling => "name.spelling",
            Self::ForeignLetters => "name.foreign_letters",
            Self::ExtraWords => "name.extra_words",
            Self::Repeated => "name.repeated",
            Self::Abbreviated => "name.abbreviated",
            Self::Affix => "name.affix",
            Self::NoDepartment => "name.no_department",
            Self::NoMarks => "name.no_marks",
            Self::StrangeLetters => "name.strange_letters",
            Self::Emoji => "name.emoji",
            Self::Invisible => "name.invisible",
            Self::Digits => "name.digits",
            Self::TooLong => "name.too_long",
            Self::AllCaps => "name.all_caps",
            Self::AllLower => "name.all_lower",
        }
    }

    /// The verdict this reason alone leads to; the worst one decides.
    pub(crate) fn verdict(self) -> Verdict {
        match self {
            Self::BadRow | Self::NoLegalName | Self::Empty | Self::NoGiven | Self::GivenOnly => Verdict::Refuse,
            Self::Glued
            | Self::MarkOnly
            | Self::GivenPart
            | Self::OtherMarks
            | Self::Spelling
            | Self::ForeignLetters
            | Self::ExtraWords
            | Self::Repeated
            | Self::Abbreviated => Verdict::Review,
            Self::Affix
            | Self::NoDepartment
            | Self::NoMarks
            | Self::StrangeLetters
            | Self::Emoji
            | Self::Invisible
            | Self::Digits
            | Self::TooLong
            | Self::AllCaps
            | Self::AllLower => Verdict::Tidy,
        }
    }
}
