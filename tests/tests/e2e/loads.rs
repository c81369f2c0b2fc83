//! The built page comes up wherever it is put.

use std::collections::BTreeSet;

use lab_tests::dist;
use lab_tests::page::{Page, journey};
use lab_tests::size::FirstVisit;

#[test]
fn e2e_page_loads_under_a_sub_path() {
    journey("loads", async |page| {
        page.open_at("").await?;
        page.wait_until("document.readyState === 'complete' && document.body.innerText.trim()")
            .await?;
        assert!(page.url().await?.ends_with("/some/where/"));
        let title: String = page.eval("return document.title").await?;
        assert_eq!(title, "Rebalance Lab");
        page.screenshot("loads").await?;
        Ok(())
    });
}

#[test]
fn e2e_a_part_that_does_not_come_can_be_asked_for_again() {
    journey("part-refused", async |page| {
        page.without(&["*_later.wasm"]).await?;
        page.open_ready("").await?;
        page.click("tab-code").await?;
        page.wait_for("later-failed").await?;
        page.click("later-retry").await?;
        page.wait_for("later-failed").await?;
        page.without(&[]).await?;
        page.click("later-retry").await?;
        page.wait_for("code").await?;
        // What the browser says about the refused file belongs to this journey.
        page.take_console().await?;
        Ok(())
    });
}

#[test]
fn e2e_a_link_that_cannot_be_read_stays_in_the_address() {
    journey("reader-refused", async |page| {
        page.open_ready("?t=30").await?;
        page.wait_until("location.hash.startsWith('#s=')").await?;
        let link = page.url().await?;
        page.without(&["*_links.wasm"]).await?;
        page.reload().await?;
        page.wait_until("document.body.innerText.includes('what reads links could not be loaded')")
            .await?;
        assert_eq!(page.url().await?, link);
        page.without(&[]).await?;
        page.reload().await?;
        page.wait_until("document.documentElement.dataset.ready === '1'")
            .await?;
        page.take_console().await?;
        Ok(())
    });
}

/// What was asked for: files whose size counts, without the lists of lessons.
fn asked(page: &Page) -> BTreeSet<String> {
    let asked = page.server().take_requests().into_iter();
    asked
        .map(|name| {
            if name.is_empty() {
                "index.html".to_owned()
            } else {
                name
            }
        })
        .filter(|name| !name.starts_with("lessons/"))
        .collect()
}

#[test]
fn e2e_the_sizes_count_what_is_asked_for() {
    journey("sizes-asked", async |page| {
        let visit = FirstVisit::of(&dist())?;
        asked(page);
        page.open_at("").await?;
        page.wait_for("home-paths").await?;
        page.eval::<()>("return document.fonts.ready.then(() => {})")
            .await?;
        let counted: BTreeSet<String> = visit.files.iter().map(|file| file.path.clone()).collect();
        assert_eq!(asked(page), counted, "the way in");
        let frame = "<iframe id=lab sandbox=allow-scripts src=\"LAB/?embed=1\" width=900 height=500></iframe>";
        page.open_host(frame, None).await?;
        page.enter("lab").await?;
        page.wait_until("document.documentElement.dataset.ready === '1'")
            .await?;
        page.click("play").await?;
        page.wait_until("document.documentElement.dataset.at > 23e6")
            .await?;
        page.leave().await?;
        let counted: BTreeSet<String> = visit.embed_files().map(|file| file.path.clone()).collect();
        assert_eq!(asked(page), counted, "an embed");
        Ok(())
    });
}
