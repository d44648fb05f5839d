//! What is wrong with the head of a text: a key nobody reads, a value of another shape. What is misspelt there is lost
//! without a word otherwise.

use super::address::ClauseId;
use super::head::Head;
use super::version::TextKind;
use crate::people::rules::Capacity;
use crate::text::{say, say_with};
use crate::time::parse_day;
use toml::{Table, Value};

/// Keys whose value is one line of words.
const TEXTS: [&str; 9] =
    ["title", "short_title", "issuer", "parent", "ref_suffix", "effective", "number", "banner", "digest_label"];

impl Head {
    /// One sentence for each fault.
    pub fn faults(&self) -> Vec<String> {
        let mut faults: Vec<String> = self.rest.iter().filter_map(|(key, value)| fault(key, value)).collect();
        if self.text("number").is_some() && self.text("issued_on").is_none() {
            faults.push(say("head.number_alone").to_owned());
        }
        faults
    }
}

fn fault(key: &str, value: &Value) -> Option<String> {
    let fields = [("ma", key)];
    let unless = |fits: bool, sentence: &'static str| (!fits).then(|| say_with(sentence, &fields));
    match key {
        "kind" => unless(value.as_str().is_some_and(|kind| TextKind::parse(kind).is_some()), "head.kind"),
        "place" => unless(value.as_integer().is_some(), "head.whole_number"),
        "issued_on" | "effective_on" => unless(is_day(value), "head.day"),
        "notes" => unless(value.as_array().is_some_and(|list| list.iter().all(Value::is_str)), "head.list"),
        "binding_roles" => unless(value.as_array().is_some_and(|list| list.iter().all(is_address)), "head.clauses"),
        "capacities" => unless(value.as_table().is_some_and(names_capacities), "head.capacities"),
        "replaced_by" => unless(value.as_table().is_some_and(names_successor), "head.replaced_by"),
        _ if TEXTS.contains(&key) => unless(value.is_str(), "head.text"),
        _ => Some(say_with("head.unknown", &fields)),
    }
}

fn is_day(value: &Value) -> bool {
    value.as_str().is_some_and(|day| parse_day(day).is_some())
}

fn is_address(value: &Value) -> bool {
    value.as_str().is_some_and(|id| ClauseId::parse(id).is_ok())
}

fn names_capacities(table: &Table) -> bool {
    table.iter().all(|(key, value)| Capacity::parse(key).is_some() && value.is_str())
}

fn names_successor(table: &Table) -> bool {
    let known = |(key, value): (&String, &Value)| match key.as_str() {
        "number" | "issuer" => value.is_str(),
        "issued_on" => is_day(value),
        _ => false,
    };
    table.contains_key("number") && table.iter().all(known)
}

#[cfg(test)]
mod tests {
    use super::super::Regulation;

    fn faults(head: &str) -> usize {
        let text = format!("+++\ntitle = \"A\"\n{head}\n+++\n\nĐiều 1. A\n");
        Regulation::parse(&text, None).unwrap().head().faults().len()
    }

    #[test]
    fn what_nobody_reads_and_what_has_another_shape_is_told() {
        for head in [
            "bindng = []",
            "kind = \"diggest\"",
            "kind = 1",
            "place = \"1\"",
            "issued_on = \"2021-02-30\"",
            "effective_on = 2021-06-17",
            "number = \"1/QĐ\"",
            "notes = \"một\"",
            "binding_roles = [\"Điều 1\"]",
            "short_title = [\"a\"]",
            "[capacities]\nmember = \"a\"",
            "[capacities]\nparticipant = 1",
            "replaced_by = { nummber = \"2\" }",
            "replaced_by = { number = \"2\", issued_on = \"mai\" }",
        ] {
            assert_eq!(faults(head), 1, "{head}");
        }
    }

    #[test]
    fn a_head_that_is_read_whole_has_no_fault() {
        assert_eq!(faults(""), 0);
        let all = "short_title = \"A\"\nplace = 1\nkind = \"digest\"\nnumber = \"1\"\nissued_on = \"2021-06-17\"\n\
            effective_on = \"17/6/2021\"\nnotes = [\"a\"]\nbinding = [\"dieu-1\"]\nbinding_roles = [\"dieu-1\"]\n\
            replaced_by = { number = \"2\", issued_on = \"2026-03-05\", issuer = \"B\" }\n[capacities]\nparticipant = \"a\"";
        assert_eq!(faults(all), 0, "{all}");
    }
}
