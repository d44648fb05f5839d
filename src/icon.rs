//! Line icons and small drawings of `static/icons.svg`, by the name of their symbol; for eyes only.

use crate::assets::embedded::ICONS_SVG;
use askama::filters::Safe;

/// A line icon, as large as the text beside it.
pub(crate) fn icon(name: &str) -> Safe<String> {
    drawn("icon", name)
}

/// A drawing of 96 by 80 pixels.
pub(crate) fn drawing(name: &str) -> Safe<String> {
    drawn("drawing", name)
}

fn drawn(class: &str, name: &str) -> Safe<String> {
    let address = ICONS_SVG.address;
    Safe(format!(r#"<svg class="{class}" aria-hidden="true"><use href="{address}#{name}"></use></svg>"#))
}
