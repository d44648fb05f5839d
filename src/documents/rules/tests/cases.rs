//! Texts as offices print them.
use super::*;

#[test]
fn show() {
    let dir = std::env::var("CASES").unwrap_or("/tmp/wt/p/tests/fixtures/cases".into());
    let mut files: Vec<_> = std::fs::read_dir(&dir).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    for f in files {
        let s = std::fs::read_to_string(&f).unwrap();
        println!("=== {}", f.display());
        match Regulation::parse(&s, None) {
            Err(e) => println!("ERR {e}"),
            Ok(r) => {
                let o = r.outline();
                println!("{} | main {:?}", o.counts.sentence(), r.main_part().map(|m| m.to_string()));
                for p in r.preamble() { println!("   pre: {}", p.plain()); }
                for (i, l) in o.lines.iter().enumerate() {
                    let c = &r.clauses()[i];
                    println!("{:3} {}{} [{:?}{}] <{}> {} | {:?}", l.line, "  ".repeat(l.depth), l.id, l.kind, if r.is_unit_place(i) {" UNIT"} else {""}, l.label, c.title(), c.lines().into_iter().skip(usize::from(!c.heading.is_empty())).collect::<Vec<_>>());
                }
                for n in &o.notices { println!("  ! {}", n.at_line()); }
                println!("  lost {:?} {:?}", super::super::lost_in(&s, &r), super::super::lost_on_page(&r));
            }
        }
    }
}
