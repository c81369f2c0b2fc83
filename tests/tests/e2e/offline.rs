//! The lab without a network, once it was loaded; and a newer build of it.

use std::fs;
use std::path::{Path, PathBuf};

use lab_tests::page::{Page, journey};
use lab_tests::server::FileServer;
use lab_tests::{Outcome, dist, embed, offline, output_folder};

/// Everything is kept as soon as the worker is at work.
const KEPT: &str = "navigator.serviceWorker.controller?.state === 'activated'";
const LESSON: &str = "lessons/kill-or-close.json";

/// A copy of the built page, which a test may change.
fn copy(name: &str) -> Outcome<PathBuf> {
    let to = output_folder().join("sites").join(name);
    if to.exists() {
        fs::remove_dir_all(&to)?;
    }
    copy_into(&dist(), &to)?;
    Ok(to)
}

fn copy_into(from: &Path, to: &Path) -> Outcome {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_into(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// Opens the lab and waits until it is kept.
async fn visit(page: &Page, site: &FileServer, suffix: &str) -> Outcome {
    page.open_elsewhere(&site.url(suffix)).await?;
    page.wait_until("document.documentElement.dataset.ready === '1'")
        .await?;
    page.wait_until(KEPT).await
}

#[test]
fn e2e_the_lab_works_without_a_network() {
    journey("offline", async |page| {
        page.allow_workers().await?;
        let site = FileServer::start(&dist(), "/some/where/")?;
        // As a host may send it.
        site.restrict(fs::read_to_string(dist().join(embed::POLICY))?.trim());
        visit(page, &site, "?page=lab").await?;
        page.assert_console_silent().await?;
        site.be_away(true);
        page.open_elsewhere(&site.url("?page=lab")).await?;
        page.click("play").await?;
        page.click("tab-code").await?;
        page.wait_for("code").await?;
        page.open_elsewhere(&site.url("?lesson=kill-or-close&lang=ko"))
            .await?;
        page.wait_for("lesson-page").await?;
        page.wait_until("document.body.innerText.includes('파티션')")
            .await?;
        page.open_elsewhere(&site.url("")).await?;
        page.wait_for("landing").await?;
        page.screenshot("offline").await?;
        // What only authors want is not kept, and the browser says that it does not come.
        let gone: bool = page
            .eval("return fetch('embed/csp.txt').then(() => false, () => true)")
            .await?;
        assert!(gone, "the network is still there");
        drop(page.take_console().await?);
        Ok(())
    });
}

#[test]
fn e2e_a_newer_build_comes_whole() {
    journey("offline-newer", async |page| {
        page.allow_workers().await?;
        let folder = copy("newer")?;
        let site = FileServer::start(&folder, "/some/where/")?;
        visit(page, &site, "?lesson=kill-or-close").await?;
        let lesson = fs::read_to_string(folder.join(LESSON))?;
        assert!(
            lesson.contains("\"Kill or close\""),
            "{LESSON} has another title"
        );
        fs::write(
            folder.join(LESSON),
            lesson.replace("\"Kill or close\"", "\"Kill or shut\""),
        )?;
        offline::write(&folder)?;
        let build = "return document.documentElement.dataset.build";
        let old: String = page.eval(build).await?;
        // A page that is open is asked, and nothing of it is reloaded before.
        page.eval::<()>("navigator.serviceWorker.getRegistration().then(it => it.update())")
            .await?;
        let said = page.text("newer").await?;
        assert!(said.contains("A new version is ready."), "{said}");
        page.screenshot("offline-newer").await?;
        let still: (String, String) = page
            .eval(&format!(
                "return fetch('{LESSON}?v={old}').then(it => it.json()).then(it => \
                 [document.documentElement.dataset.build, it.title.en])"
            ))
            .await?;
        assert_eq!(still, (old.clone(), "Kill or close".to_owned()));
        page.click("newer-reload").await?;
        page.wait_until(&format!(
            "document.documentElement.dataset.build !== '{old}' && \
             document.body.innerText.includes('Kill or shut')"
        ))
        .await?;
        // And that is what stays when the network goes.
        page.wait_until(KEPT).await?;
        site.be_away(true);
        page.open_elsewhere(&site.url("?lesson=kill-or-close"))
            .await?;
        page.wait_until("document.body.innerText.includes('Kill or shut')")
            .await
    });
}

#[test]
fn e2e_an_embed_keeps_nothing() {
    journey("offline-embed", async |page| {
        page.allow_workers().await?;
        drop(page.server().take_requests());
        page.open("?embed=1").await?;
        page.wait_until("document.documentElement.dataset.ready === '1'")
            .await?;
        let frame = "<iframe src=\"LAB/?page=lab\" sandbox=allow-scripts></iframe>\
                     <iframe src=\"LAB/?page=lab\"></iframe>";
        page.open_host(frame, None).await?;
        // Longer than the page waits before it asks to be kept.
        page.eval::<()>("return new Promise(done => setTimeout(done, 6000))")
            .await?;
        let requests = page.server().take_requests();
        assert!(
            requests
                .iter()
                .any(|one| one == "index.html" || one.is_empty()),
            "{requests:?}"
        );
        let asked = |name: &str| requests.iter().any(|one| one == name);
        assert!(!asked("offline.js") && !asked("sw.js"), "{requests:?}");
        page.open("?embed=1").await?;
        let registered: u32 = page
            .eval("return navigator.serviceWorker.getRegistrations().then(all => all.length)")
            .await?;
        assert_eq!(registered, 0);
        // What the browser says of a page that is not made for frames of others.
        drop(page.take_console().await?);
        Ok(())
    });
}
