//! What somebody who joins does: đọc → kiểm tra → cam kết → vào nhóm.

use crate::Joining;
use crate::calm;
use crate::eyes::Eyes;
use crate::office::accept;
use crate::screen::Screen;
use crate::server::Server;
use anyhow::{Context as _, Result, bail, ensure};
use nep::quizzes::rules::{Body, Drawn};
use nep::text::fold;
use std::time::Duration;

/// The person and their browser.
pub(crate) struct Newcomer<'j> {
    /// Their browser.
    pub(crate) screen: Screen,
    /// Who they are.
    pub(crate) who: &'j Joining,
}

/// Form values that answer a question, rightly or wrongly.
pub(crate) fn answer(asked: &Drawn, rightly: bool) -> Vec<String> {
    match &asked.body {
        Body::One { options } | Body::Many { options } | Body::Truth { options } => {
            let keys = options.iter().filter(|option| option.right == rightly).map(|option| option.key.clone());
            let most = if rightly { usize::MAX } else { 1 };
            keys.take(most).collect()
        }
        Body::Match { lefts, choices } => {
            let wrong =
                |right: &str| choices.iter().find(|choice| choice.key != right).map(|choice| choice.key.as_str());
            let choice = |right| if rightly { Some(right) } else { wrong(right) };
            lefts.iter().filter_map(|left| Some(format!("{}:{}", left.key, choice(left.answer.as_str())?))).collect()
        }
    }
}

impl Newcomer<'_> {
    /// Opens the personal link and sets a password.
    pub(crate) async fn comes_in(&mut self, link: &str, eyes: &Eyes) -> Result<()> {
        accept(&mut self.screen, link, eyes).await?;
        let screen = &self.screen;
        screen.open("/quiz").await?;
        eyes.look(screen, "kiem-tra-chua-doc").await?;
        screen.open("/acknowledgment").await?;
        eyes.look(screen, "cam-ket-qua-som").await?;
        ensure!(!screen.has("form[action='/acknowledgment']").await?, "nobody confirms before reading");
        screen.open("/").await?;
        calm::main_button_in_reach(screen).await?;
        if screen.js {
            eyes.tab_through(screen, "trang-cua-toi").await?;
        }
        Ok(())
    }

    /// Reads every article, from the first button on.
    pub(crate) async fn reads_everything(&self, eyes: &Eyes) -> Result<()> {
        let screen = &self.screen;
        screen.open("/documents").await?;
        eyes.look(screen, "van-ban").await?;
        screen.open("/documents/quy-che-nhom-zalo").await?;
        eyes.look(screen, "quy-che").await?;
        screen.open("/documents/quy-che-nhom-zalo?q=chuyen+RIENG").await?;
        screen.sees("nói chuyện riêng").await?;
        ensure!(screen.has("mark").await?, "what was searched for is marked");
        eyes.look(screen, "tim-trong-quy-che").await?;
        let mut parts = 0;
        for round in 0..5 {
            screen.open("/").await?;
            screen.follow("main .primary").await?;
            if screen.path().await? == "/quiz" {
                ensure!(parts >= 2, "Điều 4 is read by khoản, not {parts} times on");
                return Ok(());
            }
            parts += self.reads_on(round == 0, eyes).await?;
        }
        bail!("reading never ends: {}", screen.text().await?)
    }

    /// "Đã đọc", until it leads elsewhere than to an article; answers how often a long article went on.
    async fn reads_on(&self, first: bool, eyes: &Eyes) -> Result<usize> {
        let (screen, mut parts) = (&self.screen, 0);
        for place in 0..60 {
            // A long article has parts; the last of them has the button.
            while screen.has("main nav a.primary[href^='?phan=']").await? {
                calm::is_one_breath(screen).await?;
                screen.follow("main nav a.primary[href^='?phan=']").await?;
                parts += 1;
            }
            if !screen.has("form.read").await? {
                return Ok(parts);
            }
            if first && place < 3 {
                eyes.look(screen, &format!("dieu-{}", place + 1)).await?;
            }
            if first && place == 1 {
                // Another day, another device: back where one was.
                let here = screen.path().await?;
                screen.open("/").await?;
                screen.follow("main .primary").await?;
                ensure!(screen.path().await? == here, "reading goes on where it stopped");
                if screen.js {
                    eyes.tab_through(screen, "dieu").await?;
                }
            }
            screen.follow("form.read button[type=submit]").await?;
        }
        bail!("more than sixty articles: {}", screen.path().await?)
    }

    /// Answers everything wrongly, all on one page.
    pub(crate) async fn fails_once(&self, server: &Server, eyes: &Eyes) -> Result<()> {
        let screen = &self.screen;
        screen.open("/quiz").await?;
        eyes.look(screen, "kiem-tra").await?;
        screen.follow("form[action='/quiz'] button[value=all]").await?;
        let path = screen.path().await?;
        let attempt = path.strip_prefix("/quiz/").with_context(|| format!("a sitting, not {path}"))?;
        eyes.look(screen, "tat-ca-cau").await?;
        for (place, asked) in (1..).zip(server.asked(attempt).await?) {
            for value in answer(&asked, false) {
                screen.choose(&format!("q{place}"), &value).await?;
            }
        }
        if screen.js {
            calm::every_choice_is_saved(screen).await?;
        }
        screen.press(&path).await?;
        eyes.look(screen, "nop-bai").await?;
        screen.press(&format!("/quiz/{attempt}/finish")).await?;
        screen.sees("Chưa đạt").await?;
        calm::begins_with_what_to_read(screen).await?;
        eyes.look(screen, "ket-qua-chua-dat").await?;
        screen.open("/").await?;
        eyes.look(screen, "trang-cua-toi-chua-dat").await
    }

    /// Answers everything rightly, one question a page; loses the signal in the middle.
    pub(crate) async fn passes(&self, server: &Server, eyes: &Eyes) -> Result<()> {
        let screen = &self.screen;
        screen.open("/quiz").await?;
        screen.follow("form[action='/quiz'] button[value=one]").await?;
        let path = screen.path().await?;
        let attempt = path.split('/').nth(2).context("a sitting")?.to_owned();
        let all = server.asked(&attempt).await?;
        let mut kinds = Vec::new();
        for (place, asked) in (1_usize..).zip(&all) {
            let path = format!("/quiz/{attempt}/questions/{place}");
            ensure!(screen.path().await? == path, "{path} follows");
            let kind = std::mem::discriminant(&asked.body);
            if !kinds.contains(&kind) {
                kinds.push(kind);
                calm::main_button_in_reach(screen).await?;
                ensure!(!screen.has("nav.pages, ol.steps").await?, "a question has neither menu nor steps");
                eyes.look(screen, &format!("cau-hoi-{}", kinds.len())).await?;
            }
            if place == 1 {
                screen.press(&path).await?;
                ensure!(screen.path().await? == path, "an unanswered question is told");
                calm::error_at_its_field(screen).await?;
                eyes.look(screen, "cau-hoi-chua-chon").await?;
                if screen.js {
                    eyes.tab_through(screen, "cau-hoi").await?;
                }
            }
            if place == 5 {
                screen.open("/quiz").await?;
                eyes.look(screen, "dang-lam-do").await?;
                screen.follow("main .primary").await?;
                ensure!(screen.path().await? == path, "the sitting goes on where it stopped");
            }
            for value in answer(asked, true) {
                screen.choose("answer", &value).await?;
            }
            if place == 3 {
                self.signs_in_again(asked, &path, eyes).await?;
            }
            screen.press(&path).await?;
        }
        screen.press(&format!("/quiz/{attempt}/finish")).await?;
        screen.sees("100%").await?;
        eyes.look(screen, "ket-qua-dat").await
    }

    /// The session ends before the answer is sent: it is asked who it is, and the answer is back, not saved yet.
    async fn signs_in_again(&self, asked: &Drawn, path: &str, eyes: &Eyes) -> Result<()> {
        let screen = &self.screen;
        screen.driver.delete_cookie("sid").await?;
        screen.press(path).await?;
        eyes.look(screen, "het-phien").await?;
        screen.fill("login", &fold(self.who.full_name)).await?;
        screen.fill("password", &screen.password).await?;
        screen.choose("remember", "yes").await?;
        screen.press("/sign-in").await?;
        ensure!(screen.path().await? == path, "back at {path}, not {}", screen.path().await?);
        screen.sees("đã được điền lại, chưa lưu").await?;
        eyes.look(screen, "tra-loi-con-nguyen").await?;
        for value in answer(asked, true) {
            let kept = format!(
                "main input[name=answer][value='{value}']:checked, main select option[value='{value}']:checked"
            );
            ensure!(screen.has(&kept).await?, "{path}: {value} was chosen before and is not now");
        }
        let expires = screen.driver.get_named_cookie("sid").await?.expiry.context("a session of the browser only")?;
        let days = (expires - nep::time::Clock::System.now() / 1000) / 86_400;
        ensure!((29..=30).contains(&days), "a phone is remembered for {days} days");
        Ok(())
    }

    /// Ticks every point, types the name; answers the confirmation code.
    pub(crate) async fn confirms(&self, eyes: &Eyes) -> Result<String> {
        let screen = &self.screen;
        screen.follow("main .primary").await?;
        ensure!(screen.path().await? == "/acknowledgment", "passing leads to the commitment");
        eyes.look(screen, "cam-ket").await?;
        ensure!(!screen.has("input[name=point]:checked").await?, "no box is ticked beforehand");
        if screen.js {
            eyes.tab_through(screen, "cam-ket").await?;
        }
        ensure!(!screen.has("main [name=password]").await?, "no second password within ten minutes");
        // Without its marks, as many type on a phone.
        screen.fill("typed_name", &fold(self.who.full_name)).await?;
        screen.press("/acknowledgment").await?;
        ensure!(screen.path().await? == "/acknowledgment", "every point is ticked, or it is refused");
        calm::error_at_its_field(screen).await?;
        eyes.look(screen, "cam-ket-thieu-diem").await?;
        self.is_in_doubt(eyes).await?;
        for tick in screen.driver.find_all(thirtyfour::By::Css("input[name=point]:not(:checked)")).await? {
            screen.tap(&tick).await?;
        }
        if screen.js {
            screen.sees("Đã đánh dấu 20/20 điểm").await?;
        }
        screen.fill("typed_name", &fold(self.who.full_name)).await?;
        screen.press("/acknowledgment").await?;
        ensure!(screen.path().await? == "/acknowledgment/receipt", "{}", screen.text().await?);
        eyes.look(screen, "bien-nhan").await?;
        Ok(screen.find("#ma").await?.text().await?)
    }

    /// A doubt at a point: the point ticked before stays ticked, and nothing is confirmed.
    async fn is_in_doubt(&self, eyes: &Eyes) -> Result<()> {
        let screen = &self.screen;
        screen.click("#diem-1").await?;
        screen.follow("#diem-3-vuong-mac").await?;
        eyes.look(screen, "vuong-mac").await?;
        screen.fill("words", "Khi trực đêm thì trả lời tin nhắn lúc nào?").await?;
        screen.press("/doubts").await?;
        ensure!(screen.path().await? == "/acknowledgment", "back at the commitment");
        screen.sees("đang chờ trả lời").await?;
        eyes.look(screen, "cam-ket-co-vuong-mac").await?;
        ensure!(screen.has("#diem-1:checked").await? && !screen.has("#diem-2:checked").await?, "the ticks are kept");
        Ok(())
    }

    /// What was answered stands with what was asked.
    pub(crate) async fn reads_the_answer(&self, eyes: &Eyes) -> Result<()> {
        let screen = &self.screen;
        screen.open("/doubts/own").await?;
        screen.sees("Trước 7 giờ 30 hôm sau.").await?;
        eyes.look(screen, "vuong-mac-cua-toi").await
    }

    /// A Zalo name that does not do, then one that does.
    pub(crate) async fn gives_the_contact(&self, eyes: &Eyes) -> Result<()> {
        let screen = &self.screen;
        screen.open("/contact").await?;
        ensure!(!screen.has("input[name=agree]:checked").await?, "consent is not ticked beforehand");
        eyes.look(screen, "zalo").await?;
        screen.fill("phone", self.who.phone).await?;
        screen.fill("zalo_name", self.who.bad_zalo_name).await?;
        if screen.js {
            let before = screen.loader().await?;
            self.hears("#name-say", "Chưa đạt").await?;
            ensure!(screen.loader().await? == before, "the verdict comes without a reload");
            eyes.look(screen, "zalo-nhan-xet").await?;
            eyes.tab_through(screen, "zalo").await?;
        }
        screen.choose("agree", "yes").await?;
        screen.press("/contact").await?;
        ensure!(screen.path().await? == "/contact", "a doubtful name is looked at again");
        screen.sees("Chưa đạt").await?;
        calm::error_at_its_field(screen).await?;
        eyes.look(screen, "zalo-xem-lai").await?;
        screen.fill("zalo_name", self.who.zalo_name).await?;
        screen.press("/contact").await?;
        ensure!(screen.path().await? == "/", "{}", screen.text().await?);
        eyes.look(screen, "cho-duyet").await
    }

    /// Waits until the live region says it.
    async fn hears(&self, css: &str, words: &str) -> Result<()> {
        let mut said = String::new();
        for _ in 0..100 {
            said = self.screen.find(css).await?.text().await.unwrap_or_default();
            if said.contains(words) {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        bail!("{css} says “{said}”, not “{words}”")
    }

    /// "Tôi đã vào nhóm".
    pub(crate) async fn is_in_the_group(&self, eyes: &Eyes) -> Result<()> {
        let screen = &self.screen;
        screen.open("/").await?;
        eyes.look(screen, "da-duoc-them").await?;
        screen.follow("main .primary").await?;
        eyes.look(screen, "vao-nhom").await?;
        screen.press("/admission/confirm").await?;
        screen.sees("Anh/chị đã vào nhóm").await?;
        screen.sees("Hoàn thành").await?;
        ensure!(screen.has("main .pass .qr svg").await?, "the card of who is in has a code to show");
        eyes.look(screen, "xong").await
    }

    /// Pages that the journey does not pass.
    pub(crate) async fn other_pages(&self, eyes: &Eyes) -> Result<()> {
        let pages = [
            ("/privacy", "thong-bao-du-lieu"),
            ("/documents/quyet-dinh-874", "quyet-dinh-874"),
            ("/contact", "zalo-da-luu"),
            ("/quiz", "kiem-tra-da-dat"),
            ("/settings", "khong-co-quyen"),
        ];
        for (path, name) in pages {
            self.screen.open(path).await?;
            eyes.look(&self.screen, name).await?;
        }
        Ok(())
    }
}
