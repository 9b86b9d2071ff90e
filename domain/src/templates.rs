//! Templates: approved wording for letters, e-mails and text messages, with places where something of the file is put in (CC-4.1.2, CC-4.2.3).
//!
//! Somebody drafts a version, somebody else approves it, and from then on it is the one that is used, until another version is approved or the template is retired.
//! Nothing but an approved version is ever offered or signed for.

mod places;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::entry::Entry;
use crate::event::Event;
use crate::folding;
use crate::ids::{ItemId, StaffId};
use crate::organisation::Organisation;
use crate::plain::primary;
use crate::reminders::DayForm;
use crate::text::{Line, Narrative};
use crate::time::Instant;

pub use places::{Known, Place, fill, standing};

/// How long the text of a text message may be: two of them.
pub const SMS: usize = 300;

/// As what a text goes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Medium {
    /// A letter.
    Letter,
    /// An e-mail.
    Email,
    /// A text message.
    Sms,
}

impl Medium {
    /// Every medium.
    pub const ALL: [Self; 3] = [Self::Letter, Self::Email, Self::Sms];

    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Letter => "Letter",
            Self::Email => "E-mail",
            Self::Sms => "Text message",
        }
    }
}

/// What a template is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Occasion {
    /// Telling somebody that we have their inquiry.
    Acknowledge,
    /// Answering an inquiry.
    Answer,
    /// A letter to a client, from the case.
    ToClient,
}

impl Occasion {
    /// Every occasion.
    pub const ALL: [Self; 3] = [Self::Acknowledge, Self::Answer, Self::ToClient];

    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Acknowledge => "Tell somebody that we have their inquiry",
            Self::Answer => "Answer an inquiry",
            Self::ToClient => "Write to a client, from the case",
        }
    }
}

/// A version of a template is drafted, the first one or another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateDrafted {
    /// Which template.
    pub id: ItemId,
    /// What people call it.
    pub name: Line,
    /// Its language (BCP 47), such as `es`.
    pub language: String,
    /// As what it goes out.
    pub medium: Medium,
    /// What it is for.
    pub occasion: Occasion,
    /// The subject of an e-mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<Line>,
    /// The text, with places in braces.
    pub body: Narrative,
    /// How days and times are written.
    pub dates: DayForm,
}

/// A version of a template is approved by somebody who has not drafted it; it replaces the one before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateApproved {
    /// Which template.
    pub id: ItemId,
    /// Which version.
    pub version: u32,
}

/// A template is not used any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateRetired {
    /// Which template.
    pub id: ItemId,
    /// Why.
    pub reason: Line,
}

/// The template from which something was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateUsed {
    /// Which template.
    pub id: ItemId,
    /// Which version.
    pub version: u32,
}

/// A version of a template as the organisation knows it.
#[derive(Debug, Clone)]
pub struct Version {
    /// 1 for the first.
    pub number: u32,
    /// What it says.
    pub draft: TemplateDrafted,
    /// Who drafted it.
    pub by: StaffId,
    /// When.
    pub at: Instant,
    /// Who approved it, and when.
    pub approved: Option<(StaffId, Instant)>,
}

/// A template as the organisation knows it.
#[derive(Debug, Clone, Default)]
pub struct Template {
    /// Its versions, oldest first; never empty.
    pub versions: Vec<Version>,
    /// Why it is not used any more.
    pub retired: Option<TemplateRetired>,
}

impl Template {
    /// The latest version, approved or not.
    pub fn latest(&self) -> Option<&Version> {
        self.versions.last()
    }

    /// The version that is used.
    pub fn current(&self) -> Option<&Version> {
        self.versions.iter().rev().find(|version| version.approved.is_some()).filter(|_| self.retired.is_none())
    }

    /// The version that waits for somebody's approval.
    pub fn waiting(&self) -> Option<&Version> {
        self.latest().filter(|version| version.approved.is_none() && self.retired.is_none())
    }
}

/// The templates of the organisation.
#[derive(Debug, Clone, Default)]
pub struct Templates {
    /// Every template that there ever was.
    pub all: BTreeMap<ItemId, Template>,
}

impl Templates {
    /// Takes one more entry into account.
    pub fn apply(&mut self, entry: &Entry) {
        match &entry.event {
            Event::TemplateDrafted(draft) => {
                let template = self.all.entry(draft.id).or_default();
                let number = template.latest().map_or(1, |version| version.number.saturating_add(1));
                let (by, at) = (entry.author(), entry.signed());
                template.versions.push(Version { number, draft: draft.clone(), by, at, approved: None });
                template.retired = None;
            }
            Event::TemplateApproved(approved) => {
                let versions = self.all.get_mut(&approved.id).map(|template| &mut template.versions);
                let mut versions = versions.into_iter().flatten();
                if let Some(version) = versions.find(|version| version.number == approved.version) {
                    version.approved = Some((entry.author(), entry.signed()));
                }
            }
            Event::TemplateRetired(retired) => {
                if let Some(template) = self.all.get_mut(&retired.id) {
                    template.retired = Some(retired.clone());
                }
            }
            _ => {}
        }
    }

    /// The approved versions for this occasion, those of this language first.
    pub fn usable(&self, occasion: Occasion, language: Option<&str>) -> Vec<&Version> {
        let mut usable: Vec<&Version> = self
            .all
            .values()
            .filter_map(Template::current)
            .filter(|version| version.draft.occasion == occasion)
            .collect();
        let wanted = language.map(primary);
        usable.sort_by_cached_key(|version| {
            let other = Some(primary(&version.draft.language)) != wanted;
            (other, version.draft.medium, version.draft.language.clone(), version.draft.name.reveal().to_owned())
        });
        usable
    }

    /// The version that something is written from, while it is the approved one.
    ///
    /// # Errors
    /// [`NotApproved`] when it never was, another one has replaced it, or the template is retired.
    pub fn approved(&self, used: TemplateUsed, occasion: Occasion) -> Result<&Version, NotApproved> {
        let current = self.all.get(&used.id).and_then(Template::current);
        current.filter(|now| now.number == used.version && now.draft.occasion == occasion).ok_or(NotApproved)
    }
}

impl Organisation {
    /// Decides on another version of a template, or the first one of a new template.
    ///
    /// # Errors
    /// [`BadTemplate`] names what is wrong with it.
    pub fn draft_template(&self, order: TemplateDrafted) -> Result<Vec<Event>, BadTemplate> {
        let TemplateDrafted { medium, occasion, .. } = order;
        if !is_language(&order.language) {
            return Err(BadTemplate::Language);
        }
        if occasion == Occasion::ToClient && medium != Medium::Letter {
            return Err(BadTemplate::LettersOnly);
        }
        if (medium == Medium::Email) != order.subject.is_some() {
            return Err(BadTemplate::Subject);
        }
        for place in places::of(order.body.reveal()).ok_or(BadTemplate::Unknown)? {
            if !place.fits(medium, occasion) {
                return Err(BadTemplate::NotHere(place));
            }
        }
        let subject = order.subject.as_ref().map_or("", Line::reveal);
        if subject.contains(['{', '}']) {
            return Err(BadTemplate::Subject);
        }
        if medium == Medium::Sms && SMS < order.body.reveal().chars().count() {
            return Err(BadTemplate::TooLong);
        }
        if medium != Medium::Letter && (self.reveals(order.body.reveal()) || self.reveals(subject)) {
            return Err(BadTemplate::Reveals);
        }
        let known = self.templates.all.get(&order.id);
        if known.and_then(Template::latest).is_some_and(|latest| latest.draft == order) {
            return Err(BadTemplate::Same);
        }
        let others = self.templates.all.iter().filter(|(id, other)| **id != order.id && other.retired.is_none());
        let mut latest = others.filter_map(|(_, other)| other.latest());
        if latest.any(|other| (&other.draft.name, &other.draft.language) == (&order.name, &order.language)) {
            return Err(BadTemplate::Known);
        }
        Ok(vec![order.into()])
    }

    /// Decides on approving the version that waits (CM-5).
    ///
    /// # Errors
    /// [`BadApproval`] when another one waits, or whoever approves has drafted it.
    pub fn approve_template(&self, order: TemplateApproved, by: StaffId) -> Result<Vec<Event>, BadApproval> {
        let waiting = self.templates.all.get(&order.id).and_then(Template::waiting);
        let waiting = waiting.filter(|waiting| waiting.number == order.version).ok_or(BadApproval::NotWaiting)?;
        if waiting.by == by { Err(BadApproval::SamePerson) } else { Ok(vec![order.into()]) }
    }

    /// Decides on using a template no longer.
    ///
    /// # Errors
    /// [`BadApproval::NotWaiting`] when it is not used any more, or never was.
    pub fn retire_template(&self, order: TemplateRetired) -> Result<Vec<Event>, BadApproval> {
        let known = self.templates.all.get(&order.id).filter(|template| template.retired.is_none());
        known.map(|_| vec![order.into()]).ok_or(BadApproval::NotWaiting)
    }

    /// Whether a text names the organisation or a programme, which tells whoever reads along what it is about (PT-4.4.4).
    fn reveals(&self, text: &str) -> bool {
        let text = folded(text);
        let programmes = self.rulebook.programmes.iter().map(|programme| folded(&programme.name));
        let mut names = programmes.chain(self.name.as_ref().map(|name| folded(name.reveal())));
        names.any(|name| !name.trim().is_empty() && text.contains(&name))
    }
}

/// The words of a text, each between spaces, as they are compared.
fn folded(text: &str) -> String {
    let mut into = String::from(" ");
    for word in text.split(folding::separates).filter(|word| !word.is_empty()) {
        word.chars().for_each(|c| folding::fold(c, &mut into));
        into.push(' ');
    }
    into
}

/// Whether this is the code of a language: `en`, `es`, `pt-BR`.
pub(crate) fn is_language(tag: &str) -> bool {
    let first = tag.split('-').next().unwrap_or_default();
    let named = tag.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-');
    named && tag.len() <= 12 && matches!(first.len(), 2 | 3) && first.bytes().all(|c| c.is_ascii_alphabetic())
}

/// Why a template cannot be drafted like this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadTemplate {
    /// No language.
    #[error("please give the code of a language, such as es")]
    Language,
    /// Nothing but a letter is written from a case.
    #[error("from a case only letters are written; templates of e-mails and text messages are for inquiries")]
    LettersOnly,
    /// The subject is missing, not wanted, or has something to be put in.
    #[error("an e-mail has a subject of a few words, with nothing to be put in; letters and text messages have none")]
    Subject,
    /// Another word in braces.
    #[error("something in braces is not on the list of what can be put in; please look for {{ and }}")]
    Unknown,
    /// It has no place in such a text.
    #[error("{{{}}} cannot be put into a text of this kind: it is unknown there, or would tell others too much", .0.code())]
    NotHere(Place),
    /// Longer than two text messages.
    #[error("a text message has at most {SMS} characters")]
    TooLong,
    /// It names the organisation or a programme.
    #[error("this names the organisation or a programme; others may read e-mails and text messages along")]
    Reveals,
    /// Another template is called the same.
    #[error("there is a template with this name in this language already")]
    Known,
    /// Nothing changes.
    #[error("nothing is different from before")]
    Same,
}

/// Why a version cannot be approved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadApproval {
    /// It is not there any more.
    #[error("this version does not wait any more; please look at the template again")]
    NotWaiting,
    /// Two people stand behind each wording.
    #[error("you drafted this version; somebody else approves it")]
    SamePerson,
}

/// Something is written from a version that is not the approved one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this version of the template is not the approved one any more; please fill it in again")]
pub struct NotApproved;
