//! Link and snippets as text. Whatever a scenario is called, a snippet stays what it is.

use sim_core::SimTime;
use sim_core::link::{Place, builtin_name, encode};

use super::options::Options;

/// A place with the choices made about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared {
    /// Address of the page.
    page: String,
    /// What stands after `s=`.
    state: String,
    /// Name of the scenario, seed and moment, where they say everything.
    plain: Option<(String, u64, SimTime)>,
    options: Options,
    size: (u32, u32),
    title: String,
}

impl Shared {
    pub fn new(page: &str, place: &Place, options: Options, size: (u32, u32), title: &str) -> Self {
        let mut place = place.clone();
        place.view = options.view();
        if options.starts_at_zero() {
            place.at = SimTime::ZERO;
        }
        let is_plain = place.recording.commands.is_empty() && place.selection.is_none();
        let name = builtin_name(&place.recording.scenario).filter(|_| is_plain);
        Self {
            page: page.to_owned(),
            state: encode(&place),
            plain: name.map(|name| (name.to_owned(), place.recording.seed, place.at)),
            options,
            size,
            title: title.to_owned(),
        }
    }

    /// The link.
    pub fn link(&self) -> String {
        self.address("")
    }

    /// The address for a frame in another page.
    pub fn embedded(&self) -> String {
        self.address("embed=1")
    }

    fn address(&self, first: &str) -> String {
        let parameters = self.options.parameters();
        let parameters = parameters
            .iter()
            .map(|(name, value)| format!("{name}={value}"));
        let first = (!first.is_empty()).then(|| first.to_owned());
        let all: Vec<String> = first.into_iter().chain(parameters).collect();
        let mark = if all.is_empty() { "" } else { "?" };
        format!("{}{mark}{}#s={}", self.page, all.join("&"), self.state)
    }

    /// Width and height of the frame.
    pub fn size(&self) -> (u32, u32) {
        self.size
    }

    /// A frame for any page.
    pub fn frame(&self) -> String {
        let (address, title) = (in_html(&self.embedded()), in_html(&self.title));
        let (width, height) = self.size;
        format!(
            "<iframe src=\"{address}\"\n  title=\"{title}\"\n  \
             width=\"{width}\" height=\"{height}\" loading=\"lazy\" sandbox=\"allow-scripts\"></iframe>"
        )
    }

    /// The custom element and the script that knows it. Without the script it is a link.
    pub fn element(&self) -> String {
        let folder = self.page.rsplit_once('/').map_or("", |(folder, _)| folder);
        let script = in_html(&format!("{folder}/rebalance-lab.js"));
        let what = match &self.plain {
            Some((name, seed, at)) => format!(
                "scenario=\"{}\" seed=\"{seed}\" at=\"{}\" view=\"{}\"",
                in_html(name),
                seconds(*at),
                self.options.view().name(),
            ),
            None => format!("state=\"{}\"", self.state),
        };
        let loading = if self.options.plays_by_itself() {
            "lazy\" autoplay=\"true"
        } else {
            "click"
        };
        let language = match self.options.language() {
            "" => String::new(),
            code => format!(" lang=\"{code}\""),
        };
        let (link, title) = (in_html(&self.link()), in_html(&self.title));
        let (controls, theme) = (self.options.controls(), self.options.theme());
        format!(
            "<script type=\"module\" src=\"{script}\"></script>\n<rebalance-lab {what}\n  \
             controls=\"{controls}\" theme=\"{theme}\" loading=\"{loading}\"{language}>\
             <a href=\"{link}\">{title}</a></rebalance-lab>"
        )
    }

    /// A picture that leads to the run.
    pub fn markdown(&self) -> String {
        let link = self.link().replace('(', "%28").replace(')', "%29");
        format!("[![{}](rebalance.svg)]({link})", in_markdown(&self.title))
    }
}

/// All digits of a moment and no more.
fn seconds(at: SimTime) -> String {
    let micros = at.as_micros();
    let text = format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Text as HTML takes it, also between quotes.
fn in_html(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            sign => safe.push(sign),
        }
    }
    safe
}

/// Text as Markdown takes it: its signs lose their meaning.
fn in_markdown(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for sign in text.chars() {
        if matches!(
            sign,
            '\\' | '[' | ']' | '(' | ')' | '<' | '>' | '&' | '*' | '_' | '`' | '!' | '|' | '$'
        ) {
            safe.push('\\');
        }
        safe.push(sign);
    }
    safe
}

#[cfg(test)]
mod tests {
    use sim_core::link::{Selection, decode};
    use sim_core::scenario::default_scenario;
    use sim_core::{PartitionId, Recording};

    use super::*;

    const PAGE: &str = "https://lab.example/a/index.html";

    fn place() -> Place {
        let mut place = Place::start_of(Recording::new(default_scenario(), u64::MAX));
        place.at = SimTime::from_micros(24_600_120);
        place
    }

    fn shared(place: &Place, choices: [usize; 6], title: &str) -> Shared {
        Shared::new(PAGE, place, Options::with(choices), (720, 480), title)
    }

    #[test]
    fn what_is_chosen_is_in_link_and_snippets() {
        let plain = shared(&place(), [1, 0, 2, 0, 0, 0], "A run");
        assert!(plain.link().starts_with(&format!("{PAGE}#s=2.")));
        assert!(plain.element().contains(
            "scenario=\"killed\" seed=\"18446744073709551615\" at=\"24.60012\" view=\"both\""
        ));
        assert!(
            plain
                .element()
                .contains("src=\"https://lab.example/a/rebalance-lab.js\"")
        );
        let all = shared(&place(), [0, 1, 1, 1, 2, 2], "A run");
        let query = "autoplay=1&controls=minimal&theme=dark&lang=ko";
        assert!(all.link().starts_with(&format!("{PAGE}?{query}#s=")));
        let in_frame = query.replace('&', "&amp;");
        assert!(
            all.frame()
                .contains(&format!("{PAGE}?embed=1&amp;{in_frame}#s="))
        );
        let (_, fragment) = all
            .link()
            .split_once('#')
            .map(|(a, b)| (a.to_owned(), b.to_owned()))
            .unwrap_or_default();
        let opened = decode(&fragment).map(|place| (place.at, place.view.name()));
        assert_eq!(opened, Ok((SimTime::ZERO, "matrix")));
        for part in [
            "at=\"0\"",
            "controls=\"minimal\"",
            "theme=\"dark\"",
            "autoplay=\"true\"",
            "lang=\"ko\"",
        ] {
            assert!(all.element().contains(part), "{part}: {}", all.element());
        }
    }

    #[test]
    fn what_only_a_link_can_say_is_a_state() {
        let mut selected = place();
        selected.selection = Some(Selection::Partition(PartitionId(3)));
        let element = shared(&selected, [1, 0, 2, 0, 0, 0], "A run").element();
        assert!(element.contains(" state=\"2."), "{element}");
        assert!(!element.contains("seed="), "{element}");
    }

    #[test]
    fn no_title_breaks_a_snippet() {
        let title = "\"'><script>alert(1)</script> & ](x) \\ `a`";
        let shared = shared(&place(), [1, 0, 2, 0, 0, 0], title);
        let safe = "&quot;&#39;&gt;&lt;script&gt;alert(1)&lt;/script&gt; &amp; ](x) \\ `a`";
        assert!(shared.frame().contains(&format!("title=\"{safe}\"")));
        assert!(shared.element().contains(&format!("\">{safe}</a>")));
        assert_eq!(shared.element().matches("<script").count(), 1);
        let markdown = shared.markdown();
        assert!(
            markdown.starts_with("[![\"'\\>\\<script\\>alert\\(1\\)\\</script\\> \\& \\]\\(x\\) \\\\ \\`a\\`](rebalance.svg)](https://"),
            "{markdown}"
        );
    }
}
