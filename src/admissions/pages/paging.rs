//! Each work list has its own pages of fifty; turning one keeps the others where they are.

use crate::admissions::store::PAGE;
use std::collections::BTreeMap;

/// The page of each list, from the address: `?decide=2&carry=1`.
#[derive(Clone, Debug, Default)]
pub(super) struct Places(BTreeMap<&'static str, i64>);

pub(super) const LISTS: [&str; 6] = ["decide", "changed", "carry", "added", "removal", "departed"];

impl Places {
    pub(super) fn parse(query: &[(String, String)]) -> Self {
        let page = |name: &str| {
            let text = query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
            text.and_then(|text| text.parse::<i64>().ok()).filter(|page| (1..=10_000).contains(page))
        };
        Self(LISTS.iter().filter_map(|name| Some((*name, page(name)?))).filter(|place| place.1 > 1).collect())
    }

    fn page(&self, list: &str) -> i64 {
        self.0.get(list).copied().unwrap_or(1)
    }

    /// How many lines of a list come before.
    pub(super) fn from(&self, list: &str) -> i64 {
        (self.page(list) - 1).saturating_mul(i64::try_from(PAGE).unwrap_or(i64::MAX))
    }

    fn to(&self, list: &'static str, page: i64) -> String {
        let mut places = self.0.clone();
        places.insert(list, page);
        let pairs: Vec<String> = places.iter().map(|(list, page)| format!("{list}={page}")).collect();
        format!("/admissions?{}", pairs.join("&"))
    }

    /// Cuts the one line too many off, and tells where the pages beside this one are.
    pub(super) fn turn<T>(&self, list: &'static str, lines: &mut Vec<T>) -> Turn {
        let more = lines.len() > PAGE;
        lines.truncate(PAGE);
        let page = self.page(list);
        Turn {
            before: if page > 1 { self.to(list, page - 1) } else { String::new() },
            next: if more { self.to(list, page + 1) } else { String::new() },
        }
    }
}

/// Addresses of the pages before and after; '' where there is none.
#[derive(Clone, Debug, Default)]
pub(super) struct Turn {
    pub(super) before: String,
    pub(super) next: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(query: &[(&str, &str)]) -> Places {
        let own: Vec<_> = query.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        Places::parse(&own)
    }

    #[test]
    fn turning_one_list_keeps_the_others() {
        let places = places(&[("decide", "3"), ("carry", "2"), ("evil", "9"), ("added", "x")]);
        assert_eq!((places.from("decide"), places.from("carry"), places.from("added")), (100, 50, 0));
        let turn = places.turn("decide", &mut vec![(); 51]);
        assert_eq!(turn.next, "/admissions?carry=2&decide=4");
        assert_eq!(turn.before, "/admissions?carry=2&decide=2");
        assert_eq!(places.turn("added", &mut vec![(); 50]).next, "");
    }
}
