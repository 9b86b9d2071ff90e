//! Small words about documents that several pages share.

use casework::Ctx;
use domain::cases::CaseFile;
use domain::documents::{Arrived, Description, Document, DocumentCorrected, DocumentFiled, DocumentRules};
use domain::event::Event;
use domain::ids::ItemId;
use domain::media::{Media, Scanned};

use crate::cases::sheets::{blank, small};
use crate::face::parts::{Line, Sheet, Voiced};
use crate::face::prelude::*;
use crate::face::when;
use crate::face::words::size;

/// "PDF, 1.2 MB".
pub(crate) fn file(file: &Arrived) -> Words {
    Words::from("{kind}, {size}").with("kind", Words::from(file.media.word())).with("size", size(file.length))
}

/// How much a file may have, and which kinds are accepted.
pub(crate) fn accepted(rules: &DocumentRules) -> Words {
    let mut groups: Vec<&'static str> = rules.media.iter().map(|media| group(*media)).collect();
    groups.dedup();
    let kinds = groups
        .into_iter()
        .map(Words::from)
        .reduce(|before, next| Words::from("{before}, {next}").with("before", before).with("next", next));
    Words::from("Up to {n} megabytes each: {kinds}.")
        .with("n", rules.most_megabytes)
        .with("kinds", kinds.unwrap_or_default())
}

/// How papers reach a case without anybody adding them on a page; nothing where the server takes in nothing.
pub(crate) fn ways(ctx: &Ctx, number: &str) -> Option<Words> {
    ctx.inbox()?;
    let scan =
        Words::from("What you scan files itself when {number} stands in its name.").with("number", number.to_owned());
    let Some((name, host)) = ctx.inbox_address().and_then(|address| address.split_once('@')) else { return Some(scan) };
    let both = Words::from("{scan} So does an e-mail to {address}, with what is attached to it.").with("scan", scan);
    Some(both.with("address", format!("{name}+{number}@{host}")))
}

const fn group(media: Media) -> &'static str {
    match media {
        Media::Pdf => "PDF",
        Media::Jpeg | Media::Png | Media::Webp | Media::Heic => "photos and pictures",
        Media::Tiff => "scans",
        Media::Text => "plain text",
        Media::Docx => "Word",
        Media::Xlsx => "Excel",
        Media::Odt | Media::Ods => "OpenDocument",
        Media::Mail => "e-mail messages",
        Media::Mp3 | Media::M4a => "sound",
        Media::Zip => "packed files",
    }
}

/// Whether an antivirus program has looked at it.
pub(crate) fn scanned(file: &Arrived) -> State {
    match file.scanned {
        Scanned::Clean => State::done("No virus found"),
        Scanned::Not => State::plain("Not checked for viruses").icon("info"),
    }
}

/// An entry about a document as a sheet.
pub(crate) fn sheet(event: &Event, case: &CaseFile, rules: &DocumentRules) -> Option<Sheet> {
    let title = |id: ItemId| {
        case.documents.find(id).map(|document| document.about.title.reveal().to_owned()).unwrap_or_default()
    };
    Some(match event {
        Event::DocumentFiled(filed) => filed_sheet(filed, rules),
        Event::DocumentCorrected(DocumentCorrected { name, about, reason, .. }) => {
            let mut sheet =
                small("document", Words::from("Document corrected: {title}").with("title", about.title.reveal()));
            sheet.lines = described(about, rules);
            sheet.lines.push(Line::new("Name", name.reveal().to_owned()).voiced(Voiced::Product));
            sheet.lines.push(Line::new("Reason", reason.reveal().to_owned()));
            sheet
        }
        Event::DocumentWithdrawn(withdrawn) => {
            let words = Words::from("Document filed by mistake: {title}").with("title", title(withdrawn.id));
            let mut sheet = small("close", words);
            sheet.text = withdrawn.reason.reveal().to_owned().into();
            sheet
        }
        _ => return None,
    })
}

fn filed_sheet(filed: &DocumentFiled, rules: &DocumentRules) -> Sheet {
    let title = match filed.version {
        1 => Words::from("Document: {title}"),
        n => Words::from("Document, version {n}: {title}").with("n", n),
    };
    let mut sheet = blank("document", title.with("title", filed.about.title.reveal()));
    sheet.lines = described(&filed.about, rules);
    sheet.lines.push(Line::new("Name", filed.name.reveal().to_owned()).voiced(Voiced::Product));
    sheet.lines.push(Line::new("File", file(&filed.file)).voiced(Voiced::Product));
    if !filed.file.way.is_added() {
        sheet.lines.push(Line::new("Came", filed.file.way.word()).voiced(Voiced::Product));
    }
    sheet
}

fn described(about: &Description, rules: &DocumentRules) -> Vec<Line> {
    vec![
        Line::new("Type", rules.name_of(&about.kind).to_owned()).voiced(Voiced::Product),
        Line::new("Dated", when::full_day(about.dated)).voiced(Voiced::Product),
        Line::new("Received", when::full_day(about.received)).voiced(Voiced::Product),
    ]
}

/// What stands beneath the title of a document in a list.
pub(crate) fn beneath(document: &Document, rules: &DocumentRules) -> Words {
    Words::from("{type}, dated {dated}, received {received}")
        .with("type", rules.name_of(&document.about.kind).to_owned())
        .with("dated", when::full_day(document.about.dated))
        .with("received", when::full_day(document.about.received))
}
