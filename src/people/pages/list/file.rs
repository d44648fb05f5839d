//! A staff list brought as a file: read by the door of office files, kept as what is needed of it, never as a file.

use super::held::departments;
use crate::app::App;
use crate::error::Error;
use crate::form::Expected;
use crate::office::{Read, Wanted};
use crate::page::{go, refused};
use crate::people::acts;
use crate::people::pages::add::new_page;
use crate::people::pages::form::PersonForm;
use crate::people::rules::list::{Draft, Known, MOST_OF_FILE, Nobody};
use crate::text::{say, say_with};
use crate::visit::Registrar;
use crate::wrong::Wrong;
use axum::extract::{Multipart, State};
use axum::response::Response;
use tokio::task::spawn_blocking;

/// Largest body of a form with a list: the largest file, and what stands around it.
pub(crate) const LARGEST_LIST: usize = crate::office::rules::LARGEST + (64 << 10);

#[derive(Default)]
struct FileForm {
    csrf: String,
    form_key: String,
    content: Vec<u8>,
}

impl FileForm {
    async fn read(mut multipart: Multipart) -> Result<Self, Error> {
        let mut form = Self::default();
        let bad = |_| Error::invalid("form.unreadable");
        while let Some(mut field) = multipart.next_field().await.map_err(bad)? {
            match field.name() {
                Some("file") => {
                    while let Some(piece) = field.chunk().await.map_err(bad)? {
                        form.content.extend_from_slice(&piece);
                    }
                }
                Some("csrf") => form.csrf = field.text().await.map_err(bad)?,
                Some("form_key") => form.form_key = field.text().await.map_err(bad)?,
                _ => return Err(Error::invalid("form.unknown_field")),
            }
        }
        Ok(form)
    }
}

/// Reads a file and keeps what is needed of it to be looked at; nobody is added yet.
pub(crate) async fn upload(
    State(app): State<App>,
    registrar: Registrar,
    expected: Expected,
    multipart: Multipart,
) -> Result<Response, Error> {
    let form = FileForm::read(multipart).await?;
    expected.check(&form.csrf)?;
    match draft(&app, departments(&registrar.site), &form.content).await? {
        Ok(draft) => {
            let mut tx = app.db.write().await?;
            let kept = acts::keep_list(&mut tx, &registrar.act_by(&form.form_key), &draft).await;
            let id = tx.settle(kept).await?;
            Ok(go(&format!("/people/lists/{id}")))
        }
        Err(sentence) => Ok(refused(&new_page(&registrar, PersonForm::default(), Wrong::at("file", sentence)))),
    }
}

/// What a file says, or why it is no list.
#[expect(
    clippy::disallowed_methods,
    reason = "files come through the door two at a time, and a large one takes a while"
)]
async fn draft(app: &App, known: Known, content: &[u8]) -> Result<Result<Draft, String>, Error> {
    if content.is_empty() {
        return Ok(Err(say("list.no_file").to_owned()));
    }
    let book = match app.office.read(content, Wanted::List).await {
        Ok(Read::Book(book)) => book,
        Ok(Read::Docx(_)) => return Err(Error::internal("a text for a spreadsheet")),
        Err(refused) => return Ok(Err(refused.say(Wanted::List))),
    };
    let read = spawn_blocking(move || Draft::of_book(&book, &known)).await.map_err(Error::internal)?;
    Ok(read.map_err(|nobody| match nobody {
        Nobody::None => say("list.nobody_in_file").to_owned(),
        Nobody::Long => say("list.file_long").to_owned(),
        Nobody::TooMany(many) => {
            let (many, most) = (many.to_string(), MOST_OF_FILE.to_string());
            say_with("list.file_many", &[("n", &many), ("nhieu_nhat", &most)])
        }
    }))
}
