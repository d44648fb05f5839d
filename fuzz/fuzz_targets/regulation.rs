//! Any bytes as a regulation: no panic, and no word lost between what was pasted and what people read.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nep::documents::rules::{Regulation, lost_in, lost_on_page, lost_words, marked};

fuzz_target!(|text: &str| {
    if let Ok(regulation) = Regulation::parse(text, None) {
        assert_eq!(lost_in(text, &regulation), None);
        assert_eq!(lost_on_page(&regulation), None);
    }
    let source = format!("+++\n+++\n{}", marked(text));
    let regulation = Regulation::parse(&source, None).expect("only a head is ever refused");
    assert_eq!(lost_words(text, &regulation), None);
    assert_eq!(lost_on_page(&regulation), None);
    regulation.outline();
    regulation.render_paper();
});
