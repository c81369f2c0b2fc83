//! axe-core finds nothing in any state of the page, at any size, in either theme.

use lab_tests::Outcome;
use lab_tests::axe::{COLOURS, EVERYTHING, source, violations};
use lab_tests::page::{Motion, Page, Size, Theme, journey};
use lab_tests::states::every;

async fn every_state(page: &Page, size: Size) -> Outcome {
    let source = source()?;
    let mut found = Vec::new();
    for state in every() {
        for (theme, rules) in [(Theme::Light, EVERYTHING), (Theme::Dark, COLOURS)] {
            if theme == Theme::Light {
                if let Err(error) = state.open(page, size, theme).await {
                    found.push(error.to_string());
                    break;
                }
            } else {
                page.look(size, theme, Motion::Reduced).await?;
            }
            for problem in violations(page, &source, rules).await? {
                found.push(format!("{}, {}: {problem}", state.name, theme.name()));
            }
        }
    }
    assert!(
        found.is_empty(),
        "{} problems at {} size:\n{}",
        found.len(),
        size.name(),
        found.join("\n")
    );
    Ok(())
}

#[test]
fn e2e_axe_finds_nothing_on_a_desktop() {
    journey("axe-desktop", async |page| {
        every_state(page, Size::Desktop).await
    });
}

#[test]
fn e2e_axe_finds_nothing_on_a_phone() {
    journey("axe-phone", async |page| {
        every_state(page, Size::Phone).await
    });
}

#[test]
fn e2e_axe_finds_nothing_in_an_embed() {
    journey("axe-embed", async |page| {
        every_state(page, Size::Embed).await
    });
}

#[test]
fn e2e_axe_sees_a_planted_fault() {
    journey("axe-planted", async |page| {
        page.open_ready("").await?;
        page.eval::<()>("document.querySelector('[data-testid=theme]').ariaLabel = ''")
            .await?;
        let found = violations(page, &source()?, EVERYTHING).await?;
        assert!(
            found.iter().any(|one| one.starts_with("button-name:")),
            "{found:#?}"
        );
        Ok(())
    });
}
