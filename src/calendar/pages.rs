//! The days of a year: what is known, what was entered, and entering what is announced.

use super::acts::{self, LONGEST};
use super::rules::{Calendar, Kind, LAST_LUNAR_YEAR, known, of_year};
use crate::accounts::rules::Role;
use crate::app::App;
use crate::error::Error;
use crate::form::{Form, Keyed, Looked, key_of};
use crate::page::{Page, go_saying, html, refused};
use crate::rounds::acts::catch_up;
use crate::text::{say, say_with};
use crate::time::parse_day;
use crate::visit::{Coordinator, Member, Registrar};
use crate::wrong::Wrong;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "calendar/show.html")]
struct CalendarPage {
    page: Page,
    year: i16,
    days: Vec<Line>,
    /// What is still to be announced about the year; empty once something was entered for each.
    awaited: Vec<String>,
    /// Lunar days of the year are not known.
    unknown: bool,
    form: DaysForm,
    /// May enter.
    enters: bool,
    wrong: Wrong,
}

struct Line {
    day: String,
    /// `YYYY-MM-DD`, where it was entered and can be taken back.
    entered: String,
    weekday: &'static str,
    kind: &'static str,
    words: &'static str,
}

#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct YearForm {
    year: String,
}

/// What is announced about days.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct DaysForm {
    from: String,
    until: String,
    kind: String,
    form_key: String,
}

/// The days of a year; this one where none is given.
pub(crate) async fn show(registrar: Registrar, Looked(form): Looked<YearForm>) -> Result<Response, Error> {
    let year = form.year.trim().parse().ok().filter(|year| (2020..=2100).contains(year));
    let year = year.unwrap_or_else(|| this_year(&registrar));
    Ok(html(&calendar_page(&registrar, year, DaysForm::default(), Wrong::nothing())))
}

fn this_year(member: &Member) -> i16 {
    member.today().get(..4).and_then(|year| year.parse().ok()).unwrap_or_default()
}

fn calendar_page(member: &Member, year: i16, form: DaysForm, wrong: Wrong) -> CalendarPage {
    CalendarPage {
        page: Page::new(member, say_with("title.calendar", &[("nam", &year.to_string())])),
        year,
        days: lines(&member.site.calendar, year),
        awaited: member.site.calendar.awaited(year).into_iter().map(|what| say(what.sentence()).to_owned()).collect(),
        unknown: !(2026..=LAST_LUNAR_YEAR).contains(&year),
        form: DaysForm { form_key: key_of(form.form_key), ..form },
        enters: member.viewer.roles.has_everywhere(Role::Coordinator),
        wrong,
    }
}

fn lines(calendar: &Calendar, year: i16) -> Vec<Line> {
    let own = of_year(year).into_iter().filter(|(day, _)| calendar.entered(*day).is_none());
    let mut all: Vec<(Date, Line)> = own
        .map(|(day, known)| (day, line(day, false, ("known", known.words()))))
        .chain(calendar.of_year(year).map(|(day, kind)| (day, line(day, true, (kind.as_str(), kind.words())))))
        .collect();
    all.sort_by_key(|one| one.0);
    all.into_iter().map(|one| one.1).collect()
}

fn line(day: Date, entered: bool, (kind, words): (&'static str, &'static str)) -> Line {
    Line {
        day: crate::time::show_day(&day.to_string()),
        entered: if entered { day.to_string() } else { String::new() },
        weekday: crate::time::weekday(day),
        kind,
        words,
    }
}

/// Enters what is announced: from–until, or one day where only the first is given.
pub(crate) async fn enter(
    State(app): State<App>,
    coordinator: Coordinator,
    Form(form): Form<DaysForm>,
) -> Result<Response, Error> {
    let read = days_of(&form).and_then(|days| Ok((days, kind_of(&form)?)));
    let (days, kind) = match read {
        Ok(read) => read,
        Err((field, key)) => {
            let year = this_year(&coordinator);
            return Ok(refused(&calendar_page(&coordinator, year, form, Wrong::key(field, key))));
        }
    };
    let year = days.first().map_or_else(|| this_year(&coordinator), |day| day.year());
    if let Some(wrong) = unfit(&days, kind) {
        return Ok(refused(&calendar_page(&coordinator, year, form, wrong)));
    }
    change(&app, &coordinator, &form.form_key, (&days, kind)).await?;
    Ok(go_saying(&format!("/calendar?year={year}"), "done.calendar"))
}

async fn change(app: &App, member: &Member, key: &str, (days, kind): (&[Date], Kind)) -> Result<(), Error> {
    let mut tx = app.db.write().await?;
    let done = acts::enter(&mut tx, &member.act_by(key), days, kind).await;
    tx.settle(done).await?;
    catch_up(app).await;
    Ok(())
}

fn days_of(form: &DaysForm) -> Result<Vec<Date>, (&'static str, &'static str)> {
    let from = parse_day(&form.from).ok_or(("from", "form.day"))?;
    let until = match form.until.trim() {
        "" => from,
        text => parse_day(text).ok_or(("until", "form.day"))?,
    };
    match () {
        () if until < from => Err(("until", "absence.order")),
        () if !(2020..=2100).contains(&from.year()) => Err(("from", "calendar.year")),
        () if from.checked_add(i64::try_from(LONGEST).unwrap_or(31).days()).is_ok_and(|most| until >= most) => {
            Err(("until", "calendar.long"))
        }
        () => Ok(from.series(jiff::Span::new().days(1)).take_while(|day| *day <= until).collect()),
    }
}

fn kind_of(form: &DaysForm) -> Result<Kind, (&'static str, &'static str)> {
    Kind::parse(&form.kind).filter(|kind| *kind != Kind::Plain).ok_or(("kind", "calendar.kind"))
}

/// What cannot be entered about days: making up on an ordinary working day.
fn unfit(days: &[Date], kind: Kind) -> Option<Wrong> {
    let plain = |day: &Date| Calendar::default().is_working(*day) && known(*day).is_none();
    (kind == Kind::Working && days.iter().all(plain)).then(|| Wrong::key("from", "calendar.works_already"))
}

/// Takes back what was entered about a day: twice is once.
pub(crate) async fn clear(
    State(app): State<App>,
    coordinator: Coordinator,
    Path(day): Path<String>,
    Form(form): Form<Keyed>,
) -> Result<Response, Error> {
    let day: Date = day.parse().map_err(|_| Error::NotFound)?;
    change(&app, &coordinator, &form.form_key, (&[day], Kind::Plain)).await?;
    Ok(go_saying(&format!("/calendar?year={}", day.year()), "done.calendar_cleared"))
}
