//! The lab in pages of others: the element, its frame, and what both say to each other.

use lab_tests::page::{Motion, Page, Size, Theme, journey};
use lab_tests::states::every;
use lab_tests::{Outcome, axe, dist, embed, mounts};
use serde_json::Value;
use thirtyfour::Key;

/// The frame of an element, as JavaScript.
fn frame(index: usize) -> String {
    format!(
        "document.querySelectorAll('rebalance-lab')[{index}].shadowRoot.querySelector('iframe')"
    )
}

/// The button of an element that shows its picture.
fn button(index: usize) -> String {
    format!(
        "document.querySelectorAll('rebalance-lab')[{index}].shadowRoot.querySelector('button')"
    )
}

/// A host page around `body`, which keeps what its labs tell in `heard`.
fn host(body: &str) -> String {
    format!(
        "<!doctype html><html lang=en><meta charset=utf-8><title>Host</title><body>{body}
        <script>
            window.heard = [];
            for (const type of ['ready', 'resize', 'timeupdate', 'event', 'statelink', 'error'])
                addEventListener('lab-' + type, ({{ target, detail }}) => heard.push({{ target, ...detail }}));
            window.lab = (index = 0) => document.querySelectorAll('rebalance-lab')[index];
            window.last = (type, index = 0) =>
                heard.findLast(one => one.type === type && one.target === lab(index));
        </script>
        <script src=\"LAB/embed/rebalance-lab.js\"></script></body></html>"
    )
}

async fn do_on(page: &Page, script: &str) -> Outcome {
    page.eval(script).await
}

#[test]
fn e2e_nothing_loads_before_the_button() {
    journey("embed-facade", async |page| {
        // A page that allows next to nothing.
        let policy = "default-src 'none'; script-src LAB/; img-src LAB/; frame-src LAB/; \
                      require-trusted-types-for 'script'";
        let poster = "<rebalance-lab poster=\"LAB/icons/favicon.svg\"></rebalance-lab>";
        let html = format!(
            "<!doctype html><title>Host</title><body>{poster}\
             <rebalance-lab lang=ko><a href=\"LAB/\">Open</a></rebalance-lab>\
             <script type=module src=\"LAB/embed/rebalance-lab.js\"></script>"
        );
        drop(page.server().take_requests());
        page.open_host(&html, Some(policy)).await?;
        page.wait_until(&button(1)).await?;
        page.wait_until(
            "document.querySelector('rebalance-lab').shadowRoot.querySelector('img').naturalWidth",
        )
        .await?;
        page.screenshot("embed-facade").await?;
        let mut requests = page.server().take_requests();
        requests.sort();
        assert_eq!(requests, ["embed/rebalance-lab.js", "icons/favicon.svg"]);
        let kilobytes = embed::kilobytes(&dist())?;
        let (script_bytes, before_click) = embed::script_bytes(&dist())?;
        assert!(script_bytes <= 6 * 1024, "{script_bytes} bytes");
        assert!(before_click <= 25 * 1024, "{before_click} bytes");
        let said: [String; 2] = page
            .eval(&format!(
                "return [{}.textContent, {}.textContent]",
                button(0),
                button(1)
            ))
            .await?;
        assert_eq!(
            said[0],
            format!("Run the simulationLoads {kilobytes} kB. Until then this is a picture.")
        );
        assert!(said[1].contains(&format!("{kilobytes} kB를")), "{said:?}");
        // What a host without any policy would not have said about its icon.
        drop(page.take_console().await?);
        do_on(page, &format!("{}.click()", button(0))).await?;
        page.enter(&frame(0)).await?;
        page.wait_until("document.documentElement.dataset.ready === '1'")
            .await?;
        page.wait_until("document.querySelector('[data-testid=play]').ariaLabel === 'Pause'")
            .await?;
        page.leave().await
    });
}

/// What an element shows: the address of its picture below the lab, or what stands inside it.
const SHOWN: &str = "return [...document.querySelectorAll('rebalance-lab')].map(({ shadowRoot }) =>
    shadowRoot.querySelector('img')?.src.split('/embed/')[1] ?? shadowRoot.querySelector('slot').localName)";

#[test]
fn e2e_a_named_run_shows_what_the_build_drew_of_it() {
    journey("embed-posters", async |page| {
        let body = "<rebalance-lab lesson=kill-or-close theme=light></rebalance-lab>\
                    <rebalance-lab scenario=first-run lang=ko theme=dark></rebalance-lab>\
                    <rebalance-lab lesson=kill-or-close seed=9>A link</rebalance-lab>\
                    <rebalance-lab lesson=unheard-of>A link</rebalance-lab>";
        page.open_host(&host(body), None).await?;
        page.wait_until(
            "[0, 1].every(one => lab(one).shadowRoot.querySelector('img')?.naturalWidth === 720) && \
             lab(3).shadowRoot.querySelector('slot')",
        )
        .await?;
        let shown: [String; 4] = page.eval(SHOWN).await?;
        let drawn = [
            "posters/en/kill-or-close.svg#light",
            "posters/ko/first-run.svg#dark",
        ];
        assert_eq!(shown, [drawn[0], drawn[1], "slot", "slot"]);
        page.screenshot("embed-posters").await?;
        // The browser's own word on the lesson that nobody knows.
        drop(page.take_console().await?);
        Ok(())
    });
}

#[test]
fn e2e_the_picture_is_for_everybody() {
    journey("embed-axe", async |page| {
        let rules = "{ type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] }";
        let source = axe::source()?;
        let body = "<main><h1>Host</h1><rebalance-lab><a href=\"LAB/\">Open</a></rebalance-lab>\
                    <rebalance-lab theme=dark poster=\"LAB/icons/favicon.svg\"></rebalance-lab></main>";
        page.open_host(&host(body), None).await?;
        page.wait_until(&button(1)).await?;
        let found = axe::violations(page, &source, rules).await?;
        assert!(found.is_empty(), "{found:#?}");
        page.screenshot("embed-axe").await?;
        // Two presses of Tab and one of Enter, and the keyboard is in the lab.
        page.press(Key::Tab).await?;
        page.press(Key::Tab).await?;
        page.press(Key::Enter).await?;
        page.wait_until("last('timeupdate')?.playing").await?;
        page.wait_until(&format!("lab().shadowRoot.activeElement === {}", frame(0)))
            .await
    });
}

#[test]
fn e2e_one_embed_plays_at_a_time_and_none_out_of_sight() {
    journey("embed-two", async |page| {
        let two = "<rebalance-lab></rebalance-lab><rebalance-lab></rebalance-lab>\
                   <div style=\"height: 4000px\"></div>";
        page.open_host(&host(two), None).await?;
        do_on(page, &format!("{}.click()", button(0))).await?;
        page.wait_until("last('timeupdate')?.playing").await?;
        do_on(page, &format!("{}.click()", button(1))).await?;
        page.wait_until("last('timeupdate', 1)?.playing && !last('timeupdate').playing")
            .await?;
        do_on(page, "scrollTo(0, 4000)").await?;
        page.wait_until("!last('timeupdate', 1).playing").await?;
        do_on(page, "scrollTo(0, 0)").await?;
        page.wait_until("last('timeupdate', 1).playing && !last('timeupdate').playing")
            .await
    });
}

#[test]
fn e2e_an_embed_is_as_tall_as_its_lab() {
    journey("embed-height", async |page| {
        let element = "<div id=box style=\"width: 720px\">\
                       <rebalance-lab loading=eager></rebalance-lab></div>";
        page.open_host(&host(element), None).await?;
        for width in [720, 390, 1000] {
            do_on(page, &format!("heard = []; box.style.width = '{width}px'")).await?;
            let fits = format!("last('resize')?.height === {}.offsetHeight", frame(0));
            page.wait_until(&fits).await?;
            page.enter(&frame(0)).await?;
            page.wait_until(
                "document.documentElement.dataset.ready && innerHeight > 300 && \
                 document.documentElement.scrollHeight <= innerHeight && \
                 document.querySelector('.deck').getBoundingClientRect().bottom > innerHeight - 2",
            )
            .await?;
            page.leave().await?;
            page.screenshot(&format!("embed-height-{width}")).await?;
        }
        do_on(page, "lab().setAttribute('height', '333')").await?;
        page.wait_until(&format!("{}.offsetHeight === 333", frame(0)))
            .await
    });
}

#[test]
fn e2e_an_embed_follows_the_theme_and_language_of_its_page() {
    journey("embed-look", async |page| {
        let body = "<style>.night { background: #111; color: #eee }</style>\
                    <rebalance-lab loading=eager></rebalance-lab>";
        page.open_host(&host(body), None).await?;
        for (change, theme, lang) in [
            ("", "light", "en"),
            ("document.body.className = 'night'", "dark", "en"),
            ("document.documentElement.lang = 'ko-KR'", "dark", "ko"),
            ("lab().setAttribute('theme', 'light')", "light", "ko"),
            (
                "document.body.className = ''; lab().setAttribute('theme', 'auto'); \
              document.documentElement.style.colorScheme = 'light dark'",
                "light",
                "ko",
            ),
        ] {
            do_on(page, change).await?;
            look_is(page, theme, lang).await?;
        }
        page.look(Size::Desktop, Theme::Dark, Motion::Full).await?;
        look_is(page, "dark", "ko").await
    });
}

async fn look_is(page: &Page, theme: &str, lang: &str) -> Outcome {
    page.enter(&frame(0)).await?;
    page.wait_until(&format!(
        "document.documentElement.dataset.theme === '{theme}' && \
         document.documentElement.lang === '{lang}' && document.documentElement.dataset.ready"
    ))
    .await?;
    page.leave().await
}

#[test]
fn e2e_host_and_lab_speak_to_each_other() {
    journey("embed-messages", async |page| {
        page.open_host(
            &host("<rebalance-lab loading=eager controls=minimal></rebalance-lab>"),
            None,
        )
        .await?;
        page.wait_until("last('ready')?.version === 1").await?;
        do_on(page, "lab().seek(12.5)").await?;
        page.wait_until("last('timeupdate')?.t === 12.5 && !last('timeupdate').playing")
            .await?;
        do_on(page, "lab().command({ do: 'kill', who: 'consumer-a' })").await?;
        page.wait_until("heard.some(({ kind, t }) => kind === 'command' && t === 12.5)")
            .await?;
        do_on(page, "heard = []; lab().set({ speed: 100 }); lab().play()").await?;
        page.wait_until(
            "heard.some(({ type, kind }) => type === 'event' && kind === 'coordinator')",
        )
        .await?;
        do_on(page, "lab().pause()").await?;
        page.wait_until("!last('timeupdate').playing && last('statelink')")
            .await?;
        let state: String = page
            .eval("const url = last('statelink').url; heard = []; return url.split('#s=')[1]")
            .await?;
        do_on(page, "lab().load({ scenario: 'first-run', seed: 9, t: 3 })").await?;
        page.wait_until("last('timeupdate')?.t === 3").await?;
        do_on(page, &format!("lab().load({{ state: '{state}', t: 4 }})")).await?;
        page.wait_until("last('timeupdate')?.t === 4").await?;
        // Spoken by the host page itself, not by the lab.
        do_on(
            page,
            "heard = []; postMessage({ source: 'rebalance-lab', version: 1, type: 'ready' }, '*')",
        )
        .await?;
        for (said, field, value, allowed) in REFUSED {
            do_on(
                page,
                &format!("heard = heard.filter(one => one.type !== 'error'); {said}"),
            )
            .await?;
            page.wait_until("last('error')").await?;
            let told: Value = page
                .eval("const { field, value, allowed } = last('error'); return [field, value, allowed]")
                .await?;
            assert_eq!(told[0], field, "{said}");
            assert!(
                told[1].as_str().is_some_and(|text| text.contains(value)),
                "{told}"
            );
            assert!(
                told[2].as_str().is_some_and(|text| text.contains(allowed)),
                "{told}"
            );
        }
        let ready: bool = page.eval("return !!last('ready')").await?;
        assert!(!ready, "a message of the host page was taken for the lab's");
        Ok(())
    });
}

/// What is said, and the field, value and range of the answer.
const REFUSED: [(&str, &str, &str, &str); 8] = [
    ("lab().seek(-1)", "t", "-1", "0 to 604800"),
    ("lab().set({ speed: 1000 })", "speed", "1000", "0.01 to 100"),
    (
        "lab().set({ colour: 'red' })",
        "colour",
        "red",
        "theme, lang, speed",
    ),
    (
        "lab().command({ do: 'explode' })",
        "command",
        "explode",
        "`kill`",
    ),
    (
        "lab().command({ do: 'kill', who: 'Z' })",
        "command",
        "\"Z\"",
        "consumer-a",
    ),
    (
        "lab().load({ scenario: 'none' })",
        "scenario",
        "none",
        "first-run",
    ),
    ("lab().load({ state: '%' })", "state", "%", "damaged"),
    (
        "lab().load({ state: 'A'.repeat(2e6) })",
        "message",
        "2000",
        "at most",
    ),
];

/// A frame that orders a lab of its parent about.
const FOREIGN: &str = "<iframe id=lab src=\"LAB/?embed=1&t=2\" sandbox=allow-scripts></iframe>
    <script>
        window.told = [];
        addEventListener('message', ({ data }) => told.push(data));
        window.intrude = () => new Promise(done => {
            const frame = document.createElement('iframe');
            frame.srcdoc = `<script>parent.frames[0].postMessage(
                { source: 'rebalance-lab', version: 1, type: 'play' }, '*'); parent.postMessage('sent', '*')<\\/script>`;
            addEventListener('message', ({ data }) => data === 'sent' && done());
            document.body.append(frame);
        });
        window.say = (message) => lab.contentWindow.postMessage({ source: 'rebalance-lab', ...message }, '*');
    </script>";

#[test]
fn e2e_only_the_parent_window_is_heard() {
    journey("embed-foreign", async |page| {
        page.open_host(FOREIGN, None).await?;
        page.wait_until("told.some(({ type }) => type === 'ready')")
            .await?;
        do_on(page, "return intrude()").await?;
        do_on(page, "say({ version: 1, type: 'seek', t: 5 })").await?;
        page.wait_until("told.some(({ t }) => t === 5)").await?;
        let played: bool = page
            .eval("return told.some(({ playing }) => playing)")
            .await?;
        assert!(!played, "another window started the run");
        do_on(page, "say({ version: 2, type: 'play' })").await?;
        page.wait_until("told.some(({ field }) => field === 'version')")
            .await?;
        do_on(page, "say({ version: 1, type: 'play' })").await?;
        page.wait_until("told.some(({ playing }) => playing)").await
    });
}

#[test]
fn e2e_hostile_styles_do_not_reach_an_embed() {
    journey("embed-hostile", async |page| {
        let body = "<style>body * { all: revert !important; display: none !important; opacity: 0 !important;
                visibility: hidden !important; transform: scale(0) !important; position: fixed !important;
                width: 0 !important; height: 0 !important; font-size: 0 !important; color: red !important;
                pointer-events: none !important; clip-path: inset(50%) !important }</style>\
            <rebalance-lab poster=\"LAB/icons/favicon.svg\"></rebalance-lab>";
        page.open_host(&host(body), None).await?;
        page.wait_until(&button(0)).await?;
        page.screenshot("embed-hostile").await?;
        for part in [button(0), frame(0)] {
            let is_seen: bool = page
                .eval(&format!(
                    "const part = {part}; part.scrollIntoView({{ block: 'nearest' }});
                    const {{ left, top, width, height }} = part.getBoundingClientRect();
                    const hit = lab().shadowRoot.elementFromPoint(left + width / 2, top + height / 2);
                    return width > 150 && height > 40 && part.contains(hit) && part.checkVisibility({{
                        opacityProperty: true, visibilityProperty: true }});"
                ))
                .await?;
            assert!(is_seen, "{part} is not to be seen");
            if part == button(0) {
                do_on(page, &format!("{part}.click()")).await?;
            }
        }
        page.wait_until("last('timeupdate')?.playing").await
    });
}

/// The page under the policy that the build leaves beside it, in a frame without an origin.
#[test]
fn e2e_the_strictest_policy_and_sandbox_are_enough() {
    journey("embed-policy", async |page| {
        let policy = std::fs::read_to_string(dist().join(embed::POLICY))?;
        page.server().restrict(policy.trim());
        let framed = "<body><iframe id=lab width=1280 height=720 sandbox=allow-scripts \
                      src=\"LAB/?embed=1&lang=ko\"></iframe>";
        page.open_host(framed, None).await?;
        page.enter("lab").await?;
        page.wait_until("document.documentElement.dataset.ready === '1'")
            .await?;
        page.wait_until("document.fonts.check('13px \"Inter Lab\"')")
            .await?;
        let place: [String; 2] = page
            .eval("return [origin, document.documentElement.lang]")
            .await?;
        assert_eq!(place, ["null", "ko"]);
        page.click("play").await?;
        page.wait_until("document.documentElement.dataset.at > 21e6")
            .await?;
        page.screenshot("embed-policy").await?;
        page.leave().await?;
        page.assert_console_silent().await?;
        // The whole page too, in every state.
        for state in every() {
            state.open(page, Size::Desktop, Theme::Light).await?;
        }
        Ok(())
    });
}

#[test]
fn e2e_open_in_lab_says_where_it_may_not() {
    journey("embed-popups", async |page| {
        let host = |words: &str| {
            format!(
                "<body><iframe id=lab width=720 height=480 sandbox='{words}' src='LAB/?embed=1&t=20'></iframe>"
            )
        };
        let ready = "document.documentElement.dataset.ready === '1'";
        page.open_host(&host("allow-scripts"), None).await?;
        page.enter("lab").await?;
        page.wait_until(ready).await?;
        page.click("open-lab").await?;
        let says =
            |text: &str| text.contains("does not let the lab open a tab") && text.contains("#s=");
        page.wait_for_text("banner", says).await?;
        // The refusal is the browser's own line.
        page.take_console().await?;
        page.leave().await?;
        let words = "allow-scripts allow-popups allow-popups-to-escape-sandbox";
        page.open_host(&host(words), None).await?;
        page.enter("lab").await?;
        page.wait_until(ready).await?;
        page.eval::<()>(
            "const open = window.open; \
             window.open = (...all) => (window.opened = open.apply(window, all))",
        )
        .await?;
        page.click("open-lab").await?;
        page.wait_until("window.opened").await?;
        assert!(page.all("banner").await?.is_empty());
        page.leave().await
    });
}

#[test]
fn e2e_a_hundred_mounts_leave_nothing() {
    journey("embed-mounts", async |page| {
        let [before, after] = mounts::before_and_after(page, 100).await?;
        assert_eq!(
            (after.documents, after.listeners),
            (before.documents, before.listeners),
            "{before:?} {after:?}"
        );
        assert!(after.nodes <= before.nodes, "{before:?} {after:?}");
        Ok(())
    });
}

#[test]
fn e2e_controls_and_readonly_take_away_what_they_say() {
    journey("embed-controls", async |page| {
        let shown = "return ['play', 'to-start', 'next-event', 'speed', 'actions-consumer-a', 'acts'].filter(name =>
            [...document.querySelectorAll(`[data-testid^='${name}'], .${name}`)].some(one => one.checkVisibility({
                visibilityProperty: true })))";
        page.look(Size::Embed, Theme::Light, Motion::Full).await?;
        for (address, wanted) in [
            (
                "?embed=1",
                &[
                    "play",
                    "to-start",
                    "next-event",
                    "speed",
                    "actions-consumer-a",
                ][..],
            ),
            ("?embed=1&controls=minimal&readonly", &["play"][..]),
            ("?embed=1&controls=none&readonly=1", &[][..]),
        ] {
            page.open_ready(address).await?;
            let seen: Vec<String> = page.eval(shown).await?;
            assert_eq!(seen, wanted, "{address}");
            page.screenshot(&format!("embed-controls-{}", wanted.len()))
                .await?;
        }
        page.open_ready("?embed=1&readonly").await?;
        let opens: String = page
            .eval("return document.querySelector('[data-testid=open-lab]').textContent")
            .await?;
        assert_eq!(opens, "Open in lab");
        assert!(page.all("tab-settings").await?.is_empty());
        let before = page.data("fingerprint").await?;
        page.press("n").await?;
        page.wait_for_text("toast", |text| text.contains("played, not changed"))
            .await?;
        assert_eq!(page.data("fingerprint").await?, before);
        page.open_ready("?embed=1&lesson=the-lost-commit").await?;
        page.wait_for_text("banner", |text| {
            text.contains("the-lost-commit") && text.contains("default scenario")
        })
        .await?;
        // The missing file is the browser's own line.
        page.take_console().await?;
        Ok(())
    });
}

/// The first block of code under a heading of docs/EMBED.md, with the lab where the test has it.
fn recipe(heading: &str) -> Outcome<String> {
    let text = std::fs::read_to_string(lab_tests::repository().join("docs/EMBED.md"))?;
    let section = text.split(&format!("\n## {heading}\n")).nth(1);
    let code = section.and_then(|section| section.split("```").nth(1)?.split_once('\n'));
    let (_language, code) = code.ok_or_else(|| format!("{heading} has no code"))?;
    Ok(code.replace("https://lab.example/", "LAB/"))
}

#[test]
fn e2e_recipes_work_as_they_stand() {
    journey("embed-recipes", async |page| {
        page.open_host(&recipe("Plain HTML")?, None).await?;
        page.wait_until(&button(0)).await?;
        do_on(page, &format!("{}.click()", button(0))).await?;
        page.enter(&frame(0)).await?;
        page.wait_until("document.documentElement.dataset.ready === '1'")
            .await?;
        page.leave().await?;
        page.open_host(&recipe("iframe")?, None).await?;
        page.enter("document.querySelector('iframe')").await?;
        page.wait_until("document.documentElement.dataset.ready === '1'")
            .await?;
        page.leave().await
    });
}
