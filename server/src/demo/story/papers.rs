//! Papers of a story: short letters, made as the simplest PDF there is, received and filed like any other.

use std::io::Cursor;

use anyhow::{Context as _, Result, anyhow};
use bytes::Bytes;
use casework::documents::{Coming, FileOne, begin, file_documents, receive};
use casework::house::Ctx;
use domain::cases::CaseFile;
use domain::documents::{Description, Way};
use domain::ids::DossierId;
use domain::policy::Action;
use domain::time::Instant;
use jiff::ToSpan as _;
use jiff::civil::Date;

use super::Tale;
use super::teller::{ink, line};

/// A paper to be filed.
pub(super) struct Paper {
    /// The code of its type.
    pub(super) kind: &'static str,
    pub(super) title: &'static str,
    pub(super) dated: Date,
    pub(super) received: Date,
    /// What stands on it, line by line.
    pub(super) text: Vec<String>,
}

/// Receives and files a paper in a case.
pub(super) async fn file_paper(ctx: &Ctx, case: DossierId, paper: Paper) -> Result<()> {
    let bytes = pdf(&paper.text);
    let begun = begin(ctx, case, &format!("{}.pdf", paper.title), Some(bytes.len() as u64))
        .await
        .map_err(|why| anyhow!("{why}"))?;
    receive(ctx, case, begun.id, 0, Some(Bytes::from(bytes))).await.map_err(|why| anyhow!("{why}"))?;
    let Paper { kind, title, dated, received, .. } = paper;
    let about = Description { kind: kind.to_owned(), title: line(title)?, dated, received };
    let order = FileOne { upload: begun.id, about, again: None };
    file_documents(ctx, case, vec![order], ink()).await.map_err(|why| anyhow!("{why}"))?;
    Ok(())
}

impl Tale<'_> {
    /// The school writes, with a letter attached; nobody has looked at it yet.
    pub(super) async fn letter_comes(&mut self, day: Date, at: Instant) -> Result<()> {
        let from = self.plot.today.checked_sub(12.days())?;
        if self.mailed || !self.plot.mails || day < from {
            return Ok(());
        }
        self.mailed = true;
        let ctx = self.teller.acting(self.plot.worker, at)?;
        let seen = ctx.view::<CaseFile>(Action::ReadCase, self.case).await?;
        let number = seen.number().context("a case has a number")?;
        let letter = pdf(&[
            "To whom it may concern".to_owned(),
            String::new(),
            "Attendance in the last month: 14 of 19 days.".to_owned(),
        ]);
        let text = format!(
            "From: Secretary of the school <office@school.example>\r\nTo: documents+{number}@example.org\r\n\
             Subject: Attendance in the last month\r\nDate: {}\r\n\r\n\
             Good day,\r\n\r\nthe list is attached.\r\n\r\nThe secretary\r\n",
            jiff::fmt::rfc2822::to_string(&at.timestamp().to_zoned(jiff::tz::TimeZone::UTC))?
        );
        let coming = |name: &str, bytes: Vec<u8>| Coming {
            name: name.to_owned(),
            content: Box::new(Cursor::new(bytes)),
            beside: false,
        };
        let files = vec![coming("Attendance in the last month", text.into_bytes()), coming("list.pdf", letter)];
        self.teller.house(at).take_in(number, Way::Mail, Some(day), files).await.map_err(|why| anyhow!("{why}"))?;
        Ok(())
    }
}

/// One page with these lines, in a type face that every reader brings along (PDF 1.7, 7.5). Only letters of ASCII.
fn pdf(lines: &[String]) -> Vec<u8> {
    let escaped = |line: &String| line.replace('\\', "\\\\").replace('(', "\\(").replace(')', "\\)");
    let text: String = lines.iter().map(|line| format!("({}) Tj T*\n", escaped(line))).collect();
    let text = format!("BT /F1 12 Tf 16 TL 72 760 Td\n{text}ET\n");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{text}endstream", text.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut out = String::from("%PDF-1.7\n");
    let mut places = String::from("0000000000 65535 f \n");
    for (index, object) in objects.iter().enumerate() {
        places.push_str(&format!("{:010} 00000 n \n", out.len()));
        out.push_str(&format!("{} 0 obj\n{object}\nendobj\n", index + 1));
    }
    let count = objects.len() + 1;
    let table = out.len();
    out.push_str(&format!(
        "xref\n0 {count}\n{places}trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n"
    ));
    out.into_bytes()
}
