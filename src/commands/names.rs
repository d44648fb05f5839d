//! Invented names: Kinh, Ê Đê, M’nông, Jrai. No real person is meant.

use crate::people::rules::{Name, Order};

const FAMILIES: [&str; 20] = [
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương",
    "Lý", "Đinh", "Mai", "Trương", "Cao",
];
const MIDDLES: [&str; 16] = [
    "Văn",
    "Thị",
    "Đức",
    "Minh",
    "Ngọc",
    "Thanh",
    "Quốc",
    "Hữu",
    "Thị Kim",
    "Xuân",
    "Hoàng",
    "Thị Thu",
    "Công",
    "Bảo",
    "Thùy",
    "Anh",
];
const GIVENS: [&str; 32] = [
    "An", "Ân", "Bình", "Châu", "Cường", "Dũng", "Duy", "Đạt", "Đức", "Giang", "Hà", "Hạnh", "Hiếu", "Hòa", "Hùng",
    "Hương", "Khánh", "Khoa", "Lan", "Linh", "Long", "Mai", "Nam", "Nga", "Oanh", "Phúc", "Quân", "Sơn", "Thảo",
    "Trang", "Tuấn", "Yến",
];
const EDE_FAMILIES: [&str; 10] = ["Niê", "Mlô", "Êban", "Ênuôl", "Kbuôr", "Byă", "Ayun", "Niê Kdăm", "Adrơng", "Knul"];
const EDE_MEN: [&str; 8] = ["Blô", "Wang", "Dhiăm", "Ngông", "Bhem", "Tluông", "Krông", "Suôn"];
const EDE_WOMEN: [&str; 8] = ["Hen", "Blum", "Duyên", "Bŭih", "Juôn", "Ly", "Mrai", "Yĕn"];

fn pick(list: &[&'static str], n: u64) -> String {
    let length = u64::try_from(list.len()).unwrap_or(1);
    let place = usize::try_from(n % length).unwrap_or_default();
    list.get(place).copied().unwrap_or_default().to_owned()
}

/// The `n`-th invented name: about one in seven from a Tây Nguyên people.
pub(crate) fn invented(n: u64) -> Name {
    let mixed = n.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(17);
    match n % 14 {
        5 => Name {
            family: pick(&EDE_FAMILIES, mixed >> 3),
            middle: "Y".to_owned(),
            given: pick(&EDE_MEN, mixed >> 11),
            order: Order::FamilyLast,
        },
        9 => Name {
            family: pick(&EDE_FAMILIES, mixed >> 5),
            middle: "H’".to_owned(),
            given: pick(&EDE_WOMEN, mixed >> 13),
            order: Order::FamilyLast,
        },
        _ => Name {
            family: pick(&FAMILIES, mixed >> 2),
            middle: pick(&MIDDLES, mixed >> 19),
            given: pick(&GIVENS, mixed >> 31),
            order: Order::FamilyFirst,
        },
    }
}
