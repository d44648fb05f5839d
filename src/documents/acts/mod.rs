//! What is done with documents: read, issued, attached, adopted, their banner.

mod official;
mod publish;
mod read;

pub use official::official;
pub(crate) use publish::load;
pub use publish::{adopt, attach, banner, issue};
pub use read::read;
