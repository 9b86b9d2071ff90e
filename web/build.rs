//! Joins the style sheets and the scripts into one file each, names every asset by its content, and writes the table that
//! `src/assets.rs` embeds. Nothing is fetched and nothing is generated that is not in `assets/`.

use std::error::Error;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// The order of the cascade inside the layer of components; files that are not named here follow, sorted by name.
const FIRST: [&str; 16] = [
    "frame", "button", "field", "chip", "panel", "duty", "daybook", "folder", "tabs", "sheet", "goal", "ladder",
    "clock", "chart", "message", "dialog",
];

fn main() -> Outcome<()> {
    println!("cargo:rerun-if-changed=assets");
    println!("cargo:rerun-if-changed=templates");
    let from = PathBuf::from("assets");
    let mut shelf = Shelf { out: PathBuf::from(env::var("OUT_DIR")?), table: String::new() };
    shelf.put("mark.svg", "image/svg+xml", &fs::read(from.join("mark.svg"))?)?;
    shelf.put("icons.svg", "image/svg+xml", &fs::read(from.join("icons.svg"))?)?;
    let arrow = shelf.put("arrow.svg", "image/svg+xml", &fs::read(from.join("arrow.svg"))?)?;
    let style = style(&from)?.replace("../arrow.svg", &arrow);
    shelf.put("app.css", "text/css; charset=utf-8", style.as_bytes())?;
    shelf.put("app.js", "text/javascript; charset=utf-8", script(&from)?.as_bytes())?;
    fs::write(shelf.out.join("assets.rs"), format!("&[\n{}]", shelf.table))?;
    Ok(())
}

/// What was put out so far.
struct Shelf {
    out: PathBuf,
    table: String,
}

impl Shelf {
    /// Writes one asset, plain and packed where packing helps, and answers with the address it will have.
    fn put(&mut self, name: &str, kind: &str, bytes: &[u8]) -> Outcome<String> {
        let hash: String = Sha256::digest(bytes).iter().take(8).fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        });
        let (stem, end) = name.split_once('.').ok_or("an asset needs an extension")?;
        let address = format!("/static/{stem}.{hash}.{end}");
        fs::write(self.out.join(name), bytes)?;
        let mut pack = GzEncoder::new(Vec::new(), Compression::best());
        pack.write_all(bytes)?;
        let packed = pack.finish()?;
        fs::write(self.out.join(format!("{name}.gz")), &packed)?;
        let gzip = if packed.len() * 10 < bytes.len() * 9 {
            format!("Some(include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{name}.gz\")))")
        } else {
            "None".into()
        };
        writeln!(
            self.table,
            "Asset {{ name: {name:?}, address: {address:?}, kind: {kind:?}, plain: include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{name}\")), gzip: {gzip} }},"
        )?;
        Ok(address)
    }
}

/// All style sheets in the order of the cascade.
fn style(from: &Path) -> Outcome<String> {
    let mut all = String::from("@layer tokens, base, components, pages;\n");
    all.push_str(&fs::read_to_string(from.join("tokens.css"))?);
    all.push_str(&fs::read_to_string(from.join("base.css"))?);
    let mut parts = files(&from.join("components"), "css")?;
    parts.sort_by_key(|path| {
        let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned();
        (FIRST.iter().position(|first| *first == stem).unwrap_or(FIRST.len()), stem)
    });
    for path in parts {
        all.push_str(&fs::read_to_string(path)?);
    }
    Ok(all)
}

/// All modules, each in a block of its own. `page.js` comes first and open, so that the others see what it exports.
fn script(from: &Path) -> Outcome<String> {
    let mut shared = String::new();
    let mut behaviours = String::new();
    for path in files(&from.join("js"), "js")? {
        let text = fs::read_to_string(&path)?;
        let body: String = text
            .lines()
            .filter(|line| !line.starts_with("import "))
            .fold(String::new(), |all, line| all + line.strip_prefix("export ").unwrap_or(line) + "\n");
        match path.file_name().and_then(|name| name.to_str()) {
            Some("page.js") => shared.push_str(&body),
            _ => writeln!(behaviours, "{{\n{body}}}")?,
        }
    }
    Ok(shared + &behaviours)
}

fn files(folder: &Path, end: &str) -> Outcome<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|have| have == end) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
