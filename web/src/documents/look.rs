//! Looking at a document without downloading it: its pages as pictures that are drawn anew, or its text.
//!
//! Nothing of the file reaches the browser as it is (ASVS 5.0, 5.2.2, 14.2.8), and each look is recorded like a download.

use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use casework::documents::{Handed, Message, open_document};
use domain::documents::{Document, Version};
use domain::ids::{DossierId, ItemId};
use domain::media::Media;
use domain::policy::Action;
use http_body_util::BodyExt as _;
use serde::Deserialize;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use viewer::{Ask, CannotShow, Picture, Seen, has_pages, shows_pictures};

use super::hand_out::{ALONE, stream};
use super::told;
use crate::answer::{Answer, id, sentence};
use crate::app::App;
use crate::cases::head::{At, CaseView};
use crate::face::parts::{Act, Folder, Paging, Tabs};
use crate::face::prelude::*;
use crate::guard::Query;
use crate::paths;
use crate::person::Person;
use crate::problem::Problem;

/// How much of a text is shown, in bytes.
const TEXT: u64 = 200_000;

/// How long an e-mail may be that is shown, in bytes, all that is attached to it included: it is read as a whole.
const MAIL: u64 = 24 * 1024 * 1024;

/// One at a time, so that memory stays bounded.
static ONE: Semaphore = Semaphore::const_new(1);

/// Whether such files can be looked at here.
pub(super) const fn can_be_seen(media: Media) -> bool {
    shows_pictures(media) || matches!(media, Media::Text | Media::Mail)
}

/// Which page.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    /// From 1; the first when it is left out.
    page: String,
}

/// What is seen of a document.
#[derive(Debug, Clone)]
pub enum Sight {
    /// A page as a picture.
    Page {
        /// Where it is.
        picture: String,
        /// What it is, for whoever cannot see it.
        alt: Words,
    },
    /// The text itself.
    Text(Words),
    /// Why nothing can be shown.
    Nothing(Words),
}

/// `GET /cases/{case}/documents/{document}/look/{version}`
#[derive(Debug, Template)]
#[template(path = "documents/look.html")]
pub struct LookPage {
    /// The frame.
    pub frame: Frame,
    /// The head.
    pub folder: Folder,
    /// The tabs.
    pub tabs: Tabs,
    /// What it is.
    pub title: Words,
    /// Type and dates.
    pub more: Words,
    /// What is seen.
    pub sight: Sight,
    /// Other pages.
    pub paging: Paging,
    /// What can be done.
    pub acts: Vec<Act>,
}

/// `GET /cases/{case}/documents/{document}/look/{version}`
pub async fn look(
    State(app): State<App>,
    person: Person,
    Path((case, document, version)): Path<(String, String, String)>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let (case, document): (DossierId, ItemId) = (id(&case)?, id(&document)?);
    let version: u32 = id(&version)?;
    let view = CaseView::open(&person, case, Action::ReadDocument).await?;
    let found = view.file().documents.find(document).ok_or(Problem::Missing)?;
    let chosen = found.versions.iter().find(|known| known.filed.version == version).ok_or(Problem::Missing)?;
    let page = wanted.page.parse::<u32>().unwrap_or(1).max(1);
    let looked = sight((&app, &person), (case, document), chosen, page).await?;
    let rules = &person.organisation.rulebook.documents;
    Ok(person.show("Document", |frame| {
        let href = paths::document(case, document);
        let to = |page: u32| format!("{href}/look/{version}?page={page}");
        let (pages, sight) = looked;
        let paging = Paging {
            newer: (1 < page && 1 < pages).then(|| to(page.min(pages.saturating_add(1)) - 1)),
            older: (page < pages).then(|| to(page + 1)),
            here: Words::from("Page {n} of {all}").with("n", page).with("all", pages),
        };
        let title: Words = found.about.title.reveal().to_owned().into();
        LookPage {
            folder: view.folder(&person, Vec::new()),
            tabs: view.tabs(At::Documents),
            more: told::beneath(found, rules),
            sight: match sight {
                Ok(Shown::Page) => Sight::Page {
                    picture: format!("{href}/pictures/{version}/{page}"),
                    alt: Words::from("Page {n} of {title}").with("n", page).with("title", title.clone()),
                },
                Ok(Shown::Text(text)) => Sight::Text(text.into()),
                Err(why) => Sight::Nothing(sentence(&why.to_string()).into()),
            },
            paging,
            acts: acts(&view, found, version),
            title,
            frame,
        }
    }))
}

fn acts(view: &CaseView, found: &Document, version: u32) -> Vec<Act> {
    let href = paths::document(view.id(), found.id);
    let asks = found.awaits() && view.may(Action::FileDocument) && view.file().is_open();
    let mut acts = vec![
        Act::link("All documents", paths::of_case(view.id(), "documents")).plain().icon("back"),
        Act::link("Details and versions", href.clone()).plain(),
        Act::link("Download", format!("{href}/files/{version}")).icon("download"),
    ];
    acts.extend(asks.then(|| Act::link("Say what it is", format!("{href}/description")).main().icon("pen")));
    acts
}

/// What can be shown.
enum Shown {
    Page,
    Text(String),
}

async fn sight(
    (app, person): (&App, &Person),
    (case, document): (DossierId, ItemId),
    version: &Version,
    page: u32,
) -> Result<(u32, Result<Shown, CannotShow>), Problem> {
    let file = &version.filed.file;
    if !can_be_seen(file.media) {
        return Ok((1, Err(CannotShow::Kind)));
    }
    if shows_pictures(file.media) && !has_pages(file.media) {
        return Ok((1, if page == 1 { Ok(Shown::Page) } else { Err(CannotShow::NoPage) }));
    }
    let handed = open_document(&person.ctx, case, document, Some(version.filed.version)).await?;
    match file.media {
        Media::Text => return Ok((1, text(handed).await.map(Shown::Text))),
        Media::Mail => return Ok((1, mail(handed).await.map(Shown::Text))),
        _ => {}
    }
    Ok(match ask(app, handed, Ask::Pages).await {
        Ok(Seen::Pages(pages)) if page <= pages => (pages, Ok(Shown::Page)),
        Ok(Seen::Pages(pages)) => (pages, Err(CannotShow::NoPage)),
        Ok(_) => (1, Err(CannotShow::Damaged)),
        Err(why) => (1, Err(why)),
    })
}

/// The beginning of a text, as far as it is one.
async fn text(handed: Handed) -> Result<String, CannotShow> {
    let length = handed.length;
    let read = stream(handed.reading, 0..length.min(TEXT)).collect().await.map_err(|_| CannotShow::Damaged)?;
    let mut text = String::from_utf8_lossy(&read.to_bytes()).into_owned();
    if TEXT < length {
        text.push('…');
    }
    Ok(text)
}

/// Who wrote what to whom.
async fn mail(handed: Handed) -> Result<String, CannotShow> {
    if MAIL < handed.length {
        return Err(CannotShow::Damaged);
    }
    let _turn = ONE.acquire().await.map_err(|_| CannotShow::Unavailable)?;
    let length = handed.length;
    let read = stream(handed.reading, 0..length).collect().await.map_err(|_| CannotShow::Damaged)?.to_bytes();
    let told = spawn_blocking(move || Message::told(&read)).await.ok().flatten();
    let mut text = told.ok_or(CannotShow::Damaged)?;
    if let Some((cut, _)) = text.char_indices().nth(usize::try_from(TEXT).unwrap_or(usize::MAX)) {
        text.truncate(cut);
        text.push('…');
    }
    Ok(text)
}

async fn ask(app: &App, handed: Handed, ask: Ask) -> Result<Seen, CannotShow> {
    let (media, length) = (handed.media, handed.length);
    app.settings.viewer.look(media, ask, stream(handed.reading, 0..length)).await
}

/// `GET /cases/{case}/documents/{document}/pictures/{version}/{page}`
pub async fn picture(
    State(app): State<App>,
    person: Person,
    Path((case, document, version, page)): Path<(String, String, String, String)>,
) -> Answer {
    let (case, document): (DossierId, ItemId) = (id(&case)?, id(&document)?);
    let handed = open_document(&person.ctx, case, document, Some(id(&version)?)).await?;
    match ask(&app, handed, Ask::Picture(id(&page)?)).await {
        Ok(Seen::Picture(picture)) => Ok(drawn(picture)),
        Ok(_) => Err(Problem::rule(&CannotShow::Damaged)),
        Err(why) => Err(Problem::rule(&why)),
    }
}

fn drawn(Picture { media_type, mut bytes }: Picture) -> Response {
    let headers = [(CONTENT_TYPE, media_type), (CONTENT_DISPOSITION, "inline"), (CONTENT_SECURITY_POLICY, ALONE)];
    (headers, std::mem::take(&mut *bytes)).into_response()
}
