//! The page looks as it did: pictures of its main states, kept in `tests/fixtures/pictures` at half
//! their size. `UPDATE_PICTURES=1` writes them anew; look at them before you commit them.

use std::path::PathBuf;

use lab_tests::page::{Page, Size, Theme, journey};
use lab_tests::picture::{Picture, SHARE_MAX};
use lab_tests::states::{STATES, State};
use lab_tests::{Outcome, output_folder, repository};

/// The states whose pictures are kept.
const KEPT: [&str; 11] = [
    "stage",
    "rebalance",
    "why",
    "code",
    "events",
    "records",
    "cli",
    "settings",
    "compare",
    "help",
    "table",
];
/// Each of these taken away must be seen.
const PANELS: [&str; 8] = [
    ".topbar",
    ".coord-line, .coord",
    ".cards",
    ".fates",
    ".matrix__canvas",
    ".lag-chart",
    ".side__body",
    ".deck",
];

fn kept() -> impl Iterator<Item = &'static State> {
    STATES.iter().filter(|state| KEPT.contains(&state.name))
}

fn file(name: &str) -> PathBuf {
    let folder = repository().join("tests/fixtures/pictures");
    folder.join(format!("{name}.png"))
}

fn read(name: &str) -> Outcome<Picture> {
    let file = file(name);
    let bytes = std::fs::read(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    Picture::from_png(&bytes)
}

/// Compares the page with its picture, or writes that. On a difference the new picture and where
/// it differs are in `target/screenshots`.
async fn difference(page: &Page, name: &str) -> Outcome<Option<String>> {
    let now = page.picture().await?;
    if std::env::var_os("UPDATE_PICTURES").is_some_and(|value| value == "1") {
        std::fs::create_dir_all(file(name).with_file_name(""))?;
        std::fs::write(file(name), now.to_png()?)?;
        return Ok(None);
    }
    let (share, where_off) = now.difference(&read(name)?);
    if share <= SHARE_MAX {
        return Ok(None);
    }
    let folder = output_folder().join("screenshots");
    std::fs::create_dir_all(&folder)?;
    std::fs::write(folder.join(format!("now-{name}.png")), now.to_png()?)?;
    std::fs::write(folder.join(format!("off-{name}.png")), where_off.to_png()?)?;
    Ok(Some(format!("{name}: {:.2} % differ", share * 100.0)))
}

async fn every_picture(page: &Page, looks: &[(Size, Theme)]) -> Outcome {
    let mut found = Vec::new();
    for state in kept() {
        for &(size, theme) in looks {
            state.open(page, size, theme).await?;
            let name = format!("{}-{}-{}", state.name, size.name(), theme.name());
            found.extend(difference(page, &name).await?);
        }
    }
    assert!(
        found.is_empty(),
        "see now-NAME.png and off-NAME.png in target/screenshots:\n{}",
        found.join("\n")
    );
    Ok(())
}

#[test]
fn e2e_pictures_of_a_desktop() {
    journey("pictures-desktop", async |page| {
        every_picture(page, &Theme::ALL.map(|theme| (Size::Desktop, theme))).await
    });
}

#[test]
fn e2e_pictures_of_small_screens() {
    journey("pictures-small", async |page| {
        let looks = [(Size::Phone, Theme::Light), (Size::Embed, Theme::Dark)];
        every_picture(page, &looks).await
    });
}

#[test]
fn e2e_pictures_miss_every_panel() {
    journey("pictures-planted", async |page| {
        let stage = kept().next().ok_or("the stage is a state")?;
        for panel in PANELS {
            stage.open(page, Size::Desktop, Theme::Light).await?;
            let before = page.picture().await?;
            assert_eq!(before, page.picture().await?);
            page.eval::<()>(&format!(
                "document.querySelectorAll('{panel}').forEach(one => one.style.opacity = 0)"
            ))
            .await?;
            let (share, _) = page.picture().await?.difference(&before);
            assert!(share > SHARE_MAX, "without {panel} only {share} differs");
        }
        Ok(())
    });
}
