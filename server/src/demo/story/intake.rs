//! The beginning of a story: registration, consent, conflict check, case, first assessment, first plan.

use std::collections::BTreeMap;

use anyhow::Result;
use casework::assessments::{RecordAssessment, record_assessment};
use casework::cases::{OpenCase, open_case};
use casework::clients::{RegisterClient, check_conflict, give_consent, register_client, verify_facts};
use casework::house::Ctx;
use casework::plans::{RevisePlan, revise_plan};
use domain::assessments::{AssessmentKind, AssessmentRecorded};
use domain::clients::{
    Channel, ClientDetails, ConsentGiven, ConsentGivenHow, Fact, FactsVerified, Purpose, SafeContact,
};
use domain::ids::{DossierId, EntryId, ItemId};
use domain::plans::{Agreement, Goal, GoalStatus, Intervention, PlanRevised};
use jiff::ToSpan;
use jiff::civil::Time;

use super::super::dice::Dice;
use super::super::words as w;
use super::papers::{Paper, file_paper};
use super::plot::Plot;
use super::teller::{Teller, ink, line, some, words};

/// From the first call to the open case.
pub(super) async fn intake(teller: &Teller<'_>, plot: &Plot, dice: &mut Dice) -> Result<DossierId> {
    let bea = teller.acting("bea", teller.at(plot.begins, plot.hour, 5)?)?;
    let order = RegisterClient { details: details(plot, dice)?, not_a_duplicate: false, provenance: None };
    let client = register_client(&bea, order, ink()).await?;
    let checked = FactsVerified { facts: vec![Fact::Name, Fact::BirthDate], against: line("Identity card")? };
    verify_facts(&bea, client, checked, ink()).await?;
    give_consent(&bea, client, ConsentGiven { how: ConsentGivenHow::Signed, by: None, until: None }, ink()).await?;
    check_conflict(&bea, client, Vec::new(), ink()).await?;
    let order = OpenCase {
        client,
        programme: plot.programme.to_owned(),
        worker: teller.who(plot.worker)?,
        supervisor: teller.who(plot.supervisor)?,
    };
    let EntryId { dossier: case, .. } = open_case(&bea, order, ink()).await?;
    Ok(case)
}

fn details(plot: &Plot, dice: &mut Dice) -> Result<ClientDetails> {
    let phone = format!("+346{:08}", 10_000_000 + dice.roll(89_999_999));
    Ok(ClientDetails {
        family_name: line(plot.family)?,
        given_names: line(plot.given)?,
        other_names: None,
        birth_date: Some(plot.born),
        phone: Some(line(&phone)?),
        email: None,
        address: Some(words("14 Tannery Lane\n28012 Madrid")?),
        language: Some(line(dice.pick(&["en", "es", "ar", "uk", "tr", "fr"]))?),
        interpreter: dice.chance(20),
        accessibility: None,
        zone: None,
        channels: BTreeMap::from([(Purpose::Appointments, Channel::Sms), (Purpose::Questions, Channel::Phone)]),
        safe_contact: SafeContact {
            no_voicemail: dice.chance(35),
            not_before: dice.chance(25).then(|| Time::constant(17, 0, 0, 0)),
            ..SafeContact::default()
        },
        external_number: None,
        reason: some(plot.reason)?,
    })
}

/// The first assessment and the first plan; answers with its goals.
pub(super) async fn first_steps(teller: &Teller<'_>, plot: &Plot, case: DossierId) -> Result<Vec<ItemId>> {
    let day = teller.working(plot.begins.checked_add(2.days())?);
    let ctx = teller.acting(plot.worker, teller.at(day, plot.hour, 30)?.min(plot.now))?;
    let assessment = AssessmentRecorded {
        kind: AssessmentKind::Initial,
        summary: words(plot.reason)?,
        strengths: some("Comes of their own accord, has two people to rely on.")?,
        needs: words("A daily rhythm, fewer open letters, somebody who asks again.")?,
        outcome: words("Weekly sessions; goals are written down together. No sign of danger to self or others.")?,
        late_because: None,
    };
    record_assessment(&ctx, RecordAssessment { case, assessment }, ink()).await?;
    let consent = Paper {
        kind: "consent",
        title: "Consent to counselling",
        dated: plot.begins,
        received: plot.begins,
        text: vec![
            "Consent to counselling and its record".to_owned(),
            String::new(),
            format!("I, {} {}, agree to the counselling and to its record.", plot.given, plot.family),
            format!("Signed on {}", plot.begins),
        ],
    };
    file_paper(&ctx, case, consent).await?;
    let plan = first_plan(&ctx, plot)?;
    let goals = plan.goals.iter().map(|goal| goal.id).collect();
    revise_plan(&ctx, RevisePlan { case, plan, based_on: 0 }, ink()).await?;
    Ok(goals)
}

fn first_plan(ctx: &Ctx, plot: &Plot) -> Result<PlanRevised> {
    let goals = plot
        .goals
        .iter()
        .map(|title| Ok(Goal { id: ctx.new_item(), title: line(title)?, status: GoalStatus::InProgress, by: None }));
    let interventions = w::INTERVENTIONS
        .iter()
        .take(3)
        .map(|(what, who)| Ok(Intervention { id: ctx.new_item(), what: line(what)?, who: Some(line(who)?) }));
    Ok(PlanRevised {
        version: 1,
        goals: goals.collect::<Result<_>>()?,
        interventions: interventions.collect::<Result<_>>()?,
        agreement: Agreement::InPerson,
        reason: words("First plan, written together in the second meeting.")?,
    })
}
