//! Programs in Python that other people wrote, which read what we give out as strangers would.

use std::ffi::OsString;
use std::process::Command;

/// The Python that has these modules; nothing when this machine has none. One that is named must have them.
pub(crate) fn python(modules: &str) -> Option<OsString> {
    let named = std::env::var_os("CASEKEEP_PYTHON");
    let python = named.clone().unwrap_or_else(|| "python3".into());
    let script = ["-c".to_owned(), format!("import {modules}")];
    let able = Command::new(&python).args(script).output().is_ok_and(|ran| ran.status.success());
    assert!(able || named.is_none(), "the Python of CASEKEEP_PYTHON has not {modules}");
    able.then_some(python)
}

/// What a reader of PDFs finds in one: the words of all pages, and its raw bytes with every stream unpacked.
pub(crate) fn words_of_pdf(pdf: &[u8]) -> Option<String> {
    const READ: &str = "import sys, pypdf
reader = pypdf.PdfReader(sys.argv[1])
print(' '.join(' '.join(page.extract_text() for page in reader.pages).split()))
for number in range(1, reader.trailer['/Size']):
    try:
        it = pypdf.generic.IndirectObject(number, 0, reader).get_object()
    except pypdf.errors.PdfReadError:
        continue
    print(it.get_data().decode('latin-1') if hasattr(it, 'get_data') else it)";
    let python = python("pypdf")?;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("copy.pdf");
    std::fs::write(&file, pdf).unwrap();
    let ran = Command::new(python).args(["-c", READ]).arg(&file).output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    Some(String::from_utf8_lossy(&ran.stdout).into_owned())
}
