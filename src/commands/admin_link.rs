//! `nep admin-link`: a new set-up link for an admin, when none can sign in.

use super::serve;
use crate::accounts::rules::fold_login;
use crate::act::Act;
use crate::config::Config;
use crate::error::Error;
use crate::people::acts;
use crate::time::Clock;
use clap::Args;
use std::process::ExitCode;

/// For whom.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Sign-in name of the person who is to be admin; without it, the admin who was made one last and is still here
    login: Option<String>,

    #[command(flatten)]
    config: Config,
}

/// Prints the link. The server may be running meanwhile.
///
/// # Errors
/// When the database cannot be opened, or there is nobody to be admin.
pub async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let app = serve::open(arguments.config.with_file()?, Clock::System).await?;
    let login = arguments.login.map(|login| fold_login(&login));
    let site = app.site().await?;
    let mut tx = app.db.write_alone().await?;
    let done = acts::rescue(&mut tx, &Act::system(app.clock.now()), &site, &app.secret, login.as_deref()).await;
    let (link, whose) = match tx.settle(done).await {
        Ok(made) => made,
        Err(Error::NotFound | Error::Conflict(_)) => {
            anyhow::bail!("không có ai ở cơ quan với tên đăng nhập này; ghi tên đăng nhập sau lệnh: nep admin-link TÊN")
        }
        Err(error) => return Err(error.into()),
    };
    app.db.close().await;
    serve::show_link(
        &format!(
            "Liên kết đặt lại mật khẩu cho quản trị {} (tên đăng nhập {}), dùng một lần, trong 24 giờ:",
            whose.full_name, whose.login
        ),
        &format!("{}/link/{}", app.config.public_url(), app.secret.token(&link)),
    );
    Ok(ExitCode::SUCCESS)
}
