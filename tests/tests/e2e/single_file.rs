//! The page as one file, opened from disk.

use lab_tests::page::journey;
use lab_tests::{dist, repository, single_file};

#[test]
fn e2e_one_file_holds_the_lab_and_its_lessons() {
    journey("single-file", async |page| {
        let file = repository().join("target/rebalance-lab.html");
        single_file::write(&dist(), &file)?;
        let address = format!("file://{}", file.display());
        page.open_elsewhere(&address).await?;
        page.wait_for("landing").await?;
        page.open_elsewhere(&format!("{address}?page=lab&lang=ko"))
            .await?;
        page.wait_for("play").await?;
        page.click("tab-code").await?;
        page.wait_for("code").await?;
        page.open_elsewhere(&format!("{address}?lesson=kill-or-close"))
            .await?;
        page.wait_for("lesson-page").await?;
        Ok(())
    });
}
