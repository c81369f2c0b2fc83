use crate::compile::{Source, compile};
use crate::{Catalog, Gap, KOREAN, Language, Text, say};

fn source(name: &str, text: &str) -> [Source; 1] {
    [Source {
        name: name.to_owned(),
        text: text.to_owned(),
    }]
}

fn problems(english: &str, korean: &str) -> Vec<String> {
    let made = compile(&source("en.ftl", english), &source("ko.ftl", korean));
    made.err().unwrap_or_default()
}

fn korean() -> Catalog {
    Catalog::read(Language::Korean, KOREAN).expect("the build checks it")
}

#[test]
fn each_language_has_its_plurals() {
    assert_eq!(say::records(1_u32), "1 record");
    assert_eq!(say::records(12_345_u32), "12\u{202f}345 records");
    assert_eq!(korean().say(&say::records(1_u32)), "레코드 1개");
    assert_eq!(korean().say(&say::records(40_u32)), "레코드 40개");
}

#[test]
fn a_text_may_lie_in_another_and_be_said_twice() {
    let text = Text::joined([say::seconds("9.1"), Text::verbatim("poll()")], ", ");
    assert_eq!(text, "9.1 s, poll()");
    assert_eq!(korean().say(&text), "9.1초, poll()");
    assert_eq!(
        format!("{text} {text:?}"),
        "9.1 s, poll() \"9.1 s, poll()\""
    );
    assert!(Text::default().is_empty() && !text.is_empty());
    assert_eq!(Gap::from(3_u8), Gap::from(3_usize));
}

#[test]
fn a_table_of_other_messages_is_refused() {
    assert_eq!(Catalog::read(Language::Korean, "one\u{6}two\u{6}"), None);
    assert_eq!(Language::parse("ko-KR"), Some(Language::Korean));
    assert_eq!(Language::parse("kok"), None);
}

#[test]
fn what_a_language_lacks_stops_the_build() {
    assert_eq!(problems("a = A { $n }", "a = ㄱ { $n }"), [""; 0]);
    assert_eq!(
        problems("a = A\nb = B", "a = ㄱ\nc = ㄷ"),
        [
            "ko.ftl: `c` is in no English file",
            "en.ftl: `b` has no Korean"
        ]
    );
    assert_eq!(
        problems("a = A { $n }", "a = ㄱ { $m }"),
        ["ko.ftl: `a` has the variables [\"m\"], in English [\"n\"]"]
    );
    assert_eq!(
        problems("a = A\na = B", "a = ㄱ"),
        ["en.ftl: `a` is in en.ftl too"]
    );
}

#[test]
fn a_particle_after_a_variable_stops_the_build() {
    let said = problems("a = { $who } reads", "a = { $who }가 읽습니다");
    assert_eq!(
        said,
        ["ko.ftl: `a` says { $who }가, whose particle would depend on the variable's sound"]
    );
    assert_eq!(
        problems("a = { $who } reads", "a = { $who }에서 읽습니다"),
        [""; 0]
    );
}

#[test]
fn only_what_the_tables_can_hold_is_taken() {
    let refused = |english| problems(english, "a = ㄱ").concat();
    assert!(refused("a = { NUMBER($n) }").contains("more of Fluent"));
    assert!(refused("a = A\n    .title = B").contains("attribute"));
    assert!(refused("a = { $type }").contains("$type"));
    assert!(refused("-a = A").contains("term"));
    let korean = "a = { $n ->\n    [one] 하나\n   *[other] 여럿\n}";
    assert!(problems("a = { $n }", korean).concat().contains("[one]"));
}

#[test]
fn a_line_break_is_a_space() {
    let made = compile(
        &source("en.ftl", "a =\n    One line\n    and { \"{\" }another."),
        &source("ko.ftl", "a = 하나"),
    );
    let made = made.map_err(|problems| problems.concat());
    assert_eq!(
        made.map(|made| made.english),
        Ok("One line and {another.\u{6}".to_owned())
    );
}
