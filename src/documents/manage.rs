//! What HC-DV does with a document: issue it, attach the official text, edit the banner, look at doubtful points.

use super::library::StoredIssue;
use super::rules::{ClauseId, Issue, Regulation};
use super::store::{self, Attachment, Issued, NewVersion};
use crate::accounts::pages::require_proof;
use crate::app::App;
use crate::error::Error;
use crate::page::{Page, go_saying, html, refused};
use crate::people::pages::by;
use crate::text::say;
use crate::time::{long_moment, parse_day, show_day};
use crate::visit::{Coordinator, Form, Member, Registrar, Role};
use askama::Template;
use axum::extract::{Multipart, Path, State};
use axum::response::Response;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "documents/manage.html")]
struct ManagePage {
    page: Page,
    id: String,
    title: String,
    reference: String,
    can_issue: bool,
    digest: bool,
    suffix: String,
    number: String,
    day: String,
    banner: String,
    own_banner: bool,
    points: Vec<Point>,
    versions: Vec<VersionLine>,
    proved: bool,
    coordinator: bool,
    error: Option<String>,
}

struct Point {
    href: String,
    label: String,
    title: String,
    text: String,
}

struct VersionLine {
    number: i64,
    reference: String,
    kind: &'static str,
    sha256: String,
    at: String,
    has_file: bool,
    current: bool,
}

/// The page of a document for HC-DV.
pub async fn show(
    State(app): State<App>,
    registrar: Registrar,
    Path(document): Path<String>,
) -> Result<Response, Error> {
    Ok(html(&manage_page(&app, &registrar, &document, None).await?))
}

async fn manage_page(app: &App, member: &Member, document: &str, error: Option<String>) -> Result<ManagePage, Error> {
    let row = store::current_of(app.db.read(), document).await?;
    let version = app.library.version(&row)?;
    let head = version.regulation.head();
    let text = |key: &str| head.text(key).unwrap_or_default().to_owned();
    let page = Page::new(member, format!("Quản lý: {}", row.short_title)).await?;
    let suffix = text("ref_suffix");
    let number = row.ref_number.strip_suffix(&suffix).unwrap_or_default().to_owned();
    Ok(ManagePage {
        page,
        id: document.to_owned(),
        title: row.title.clone(),
        reference: row.reference(),
        can_issue: has_blanks(&row),
        digest: row.kind != "text" || !row.source.contains("{{so}}"),
        suffix,
        number,
        day: row.issued_on.as_deref().map(show_day).unwrap_or_default(),
        own_banner: row.note.is_some(),
        banner: row.note.clone().unwrap_or_else(|| text("banner")),
        points: points(app, document, &version.regulation),
        versions: version_lines(app, document).await?,
        proved: member.proved(),
        coordinator: member.viewer.has(Role::Coordinator),
        error,
    })
}

fn points(app: &App, document: &str, regulation: &Regulation) -> Vec<Point> {
    let label = |clause: &str| {
        let found = ClauseId::parse(clause).ok().and_then(|id| regulation.get(&id).cloned());
        found.map_or_else(|| clause.to_owned(), |c| if c.label.is_empty() { c.title() } else { c.label })
    };
    let points = app.library.review(document).iter().map(|point| Point {
        href: format!("/documents/{document}/clauses/{}", point.clause),
        label: label(&point.clause),
        title: point.title.clone(),
        text: point.text.clone(),
    });
    points.collect()
}

async fn version_lines(app: &App, document: &str) -> Result<Vec<VersionLine>, Error> {
    let mut lines = Vec::new();
    for (place, row) in store::versions(app.db.read(), document).await?.into_iter().enumerate() {
        let has_file = store::attachment(app.db.read(), &row.id).await?.is_some();
        lines.push(VersionLine {
            number: row.number,
            reference: row.reference(),
            kind: match row.kind.as_str() {
                "digest" => "Bản tóm lược",
                "pdf" => "Bản chính thức (PDF)",
                _ => "Toàn văn",
            },
            at: long_moment(row.published_at.unwrap_or(row.loaded_at)),
            sha256: row.sha256,
            has_file,
            current: place == 0,
        });
    }
    Ok(lines)
}

/// Number and day as văn thư gave them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IssueForm {
    number: String,
    day: String,
    #[serde(default)]
    password: Option<String>,
}

/// Issues a draft: fills number and day into the blanks, as a new version. The articles stay as they were,
/// so readings and passed sittings count; acknowledgments are asked for again.
pub async fn issue(
    State(app): State<App>,
    coordinator: Coordinator,
    Path(document): Path<String>,
    Form(form): Form<IssueForm>,
) -> Result<Response, Error> {
    let row = store::current_of(app.db.read(), &document).await?;
    let version = app.library.version(&row)?;
    let suffix = version.regulation.head().text("ref_suffix").unwrap_or_default().to_owned();
    let stored = match stored_issue(&form, &suffix) {
        Ok(stored) => stored,
        Err(key) => {
            let mut page = manage_page(&app, &coordinator, &document, Some(say(key).to_owned())).await?;
            (page.number, page.day) = (form.number, form.day);
            return Ok(refused(&page));
        }
    };
    match require_proof(&app, &coordinator, form.password.clone()).await {
        Ok(()) => {}
        Err(Error::Invalid(sentence)) => {
            let mut page = manage_page(&app, &coordinator, &document, Some(sentence)).await?;
            (page.number, page.day) = (form.number, form.day);
            return Ok(refused(&page));
        }
        Err(error) => return Err(error),
    }
    if !has_blanks(&row) {
        return Err(Error::conflict("document.no_blanks"));
    }
    let day = format!("{:04}-{:02}-{:02}", stored.year, stored.month, stored.day);
    let new = NewVersion {
        document_id: document.clone(),
        kind: "text",
        file: None,
        source: row.source.clone(),
        issue: Some(Issued {
            blanks: serde_json::to_string(&stored).map_err(Error::internal)?,
            ref_number: format!("{}{suffix}", stored.number),
            day,
        }),
        attachment: None,
        published: true,
    };
    publish(&app, &coordinator, row.id, new).await?;
    Ok(go_saying(&format!("/documents/{document}/manage"), "done.issued"))
}

/// A text with blanks for number and day; an attached official file has none, whatever text stood before it.
fn has_blanks(row: &store::VersionRow) -> bool {
    row.kind == "text" && row.source.contains("{{so}}")
}

fn stored_issue(form: &IssueForm, suffix: &str) -> Result<StoredIssue, &'static str> {
    let day = parse_day(&form.day).ok_or("form.day")?;
    let small = |n: i8| u8::try_from(n).map_err(|_| "form.day");
    let number = form.number.trim().strip_suffix(suffix).unwrap_or(form.number.trim()).trim().to_owned();
    let year = u16::try_from(day.year()).map_err(|_| "form.day")?;
    Issue::new(&number, small(day.day())?, small(day.month())?, year).map_err(|_| "document.number")?;
    Ok(StoredIssue { number, day: small(day.day())?, month: small(day.month())?, year })
}

/// Adds the version if `old` is still the current one: of two people who publish at once, one is told.
async fn publish(app: &App, coordinator: &Coordinator, old: String, new: NewVersion) -> Result<(), Error> {
    let (by, now) = (by(coordinator), coordinator.now);
    app.db
        .write(move |tx| {
            Box::pin(async move {
                let done = sqlx::query("update version set superseded_at = $2 where id = $1 and superseded_at is null")
                    .bind(old)
                    .bind(now)
                    .execute(&mut *tx)
                    .await?;
                if done.rows_affected() == 0 {
                    return Err(Error::conflict("document.superseded"));
                }
                store::add_version(tx, &new, &by, now).await
            })
        })
        .await?;
    Ok(())
}

/// The banner over a document.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BannerForm {
    banner: String,
    #[serde(default)]
    reset: Option<String>,
}

/// Saves the banner, or goes back to the file's own.
pub async fn banner(
    State(app): State<App>,
    _registrar: Registrar,
    Path(document): Path<String>,
    Form(form): Form<BannerForm>,
) -> Result<Response, Error> {
    if form.banner.chars().count() > 1000 {
        return Err(Error::invalid("form.too_long"));
    }
    let note = if form.reset.is_some() { None } else { Some(form.banner) };
    let to = document.clone();
    app.db.write(move |tx| Box::pin(async move { store::set_banner(tx, &to, note.as_deref()).await })).await?;
    Ok(go_saying(&format!("/documents/{document}/manage"), "done.saved"))
}

/// The parts of an upload.
#[derive(Default)]
struct Upload {
    csrf: String,
    password: Option<String>,
    file_name: String,
    content: Vec<u8>,
}

async fn read_upload(mut multipart: Multipart) -> Result<Upload, Error> {
    let mut upload = Upload::default();
    let bad = |_| Error::invalid("form.unreadable");
    while let Some(field) = multipart.next_field().await.map_err(bad)? {
        match field.name().unwrap_or_default() {
            "csrf" => upload.csrf = field.text().await.map_err(bad)?,
            "password" => upload.password = Some(field.text().await.map_err(bad)?),
            "file" => {
                let name = field.file_name().unwrap_or_default().to_owned();
                upload.file_name =
                    name.chars().filter(|c| !c.is_control() && !"/\\\"".contains(*c)).take(120).collect();
                upload.content = field.bytes().await.map_err(|_| Error::invalid("document.file_large"))?.to_vec();
            }
            _ => return Err(Error::invalid("form.unknown_field")),
        }
    }
    Ok(upload)
}

/// Attaches the official text (PDF or Markdown), which becomes what people read and acknowledge.
pub async fn attach(
    State(app): State<App>,
    coordinator: Coordinator,
    Path(document): Path<String>,
    multipart: Multipart,
) -> Result<Response, Error> {
    let upload = read_upload(multipart).await?;
    if !coordinator.viewer.gave_token(&upload.csrf) {
        return Err(Error::invalid("form.token"));
    }
    let row = store::current_of(app.db.read(), &document).await?;
    let proof = require_proof(&app, &coordinator, upload.password.clone()).await;
    let new = match proof {
        Ok(()) => official(&row, upload),
        Err(error) => Err(error),
    };
    match new {
        Ok(new) => {
            publish(&app, &coordinator, row.id, new).await?;
            Ok(go_saying(&format!("/documents/{document}/manage"), "done.attached"))
        }
        Err(Error::Invalid(sentence)) => {
            Ok(refused(&manage_page(&app, &coordinator, &document, Some(sentence)).await?))
        }
        Err(error) => Err(error),
    }
}

fn official(row: &store::VersionRow, upload: Upload) -> Result<NewVersion, Error> {
    if upload.content.is_empty() {
        return Err(Error::invalid("document.file_missing"));
    }
    let issue = row.issued_on.as_ref().map(|day| Issued {
        blanks: row.issue.clone(),
        ref_number: row.ref_number.clone(),
        day: day.clone(),
    });
    let base = NewVersion {
        document_id: row.document_id.clone(),
        kind: "pdf",
        file: None,
        source: row.source.clone(),
        issue,
        attachment: None,
        published: true,
    };
    if upload.content.starts_with(b"%PDF-") {
        let attachment =
            Attachment { file_name: upload.file_name, media_type: "application/pdf", content: upload.content };
        return Ok(NewVersion { attachment: Some(attachment), ..base });
    }
    let text = String::from_utf8(upload.content.clone()).map_err(|_| Error::invalid("document.file_kind"))?;
    let text = crate::text::clean(&text, 2_000_000).map_err(|_| Error::invalid("document.file_kind"))?;
    let source = with_head(&row.source, &text)?;
    let regulation = Regulation::parse(&source, None)
        .map_err(|e| Error::Invalid(crate::text::say_with("document.file_parse", &[("loi", &e.to_string())])))?;
    if regulation.articles().next().is_none() {
        return Err(Error::invalid("document.file_articles"));
    }
    let attachment = Attachment { file_name: upload.file_name, media_type: "text/markdown", content: upload.content };
    Ok(NewVersion { kind: "text", source, attachment: Some(attachment), ..base })
}

/// The body under the head of the version before it: same issuer, same title; khoản are numbered as in the original.
fn with_head(old: &str, body: &str) -> Result<String, Error> {
    if body.starts_with("+++") {
        return Ok(body.to_owned());
    }
    let head = old.split("+++").nth(1).ok_or_else(|| Error::internal("version without head"))?;
    let mut head: toml::Table = toml::from_str(head).map_err(Error::internal)?;
    head.remove("numbering");
    head.remove("binding");
    head.remove("digest_label");
    head.insert("kind".to_owned(), toml::Value::String("text".to_owned()));
    let lines: Vec<String> = head.iter().map(|(key, value)| format!("{key} = {value}")).collect();
    Ok(format!("+++\n{}\n+++\n\n{body}\n", lines.join("\n")))
}
