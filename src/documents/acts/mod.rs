//! What is done with documents: read, issued, replaced, attached, adopted, their banner.

mod create;
mod official;
mod publish;
mod read;
mod withdraw;

pub use create::create;
pub(crate) use official::unfit;
pub use official::{Sent, official};
pub(crate) use publish::{AHEAD, may_issue, reference_of};
pub use publish::{adopt, attach, banner, issue, load, replace};
pub use read::read;
pub use withdraw::withdraw;
pub(crate) use withdraw::{HOUR, refusal};
