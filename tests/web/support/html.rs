//! Just enough of HTML to do what a browser does with our own pages.

/// A form of a page.
#[derive(Debug, Default)]
pub(crate) struct HtmlForm {
    /// Where it goes.
    pub(crate) action: String,
    /// A look, which changes nothing: what is filled in stands in the address.
    pub(crate) looks: bool,
    /// Every field with the value a browser would send if nothing was touched.
    pub(crate) fields: Vec<(String, String)>,
    /// Names of every control, ticked or not, buttons included.
    pub(crate) names: Vec<String>,
    /// What stands between its tags.
    pub(crate) html: String,
}

impl HtmlForm {
    /// The value of a field.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|field| field.0 == name).map(|field| field.1.as_str())
    }
}

/// The value of an attribute of a tag (`<input name="x" …>`); `Some("")` when it stands without one.
pub(crate) fn attribute(tag: &str, name: &str) -> Option<String> {
    let mut rest = tag.trim_start_matches('<').trim_end_matches('>').trim_end_matches('/');
    rest = rest.split_once(char::is_whitespace)?.1;
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            return None;
        }
        let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let (key, after) = rest.split_at(end);
        let (value, after) = match after.strip_prefix('=') {
            Some(quoted) if quoted.starts_with('"') => {
                let inner = quoted.trim_start_matches('"');
                // An empty value: trim_start_matches took both quotes.
                if quoted.starts_with("\"\"") { ("", quoted.split_at(2).1) } else { inner.split_once('"')? }
            }
            Some(bare) => bare.split_at(bare.find(char::is_whitespace).unwrap_or(bare.len())),
            None => ("", after),
        };
        if key == name {
            return Some(unescape(value));
        }
        rest = after;
    }
}

/// Text with its entities read.
pub(crate) fn unescape(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let Some((name, tail)) = after.split_once(';').filter(|(name, _)| name.len() < 10) else {
            out.push('&');
            rest = after;
            continue;
        };
        match name {
            "amp" => out.push('&'),
            "lt" => out.push('<'),
            "gt" => out.push('>'),
            "quot" => out.push('"'),
            "apos" => out.push('\''),
            "nbsp" => out.push('\u{a0}'),
            _ => {
                let code = match name.strip_prefix("#x") {
                    Some(hex) => u32::from_str_radix(hex, 16).ok(),
                    None => name.strip_prefix('#').and_then(|number| number.parse().ok()),
                };
                let Some(letter) = code.and_then(char::from_u32) else {
                    out.push('&');
                    rest = after;
                    continue;
                };
                out.push(letter);
            }
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// The tags of a page in order: `(tag, text up to the next tag)`.
pub(crate) fn tags(html: &str) -> Vec<(String, String)> {
    let parts = html.split('<').skip(1).filter_map(|part| part.split_once('>'));
    parts.map(|(tag, text)| (format!("<{tag}>"), text.to_owned())).collect()
}

/// The words of a page without its tags, entities read, white space joined.
pub(crate) fn words(html: &str) -> String {
    let spaced: String = html.split('<').enumerate().fold(String::new(), |mut out, (place, part)| {
        out.push_str(if place == 0 { part } else { part.split_once('>').map_or("", |(_, text)| text) });
        out.push(' ');
        out
    });
    unescape(&spaced).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is(tag: &str, name: &str) -> bool {
    let rest = tag.trim_start_matches('<').strip_prefix(name);
    rest.is_some_and(|rest| rest.starts_with(|c: char| c == '>' || c == '/' || c.is_whitespace()))
}

/// Every form of a page.
pub(crate) fn forms(html: &str) -> Vec<HtmlForm> {
    html.split("<form")
        .skip(1)
        .map(|part| form(&format!("<form{}", part.split("</form>").next().unwrap_or(part))))
        .collect()
}

fn form(html: &str) -> HtmlForm {
    let mut form = HtmlForm { html: html.to_owned(), ..HtmlForm::default() };
    let mut select: Option<(String, Option<String>, bool)> = None;
    for (tag, text) in tags(html) {
        let name = attribute(&tag, "name");
        let value = attribute(&tag, "value");
        if is(&tag, "form") {
            form.action = attribute(&tag, "action").unwrap_or_default();
            form.looks = attribute(&tag, "method").as_deref() != Some("post");
        } else if is(&tag, "input") {
            let Some(name) = name else { continue };
            form.names.push(name.clone());
            let kind = attribute(&tag, "type").unwrap_or_else(|| "text".to_owned());
            let ticked = attribute(&tag, "checked").is_some();
            match kind.as_str() {
                "submit" | "button" | "file" => {}
                "checkbox" | "radio" if !ticked => {}
                "checkbox" | "radio" => form.fields.push((name, value.unwrap_or_else(|| "on".to_owned()))),
                _ => form.fields.push((name, value.unwrap_or_default())),
            }
        } else if is(&tag, "textarea") {
            let Some(name) = name else { continue };
            form.names.push(name.clone());
            form.fields.push((name, unescape(&text)));
        } else if is(&tag, "button") {
            form.names.extend(name);
        } else if is(&tag, "select") {
            select = name.map(|name| (name, None, false));
        } else if is(&tag, "option") {
            if let Some((_, chosen, fixed)) = &mut select {
                let on = attribute(&tag, "selected").is_some();
                if on || (chosen.is_none() && !*fixed) {
                    *chosen = Some(value.unwrap_or_else(|| unescape(text.trim())));
                    *fixed = on;
                }
            }
        } else if is(&tag, "/select")
            && let Some((name, chosen, _)) = select.take()
        {
            form.names.push(name.clone());
            form.fields.push((name, chosen.unwrap_or_default()));
        }
    }
    form
}
