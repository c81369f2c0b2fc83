//! The page in Korean, in a real browser: no English is left on it, and the language changes without
//! losing the moment.

use lab_tests::Outcome;
use lab_tests::page::{Motion, Page, Size, Theme, journey};
use lab_tests::states::every;

/// English that a reader can see or hear, with where it stands. Names and programs are set in the
/// font for code; the words below are none of Kafka's.
const ENGLISH: &str = "
    const words = ['Settings', 'Killed', 'Next poll', 'Next event', 'Why is', 'Compare', 'Speed',
        'records?', 'partitions?', 'nobody', 'stopped', 'waiting', 'the', 'and', 'is', 'of', 'with'];
    const english = new RegExp(`(?<![\\\\w.-])(${words.join('|')})(?![\\\\w-]|[.]\\\\w)`, 'i');
    const found = [];
    const look = (owner, kind, text) => {
        const isOther = owner.closest('code, pre, kbd, textarea, script, style, noscript, button[lang]')
            || getComputedStyle(owner).fontFamily.includes('monospace');
        if (!isOther && english.test(text)) found.push(`${kind}: ${text.trim().slice(0, 80)}`);
    };
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        const owner = walk.currentNode.parentElement;
        if (owner?.checkVisibility({ checkVisibilityCSS: true })) {
            look(owner, 'text', walk.currentNode.data);
        }
    }
    for (const name of ['aria-label', 'aria-valuetext', 'title', 'placeholder']) {
        for (const owner of document.body.querySelectorAll(`[${name}]`)) {
            look(owner, name, owner.getAttribute(name));
        }
    }
    return [...new Set(found)];";

pub async fn english(page: &Page) -> Outcome<Vec<String>> {
    page.eval(ENGLISH).await
}

async fn language(page: &Page) -> Outcome<String> {
    page.eval("return document.documentElement.lang").await
}

#[test]
fn e2e_no_english_is_left_in_korean() {
    journey("korean-states", async |page| {
        page.open_ready("?lang=ko").await?;
        // The states have addresses of their own.
        page.eval::<()>("localStorage.setItem('rebalance-lab.language', 'ko')")
            .await?;
        let mut found = Vec::new();
        for state in every() {
            if let Err(error) = state.open(page, Size::Desktop, Theme::Light).await {
                found.push(error.to_string());
                continue;
            }
            assert_eq!(language(page).await?, "ko", "{}", state.name);
            for text in english(page).await? {
                found.push(format!("{}, {text}", state.name));
            }
        }
        assert!(
            found.is_empty(),
            "{} left:\n{}",
            found.len(),
            found.join("\n")
        );
        Ok(())
    });
}

#[test]
fn e2e_another_language_keeps_the_moment() {
    journey("korean-switch", async |page| {
        page.open_ready("?lang=ko&t=20").await?;
        assert_eq!(language(page).await?, "ko");
        page.wait_for_text("settings-button", |text| text.starts_with("설정"))
            .await?;
        page.click("tab-events").await?;
        let (at, print) = (page.data("at").await?, page.data("fingerprint").await?);
        assert_eq!(at, "20000000");
        for (code, settings) in [("en", "Settings"), ("ko", "설정")] {
            page.click("language").await?;
            page.wait_until(&format!("document.documentElement.lang === '{code}'"))
                .await?;
            page.wait_for_text("settings-button", |text| text.starts_with(settings))
                .await?;
            page.wait_for("event-row").await?;
            assert_eq!(page.data("at").await?, at, "{code}");
            assert_eq!(page.data("fingerprint").await?, print, "{code}");
            // What looks for English finds it where it is.
            assert_eq!(english(page).await?.is_empty(), code == "ko");
        }
        Ok(())
    });
}

#[test]
fn e2e_the_choice_of_a_language_is_kept() {
    journey("korean-kept", async |page| {
        page.open_ready("").await?;
        assert_eq!(language(page).await?, "en");
        page.click("language").await?;
        page.wait_until("document.documentElement.lang === 'ko'")
            .await?;
        page.open_ready("").await?;
        assert_eq!(language(page).await?, "ko");
        Ok(())
    });
}

/// The last button of the bar ends inside the window, and the one for the language is large enough.
const FITS: &str = "const box = testid =>
    document.querySelector(`[data-testid=\"${testid}\"]`).getBoundingClientRect();
    const own = box('language');
    return box('help').right <= innerWidth && own.width >= 24 && own.height >= 24;";

#[test]
fn e2e_the_top_bar_fits_a_phone_in_each_language() {
    journey("korean-phone", async |page| {
        page.look(Size::Phone, Theme::Light, Motion::Reduced)
            .await?;
        for code in ["en", "ko"] {
            page.open_ready(&format!("?lang={code}")).await?;
            assert!(page.eval::<bool>(FITS).await?, "{code}");
            page.screenshot(&format!("phone-{code}")).await?;
        }
        Ok(())
    });
}
