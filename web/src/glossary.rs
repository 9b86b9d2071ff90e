//! The glossary: which words are used, and which are not (CC-4.1.2, CC-4.2.3).

use axum::extract::Path;
use axum::response::Response;
use casework::organisation::{WordingSeen, lay_down_term, wording};
use domain::glossary::{BadTerm, TermLaidDown};
use domain::ids::ItemId;
use domain::plain::Why;
use domain::policy::Action;
use domain::signature::Meaning;
use domain::text;

use crate::answer::{Answer, go, id, sentence};
use crate::clients::languages;
use crate::done::Done;
use crate::face::form::Field;
use crate::face::parts::{Act, Empty, Pairs};
use crate::face::prelude::*;
use crate::fields::{Fields, Reader, code, decode};
use crate::person::Person;
use crate::problem::Problem;
use crate::signed::here::{self, Asks, Challenge};
use crate::signed::signing;

/// Where the glossary is.
pub(crate) const PATH: &str = "/organisation/glossary";

/// A term.
#[derive(Debug, Clone)]
pub struct Line {
    /// The word to use.
    pub say: String,
    /// What is not written.
    pub avoid: Words,
    /// Language, reason and version.
    pub more: Words,
    /// Whether texts are looked through for it.
    pub state: State,
    /// The way to change it.
    pub act: Option<Act>,
}

/// `GET /organisation/glossary`
#[derive(Debug, Template)]
#[template(path = "wording/glossary.html")]
pub struct GlossaryPage {
    /// The frame.
    pub frame: Frame,
    /// The way to a new one.
    pub add: Option<Act>,
    /// The terms, by language and word.
    pub lines: Vec<Line>,
    /// When there are none.
    pub none: Option<Empty>,
}

/// `GET /organisation/glossary`
pub async fn index(person: Person) -> Answer {
    let seen = wording(&person.ctx).await?;
    Ok(person.show("Glossary", |frame| page(&seen, frame)))
}

fn avoided(term: &TermLaidDown) -> String {
    term.avoid.iter().map(|avoid| avoid.reveal()).collect::<Vec<_>>().join(", ")
}

fn page(seen: &WordingSeen, frame: Frame) -> GlossaryPage {
    let mut all: Vec<_> = seen.organisation.glossary.all.values().collect();
    all.sort_by_cached_key(|(term, _)| (!term.used, term.language.to_lowercase(), term.say.reveal().to_lowercase()));
    let line = |(term, approved): &(TermLaidDown, domain::organisation::Approved)| Line {
        say: term.say.reveal().to_owned(),
        avoid: Words::from("Not: {words}").with("words", avoided(term)),
        more: Words::from("{language}. {why}. Version {n}.")
            .with("language", languages::told(&term.language))
            .with("why", Words::from(term.why.word()))
            .with("n", approved.version),
        state: if term.used { State::done("In use") } else { State::plain("Not in use").icon("lock") },
        act: seen.may_approve.then(|| {
            Act::link("Change", format!("{PATH}/{}", term.id)).plain().about(Words::from(term.say.reveal().to_owned()))
        }),
    };
    GlossaryPage {
        add: seen.may_approve.then(|| Act::link("Add a term", format!("{PATH}/new")).main().icon("plus")),
        none: all.is_empty().then(|| {
            let more = "Say which word you use for a thing, and which you do not. Whoever writes is told so.";
            Empty::new("There is no term yet.", more)
        }),
        lines: all.into_iter().map(line).collect(),
        frame,
    }
}

async fn managing(person: &Person) -> Result<WordingSeen, Problem> {
    person.ctx.permit(Action::ApproveWording, None).await?;
    Ok(wording(&person.ctx).await?)
}

fn find<'s>(seen: &'s WordingSeen, term: &str) -> Result<&'s TermLaidDown, Problem> {
    let term: ItemId = id(term)?;
    seen.organisation.glossary.all.get(&term).map(|(term, _)| term).ok_or(Problem::Missing)
}

fn form_page(person: &Person, seen: &WordingSeen, term: Option<&TermLaidDown>, filled: Filled) -> Response {
    here::show(person, filled, seen.last, Challenge::Always, |form| Asks {
        title: "Glossary",
        heading: if term.is_some() { "Change a term".into() } else { "Add a term".into() },
        lead: "Whoever checks a text is told what to say instead. Nothing is changed by itself.".into(),
        about: Pairs::new(),
        action: term.map_or_else(|| PATH.to_owned(), |term| format!("{PATH}/{}", term.id)),
        fields: fields(form, term),
        act: "Sign the term",
        back: Link::new(PATH, "Back to the glossary"),
    })
}

fn fields(form: &Filled, term: Option<&TermLaidDown>) -> Vec<Field> {
    let whys = Why::ALL.map(|why| Choice::new(code(&why), why.word()));
    let used = term.is_none_or(|term| term.used);
    let language = match form.value("language") {
        "" => term.map(|term| term.language.clone()).unwrap_or_default(),
        chosen => chosen.to_owned(),
    };
    let choice = |value, label, is: bool| {
        let choice = Choice::new(value, label);
        if is && !form.has("used") { choice.chosen() } else { choice }
    };
    vec![
        form.text("say", "What we say").or(term.map(|term| term.say.reveal().to_owned()).unwrap_or_default()).max(120),
        form.area("avoid", "What we do not say")
            .rows(2)
            .max(1000)
            .or(term.map(avoided).unwrap_or_default())
            .hint("Words or phrases, with commas between. Capitals and accents do not matter."),
        form.radios("why", "Why", &whys).or(term.map(|term| code(&term.why)).unwrap_or_default()),
        form.select("language", "Language", &languages::choices(&language)).or(language.clone()),
        form.radios(
            "used",
            "Are texts looked through for it",
            &[
                choice("yes", "Yes", used),
                choice("no", "No", !used).hint("This also takes out a phrase that came with the product."),
            ],
        ),
    ]
}

/// `GET /organisation/glossary/new`
pub async fn new(person: Person) -> Answer {
    let seen = managing(&person).await?;
    Ok(form_page(&person, &seen, None, Filled::new()))
}

/// `POST /organisation/glossary`
pub async fn create(person: Person, sent: Fields) -> Answer {
    let seen = managing(&person).await?;
    sign(&person, &seen, None, &sent).await
}

/// `GET /organisation/glossary/{term}`
pub async fn edit(person: Person, Path(term): Path<String>) -> Answer {
    let seen = managing(&person).await?;
    Ok(form_page(&person, &seen, Some(find(&seen, &term)?), Filled::new()))
}

/// `POST /organisation/glossary/{term}`
pub async fn change(person: Person, Path(term): Path<String>, sent: Fields) -> Answer {
    let seen = managing(&person).await?;
    sign(&person, &seen, Some(find(&seen, &term)?), &sent).await
}

/// The phrases of a field, one behind each comma or line.
fn phrases(reader: &mut Reader<'_>) -> Vec<text::Line> {
    let each = reader.text("avoid").split([',', '\n']).map(str::trim).filter(|phrase| !phrase.is_empty());
    let read: Result<Vec<text::Line>, _> = each.map(text::Line::parse).collect();
    read.unwrap_or_else(|bad| {
        reader.wrong("avoid", sentence(&bad.to_string()));
        Vec::new()
    })
}

async fn sign(person: &Person, seen: &WordingSeen, term: Option<&TermLaidDown>, sent: &Fields) -> Answer {
    let mut reader = Reader::new(sent);
    let (say, avoid) = (reader.line("say"), phrases(&mut reader));
    let (why, language) = (reader.choice("why", decode::<Why>), reader.line("language"));
    let used = reader.choice("used", |text| matches!(text, "yes" | "no").then(|| text == "yes"));
    let (Some(say), Some(why), Some(language), Some(used), true) = (say, why, language, used, reader.is_good()) else {
        return Ok(form_page(person, seen, term, reader.filled));
    };
    let id = term.map_or_else(|| person.ctx.new_item(), |term| term.id);
    let order = TermLaidDown { id, language: language.reveal().to_owned(), why, say, avoid, used };
    match lay_down_term(&person.ctx, order, signing(sent, Meaning::Approved)).await {
        Ok(_) => go(&Done::TERM_LAID_DOWN.at(PATH)),
        Err(failure) => {
            let place = |rule: &BadTerm| match rule {
                BadTerm::Language => Some("language"),
                BadTerm::Phrase | BadTerm::Known => Some("avoid"),
                BadTerm::Itself => Some("say"),
                BadTerm::Same | BadTerm::TooMany => None,
            };
            Ok(form_page(person, seen, term, here::refused(sent, failure, place)?))
        }
    }
}

#[cfg(test)]
pub(crate) fn samples(show: &mut crate::samples::Samples) {
    use crate::samples::{data, frame};
    use crate::templates::samples::seen;
    let mut known = seen(true);
    let mut none = seen(true);
    let term = |n: u128, say: &str, used| TermLaidDown {
        id: ItemId::new(uuid::Uuid::from_u128(n)),
        language: data("en"),
        why: Why::Jargon,
        say: text::Line::parse(&data(say)).unwrap(),
        avoid: vec![text::Line::parse(&data("psychosocial intervention")).unwrap()],
        used,
    };
    let organisation = std::sync::Arc::make_mut(&mut known.organisation);
    let approved = crate::templates::samples::approved();
    for term in [term(1, "session", true), term(2, "talk", false)] {
        organisation.glossary.all.insert(term.id, (term, approved));
    }
    show.page("glossary", &page(&known, frame()));
    known.may_approve = false;
    show.page("glossary-read", &page(&known, frame()));
    none.organisation = std::sync::Arc::default();
    show.page("glossary-none", &page(&none, frame()));
    let form = fields(&Filled::new(), None);
    let asks = Asks {
        title: "Glossary",
        heading: "Add a term".into(),
        lead: "Whoever checks a text is told what to say instead. Nothing is changed by itself.".into(),
        about: Pairs::new(),
        action: PATH.to_owned(),
        fields: form,
        act: "Sign the term",
        back: Link::new(PATH, "Back to the glossary"),
    };
    show.page("glossary-term", &here::sample(asks, Filled::new(), frame()));
}
