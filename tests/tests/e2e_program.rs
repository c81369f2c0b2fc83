//! A program and its assignor, from the form to the event list.

use lab_tests::page::journey;

#[test]
fn e2e_cooperative_moves_only_what_moves() {
    journey("cooperative", async |page| {
        page.open_ready("?speed=8").await?;
        page.click("tab-settings").await?;
        page.eval::<()>(
            "const row = document.querySelector('[data-key=\"partition.assignment.strategy\"]'); \
             const field = row.querySelector('[data-testid=\"setting-input\"]'); \
             field.value = 'cooperative-sticky'; \
             field.dispatchEvent(new Event('change', { bubbles: true }));",
        )
        .await?;
        page.wait_for("settings-pending").await?;
        page.screenshot("program-form").await?;
        page.click("settings-rolling-restart").await?;
        page.click("play").await?;
        page.wait_until("!document.querySelector('[data-testid=\"settings-pending\"]')")
            .await?;
        page.wait_for_text("group-state", |text| text.contains("Stable"))
            .await?;
        page.click("add-consumer").await?;
        page.click("tab-events").await?;
        page.wait_until(COOPERATIVE).await?;
        page.screenshot("program-cooperative").await?;
        page.assert_console_silent().await
    });
}

/// A member asks for the second round that only COOPERATIVE has, after revoking a part.
const COOPERATIVE: &str = "[...document.querySelectorAll('[data-testid=\"event-row\"]')] \
     .some((row) => /it revoked partitions, which the next round can give away/.test(row.innerText))";
