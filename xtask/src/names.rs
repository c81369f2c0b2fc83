//! Takes the function names out of a built wasm module: a third of its bytes, and no visitor
//! reads them. wasm-bindgen needs the other custom sections, so `strip = true` is no way out.

use std::fs;
use std::path::Path;

use crate::run::Problem;

/// Rewrites every `*.wasm` of a folder without its name section.
pub fn strip(folder: &Path) -> Result<(), Problem> {
    let explain = |error: std::io::Error| Problem::new(format!("{}: {error}", folder.display()));
    for entry in fs::read_dir(folder).map_err(explain)? {
        let path = entry.map_err(explain)?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "wasm")
        {
            let module = fs::read(&path).map_err(explain)?;
            let bare = without_names(&module)
                .ok_or_else(|| Problem::new(format!("{} is no wasm module", path.display())))?;
            fs::write(&path, bare).map_err(explain)?;
        }
    }
    Ok(())
}

/// The module without its custom sections called `name`; None if it is malformed.
fn without_names(module: &[u8]) -> Option<Vec<u8>> {
    let (header, mut rest) = module.split_at_checked(8)?;
    let mut bare = header.to_vec();
    while let Some((id, after_id)) = rest.split_first() {
        let (length, body) = leb128(after_id)?;
        let (body, next) = body.split_at_checked(length)?;
        let is_names = *id == 0
            && leb128(body).is_some_and(|(length, text)| text.get(..length) == Some(b"name"));
        if !is_names {
            bare.extend_from_slice(&rest[..rest.len() - next.len()]);
        }
        rest = next;
    }
    Some(bare)
}

fn leb128(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut value = 0;
    for (index, byte) in bytes.iter().enumerate().take(5) {
        value |= usize::from(byte & 0x7F) << (7 * index);
        if byte & 0x80 == 0 {
            return Some((value, &bytes[index + 1..]));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_name_section_goes() {
        let head = b"\0asm\x01\0\0\0";
        let kept = [0, 7, 6, b'l', b'i', b'n', b'k', b'e', b'r'];
        let names = [0, 6, 4, b'n', b'a', b'm', b'e', 9];
        let module = [&head[..], &kept, &names, &[10, 1, 0]].concat();
        let bare = [&head[..], &kept, &[10, 1, 0]].concat();
        assert_eq!(without_names(&module), Some(bare));
        assert_eq!(without_names(&[&head[..], &[10, 9, 0]].concat()), None);
    }
}
