//! Vietnamese mobile numbers as people type them (`domain.md` §5).

use std::fmt;

use crate::text::{is_apostrophe, is_invisible, nfkc};

/// A phone number in E.164, `+84912345678`. The only ways in are [`judge`] and the parsers here.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Phone(String);

text_enum! {
    /// What was said about a number that was taken, as stored.
    pub enum PhoneCheck {
        Ok = "ok",
        /// An unknown prefix.
        Warn = "warn",
    }
}

impl Phone {
    /// As stored.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// From its stored form.
    pub(crate) fn parse(stored: &str) -> Option<Self> {
        Self::parse_e164(stored)
    }

    /// Reads a stored number: a Vietnamese mobile, or a foreign number let in by an admin.
    #[must_use]
    pub(crate) fn parse_e164(stored: &str) -> Option<Self> {
        let digits = stored.strip_prefix('+')?;
        let plausible =
            (7..=15).contains(&digits.len()) && digits.chars().all(|c| c.is_ascii_digit()) && !digits.starts_with('0');
        let good = match digits.strip_prefix("84") {
            Some(national) => is_mobile(national),
            None => plausible,
        };
        good.then(|| Self(stored.to_owned()))
    }

    /// From the nine digits behind `+84`.
    fn national(nine: &str) -> Option<Self> {
        is_mobile(nine).then(|| Self(format!("+84{nine}")))
    }

    /// `+84912345678`
    pub(crate) fn e164(&self) -> &str {
        &self.0
    }

    /// `0912 345 678`; a foreign number stays in E.164.
    pub(crate) fn display(&self) -> String {
        match self.parts() {
            Some((head, middle, tail)) => format!("{head} {middle} {tail}"),
            None => self.0.clone(),
        }
    }

    /// `0912 ••• 678`, for lists where the full number is nobody's business.
    pub(crate) fn masked(&self) -> String {
        if let Some((head, _, tail)) = self.parts() {
            return format!("{head} ••• {tail}");
        }
        let count = self.0.chars().count();
        let head: String = self.0.chars().take(3).collect();
        let tail: String = self.0.chars().skip(count.saturating_sub(3)).collect();
        format!("{head} ••• {tail}")
    }

    /// `https://zalo.me/0912345678`: opens the profile in Zalo.
    pub(crate) fn zalo_link(&self) -> String {
        match self.0.strip_prefix("+84") {
            Some(nine) => format!("https://zalo.me/0{nine}"),
            None => format!("https://zalo.me/{}", self.0.trim_start_matches('+')),
        }
    }

    fn parts(&self) -> Option<(String, String, String)> {
        let local = format!("0{}", self.0.strip_prefix("+84")?);
        let (head, rest) = local.split_at_checked(4)?;
        let (middle, tail) = rest.split_at_checked(3)?;
        Some((head.to_owned(), middle.to_owned(), tail.to_owned()))
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.display())
    }
}

/// Why a number is refused or deserves a second look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum PhoneReason {
    /// Nothing was typed.
    Empty,
    /// Letters or other signs between the digits.
    NotDigits,
    /// A spreadsheet turned the number into `9.12E+08`; digits are lost.
    Spreadsheet,
    /// Fewer digits than a mobile number has.
    TooShort,
    /// More digits than a mobile number has, or two numbers in one field.
    TooLong,
    /// A fixed line (02…): Zalo needs a mobile.
    Landline,
    /// 0140/0160: numbers of machines (M2M).
    Machine,
    /// An eleven-digit 01… number that the 2018 conversion does not know.
    OldUnknown,
    /// A switchboard or hotline: 1800…, 1900….
    Service,
    /// Not a Vietnamese number; an admin can let it in.
    Foreign,
    /// Ten digits, but no mobile number starts like this.
    NotMobile,
    /// Well-formed, but the prefix is not known to be in use.
    UnknownPrefix,
}

impl PhoneReason {
    /// Every reason, for the table of sentences.
    #[cfg(test)]
    pub(crate) const ALL: [Self; 12] = [
        Self::Empty,
        Self::NotDigits,
        Self::Spreadsheet,
        Self::TooShort,
        Self::TooLong,
        Self::Landline,
        Self::Machine,
        Self::OldUnknown,
        Self::Service,
        Self::Foreign,
        Self::NotMobile,
        Self::UnknownPrefix,
    ];

    /// The stable key of the sentence shown to the member.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Empty => "phone.empty",
            Self::NotDigits => "phone.not_digits",
            Self::Spreadsheet => "phone.spreadsheet",
            Self::TooShort => "phone.too_short",
            Self::TooLong => "phone.too_long",
            Self::Landline => "phone.landline",
            Self::Machine => "phone.machine",
            Self::OldUnknown => "phone.old_unknown",
            Self::Service => "phone.service",
            Self::Foreign => "phone.foreign",
            Self::NotMobile => "phone.not_mobile",
            Self::UnknownPrefix => "phone.unknown_prefix",
        }
    }
}

/// What the rules say about a typed number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PhoneVerdict {
    /// Good as it is.
    Ok(Phone),
    /// Can be saved; the person is asked to look again.
    Warn(Phone, PhoneReason),
    /// A number from before 2018: ask, never save by ourselves.
    Offer {
        /// The old number, ready to show: `0123 456 7890`.
        old: String,
        /// What it became in 2018.
        new: Phone,
    },
    /// Cannot be used.
    Error(PhoneReason),
}

impl PhoneVerdict {
    /// `ok`, `warn`, `offer` or `error`.
    pub(crate) fn as_str(&self) -> &'static str {
        match self {
            Self::Ok(_) => "ok",
            Self::Warn(..) => "warn",
            Self::Offer { .. } => "offer",
            Self::Error(_) => "error",
        }
    }

    /// The key of the sentence to show, if there is anything to say.
    #[cfg(test)]
    pub(crate) fn code(&self) -> Option<&'static str> {
        match self {
            Self::Ok(_) => None,
            Self::Warn(_, reason) | Self::Error(reason) => Some(reason.code()),
            Self::Offer { .. } => Some("phone.offer"),
        }
    }

    /// The number this verdict speaks of: typed, or offered.
    pub(crate) fn phone(&self) -> Option<&Phone> {
        match self {
            Self::Ok(phone) | Self::Warn(phone, _) | Self::Offer { new: phone, .. } => Some(phone),
            Self::Error(_) => None,
        }
    }
}

/// Judges a number as typed, pasted, or damaged by a spreadsheet.
pub(crate) fn judge(raw: &str) -> PhoneVerdict {
    let typed = clean(raw);
    let (plus, digits) = match typed.strip_prefix('+') {
        Some(rest) => (true, rest),
        None => (false, typed.as_str()),
    };
    if digits.is_empty() {
        return PhoneVerdict::Error(PhoneReason::Empty);
    }
    if !digits.chars().all(|c| c.is_ascii_digit()) {
        return PhoneVerdict::Error(not_digits(digits));
    }
    match local(plus, digits) {
        Ok(number) => judge_local(&number),
        Err(reason) => PhoneVerdict::Error(reason),
    }
}

/// NFKC without spaces, separators and invisible characters; a spreadsheet's wrapping taken off.
fn clean(raw: &str) -> String {
    let text = nfkc(raw);
    let text =
        text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c) || is_apostrophe(c) || matches!(c, '=' | '"'));
    // A column of numbers read as floating point: 912345678.0
    let text = match text.strip_suffix(".0") {
        Some(whole) if whole.len() >= 9 && whole.chars().all(|c| c.is_ascii_digit()) => whole,
        _ => text,
    };
    text.chars().filter(|&c| !(c.is_whitespace() || is_invisible(c) || is_separator(c))).collect()
}

fn is_separator(c: char) -> bool {
    matches!(c, '.' | '-' | '(' | ')' | '/' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

fn not_digits(typed: &str) -> PhoneReason {
    let scientific = typed.split_once(['E', 'e']).is_some_and(|(number, power)| {
        let digits = |s: &str| !s.is_empty() && s.chars().all(|c| c.is_ascii_digit());
        digits(&number.replace(',', "")) && digits(power.trim_start_matches('+'))
    });
    if scientific { PhoneReason::Spreadsheet } else { PhoneReason::NotDigits }
}

/// The number as dialled inside Việt Nam, with its leading 0.
fn local(plus: bool, digits: &str) -> Result<String, PhoneReason> {
    let count = digits.len();
    let abroad = if plus { Some(digits) } else { digits.strip_prefix("00") };
    if let Some(abroad) = abroad {
        return match abroad.strip_prefix("84") {
            Some(national) => Ok(with_zero(national)),
            // "+0912…" is a slip, not another country.
            None if plus && abroad.starts_with('0') => Err(PhoneReason::NotMobile),
            None => Err(PhoneReason::Foreign),
        };
    }
    if let Some(national) = digits.strip_prefix("84") {
        // A bare 84 is the country only when a whole number stands behind it: 0841 234 567 is VinaPhone's.
        let whole = match national.chars().next() {
            Some('0') => matches!(count, 12 | 13),
            Some('1' | '2') => count == 12,
            _ => count == 11,
        };
        if whole {
            return Ok(with_zero(national));
        }
    }
    if (8..=10).contains(&count) && (digits.starts_with("1800") || digits.starts_with("1900")) {
        return Err(PhoneReason::Service);
    }
    // Spreadsheets drop the leading 0: of a mobile (9 digits), of an old or a fixed number (10).
    let lost_zero = match digits.chars().next() {
        Some('3' | '5' | '7' | '8' | '9') => count == 9,
        Some('1' | '2') => count == 10,
        _ => false,
    };
    Ok(if lost_zero { format!("0{digits}") } else { digits.to_owned() })
}

fn with_zero(national: &str) -> String {
    if national.starts_with('0') { national.to_owned() } else { format!("0{national}") }
}

fn judge_local(number: &str) -> PhoneVerdict {
    let count = number.len();
    if number.starts_with("02") && (9..=11).contains(&count) {
        return PhoneVerdict::Error(PhoneReason::Landline);
    }
    if count == 10 && (number.starts_with("0140") || number.starts_with("0160")) {
        return PhoneVerdict::Error(PhoneReason::Machine);
    }
    if count == 11 && number.starts_with("01") {
        return converted(number);
    }
    if count < 10 {
        return PhoneVerdict::Error(PhoneReason::TooShort);
    }
    if count > 10 {
        return PhoneVerdict::Error(PhoneReason::TooLong);
    }
    match number.strip_prefix('0').and_then(Phone::national) {
        Some(phone) if is_known_prefix(number) => PhoneVerdict::Ok(phone),
        Some(phone) => PhoneVerdict::Warn(phone, PhoneReason::UnknownPrefix),
        None => PhoneVerdict::Error(PhoneReason::NotMobile),
    }
}

/// The hard rule `^0[35789]\d{8}$`, without its 0.
fn is_mobile(nine: &str) -> bool {
    nine.len() == 9 && nine.chars().all(|c| c.is_ascii_digit()) && nine.starts_with(['3', '5', '7', '8', '9'])
}

/// The blocks libphonenumber 9.0.43 knows; numbers move between carriers, so none is named here.
fn is_known_prefix(number: &str) -> bool {
    let prefix = |n: usize| number.get(..n).and_then(|p| p.parse::<u32>().ok());
    let three = matches!(prefix(3), Some(30..=39 | 51 | 56 | 58 | 59 | 70 | 76..=79 | 81..=88 | 90..=98));
    three || matches!(prefix(4), Some(522 | 523 | 528 | 559 | 896..=899 | 990 | 991 | 993..=999))
}

/// The conversion of 2018: the prefix changed, the last seven digits stayed.
const CONVERTED: [(&str, &str); 21] = [
    ("0162", "32"),
    ("0163", "33"),
    ("0164", "34"),
    ("0165", "35"),
    ("0166", "36"),
    ("0167", "37"),
    ("0168", "38"),
    ("0169", "39"),
    ("0120", "70"),
    ("0121", "79"),
    ("0122", "77"),
    ("0126", "76"),
    ("0128", "78"),
    ("0123", "83"),
    ("0124", "84"),
    ("0125", "85"),
    ("0127", "81"),
    ("0129", "82"),
    ("0186", "56"),
    ("0188", "58"),
    ("0199", "59"),
];

fn converted(old: &str) -> PhoneVerdict {
    let found = CONVERTED.iter().find_map(|(from, to)| {
        let tail = old.strip_prefix(from)?;
        Phone::national(&format!("{to}{tail}"))
    });
    match (found, old.get(..4), old.get(4..7), old.get(7..)) {
        (Some(new), Some(a), Some(b), Some(c)) => PhoneVerdict::Offer { old: format!("{a} {b} {c}"), new },
        _ => PhoneVerdict::Error(PhoneReason::OldUnknown),
    }
}

#[cfg(test)]
mod tests;
