//! Takes pictures of the built page for people to look at, at every size and in both themes.

#![expect(clippy::print_stdout, reason = "it says where the pictures are")]

use std::time::Duration;

use lab_tests::Outcome;
use lab_tests::browser::block_on;
use lab_tests::page::{Motion, Page, Size, Theme};

const USAGE: &str = "\
Usage: cargo run -p lab-tests --bin shots -- [OPTION | NAME=SUFFIX]...

Opens SUFFIX below the built page (?embed=1, #s=..., or nothing) and saves
target/screenshots/NAME-SIZE-THEME.png. Options hold for the pictures after them:

  --size desktop|laptop|embed|phone|all   which sizes (all)
  --theme light|dark|all           which themes (all)
  --wait TESTID                    wait for this element before the picture
  --js CODE                        run this after loading; the result is ignored
  --settle MS                      wait this long before the picture (300)";

fn main() -> Outcome {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.iter().any(|argument| argument == "--help") {
        println!("{USAGE}");
        return Ok(());
    }
    if !arguments
        .iter()
        .any(|argument| argument.contains('=') && !argument.starts_with("--"))
    {
        arguments.push("page=".to_owned());
    }
    block_on(take(arguments))?
}

async fn take(arguments: Vec<String>) -> Outcome {
    let page = Page::start().await?;
    let mut setting = Setting::default();
    let mut arguments = arguments.into_iter();
    while let Some(argument) = arguments.next() {
        if argument.starts_with("--") {
            let value = arguments
                .next()
                .ok_or_else(|| format!("{argument} needs a value\n\n{USAGE}"))?;
            setting.set(&argument, value)?;
            continue;
        }
        let (name, suffix) = argument
            .split_once('=')
            .ok_or_else(|| format!("\"{argument}\" is not NAME=SUFFIX\n\n{USAGE}"))?;
        setting.take(&page, name, suffix).await?;
    }
    Ok(())
}

struct Setting {
    sizes: Vec<Size>,
    themes: Vec<Theme>,
    wait: Option<String>,
    script: Option<String>,
    settle: Duration,
}

impl Default for Setting {
    fn default() -> Self {
        Self {
            sizes: Size::ALL.to_vec(),
            themes: Theme::ALL.to_vec(),
            wait: None,
            script: None,
            settle: Duration::from_millis(300),
        }
    }
}

impl Setting {
    fn set(&mut self, option: &str, value: String) -> Outcome {
        match option {
            "--size" => self.sizes = chosen(&Size::ALL, Size::name, &value)?,
            "--theme" => self.themes = chosen(&Theme::ALL, Theme::name, &value)?,
            "--wait" => self.wait = Some(value),
            "--js" => self.script = Some(value),
            "--settle" => self.settle = Duration::from_millis(value.parse()?),
            _ => return Err(format!("{option} is unknown\n\n{USAGE}").into()),
        }
        Ok(())
    }

    async fn take(&self, page: &Page, name: &str, suffix: &str) -> Outcome {
        for &size in &self.sizes {
            for &theme in &self.themes {
                page.look(size, theme, Motion::Full).await?;
                page.open(suffix).await?;
                if let Some(testid) = &self.wait {
                    page.wait_for(testid).await?;
                }
                if let Some(script) = &self.script {
                    let _result: serde_json::Value = page.eval(script).await?;
                }
                tokio::time::sleep(self.settle).await;
                let file = page
                    .screenshot(&format!("{name}-{}-{}", size.name(), theme.name()))
                    .await?;
                println!("{}", file.display());
            }
        }
        for message in page.take_console().await? {
            println!("console: {message}");
        }
        Ok(())
    }
}

/// The choices called `name`; `all` means every one.
fn chosen<T: Copy>(choices: &[T], name_of: fn(T) -> &'static str, name: &str) -> Outcome<Vec<T>> {
    let found: Vec<T> = choices
        .iter()
        .copied()
        .filter(|&choice| name == "all" || name_of(choice) == name)
        .collect();
    if found.is_empty() {
        Err(format!("\"{name}\" is not a choice\n\n{USAGE}").into())
    } else {
        Ok(found)
    }
}
