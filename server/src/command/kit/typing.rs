//! Two sheets as people type them: row by row on a terminal, which says at once which group is wrong; or out of files and pipes.

use std::io::{BufRead, IsTerminal as _, Write};
use std::path::{Path, PathBuf};

use vault::sheets::{BadSheet, GROUP, GROUPS, ROW, Sheet};
use zeroize::Zeroizing;

use super::found::of_join;
use crate::exits::{Ended, Exit};

/// How many rows a sheet has.
const ROWS: usize = GROUPS / ROW;

/// More than two sheets are, however they are written.
const LARGEST: u64 = 16 * 1024;

/// The two sheets.
///
/// # Errors
/// [`Ended`]: a file cannot be read, there are not two, or a letter is wrong.
pub(super) fn two_sheets(files: &[PathBuf]) -> Result<[Sheet; 2], Ended> {
    let stdin = std::io::stdin();
    match files {
        [] if stdin.is_terminal() => {
            let _screen = Screen::turn();
            asked(&mut stdin.lock(), &mut std::io::stderr().lock())
        }
        [] => piped(&limited(stdin.lock(), Path::new("standard input"))?),
        [one, other] => Ok([in_file(one, 1)?, in_file(other, 2)?]),
        _ => Err(not_two()),
    }
}

/// The other side of the terminal, so that nothing of what is typed stays in the lines that can be scrolled back to.
struct Screen;

impl Screen {
    fn turn() -> Self {
        show("\u{1b}[?1049h\u{1b}[H");
        Self
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        show("\u{1b}[?1049l");
    }
}

fn show(text: &str) {
    let mut out = std::io::stderr().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

fn not_two() -> Ended {
    Ended::new(
        Exit::SheetWrong,
        "two sheets are needed: give --sheet twice, or two sheets with an empty line between them",
    )
}

fn limited(from: impl std::io::Read, path: &Path) -> Result<Zeroizing<String>, Ended> {
    let mut text = Zeroizing::new(String::with_capacity(usize::try_from(LARGEST).unwrap_or(0)));
    let read = std::io::Read::read_to_string(&mut std::io::Read::take(from, LARGEST), &mut text);
    read.map_err(|_| Ended::new(Exit::File, format_args!("{} cannot be read", path.display())))?;
    Ok(text)
}

fn in_file(path: &Path, which: usize) -> Result<Sheet, Ended> {
    let unreadable = |_| Ended::new(Exit::File, format_args!("{} cannot be read", path.display()));
    read(&limited(std::fs::File::open(path).map_err(unreadable)?, path)?, which)
}

fn read(typed: &str, which: usize) -> Result<Sheet, Ended> {
    Sheet::read(typed).map_err(|bad| {
        let which = if which == 1 { "the first sheet" } else { "the second sheet" };
        Ended::new(Exit::SheetWrong, format_args!("{which}: {bad}"))
    })
}

/// Two blocks of lines, or two lines.
fn piped(text: &str) -> Result<[Sheet; 2], Ended> {
    let mut blocks: Vec<Zeroizing<String>> = Vec::new();
    let mut open = false;
    for line in text.lines().map(str::trim) {
        match blocks.last_mut() {
            _ if line.is_empty() => open = false,
            Some(block) if open => {
                let longer = Zeroizing::new([block.as_str(), line].join("\n"));
                *block = longer;
            }
            _ => {
                blocks.push(Zeroizing::new(line.to_owned()));
                open = true;
            }
        }
    }
    let lines: Vec<&str> = match blocks.as_slice() {
        [one] => one.lines().collect(),
        many => many.iter().map(|block| block.as_str()).collect(),
    };
    match lines.as_slice() {
        [one, other] => Ok([read(one, 1)?, read(other, 2)?]),
        _ => Err(not_two()),
    }
}

/// Asks for both, and again for what does not fit.
fn asked(typed: &mut impl BufRead, out: &mut impl Write) -> Result<[Sheet; 2], Ended> {
    tell(
        out,
        "The letters of two sheets are needed. Type them row by row, or paste what a scanner reads from the code.\n",
    );
    let one = sheet(typed, out, "\nThe first sheet\n")?;
    tell(out, &format!("This is sheet {} of kit {}.\n", one.number(), one.kit()));
    loop {
        let other = sheet(typed, out, "\nThe second sheet\n")?;
        match vault::sheets::join(&one, &other) {
            Ok(_) => return Ok([one, other]),
            Err(cannot) => tell(out, &format!("{}.\n", capital(&of_join(cannot).to_string()))),
        }
    }
}

fn sheet(typed: &mut impl BufRead, out: &mut impl Write, headline: &str) -> Result<Sheet, Ended> {
    loop {
        tell(out, headline);
        let letters = rows(typed, out)?;
        match Sheet::read(&letters) {
            Ok(sheet) => return Ok(sheet),
            Err(bad) => tell(out, &format!("{}.\n", capital(&bad.to_string()))),
        }
    }
}

/// All letters of a sheet, row by row or in one go.
fn rows(typed: &mut impl BufRead, out: &mut impl Write) -> Result<Zeroizing<String>, Ended> {
    let mut all = Zeroizing::new(String::with_capacity(1024));
    for row in 0..ROWS {
        let (from, to) = (row * ROW + 1, (row + 1) * ROW);
        loop {
            tell(out, &format!("Row {}, groups {from} to {to}: ", row + 1));
            let line = line(typed)?;
            if row == 0 && GROUPS * GROUP <= letters(&line) {
                return Ok(line);
            }
            match Sheet::check_row(row, &line) {
                Ok(()) => {
                    all.push_str(&line);
                    all.push(' ');
                    break;
                }
                Err(BadSheet::Length(is)) => {
                    tell(out, &format!("A row has {} letters; this is {is}.\n", ROW * GROUP));
                }
                Err(bad) => tell(out, &format!("{}.\n", capital(&bad.to_string()))),
            }
        }
    }
    Ok(all)
}

fn letters(line: &str) -> usize {
    line.chars().filter(|c| c.is_alphanumeric()).count()
}

fn line(typed: &mut impl BufRead) -> Result<Zeroizing<String>, Ended> {
    let mut line = Zeroizing::new(String::with_capacity(1024));
    match typed.read_line(&mut line) {
        Ok(0) | Err(_) => Err(Ended::new(Exit::SheetWrong, "the typing ended before two sheets were read")),
        Ok(_) => Ok(line),
    }
}

fn tell(out: &mut impl Write, text: &str) {
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use domain::ids::InstallationId;
    use domain::numbers::KitNumber;
    use uuid::Uuid;
    use vault::RootKey;

    use super::*;

    fn kit(number: u32) -> Vec<Vec<String>> {
        let house = InstallationId::new(Uuid::from_u128(5));
        let sheets = Sheet::split(&RootKey::generate(), KitNumber::from_random(number), house);
        let rows = |sheet: &Sheet| {
            let groups: Vec<String> = sheet.groups().iter().map(|group| group.to_string()).collect();
            groups.chunks(ROW).map(|row| row.join(" ")).collect()
        };
        sheets.iter().map(rows).collect()
    }

    fn typed(lines: &[&str]) -> (Result<[u8; 2], String>, String) {
        let text: String = lines.iter().flat_map(|line| [line, "\n"]).collect();
        let mut out = Vec::new();
        let read = asked(&mut text.as_bytes(), &mut out);
        let read = read.map(|sheets| sheets.map(|sheet| sheet.number())).map_err(|ended| ended.to_string());
        (read, String::from_utf8(out).unwrap())
    }

    #[test]
    fn a_wrong_row_is_asked_for_again_and_the_other_rows_are_kept() {
        let sheets = kit(7);
        let [one, two]: [Vec<&str>; 2] = [0, 1].map(|of: usize| sheets[of].iter().map(String::as_str).collect());
        let wrong = one[1].replacen(|c: char| c.is_ascii_alphanumeric(), "U", 1);
        let short = &one[2][..20];
        let whole = two.concat().replace(' ', "");
        let lines = [one[0], &wrong, one[1], short, one[2], one[3], &whole];
        let (read, out) = typed(&lines);
        assert_eq!(read, Ok([1, 2]), "{out}");
        assert!(out.contains("A letter is wrong in group 6; compare it with the paper."), "{out}");
        assert!(out.contains("A row has 25 letters; this is 17."), "{out}");
        assert!(out.contains("This is sheet 1 of kit K-000007-7."), "{out}");
        assert!(!out.contains(&one[0][..5]), "what is typed is not said again");
    }

    #[test]
    fn the_same_sheet_twice_or_one_of_another_kit_is_asked_for_again() {
        let [sheets, others] = [kit(7), kit(8)];
        let one = sheets[0].join(" ");
        let (read, out) = typed(&[&one, &one, &others[1].join(" "), &sheets[2].join(" ")]);
        assert_eq!(read, Ok([1, 3]));
        assert!(
            out.contains("This is sheet 1 twice") && out.contains("of different kits, K-000007-7 and K-000008-8"),
            "{out}"
        );
        assert_eq!(typed(&[&one]).0, Err("the typing ended before two sheets were read".to_owned()));
    }

    #[test]
    fn sheets_come_through_a_pipe_in_rows_or_in_lines() {
        let sheets = kit(7);
        let numbers = |text: &str| piped(text).map(|sheets| sheets.map(|sheet| sheet.number())).map_err(|end| end.code);
        assert_eq!(numbers(&format!("{}\n\n\n{}\n", sheets[1].join("\n"), sheets[2].join("\r\n"))), Ok([2, 3]));
        assert_eq!(numbers(&format!("{}\n{}", sheets[1].join(" "), sheets[0].concat().replace(' ', ""))), Ok([2, 1]));
        for wrong in [String::new(), sheets[1].join("\n"), vec![sheets[1].join(" "); 3].join("\n\n")] {
            assert_eq!(numbers(&wrong), Err(Exit::SheetWrong as u8));
        }
    }
}
