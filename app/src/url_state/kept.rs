//! What stays in the query once the reader has gone on from where the link led.

use locale::Language;

use crate::preferences::Theme;

/// The query without what the fragment says, and with the language and the theme of the page: a
/// reload must not take back what its buttons did.
pub fn kept_query(search: &str, language: Language, theme: Theme) -> String {
    let mut kept = String::new();
    for pair in search.trim_start_matches('?').split('&') {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let pair = match name.to_ascii_lowercase().as_str() {
            "" | "t" | "seed" | "view" => continue,
            "lang" if Language::parse(value) != Some(language) => {
                format!("lang={}", language.code())
            }
            "theme" if Theme::parse(value) != Some(theme) => format!("theme={}", theme.name()),
            _ => pair.to_owned(),
        };
        kept.push(if kept.is_empty() { '?' } else { '&' });
        kept.push_str(&pair);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_fragment_says_goes() {
        let kept = |search| kept_query(search, Language::English, Theme::Auto);
        assert_eq!(
            kept("?embed=1&T=3&seed=9&view=matrix&speed=2"),
            "?embed=1&speed=2"
        );
        assert_eq!(kept("?t=1"), "");
        assert_eq!(kept(""), "");
    }

    #[test]
    fn buttons_win_over_the_link() {
        let kept = |search| kept_query(search, Language::Korean, Theme::Dark);
        assert_eq!(kept("?lang=en&theme=light"), "?lang=ko&theme=dark");
        assert_eq!(kept("?lang=ko-KR&theme=dark"), "?lang=ko-KR&theme=dark");
        assert_eq!(
            kept("?embed=1"),
            "?embed=1",
            "what the link left open stays open"
        );
    }
}
