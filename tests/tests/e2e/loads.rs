//! The built page comes up wherever it is put.

use lab_tests::page::journey;

#[test]
fn e2e_page_loads_under_a_sub_path() {
    journey("loads", async |page| {
        page.open("").await?;
        page.wait_until("document.readyState === 'complete' && document.body.innerText.trim()")
            .await?;
        assert!(page.url().await?.ends_with("/some/where/"));
        let title: String = page.eval("return document.title").await?;
        assert_eq!(title, "Rebalance Lab");
        page.screenshot("loads").await?;
        Ok(())
    });
}
