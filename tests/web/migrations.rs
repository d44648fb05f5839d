//! A database is opened again and again: nothing is lost, nothing comes twice.

use crate::support::Site;
use nep::commands::serve;
use nep::config::Config;
use nep::db::Db;
use nep::id::new_id;
use nep::time::Clock;
use serde_json::{Map, Value};
use sqlx::{AnyConnection, Column, Connection, Row};

fn config(site: &Site) -> Config {
    Config { database: Some(site.database.url.clone()), public_url: Some(site.base.clone()), ..Config::default() }
}

#[tokio::test]
async fn opening_again_keeps_every_row_and_loads_no_text_twice() {
    let site = Box::pin(Site::start()).await;
    site.added(&site.hen, "0912345678").await;
    site.submitted(&site.an, "0912345679").await;
    let coordinator = site.visit(&site.coordinator).await;
    coordinator.post("/documents/quy-che-nhom-zalo/issue", &[("number", "12"), ("day", "1/12/2026")]).await.is(303);
    let census = site.census().await;
    let leaves = site.texts("select data from ledger_leaf order by n").await;
    let canonical = "select v.id || v.sha256 || t.canonical from version v join version_text t on t.version_id = v.id order by v.id";
    let texts = site.texts(canonical).await;
    for _ in 0..2 {
        let again = serve::open(config(&site), Clock::System).await.unwrap();
        again.db.close().await;
    }
    assert_eq!(site.census().await, census);
    assert_eq!(site.texts("select data from ledger_leaf order by n").await, leaves);
    assert_eq!(site.texts(canonical).await, texts);
    // The issued version stays the current one, although the file is the draft.
    assert_eq!(
        site.int("select count(*) from version where in_force_at is not null and superseded_at is null").await,
        2
    );
    assert_eq!(
        site.text("select id from version where superseded_at is null order by id").await,
        "quy-che-nhom-zalo@2"
    );
    site.visit(&site.hen).await.get("/").await.is(200);
}

#[tokio::test]
async fn a_new_file_of_a_document_waits_until_hc_dv_adopts_it_and_a_changed_one_changes_nothing() {
    let site = Box::pin(Site::start()).await;
    site.read_all(&site.hen).await;
    let folder = tempfile::tempdir().unwrap();
    for part in ["documents", "quizzes"] {
        copy(std::path::Path::new(part), &folder.path().join(part));
    }
    let first = folder.path().join("documents/quyet-dinh-874/2.md");
    let text = std::fs::read_to_string(&first).unwrap();
    std::fs::write(&first, format!("{text}\nMột dòng thêm sau khi nạp.\n")).unwrap();
    let with =
        |folder: &tempfile::TempDir, config: Config| Config { content: Some(folder.path().to_owned()), ..config };
    let before = site.texts("select id || sha256 from version order by id").await;
    serve::open(with(&folder, config(&site)), Clock::System).await.unwrap().db.close().await;
    assert_eq!(site.texts("select id || sha256 from version order by id").await, before);
    std::fs::copy(&first, folder.path().join("documents/quyet-dinh-874/3.md")).unwrap();
    for _ in 0..2 {
        serve::open(with(&folder, config(&site)), Clock::System).await.unwrap().db.close().await;
    }
    assert_eq!(site.int("select count(*) from version where document_id = 'quyet-dinh-874'").await, 2);
    let in_force = "select id from version where document_id = 'quyet-dinh-874' and in_force_at is not null
                    and superseded_at is null";
    assert_eq!(site.text(in_force).await, "quyet-dinh-874@1");
    assert_eq!(site.state(&site.hen).await, "ready_for_quiz");
    let waits = site.leaves("doc.loaded").await.into_iter().find(|leaf| leaf["doc"]["ver"] == 2).unwrap();
    assert_eq!(waits["in_force"], false);
    let member = site.visit(&site.hen).await;
    member.get("/documents/quyet-dinh-874/text?v=2").await.is(404);

    let coordinator = site.visit(&site.coordinator).await;
    let (page, adopt) = ("/documents/quyet-dinh-874/manage", "/documents/quyet-dinh-874/adopt");
    let form =
        coordinator.get(page).await.is(200).says("Đưa vào sử dụng").says("8 người, 0 người xác nhận lại").form(adopt);
    coordinator.fill(&form, &[]).await.goes_to(page);
    // Twice is once, and nobody else may.
    coordinator.fill(&form, &[]).await.goes_to(page);
    site.visit(&site.hen).await.post(adopt, &[("version", "2"), ("seen", "quyet-dinh-874@1")]).await.is(403);
    assert_eq!(site.text(in_force).await, "quyet-dinh-874@2");
    assert_eq!(site.leaves("doc.published").await.len(), 1);
    // Only what was changed is read again.
    assert_eq!(site.state(&site.hen).await, "reading");
    assert_eq!(site.int("select count(*) from round_version where document_id = 'quyet-dinh-874'").await, 2);
    assert_eq!(site.int("select revision from round").await, 2);
    coordinator.get(page).await.is(200).never_says("Đưa vào sử dụng");
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() { copy(&path, &target) } else { std::fs::copy(&path, &target).map(|_| ()).unwrap() }
    }
}

#[tokio::test]
async fn two_servers_opening_one_database_at_once_agree() {
    let running = Box::pin(Site::start()).await;
    let content = tempfile::tempdir().unwrap();
    let folder = content.path().join("documents/noi-quy");
    std::fs::create_dir_all(&folder).unwrap();
    let text = "+++\ntitle = \"Nội quy\"\nshort_title = \"Nội quy\"\n+++\n\n# NỘI QUY {#noi-quy}\n\n### Điều 1. Giờ giấc\n\nĐúng giờ.\n";
    std::fs::write(folder.join("1.md"), text).unwrap();
    let mut opens = tokio::task::JoinSet::new();
    for _ in 0..3 {
        let (database, content) = (Some(running.database.url.clone()), Some(content.path().to_owned()));
        let config = Config { database, content, ..Config::default() };
        opens.spawn(async move { serve::open(config, Clock::System).await.map_err(|error| format!("{error:#}")) });
    }
    let mut apps = Vec::new();
    for one in opens.join_all().await {
        apps.push(one.unwrap());
    }
    let site = &apps[0];
    let row = sqlx::query("select count(*) from version").fetch_one(site.db.read()).await.unwrap();
    assert_eq!(row.try_get::<i64, _>(0).unwrap(), 3, "the shipped two, and the folder's once");
}

#[tokio::test]
async fn the_database_refuses_to_run_without_durability() {
    let database = crate::support::engine::new_database().await;
    if crate::support::engine::is_postgres() {
        let weak = format!("{}&options=-c%20synchronous_commit%3Doff", database.url);
        let error = Db::open(&weak).await.expect_err("synchronous_commit=off");
        assert!(error.to_string().contains("synchronous_commit=on"), "{error}");
    } else {
        let db = Db::open(&database.url).await.unwrap();
        let path = database.url.trim_start_matches("sqlite:");
        let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(path).unwrap().permissions());
        assert_eq!(mode & 0o777, 0o600);
        db.close().await;
    }
    Db::open(&database.url).await.unwrap().close().await;
}

/// The tables of a schema, parents first, but for those that a migration or a start fills.
fn tables(schema: &str) -> Vec<String> {
    let names = schema.split("create table ").skip(1).map(|part| part.split(' ').next().unwrap().to_owned());
    names.filter(|name| !matches!(name.as_str(), "revision" | "probe")).collect()
}

/// The README's two roles: the owner migrates, the application owns nothing.
#[tokio::test]
async fn the_application_starts_and_writes_under_a_role_that_owns_nothing() {
    if !crate::support::engine::is_postgres() {
        return; // SQLite has no roles
    }
    let site = Box::pin(Site::start()).await;
    site.acknowledged(&site.hen).await;
    let role = format!("app_{}", new_id().replace('-', ""));
    for sql in [
        format!("create role {role} login"),
        format!("grant select, insert, update, delete on all tables in schema public to {role}"),
        format!(
            "revoke update, delete on ledger_leaf, leaf_of, journal, acknowledgment, acknowledgment_version, statement,
             item, version_text, version_article from {role}"
        ),
    ] {
        site.run(sql).await.unwrap();
    }
    let url = site.database.url.replace("user=postgres", &format!("user={role}"));
    assert!(url.contains(&role), "{url}");
    let app = serve::open(Config { database: Some(url.clone()), ..config(&site) }, Clock::System).await.unwrap();
    app.db.probe(1).await.unwrap();
    nep::rounds::acts::finish(&app).await.unwrap();
    let mut mine = AnyConnection::connect(&url).await.unwrap();
    for sql in ["delete from acknowledgment", "update journal set note = 'x'", "drop table standing"] {
        let error = sqlx::query(sql).execute(&mut mine).await.expect_err(sql).to_string();
        assert!(error.contains("permission denied") || error.contains("must be owner"), "{error}");
    }
    app.db.close().await;
}

/// Every row of a database, one JSON line each: `["table", {"column": value, …}]`.
async fn dump(site: &Site, schema: &str) -> String {
    let mut lines = String::new();
    for table in tables(schema) {
        let order = if table == "admission_step" { " order by admission_id, number" } else { "" };
        let sql = format!("select * from {table}{order}");
        for row in sqlx::query(sqlx::AssertSqlSafe(sql)).fetch_all(site.app.db.read()).await.unwrap() {
            let mut fields = Map::new();
            for column in row.columns() {
                let (name, place) = (column.name().to_owned(), column.ordinal());
                let value = match row.try_get::<Option<i64>, _>(place) {
                    Ok(number) => number.map_or(Value::Null, Value::from),
                    Err(_) => row.try_get::<Option<String>, _>(place).unwrap().map_or(Value::Null, Value::from),
                };
                fields.insert(name, value);
            }
            lines.push_str(&serde_json::json!([table, fields]).to_string());
            lines.push('\n');
        }
    }
    lines
}

/// Puts the rows of a release into a database made as that release made it.
async fn fill(url: &str, rows: &str) {
    let mut connection = AnyConnection::connect(url).await.unwrap();
    for line in rows.lines() {
        let (table, fields): (String, Map<String, Value>) = serde_json::from_str(line).unwrap();
        let fields: Vec<_> = fields.into_iter().filter(|field| !field.1.is_null()).collect();
        let names: Vec<&str> = fields.iter().map(|field| field.0.as_str()).collect();
        let places: Vec<String> = (1..=names.len()).map(|n| format!("${n}")).collect();
        let sql = format!("insert into {table} ({}) values ({})", names.join(", "), places.join(", "));
        let mut query = sqlx::query(sqlx::AssertSqlSafe(sql));
        for (_, value) in &fields {
            query = match value.as_i64() {
                Some(number) => query.bind(number),
                None => query.bind(value.as_str().unwrap().to_owned()),
            };
        }
        query.execute(&mut connection).await.unwrap_or_else(|error| panic!("{line}: {error}"));
    }
    connection.close().await.unwrap();
}

/// Each landed schema with sample rows, to be kept for ever.
const LANDED: [(i64, &str); 10] = [
    (1, include_str!("../fixtures/schemas/0001.jsonl")),
    (2, include_str!("../fixtures/schemas/0002.jsonl")),
    (3, include_str!("../fixtures/schemas/0003.jsonl")),
    (4, include_str!("../fixtures/schemas/0004.jsonl")),
    (7, include_str!("../fixtures/schemas/0007.jsonl")),
    (10, include_str!("../fixtures/schemas/0010.jsonl")),
    (12, include_str!("../fixtures/schemas/0012.jsonl")),
    (13, include_str!("../fixtures/schemas/0013.jsonl")),
    (16, include_str!("../fixtures/schemas/0016.jsonl")),
    (17, include_str!("../fixtures/schemas/0017.jsonl")),
];

#[test]
fn a_landed_migration_is_never_edited_again() {
    let landed = [
        (
            include_str!("../../migrations/0001_nep.sql"),
            "033ff569cd306c693cae5e82fbe92bda1772aaefd6d992fb3469a9553879183e",
        ),
        (
            include_str!("../../migrations/0002_lean.sql"),
            "18523ceaceb48a34bcc55b5dbc05bee329b8c95451f5396e95f5ebb2b8b379c6",
        ),
        (
            include_str!("../../migrations/0003_proof.sql"),
            "5e691ae952034e5d2cd1459f967ed273712068ae54124333f0f5f0b757f126d3",
        ),
        (
            include_str!("../../migrations/0004_again.sql"),
            "90a2653b98058925a39c023d134c3200dfb48b3c2de6d6a868dfbf3f0aa38377",
        ),
        (
            include_str!("../../migrations/0005_lists.sql"),
            "f9631cdb51ef14250addfa8b4e222079c3713d9d0b78b6c7f839fe2bc283f785",
        ),
        (
            include_str!("../../migrations/0006_second_acts.sql"),
            "11d979fc15da498be2c18bcb7658e70a46445274d95ae98e0c7b64c4ebdf6d82",
        ),
        (
            include_str!("../../migrations/0007_remembered.sql"),
            "19e2d40eda2b34c71853de9ea3d3c5b10da21ce27a4ac7bd21962e83cec7ae30",
        ),
        (
            include_str!("../../migrations/0008_logo.sql"),
            "ee527e132625a93e63edf635bcbfc76eef9d4d23de9c516203088a17d7546e07",
        ),
        (
            include_str!("../../migrations/0009_doubts.sql"),
            "685d7621ac571a41c572650f32647bd56a579784bdb47b76152538107d7eead3",
        ),
        (
            include_str!("../../migrations/0010_papers.sql"),
            "73b52dfeae92a385c0407eab384570ba8b790fbfb416534dec75a9a7e51f4a71",
        ),
        (
            include_str!("../../migrations/0011_paper_scores.sql"),
            "f2da7ad4fd8b8bda69ca6544d372df432c29a71b1a7f5b2b3955b1a5b74a34c0",
        ),
        (
            include_str!("../../migrations/0012_reminders.sql"),
            "6b1c246fb5d399261b85a4257578c07caa5ac718be8e01569a00f059bc8a8c6e",
        ),
        (
            include_str!("../../migrations/0013_critical.sql"),
            "7e84679b8105688ac9c0e3cf94224a56850ab980e5293d27264da478eb0c36b2",
        ),
        (
            include_str!("../../migrations/0014_year.sql"),
            "cdc4060e55b36d36dce86d02ca11f5a6ce824f5021ef5544dd953c33dcbbfe2a",
        ),
        (
            include_str!("../../migrations/0015_report_notes.sql"),
            "1d9d1737b27757086ed6150e545747e0354cc6ff289e039a5f36b7f708a9a681",
        ),
        (
            include_str!("../../migrations/0016_imports.sql"),
            "d8adc845bf306d16cffc0dea4ae19bee95c4d8620de44f1cacfbfdefaf9cb74b",
        ),
        (
            include_str!("../../migrations/0017_rounds.sql"),
            "ca25f8b35b4a0dafbbf0f8a020cb8acf5a97dc984bb107fe8c9fbeb4d30fb711",
        ),
    ];
    for (sql, hash) in landed {
        assert_eq!(nep::id::sha256(sql), hash, "write the next migration instead");
    }
}

#[tokio::test]
async fn the_rows_of_every_landed_schema_live_through_every_later_migration() {
    for (last, rows) in LANDED {
        let database = crate::support::engine::new_database().await;
        nep::db::make_at(&database.url, last).await.unwrap();
        fill(&database.url, rows).await;
        let key = tempfile::tempdir().unwrap();
        let config =
            Config { database: Some(database.url.clone()), key: Some(key.path().join("key")), ..Config::default() };
        let app = serve::open(config, Clock::System).await.unwrap();
        let people = rows.lines().filter(|line| line.starts_with("[\"person\"")).count();
        let row = sqlx::query("select count(*) from person").fetch_one(app.db.read()).await.unwrap();
        assert_eq!(usize::try_from(row.try_get::<i64, _>(0).unwrap()).unwrap(), people);
        assert!(people > 5 && rows.contains("[\"admission_step\"") && rows.contains("[\"consent\""));
        assert_eq!(nep::verify::ledger(&app.db).await.unwrap(), []);
        nep::rounds::acts::finish(&app).await.unwrap();
        assert_eq!(nep::verify::standing(&app).await.unwrap(), Vec::<String>::new());
    }
}

/// Copies made before papers counted in them; those of open rounds are derived anew, as the test above sees.
#[tokio::test]
async fn the_copies_of_a_closed_round_get_what_its_papers_came_to() {
    let database = crate::support::engine::new_database().await;
    nep::db::make_at(&database.url, 10).await.unwrap();
    fill(&database.url, include_str!("../fixtures/schemas/0010.jsonl")).await;
    let mut connection = AnyConnection::connect(&database.url).await.unwrap();
    let close = "update round set closed_at = 1, closed_by = null where closed_at is null";
    sqlx::raw_sql(close).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    let key = tempfile::tempdir().unwrap();
    let config =
        Config { database: Some(database.url.clone()), key: Some(key.path().join("key")), ..Config::default() };
    let app = serve::open(config, Clock::System).await.unwrap();
    let sql = "select s.best_percent, s.progress from standing s join paper q on q.person_id = s.person_id
         and q.round_id = s.round_id and q.passed_at is not null";
    let row = sqlx::query(sql).fetch_one(app.db.read()).await.unwrap();
    let (best, progress): (i64, i64) = (row.try_get(0).unwrap(), row.try_get(1).unwrap());
    assert_eq!((best, progress & 128), (100, 128));
    let row =
        sqlx::query("select count(*) from standing where progress >= 128").fetch_one(app.db.read()).await.unwrap();
    assert_eq!(row.try_get::<i64, _>(0).unwrap(), 1, "nobody else's");
}

#[tokio::test]
#[ignore = "writes the fixture of the newest schema, once, before it lands"]
async fn write_the_fixture_of_the_newest_schema() {
    let site = Site::start().await;
    site.added(&site.hen, "0912345678").await;
    site.visit(&site.hen).await.post("/admission/confirm", &[]).await.is(303);
    site.submitted(&site.an, "0912345679").await;
    site.visit(&site.leader).await.decide(&site.admission_of(&site.an).await, "return", "sai tên").await.is(303);
    site.acknowledged(&site.moan).await;
    let coordinator = site.visit(&site.coordinator).await;
    site.read_all(&site.ngoc).await;
    site.visit(&site.ngoc).await.fail(&site).await;
    let round = site.round_of(&site.ngoc).await.unwrap();
    coordinator.post(&format!("/people/{}/wait", site.ngoc.id), &[("round", round.as_str())]).await.is(303);
    let more = [("kind", "fresh"), ("reason", "đi học về")];
    let (page, act) = (format!("/tracking/people/{}", site.ngoc.id), format!("/people/{}/leeway", site.ngoc.id));
    coordinator.submit(&page, &act, &more).await.is(303);
    coordinator
        .post(&format!("/rounds/{round}/reminders"), &[("one", &site.ngoc.id), ("form_key", &new_id())])
        .await
        .is(303);
    let pause = [("from", ""), ("until", "2027-01-01"), ("reason", "study")];
    coordinator.post(&format!("/people/{}/pause", site.ngoc.id), &pause).await.is(303);
    coordinator.post(&format!("/people/{}/leave", site.moan.id), &[]).await.is(303);
    site.visit(&site.hen).await.declare("0912345999", &site.hen.name).await.is(303);
    for (people, undone) in [("Võ Thị Mới\tĐội Mới\tViên chức", true), ("Võ Thị Ở\tĐội Lại\tViên chức", false)]
    {
        let at = crate::lists::paste(&coordinator, people).await;
        crate::lists::send(&coordinator, &at, &[("act", "add")]).await.is(303);
        let undo = coordinator.get(&at).await.is(200);
        if undone {
            let form = crate::support::html::forms(&undo.text()).into_iter().find(|one| one.action.ends_with("/undo"));
            coordinator.fill(&form.unwrap(), &[]).await.is(303);
        }
    }
    crate::links::issue(&coordinator).await;
    let [asking, written] =
        [site.add_person("Nông Thị Hỏi", "Kỹ thuật", &[]).await, site.add_person("Đỗ Văn Giấy", "Kỹ thuật", &[]).await];
    site.read_all(&asking).await;
    let member = site.visit(&asking).await;
    member.pass(&site).await;
    let doubt = crate::doubts::send(&site, &member, &crate::doubts::points()[0].id).await;
    let words = [("words", "Như khoản 3 Điều 4.")];
    coordinator.submit("/doubts", &format!("/doubts/{doubt}/answer"), &words).await.is(303);
    crate::doubts::send(&site, &member, &crate::doubts::points()[1].id).await;
    let paper = crate::papers::drawn_for(&coordinator, &written).await;
    let other = site.visit(&crate::papers::second(&site).await).await;
    crate::papers::through(&site, &paper, &coordinator, &other).await;
    crate::papers::drawn_for(&coordinator, &site.head).await;
    let admin = site.visit(&site.admin).await;
    crate::settings::send_logo(&admin, "bieu-trung.png", &crate::settings::logo(16, [11, 92, 173])).await.is(303);
    let erase = [("basis", "request"), ("password", "caphe-bando-nuirung-muaha")];
    admin.post(&format!("/people/{}/erase", site.moan.id), &erase).await.is(303);
    site.advance(1);
    let name = [("name", "Ôn lại năm 2027")];
    let yearly = coordinator.through("/rounds/new", "/rounds/confirm", "/rounds/new", &name).await.is(303).location;
    coordinator.post(&format!("{yearly}/close"), &[]).await.is(303);
    nep::rounds::acts::finish(&site.app).await.unwrap();
    let schema = [
        include_str!("../../migrations/0001_nep.sql"),
        include_str!("../../migrations/0003_proof.sql"),
        include_str!("../../migrations/0005_lists.sql"),
        include_str!("../../migrations/0006_second_acts.sql"),
        include_str!("../../migrations/0008_logo.sql"),
        include_str!("../../migrations/0009_doubts.sql"),
        include_str!("../../migrations/0010_papers.sql"),
        include_str!("../../migrations/0012_reminders.sql"),
        include_str!("../../migrations/0014_year.sql"),
        include_str!("../../migrations/0015_report_notes.sql"),
        include_str!("../../migrations/0016_imports.sql"),
    ];
    let rows = dump(&site, &schema.concat()).await;
    std::fs::write("tests/fixtures/schemas/0017.jsonl", rows).unwrap();
}
