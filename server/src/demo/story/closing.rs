//! The end of a story: goals met, last report, the ladder of closure, the closed case.

use anyhow::{Result, anyhow};
use casework::closure::{
    SignRung, attest_filing, close_case, record_after_care, sign_rung, tell_of_closure, verify_access,
};
use casework::plans::{RevisePlan, revise_plan};
use domain::attestation::{Filed, FilingAttested, FilingMark};
use domain::cases::CaseFile;
use domain::clients::Channel;
use domain::closure::{Ending, Outcome, Rung};
use domain::parting::{AfterCare, AfterCareOutcome, AfterCareRecorded, ClosureTold, Telling};
use domain::plans::{Agreement, Goal, GoalStatus, PlanRevised};
use domain::policy::Action;
use domain::reports::{CLOSING_TEMPLATE, ClosingPart, ReportSubmitted};
use domain::time::Instant;
use jiff::civil::Date;

use super::Tale;
use super::teller::{ink, line, seal, words};

/// How many days after the closing the client is asked once more.
const FOLLOW_UP: i64 = 30;

impl Tale<'_> {
    /// Closes the case, if there are enough days left for all that belongs to it.
    pub(super) async fn close(&mut self, day: Date) -> Result<()> {
        let at = self.teller.at(self.teller.working(day.tomorrow()?), 17, 5)?;
        if self.plot.now < at.plus_seconds(6 * 86_400) {
            return Ok(());
        }
        while !self.open.is_empty() {
            self.keep_promise(at).await?;
        }
        self.goals_met(at).await?;
        self.closing_report(self.teller.office.today(at)).await?;
        self.tell(at).await?;
        self.climb(at.plus_seconds(2 * 86_400), day).await?;
        if self.plot.waits {
            return Ok(());
        }
        let supervisor = self.teller.acting(self.plot.supervisor, at.plus_seconds(3 * 86_400))?;
        close_case(&supervisor, self.case, seal()).await?;
        self.afterwards(at.plus_seconds(4 * 86_400)).await
    }

    /// What the client was told, in the last session.
    async fn tell(&self, at: Instant) -> Result<()> {
        let ctx = self.teller.acting(self.plot.worker, at.plus_seconds(600))?;
        let message = words("We agreed that our work together ends here. You can come back at any time.")?;
        let told = ClosureTold { telling: Telling::By(Channel::InPerson), message, late_because: None };
        tell_of_closure(&ctx, self.case, told, ink()).await?;
        Ok(())
    }

    /// What follows the closing, as far as it is over: IT looks who can open the file, and the client is asked once more.
    async fn afterwards(&self, looked: Instant) -> Result<()> {
        verify_access(&self.teller.acting("pavel", looked)?, self.case, seal()).await?;
        let asked = looked.plus_seconds(FOLLOW_UP * 86_400);
        if asked < self.plot.now {
            let note = words("The client is well. The mornings hold, and the letters are opened.")?;
            let order = AfterCareRecorded { outcome: AfterCareOutcome::Well, note, again: None };
            record_after_care(&self.teller.acting(self.plot.worker, asked)?, self.case, order, ink()).await?;
        }
        Ok(())
    }

    /// The closing report, drawn up from the file and approved on the next day.
    async fn closing_report(&self, until: Date) -> Result<()> {
        let at = self.teller.at(until, 17, 20)?;
        let ctx = self.teller.acting(self.plot.worker, at)?;
        let file = ctx.view::<CaseFile>(Action::SubmitReport, self.case).await?;
        let rules = ctx.house().organisation().await?;
        let service = file.service(&rules.rulebook).ok_or_else(|| anyhow!("the case is open"))?;
        let closing = ClosingPart {
            why: words("All three goals are reached, and the client would like to go on alone.")?,
            agreed: words("No further sessions. The aunt knows the plan for difficult evenings.")?,
            service,
        };
        let report = ReportSubmitted {
            id: ctx.new_item(),
            template: CLOSING_TEMPLATE.0.to_owned(),
            template_version: CLOSING_TEMPLATE.1,
            from: service.opened,
            until,
            assessment: words(
                "At the beginning there was no rhythm in the week; now it holds, and help is asked for in time.",
            )?,
            outcomes: words("Attendance is steady, letters are opened on the day, and the debts are in instalments.")?,
            goals: self.goals_reported()?,
            recommendations: words(
                "The advice centre of the town goes on with the instalments; the client can come back at any time.",
            )?,
            closing: Some(closing),
        };
        self.hand_in(&ctx, report, at).await
    }

    async fn goals_met(&mut self, at: Instant) -> Result<()> {
        self.steps.fill(5);
        let goals = self.goals.iter().zip(self.plot.goals);
        let met = goals.map(|(&id, title)| Ok(Goal { id, title: line(title)?, status: GoalStatus::Met, by: None }));
        let plan = PlanRevised {
            version: 2,
            goals: met.collect::<Result<_>>()?,
            interventions: Vec::new(),
            agreement: Agreement::InPerson,
            reason: words("Looked at together in the last session: all three are reached.")?,
        };
        let ctx = self.teller.acting(self.plot.worker, at)?;
        revise_plan(&ctx, RevisePlan { case: self.case, plan, based_on: 1 }, ink()).await?;
        Ok(())
    }

    /// Every document and the folder are there, and in order.
    async fn look_at_everything(&self, at: Instant) -> Result<()> {
        let ctx = self.teller.acting(self.plot.worker, at)?;
        let file = ctx.view::<CaseFile>(Action::AttestFiling, self.case).await?;
        let rules = ctx.house().organisation().await?;
        let mark = |filed: &Filed<'_>| FilingMark { item: filed.id(), entry: filed.said(), wrong: None };
        let marks = file.unattested(&rules.rulebook).iter().map(mark).collect();
        attest_filing(&ctx, self.case, FilingAttested { marks }, ink()).await?;
        Ok(())
    }

    /// The five rungs of the ladder, an hour apart; where the story leaves somebody something to do, the first three.
    async fn climb(&self, from: Instant, discharged: Date) -> Result<()> {
        let hands = [
            (Rung::Documented, self.plot.worker),
            (Rung::Verified, self.plot.worker),
            (Rung::Approved, self.plot.supervisor),
            (Rung::Scheduled, "joanna"),
            (Rung::AccessRevoked, "pavel"),
        ];
        self.look_at_everything(from.plus_seconds(-1800)).await?;
        let mut at = from;
        let steps = if self.plot.waits { 3 } else { hands.len() };
        for (rung, login) in hands.into_iter().take(steps) {
            let ctx = self.teller.acting(login, at)?;
            let care = AfterCare {
                on: self.teller.office.today(from.plus_seconds((FOLLOW_UP + 4) * 86_400)),
                what: line("Whether the mornings still hold, and the letters are opened")?,
            };
            let ending = (rung == Rung::Documented).then(|| ending(discharged, care)).transpose()?;
            sign_rung(&ctx, SignRung { case: self.case, rung, ending, remark: None }, seal()).await?;
            at = at.plus_seconds(3600);
        }
        Ok(())
    }
}

fn ending(discharged: Date, care: AfterCare) -> Result<Ending> {
    let summary = words("The goals are reached. The client knows whom to call.")?;
    Ok(Ending { after_care: Some(care), ..Ending::new(Outcome::GoalsMet, summary, discharged) })
}
