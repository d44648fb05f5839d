//! The floor: a bare server on the same database, through the same pool of readers. It asks as many joined questions
//! as the page does, and sends a page of the same bytes.

use anyhow::Context as _;
use axum::Router;
use axum::extract::{Form, Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{post, put};
use axum::serve::ListenerExt as _;
use bytes::Bytes;
use nep::db::Db;
use sqlx::any::AnyPoolOptions;
use sqlx::{AnyPool, Executor as _};
use std::collections::{BTreeMap, HashMap};
use std::net::SocketAddr;
use std::sync::{Arc, RwLock};

#[derive(Clone)]
struct Floor {
    db: Db,
    /// One connection, one transaction a request: what a server without group commit does.
    writer: AnyPool,
    /// Name of a page → how many questions it asks, and its bytes.
    pages: Arc<RwLock<HashMap<String, (u8, Bytes)>>>,
}

pub async fn serve(listen: SocketAddr, database: &str) -> anyhow::Result<()> {
    let db = Db::open(database).await?;
    let writer = AnyPoolOptions::new()
        .max_connections(1)
        .acquire_timeout(std::time::Duration::from_secs(30))
        .after_connect(|connection, _| {
            let settings = "pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on;
                            pragma busy_timeout = 5000; pragma cache_size = -6000";
            Box::pin(async move { connection.execute(settings).await.map(|_| ()) })
        })
        .connect(&format!("{database}?mode=rw"))
        .await?;
    let floor = Floor { db, writer, pages: Arc::default() };
    let router = Router::new()
        .route("/page/{name}", put(keep).get(page))
        .route("/answer/{attempt}/{place}", post(answer))
        .layer(tower_http::compression::CompressionLayer::new().quality(tower_http::CompressionLevel::Fastest))
        .with_state(floor);
    let listener = tokio::net::TcpListener::bind(listen).await.with_context(|| format!("{listen}"))?;
    println!("floor: {}", listener.local_addr()?);
    let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
    axum::serve(listener, router).await?;
    Ok(())
}

async fn keep(
    State(floor): State<Floor>,
    Path(name): Path<String>,
    Query(query): Query<BTreeMap<String, u8>>,
    body: Bytes,
) -> StatusCode {
    let questions = query.get("questions").copied().unwrap_or(1);
    if let Ok(mut pages) = floor.pages.write() {
        pages.insert(name, (questions, body));
    }
    StatusCode::NO_CONTENT
}

/// The question every page asks: who, and where they stand.
async fn who(floor: &Floor, headers: &HeaderMap) -> Result<String, StatusCode> {
    let cookie = headers.get(header::COOKIE).and_then(|line| line.to_str().ok()).unwrap_or_default();
    let sid = cookie.split("; ").find_map(|pair| pair.strip_prefix("sid=")).ok_or(StatusCode::UNAUTHORIZED)?;
    let now = nep::time::Clock::System.now();
    let who = nep::standing::who(floor.db.read(), &nep::id::sha256(sid), now, 0).await;
    let who = who.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?.ok_or(StatusCode::UNAUTHORIZED)?;
    Ok(who.viewer.id)
}

/// A second one, of the kind that the page of a question asks.
const SECOND: &str = "select i.place, i.shown, i.answer, i.answered_at, q.body
     from attempt t join attempt_item i on i.attempt_id = t.id join item q on q.sha256 = i.item_sha256
     where t.person_id = $1 and t.number = (select max(o.number) from attempt o
       where o.person_id = t.person_id and o.round_id = t.round_id) and i.place = 1";

async fn page(
    State(floor): State<Floor>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Result<Response, StatusCode> {
    let person = who(&floor, &headers).await?;
    let kept = floor.pages.read().ok().and_then(|pages| pages.get(&name).cloned());
    let (questions, bytes) = kept.ok_or(StatusCode::NOT_FOUND)?;
    if questions > 1 {
        let asked = sqlx::query(SECOND).bind(&person).fetch_all(floor.db.read()).await;
        asked.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    }
    Ok(Html(bytes).into_response())
}

async fn answer(
    State(floor): State<Floor>,
    Path((attempt, place)): Path<(String, i64)>,
    headers: HeaderMap,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Redirect, StatusCode> {
    let person = who(&floor, &headers).await?;
    let values: Vec<&str> = form.iter().filter(|pair| pair.0 == "answer").map(|pair| pair.1.as_str()).collect();
    let kept = async {
        let mut tx = floor.writer.begin().await?;
        let kept = sqlx::query(
            "update attempt_item set answer = $1, answered_at = $2 where attempt_id = $3 and place = $4
               and exists (select 1 from attempt t where t.id = $3 and t.person_id = $5 and t.graded_at is null)",
        )
        .bind(format!("{values:?}"))
        .bind(nep::time::Clock::System.now())
        .bind(&attempt)
        .bind(place)
        .bind(&person)
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok::<u64, sqlx::Error>(kept.rows_affected())
    };
    match kept.await {
        Ok(1) => Ok(Redirect::to("/")),
        Ok(_) => Err(StatusCode::NOT_FOUND),
        Err(_) => Err(StatusCode::SERVICE_UNAVAILABLE),
    }
}
