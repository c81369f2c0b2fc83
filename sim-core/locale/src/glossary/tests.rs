use super::*;
use crate::terms::tables;
use crate::{ENGLISH_TERMS, KOREAN_TERMS};

fn english() -> Glossary {
    Glossary::read(ENGLISH_TERMS).expect("the build makes it")
}

fn korean() -> Glossary {
    Glossary::read(KOREAN_TERMS).expect("the build makes it")
}

/// What is marked, as `words=term`.
fn marked(glossary: &Glossary, text: &str) -> Vec<String> {
    let found = glossary.find(text, &mut Vec::new());
    let show = |it: Found| format!("{}={}", &text[it.place], it.term);
    found.into_iter().map(show).collect()
}

#[test]
fn inflections_and_the_beginning_of_a_sentence_are_found() {
    assert_eq!(
        marked(
            &english(),
            "Rebalances wait. A member polls while rebalancing"
        ),
        ["Rebalances=rebalance", "member=member", "polls=poll"]
    );
    assert_eq!(
        marked(&english(), "The group says Stable; nothing is stable."),
        ["Stable=stable"]
    );
}

#[test]
fn the_longest_term_wins() {
    assert_eq!(
        marked(&english(), "the committed offset, then committed"),
        ["committed offset=committed-offset", "committed=commit"]
    );
    assert_eq!(
        marked(
            &english(),
            "its session timeout, session.timeout.ms and its session"
        ),
        ["session timeout=session-timeout-ms", "session=session"]
    );
    assert_eq!(
        marked(&korean(), "그룹 코디네이터와 커밋된 오프셋"),
        [
            "그룹 코디네이터=group-coordinator",
            "커밋된 오프셋=committed-offset"
        ]
    );
}

#[test]
fn nothing_inside_words_names_and_calls_is_found() {
    let english = english();
    for text in [
        "remembers, flag, deleader",
        "consumer-a of rebalance-lab and my_offset",
        "max.poll.records.more and poll.x",
        "fetch(3) and commit()",
        "lagging sessions-to-be",
    ] {
        let none: [&str; 0] = [];
        assert_eq!(marked(&english, text), none, "{text}");
    }
    assert_eq!(
        marked(&english, "poll(), then (lag). The group’s member’s"),
        ["poll()=poll", "lag=lag", "member=member"]
    );
}

#[test]
fn korean_particles_and_verbs_may_follow() {
    let korean = korean();
    for (text, term) in [
        ("리밸런스는", "rebalance"),
        ("파티션들을", "partition"),
        ("poll()을", "poll"),
        ("commit했습니다", "commit"),
        ("커밋합니다", "commit"),
        ("JoinGroup으로", "join-group"),
        ("lag이", "lag"),
        ("코디네이터에게서", "group-coordinator"),
    ] {
        let found = korean.find(text, &mut Vec::new());
        let terms: Vec<_> = found.iter().map(|found| found.term).collect();
        assert_eq!(terms, [term], "{text}");
    }
    let none: [&str; 0] = [];
    assert_eq!(
        marked(&korean, "리더십과 멤버쉽, 새컨슈머, billing그룹"),
        none
    );
}

#[test]
fn a_term_is_found_once() {
    let (english, mut seen) = (english(), Vec::new());
    assert_eq!(english.find("lag, lag", &mut seen).len(), 1);
    assert_eq!(english.find("its lag", &mut seen), []);
    // A longer term that was met before hides the shorter one in it all the same.
    let mut seen = vec!["committed-offset"];
    assert_eq!(english.find("the committed offset", &mut seen), []);
}

#[test]
fn code_is_a_term_as_a_whole_or_not_at_all() {
    let english = english();
    let whole = |code: &str| Some(english.whole(code, &mut Vec::new())?.term);
    assert_eq!(whole("session.timeout.ms"), Some("session-timeout-ms"));
    assert_eq!(whole("range"), Some("range"));
    assert_eq!(whole("commitSync()"), Some("commit-sync"));
    assert_eq!(whole("consumer-b"), None);
    assert_eq!(whole("orders lag"), None);
    assert_eq!(english.whole("range", &mut vec!["range"]), None);
    // In a sentence `range` is a word.
    assert_eq!(english.find("a range", &mut Vec::new()), []);
}

#[test]
fn both_languages_have_each_term_with_forms_and_a_text() {
    let (english, korean) = (english(), korean());
    assert!(english.terms().len() > 60);
    assert_eq!(english.terms().len(), korean.terms().len());
    for term in english.terms() {
        let other = korean.term(term.id).expect("in both");
        for (glossary, term) in [(&english, term), (&korean, other)] {
            assert!(
                !term.name.is_empty() && term.text.ends_with('.'),
                "{term:?}"
            );
            assert!(term.text.chars().count() < 330, "too long: {term:?}");
            let place = glossary.terms().iter().position(|it| it.id == term.id);
            let mut forms = glossary.forms.iter().chain(&glossary.codes);
            assert!(forms.any(|(_, own)| Some(*own) == place), "{term:?}");
        }
        assert_eq!(term.keys, other.keys);
    }
    let names = english.terms().iter().map(|term| term.name.to_lowercase());
    assert!(names.is_sorted());
}

/// What a text says of other terms is found in it, so its forms are those that are really used.
#[test]
fn each_form_is_found_as_its_own_term() {
    for glossary in [english(), korean()] {
        for (form, place) in &glossary.forms {
            let found = glossary.find(form, &mut Vec::new());
            assert_eq!(found.len(), 1, "{form}");
            assert_eq!(found[0].term, glossary.terms[*place].id, "{form}");
        }
    }
}

#[test]
fn what_is_wrong_with_a_glossary_stops_the_build() {
    let problems = |english: &str, korean: &str| tables(english, korean).err().unwrap_or_default();
    let good = "lag = lag\n    .forms = lag\n    .text = A.\n";
    assert_eq!(problems(good, good), [""; 0]);
    assert_eq!(problems(good, ""), ["ko: the term `lag` is missing"]);
    assert_eq!(
        problems("", good),
        ["ko: the term `lag` is in no English file"]
    );
    let twice = format!("{good}late = late\n    .forms = late, lag\n    .text = A.\n");
    assert_eq!(
        problems(&twice, &twice),
        [
            "en: `lag` and `late` claim `lag`",
            "ko: `lag` and `late` claim `lag`"
        ]
    );
    assert_eq!(
        problems(&format!("{good}    .seen = There.\n"), good),
        ["`lag` has .seen in one language only"]
    );
    assert_eq!(
        problems(
            &format!("{good}    .keys = KIP-1\n"),
            &format!("{good}    .keys = KIP-1\n")
        ),
        ["ko: `lag` has .keys; English has it"]
    );
    let refused = |term: &str| problems(term, "").remove(0);
    assert!(refused("lag = lag\n    .forms = lag\n").contains("no .text"));
    assert!(refused("lag = lag\n    .text = A.\n").contains("neither .forms nor .code"));
    assert!(refused("lag = lag\n    .form = lag\n").contains(".form;"));
    assert!(refused("lag = lag\n    .text = { $n }\n    .forms = lag\n").contains("gap"));
}
