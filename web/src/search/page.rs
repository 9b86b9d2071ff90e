//! The page with the field, and with what was found.

use axum::extract::{Path, State};
use casework::search::{Extent, Found, Hit, search_case};
use domain::ids::DossierId;
use domain::policy::Action;
use domain::search::Sought;
use domain::text::{BadText, Line};

use super::hits::{HitLine, kind_of, left_out, line, looked_through};
use super::reader::Reader;
use crate::answer::{Answer, id, sentence};
use crate::app::App;
use crate::cases::head::{At, CaseView};
use crate::cases::kinds::Kind;
use crate::cases::sheets::Teller;
use crate::face::prelude::*;
use crate::fields::Fields;
use crate::paths;
use crate::person::Person;

/// How much of what was found one page shows.
const HITS: usize = 25;

/// The field that is searched by.
const FIELD: &str = "q";

/// One kind of what was found, as a button that shows it alone.
#[derive(Debug, Clone)]
pub struct KindButton {
    /// "Sessions".
    pub label: Words,
    /// What the button sends.
    pub code: &'static str,
    /// How many.
    pub count: usize,
    /// Whether it is shown.
    pub current: bool,
}

/// What was found.
pub struct Results {
    /// "7 found, the newest first".
    pub lead: Words,
    /// What was looked for, to be sent again.
    pub words: String,
    /// The kinds of it.
    pub kinds: Vec<KindButton>,
    /// What is shown of it.
    pub hits: Vec<HitLine>,
    /// The kind that is shown.
    pub kind: &'static str,
    /// The pages before and behind this one, from 1.
    pub pages: (Option<usize>, Option<usize>),
    /// "26 to 50 of 61".
    pub here: Words,
    /// When nothing fits.
    pub empty: Option<Empty>,
    /// Whether documents are still being read.
    pub waits: bool,
    /// What was looked through.
    pub searched: Vec<Words>,
    /// What was not.
    pub left_out: Vec<Words>,
}

/// `GET` and `POST /cases/{case}/search`
#[derive(Template)]
#[template(path = "search/show.html")]
pub struct SearchPage {
    /// The frame.
    pub frame: Frame,
    /// The head.
    pub folder: Folder,
    /// The tabs.
    pub tabs: Tabs,
    /// The field.
    pub form: Filled,
    /// Where it is sent.
    pub action: String,
    /// What was found, if something was looked for.
    pub results: Option<Results>,
}

/// `GET /cases/{case}/search` – the field alone.
pub async fn new(person: Person, Path(case): Path<String>) -> Answer {
    let case: DossierId = id(&case)?;
    let view = CaseView::open(&person, case, Action::ReadCase).await?;
    Ok(asking(&person, &view, Filled::new()))
}

fn asking(person: &Person, view: &CaseView, form: Filled) -> axum::response::Response {
    person.form("Search in this case", form.is_wrong(), |frame| page(person, view, form, None, frame))
}

fn page(person: &Person, view: &CaseView, form: Filled, results: Option<Results>, frame: Frame) -> SearchPage {
    let acts = vec![Act::link("Back to the case", paths::case(view.id())).plain().icon("back")];
    SearchPage {
        folder: view.folder(person, acts),
        tabs: view.tabs(At::Search),
        form,
        action: paths::of_case(view.id(), "search"),
        results,
        frame,
    }
}

/// `POST /cases/{case}/search` – what was found. The words never stand in an address.
pub async fn search(State(app): State<App>, person: Person, Path(case): Path<String>, fields: Fields) -> Answer {
    let case: DossierId = id(&case)?;
    let typed = Line::parse(fields.text(FIELD)).map_err(Wrong::Text);
    let sought = match typed.and_then(|typed| Sought::parse(&typed).map_err(Wrong::NoWord)) {
        Ok(sought) => sought,
        Err(wrong) => {
            let view = CaseView::open(&person, case, Action::ReadCase).await?;
            let kept: String = fields.text(FIELD).chars().take(Line::LIMIT).collect();
            return Ok(asking(&person, &view, Filled::new().with(FIELD, kept).wrong(FIELD, wrong.words())));
        }
    };
    let Found { seen, hits, extent } =
        search_case(&person.ctx, case, sought, Reader(app.settings.viewer.clone())).await?;
    let view = CaseView::of(&person, seen).await?;
    Ok(person.show("Search in this case", |frame| {
        let teller = Teller::new(&view, &person);
        let results = results(&teller, &hits, &extent, &fields);
        page(&person, &view, Filled::new().with(FIELD, fields.text(FIELD)), Some(results), frame)
    }))
}

/// What is wrong with what was typed.
enum Wrong {
    Text(BadText),
    NoWord(domain::search::NoWord),
}

impl Wrong {
    fn words(&self) -> String {
        match self {
            Self::Text(bad) => sentence(&bad.to_string()),
            Self::NoWord(bad) => sentence(&bad.to_string()),
        }
    }
}

fn results(teller: &Teller<'_>, hits: &[Hit], extent: &Extent, fields: &Fields) -> Results {
    let kinds: Vec<Option<Kind>> = hits.iter().map(|hit| kind_of(teller, hit)).collect();
    let wanted = Kind::ALL.iter().find(|(_, code, _)| *code == fields.text("kind"));
    let kind = wanted.map_or("", |(_, code, _)| code);
    let fits = |found: Option<Kind>| wanted.is_none_or(|(kind, ..)| found == Some(*kind));
    let fitting: Vec<&Hit> = hits.iter().zip(&kinds).filter(|(_, found)| fits(**found)).map(|(hit, _)| hit).collect();
    let last = fitting.len().div_ceil(HITS).max(1);
    let at = fields.text("page").parse::<usize>().unwrap_or(1).clamp(1, last);
    let shown: Vec<HitLine> =
        fitting.iter().skip((at - 1) * HITS).take(HITS).filter_map(|hit| line(teller, hit)).collect();
    let from = (at - 1) * HITS;
    let here = Words::from("{from} to {until} of {all}").with("from", from + 1).with("until", from + shown.len());
    Results {
        lead: match hits.len() {
            0 => Words::default(),
            n => {
                let n = i64::try_from(n).unwrap_or(i64::MAX);
                Words::count("One entry or document fits.", "{n} entries and documents fit, the newest first.", n)
            }
        },
        words: fields.text(FIELD).to_owned(),
        kinds: buttons(&kinds, kind),
        kind,
        pages: ((1 < at).then(|| at - 1), (at < last).then(|| at + 1)),
        here: here.with("all", fitting.len()),
        empty: shown.is_empty().then(nothing),
        hits: shown,
        waits: 0 < extent.waiting,
        searched: looked_through(extent),
        left_out: left_out(extent),
    }
}

pub(super) fn nothing() -> Empty {
    Empty::new(
        "Nothing fits.",
        "All words have to stand in the same entry or document. Try fewer words, or only the beginning of one.",
    )
}

/// All, and each kind of which something was found; none when there is only one.
fn buttons(found: &[Option<Kind>], current: &'static str) -> Vec<KindButton> {
    let count = |kind: Kind| found.iter().filter(|found| **found == Some(kind)).count();
    let button = |label: &'static str, code: &'static str, count: usize| KindButton {
        label: label.into(),
        code,
        count,
        current: code == current,
    };
    let kinds = Kind::ALL.into_iter().map(|(kind, code, label)| button(label, code, count(kind)));
    let mut buttons: Vec<KindButton> = kinds.filter(|button| 0 < button.count || button.current).collect();
    if 1 < buttons.len() || !current.is_empty() {
        buttons.insert(0, button("All", "", found.len()));
    } else {
        buttons.clear();
    }
    buttons
}
