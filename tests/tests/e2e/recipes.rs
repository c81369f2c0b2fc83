//! What `docs/EMBED.md` tells authors to paste, built with their own tools and opened.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use lab_tests::page::{Page, journey};
use lab_tests::server::FileServer;
use lab_tests::{Outcome, dist, embed, output_folder, repository};

/// The document's name for wherever the lab is.
const LAB: &str = "https://lab.example/";

/// Where the tools are: mdBook, and the folder of all others. Installed once, or why not.
fn tools() -> Outcome<&'static (PathBuf, PathBuf)> {
    static FOUND: OnceLock<Result<(PathBuf, PathBuf), String>> = OnceLock::new();
    let found = FOUND.get_or_init(|| find_tools().map_err(|error| error.to_string()));
    found.as_ref().map_err(|error| error.clone().into())
}

fn find_tools() -> Outcome<(PathBuf, PathBuf)> {
    let printed = run(Command::new(env!("CARGO"))
        .current_dir(repository())
        .args(["xtask", "recipes"]))?;
    let mut lines = printed.lines().rev().map(PathBuf::from);
    let (folder, mdbook) = (lines.next(), lines.next());
    Ok(mdbook.zip(folder).ok_or("xtask named no tools")?)
}

/// A tool of the folder, which finds the others there.
fn tool(name: &str, at: &Path) -> Outcome<Command> {
    let bin = tools()?.1.join("venv/bin");
    let old = std::env::var_os("PATH").unwrap_or_default();
    let path = std::iter::once(bin.clone()).chain(std::env::split_paths(&old));
    let mut command = Command::new(bin.join(name));
    command
        .current_dir(at)
        .env("PATH", std::env::join_paths(path)?)
        .env("CI", "1");
    Ok(command)
}

/// What a tool prints; its complaints if it fails.
fn run(command: &mut Command) -> Outcome<String> {
    let output = command.output()?;
    if output.status.success() {
        return Ok(String::from_utf8(output.stdout)?);
    }
    let said =
        [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
    Err(format!("{command:?} failed:\n{}", said.join("\n")).into())
}

/// What a section of the document has to paste, for the lab at that address.
fn pasted(section: &str, lab: &str) -> Outcome<Vec<String>> {
    let text = fs::read_to_string(repository().join("docs/EMBED.md"))?;
    let heading = format!("\n## {section}\n");
    let (_, rest) = text
        .split_once(&heading)
        .ok_or(format!("no section {section}"))?;
    let section = rest.split("\n## ").next().unwrap_or_default();
    let fenced = section.split("```").skip(1).step_by(2);
    let blocks = fenced.filter_map(|block| block.split_once('\n'));
    Ok(blocks.map(|(_, code)| code.replace(LAB, lab)).collect())
}

/// An empty folder.
fn folder(name: &str) -> Outcome<PathBuf> {
    let folder = output_folder().join("recipes").join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

fn write(folder: &Path, files: &[(&str, &str)]) -> Outcome {
    for (name, text) in files {
        let file = folder.join(name);
        fs::create_dir_all(file.parent().unwrap_or(folder))?;
        fs::write(file, text)?;
    }
    Ok(())
}

/// Opens a site, presses the button and waits for the lab.
async fn opens(page: &Page, site: &Path, name: &str) -> Outcome {
    let site = FileServer::start(site, "/")?;
    site.put("favicon.ico", "", None);
    page.open_elsewhere(&site.url("")).await?;
    let inside = |what: &str| {
        format!("document.querySelector('rebalance-lab')?.shadowRoot?.querySelector('{what}')")
    };
    page.wait_until(&format!("{}?.naturalWidth === 720", inside("img")))
        .await?;
    page.screenshot(&format!("recipe-{name}")).await?;
    page.eval::<()>(&format!("{}.click()", inside("button")))
        .await?;
    page.enter(&inside("iframe")).await?;
    page.wait_until("document.documentElement.dataset.ready === '1'")
        .await?;
    page.wait_until("document.querySelector('[data-testid=play]').ariaLabel === 'Pause'")
        .await?;
    page.leave().await
}

#[test]
fn e2e_recipe_plain_html() {
    journey("recipe-html", async |page| {
        let blocks = pasted("Plain HTML", &page.server().url(""))?;
        let site = folder("html")?;
        let html = format!("<!doctype html><title>Page</title>\n{}", blocks[0]);
        write(&site, &[("index.html", &html)])?;
        opens(page, &site, "html").await
    });
}

#[test]
fn e2e_recipe_mdbook() {
    journey("recipe-mdbook", async |page| {
        let blocks = pasted("mdBook", &page.server().url(""))?;
        let book = folder("mdbook")?;
        fs::copy(dist().join(embed::SCRIPT), book.join("rebalance-lab.js"))?;
        write(
            &book,
            &[
                (
                    "book.toml",
                    &format!("[book]\ntitle = \"Book\"\n\n{}", blocks[0]),
                ),
                ("src/SUMMARY.md", "[Chapter](chapter.md)\n"),
                (
                    "src/chapter.md",
                    &format!("# Chapter\n\n{}\nMore *text*.\n", blocks[1]),
                ),
            ],
        )?;
        run(Command::new(&tools()?.0).current_dir(&book).arg("build"))?;
        opens(page, &book.join("book"), "mdbook").await
    });
}

#[test]
fn e2e_recipe_mkdocs_material() {
    journey("recipe-mkdocs", async |page| {
        let blocks = pasted("MkDocs Material", &page.server().url(""))?;
        let site = folder("mkdocs")?;
        // Without fonts from elsewhere: a test talks to this machine only.
        let settings = "site_name: Site\ntheme:\n  name: material\n  font: false\n\n";
        write(
            &site,
            &[
                ("mkdocs.yml", &format!("{settings}{}", blocks[0])),
                (
                    "docs/index.md",
                    &format!("# Page\n\n{}\nMore *text*.\n", blocks[1]),
                ),
            ],
        )?;
        run(tool("mkdocs", &site)?.args(["build", "--quiet"]))?;
        opens(page, &site.join("site"), "mkdocs").await
    });
}

#[test]
fn e2e_recipe_docusaurus() {
    journey("recipe-docusaurus", async |page| {
        let blocks = pasted("Docusaurus", &page.server().url(""))?;
        let site = tools()?.1.join("site");
        let settings = "module.exports = {
            title: 'Site', url: 'http://127.0.0.1', baseUrl: '/',
            plugins: [['@docusaurus/plugin-content-docs', { routeBasePath: '/', sidebarPath: false }]],
            themes: ['@docusaurus/theme-classic'],
        };\n";
        write(
            &site,
            &[
                ("docusaurus.config.js", settings),
                (
                    "docs/index.mdx",
                    &format!("---\nslug: /\n---\n\n{}\nMore *text*.\n", blocks[0]),
                ),
            ],
        )?;
        let packed = run(tool("npm", repository())?
            .args(["pack", "./dist/embed", "--silent", "--pack-destination"])
            .arg(&site))?;
        let install = [
            "install",
            "--no-save",
            "--offline",
            "--no-audit",
            "--no-fund",
        ];
        run(tool("npm", &site)?
            .args(install)
            .arg(format!("./{}", packed.trim())))?;
        let out = folder("docusaurus")?;
        let build = ["docusaurus", "build", "--no-minify", "--out-dir"];
        run(tool("npx", &site)?.args(build).arg(&out))?;
        opens(page, &out, "docusaurus").await
    });
}

#[test]
fn e2e_recipe_hugo() {
    journey("recipe-hugo", async |page| {
        let blocks = pasted("Hugo", &page.server().url(""))?;
        let site = folder("hugo")?;
        let layout = "<!doctype html><title>{{ .Title }}</title><body>{{ .Content }}</body>\n";
        write(
            &site,
            &[
                ("hugo.toml", "baseURL = \"/\"\ntitle = \"Site\"\n"),
                ("layouts/index.html", layout),
                ("layouts/shortcodes/rebalance-lab.html", &blocks[0]),
                (
                    "content/_index.md",
                    &format!("# Page\n\n{}\nMore *text*.\n", blocks[1]),
                ),
            ],
        )?;
        run(tool("hugo", &site)?.arg("--quiet"))?;
        opens(page, &site.join("public"), "hugo").await
    });
}
