//! Words allowed around a name: they make it "cần sửa", not a case for a human.

use super::letters::{Letter, Level, level, spell};
use super::scan::Atom;

/// What stands around names in any office; an organisation's own words come from its document and its settings.
pub(super) const DEFAULTS: &[&str] = &[
    // agencies
    "Trung tâm",
    "TT",
    "Sở KHCN",
    "Sở Khoa học và Công nghệ",
    "Sở TTTT",
    "Sở",
    "UBND",
    "UBND tỉnh",
    // departments
    "Phòng",
    "Phòng ban",
    "Ban",
    "Ban Giám đốc",
    "BGĐ",
    "Tổ",
    "Đội",
    "Bộ phận",
    "Văn phòng",
    "VP",
    "Hành chính",
    "Dịch vụ",
    "HCTH",
    "Hành chính - Tổng hợp",
    "Tổng hợp",
    "TCHC",
    "Tổ chức - Hành chính",
    "Kỹ thuật",
    "P. KT",
    "KT",
    "P. CNTT",
    "CNTT",
    "Công nghệ thông tin",
    "Công nghệ",
    "IT",
    "P. IT",
    "KT-CN",
    "Kỹ thuật - Công nghệ",
    "Dữ liệu",
    "Hạ tầng",
    "Hạ tầng số",
    "Vận hành",
    "Giám sát",
    "Điều hành",
    "GSĐH",
    "Giám sát - Điều hành",
    "An toàn thông tin",
    "ATTT",
    "An ninh mạng",
    "Kế hoạch",
    "Kế hoạch - Tài chính",
    "KHTC",
    "Tài chính",
    "Tài vụ",
    "Nghiệp vụ",
    "Chuyển đổi số",
    "CĐS",
    "Nhân sự",
    "Đào tạo",
    "Quản trị",
    "Quản trị hệ thống",
    // positions and degrees
    "Giám đốc",
    "GĐ",
    "Phó Giám đốc",
    "PGĐ",
    "Trưởng phòng",
    "TP",
    "Phó Trưởng phòng",
    "Phó phòng",
    "PP",
    "PTP",
    "Trưởng ban",
    "Phó ban",
    "Tổ trưởng",
    "Tổ phó",
    "Trưởng nhóm",
    "Phó nhóm",
    "Đội trưởng",
    "Phụ trách",
    "Quyền",
    "Chuyên viên",
    "CV",
    "Viên chức",
    "Nhân viên",
    "NV",
    "Cán bộ",
    "CB",
    "Cộng tác viên",
    "CTV",
    "Thực tập sinh",
    "Kế toán",
    "Kế toán trưởng",
    "KTT",
    "Thủ quỹ",
    "Văn thư",
    "Lái xe",
    "Bảo vệ",
    "Tạp vụ",
    "Lễ tân",
    "Lập trình viên",
    "Kỹ thuật viên",
    "KTV",
    "Kỹ sư",
    "KS",
    "Cử nhân",
    "CN",
    "Thạc sĩ",
    "Thạc sỹ",
    "ThS",
    "Tiến sĩ",
    "Tiến sỹ",
    "TS",
    "Bác sĩ",
    "BS",
    "Luật sư",
    "Admin",
    "Dev",
    "Manager",
    // forms of address
    "Anh",
    "Chị",
    "Em",
    "Cô",
    "Chú",
    "Bác",
    "Cậu",
    "Dì",
    "Ông",
    "Bà",
    "Thầy",
    "Sếp",
    "Mr",
    "Mrs",
    "Ms",
    "Miss",
    "Đồng chí",
    "Đ/c",
    "Đc",
];

/// Forms of address that are also names: only before the name or behind a sign are they meant as such,
/// `Nguyễn Anh An` is somebody else.
const ADDRESS: &[&str] =
    &["anh", "chi", "em", "co", "chu", "bac", "cau", "di", "ong", "ba", "thay", "quyen", "ban", "to", "doi"];

/// One allowed affix, word by word.
pub(super) struct Affix {
    words: Vec<Vec<Letter>>,
    /// Could be somebody's name.
    pub(super) address: bool,
}

impl Affix {
    /// Reads an entry of the list; `None` when it has no letters.
    pub(super) fn parse(entry: &str) -> Option<Self> {
        let words: Vec<_> = entry
            .split(|c: char| !c.is_alphanumeric() && !crate::text::is_mark(c))
            .map(spell)
            .filter(|word| !word.is_empty())
            .collect();
        let single = match words.as_slice() {
            [] => return None,
            [word] => word.iter().map(|l| l.base).collect(),
            _ => String::new(),
        };
        Some(Self { words, address: ADDRESS.contains(&single.as_str()) })
    }

    /// How many of the words from here on are this affix: all of its own, or none.
    /// Without marks only where the whole display name has none: `Phong` is not `phòng`.
    pub(super) fn length_at(&self, atoms: &[Atom], unmarked: bool) -> Option<usize> {
        let here = atoms.get(..self.words.len())?;
        let agrees = here.iter().zip(&self.words).all(|(atom, word)| {
            let found = level(&atom.letters, word);
            found == Some(Level::Same) || (unmarked && found == Some(Level::Bare))
        });
        agrees.then_some(self.words.len())
    }
}
