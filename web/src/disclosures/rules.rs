//! What holds for giving something out, as the rulebook has it: the page for everybody, the form for whoever may change it (CC-4.4.1, CC-4.4.2).

use axum::response::Response;
use casework::disclosures::amend_giving_out;
use casework::organisation::{RulebookSeen, rulebook};
use domain::disclosures::BadGivingOut;
use domain::identity::IdentityRules;
use domain::level::Level;
use domain::policy::Action;
use domain::sharing::{GivenBy, SharingRules};
use domain::signature::Meaning;

use crate::answer::{Answer, go};
use crate::done::Done;
use crate::face::form::Field;
use crate::face::parts::{Act, Pairs};
use crate::face::prelude::*;
use crate::fields::{Fields, Reader, code, decode};
use crate::person::Person;
use crate::signed::here::{self, Asks, Challenge};
use crate::signed::signing;

/// Where the page is.
pub(crate) const PATH: &str = "/organisation/giving-out";
const TITLE: &str = "Giving something out";

/// `GET /organisation/giving-out`
#[derive(Debug, Template)]
#[template(path = "disclosures/rules.html")]
pub struct RulesPage {
    /// The frame.
    pub frame: Frame,
    /// What holds.
    pub figures: Pairs,
    /// What may leave by which way.
    pub ways: Pairs,
    /// The way to change it.
    pub act: Option<Act>,
}

/// `GET /organisation/giving-out`
pub async fn show(person: Person) -> Answer {
    let seen = rulebook(&person.ctx).await?;
    Ok(person.show(TITLE, |frame| page(&seen.rulebook.sharing, &seen.rulebook.identity, seen.may_amend, frame)))
}

pub(super) fn page(sharing: &SharingRules, identity: &IdentityRules, amends: bool, frame: Frame) -> RulesPage {
    let days = |n| Words::count("{n} day", "{n} days", n);
    let months = Words::count("for {n} month", "for {n} months", sharing.longest_months);
    let first = Pairs::new()
        .with("A consent to share holds at the longest", months)
        .with("It stands on Today before it ends", days(sharing.ahead_days))
        .with("A secure page stays open at the longest", days(sharing.pickup_days));
    let ways = GivenBy::ALL.into_iter().fold(Pairs::new(), |pairs, by| {
        let carries = match sharing.highest(by) {
            Level::Restricted => "Everything".into(),
            level => Words::from("What is {level} at most").with("level", Words::from(level.word())),
        };
        pairs.with(by.word(), carries)
    });
    let figures = identity.each().into_iter().fold(first, |pairs, (level, facts)| {
        pairs.with(heard(level), Words::count("{n} fact must be right", "{n} facts must be right", facts))
    });
    RulesPage {
        figures,
        ways,
        act: amends.then(|| Act::link("Change these figures", format!("{PATH}/figures"))),
        frame,
    }
}

fn heard(level: Level) -> Words {
    match level {
        Level::Standard => "Before somebody hears what is Standard".into(),
        Level::Confidential => "… Confidential".into(),
        Level::Sensitive | Level::Restricted => "… Sensitive".into(),
    }
}

fn field(level: Level) -> String {
    format!("facts_{}", code(&level))
}

/// The field of the highest level for this way.
fn highest(by: GivenBy) -> String {
    format!("highest_{}", code(&by))
}

async fn open(person: &Person) -> Result<RulebookSeen, crate::problem::Problem> {
    let seen = rulebook(&person.ctx).await?;
    person.ctx.permit(Action::AmendRulebook, None).await?;
    Ok(seen)
}

/// `GET /organisation/giving-out/figures`
pub async fn figures(person: Person) -> Answer {
    let seen = open(&person).await?;
    let sharing = &seen.rulebook.sharing;
    let filled = Filled::new()
        .with("months", sharing.longest_months.to_string())
        .with("ahead", sharing.ahead_days.to_string())
        .with("page_days", sharing.pickup_days.to_string());
    let ways = GivenBy::ALL.into_iter();
    let filled = ways.fold(filled, |filled, by| filled.with(&highest(by), code(&sharing.highest(by))));
    let each = seen.rulebook.identity.each().into_iter();
    let filled = each.fold(filled, |filled, (level, facts)| filled.with(&field(level), facts.to_string()));
    Ok(form(&person, &seen, filled))
}

fn form(person: &Person, seen: &RulebookSeen, filled: Filled) -> Response {
    here::show(person, filled, seen.last, Challenge::Always, asks)
}

pub(super) fn asks(form: &Filled) -> Asks {
    let facts = |(level, _): (Level, u32)| {
        let hint = match level {
            Level::Standard => "Such as the birth date. Each wrong answer needs another right one.",
            _ => "At least as many as for what is less confidential.",
        };
        let label = Words::from("Facts that must be right before somebody hears what is {level}");
        form.number(&field(level), label.with("level", Words::from(level.word()))).hint(hint)
    };
    let mut fields = vec![
        form.number("months", "Months for which a consent to share may hold at the longest")
            .hint("24 at most. Consents that were given before hold as they were given."),
        form.number("ahead", "Days before its end on which a consent stands on Today"),
        form.number("page_days", "Days for which a secure page may stay open").hint("30 at most."),
    ];
    let levels = Level::ALL.map(|level| Choice::new(code(&level), level.word()));
    let ways = GivenBy::ALL.map(|by| form.select(&highest(by), by.word(), &levels));
    fields.push(Field::row("How confidential what leaves may be at most, by each way", ways.into()));
    fields.extend(IdentityRules::default().each().into_iter().map(facts));
    fields.push(form.text("reason", "Why this changes").max(200));
    Asks {
        title: TITLE,
        heading: "How long consents hold, what leaves by which way, and how sure you must be who asks".into(),
        lead: "It holds from the moment in which you sign.".into(),
        about: Pairs::new(),
        action: format!("{PATH}/figures"),
        fields,
        act: "Sign the change",
        back: Link::new(PATH, "Back to giving something out"),
    }
}

/// `POST /organisation/giving-out/figures`
pub async fn change_figures(person: Person, sent: Fields) -> Answer {
    let seen = open(&person).await?;
    let mut reader = Reader::new(&sent);
    let mut number = |name: &str| reader.choice(name, |text| text.parse::<u32>().ok());
    let [months, ahead, pages] = ["months", "ahead", "page_days"].map(&mut number);
    let [standard, confidential, sensitive] =
        [Level::Standard, Level::Confidential, Level::Sensitive].map(|level| number(&field(level)));
    let ways = GivenBy::ALL.map(|by| reader.choice(&highest(by), decode::<Level>).map(|level| (by, level)));
    let reason = reader.line("reason");
    let (Some(months), Some(ahead_days), Some(pickup_days)) = (months, ahead, pages) else {
        return Ok(form(&person, &seen, reader.filled));
    };
    let (Some(standard), Some(confidential), Some(sensitive), Some(reason), true) =
        (standard, confidential, sensitive, reason, reader.is_good())
    else {
        return Ok(form(&person, &seen, reader.filled));
    };
    let identity = IdentityRules { standard, confidential, sensitive };
    let sharing = SharingRules { longest_months: months, ahead_days, pickup_days, ..SharingRules::default() };
    let sharing = ways.into_iter().flatten().fold(sharing, |rules, (by, level)| rules.with_highest(by, level));
    match amend_giving_out(&person.ctx, sharing, identity, reason, signing(&sent, Meaning::Approved)).await {
        Ok(_) => go(&Done::GIVING_OUT_AMENDED.at(PATH)),
        Err(failure) => {
            let at = |rule: &BadGivingOut| match rule {
                BadGivingOut::Months => Some("months"),
                BadGivingOut::AheadDays => Some("ahead"),
                BadGivingOut::PageDays => Some("page_days"),
                BadGivingOut::Facts(Level::Standard) | BadGivingOut::Fewer(Level::Standard) => Some("facts_standard"),
                BadGivingOut::Facts(Level::Confidential) | BadGivingOut::Fewer(Level::Confidential) => {
                    Some("facts_confidential")
                }
                BadGivingOut::Facts(_) | BadGivingOut::Fewer(_) => Some("facts_sensitive"),
                BadGivingOut::Same => None,
            };
            Ok(form(&person, &seen, here::refused(&sent, failure, at)?))
        }
    }
}
