//! What happens between two sessions: a call, promises kept, a review, a report, a flag.

use anyhow::Result;
use casework::Ctx;
use casework::assessments::{RecordAssessment, record_assessment};
use casework::contacts::{LogContact, SettleAction, log_contact, settle_action};
use casework::flags::raise_flag;
use casework::reports::{approve_report, submit_report};
use casework::reviews::{ReviewCase, review_case};
use domain::assessments::{AssessmentKind, AssessmentRecorded};
use domain::clients::Channel;
use domain::contacts::{ActionSettled, ContactKind, ContactLogged, PlanAfter};
use domain::flags::FlagRaised;
use domain::level::Level;
use domain::plans::GoalStatus;
use domain::reports::{ReportApproved, ReportSubmitted, ReportedGoal, TEMPLATE};
use domain::reviews::CaseReviewed;
use domain::time::Instant;
use jiff::ToSpan;
use jiff::civil::Date;

use super::super::words as w;
use super::Tale;
use super::papers::{Paper, file_paper};
use super::teller::{ink, line, seal, words};

impl Tale<'_> {
    /// The days after a session.
    pub(super) async fn between(&mut self, day: Date) -> Result<()> {
        let later = self.teller.working(day.checked_add(2.days())?);
        let at = self.teller.at(later, 15, i8::try_from(self.dice.roll(50)).unwrap_or(0))?;
        if self.plot.now < at.plus_seconds(3600) {
            return Ok(());
        }
        if self.sessions == 2 && self.folder.is_none() {
            self.items(at.plus_seconds(-1800)).await?;
        }
        if self.dice.chance(45) {
            self.call(at).await?;
        }
        self.take_folder(later, at.plus_seconds(600)).await?;
        self.letter_comes(later, at.plus_seconds(900)).await?;
        while !self.open.is_empty() && self.dice.chance(75) {
            self.keep_promise(at.plus_seconds(1200)).await?;
        }
        if self.reviewed.checked_add(26.days())? < later && self.dice.chance(88) {
            self.reviewed = later;
            let ctx = self.teller.acting(self.plot.worker, at.plus_seconds(2400))?;
            let (found, agreed) = (words(self.dice.pick(&w::FOUND))?, words(self.dice.pick(&w::AGREED))?);
            let review = CaseReviewed { found, agreed };
            review_case(&ctx, ReviewCase { case: self.case, review }, ink()).await?;
        }
        let intervened = self.sessions == 6 && self.assessed < later && self.dice.chance(80);
        if intervened || self.assessed.checked_add(80.days())? < later {
            self.assess(later, at.plus_seconds(3000)).await?;
        }
        Ok(())
    }

    /// A progress assessment, or the one that a significant intervention asks for.
    async fn assess(&mut self, day: Date, at: Instant) -> Result<()> {
        self.assessed = day;
        let ctx = self.teller.acting(self.plot.worker, at)?;
        let assessment = AssessmentRecorded {
            kind: AssessmentKind::Progress,
            summary: words(self.dice.pick(&w::PROGRESS))?,
            strengths: None,
            needs: words(self.dice.pick(&w::CHALLENGES))?,
            outcome: words("The plan fits; the rhythm of the sessions stays.")?,
            late_because: None,
        };
        record_assessment(&ctx, RecordAssessment { case: self.case, assessment }, ink()).await?;
        let (kind, title, said) = self.dice.pick(&w::PAPERS);
        let dated = day.checked_sub(3.days())?;
        let text = vec![
            title.to_owned(),
            String::new(),
            said.to_owned(),
            format!("About {} {}", self.plot.given, self.plot.family),
            // the same paper may come twice, and no file is filed twice
            format!("Written on {dated}"),
        ];
        file_paper(&ctx, self.case, Paper { kind, title, dated, received: day, text }).await?;
        Ok(())
    }

    /// A call or a letter; now and then it is written down late, and says why.
    async fn call(&mut self, at: Instant) -> Result<()> {
        let ctx = self.teller.acting(self.plot.worker, at)?;
        let late = self.dice.chance(12);
        let happened = at.plus_seconds(if late { -30 * 3600 } else { -600 });
        let why = "The day was full; written from notes on paper.";
        let contact = ContactLogged {
            channel: self.dice.pick(&[Channel::Phone, Channel::Phone, Channel::Email]),
            kind: ContactKind::ServiceUpdate,
            with: None,
            summary: words(self.dice.pick(&w::CALLS))?,
            decision: None,
            actions: Vec::new(),
            plan: PlanAfter::NoChange,
            late_because: if late { Some(line(why)?) } else { None },
        };
        log_contact(&ctx, LogContact { case: self.case, contact }, ink().happened(happened)).await?;
        Ok(())
    }

    /// The oldest promise is kept.
    pub(super) async fn keep_promise(&mut self, at: Instant) -> Result<()> {
        let ctx = self.teller.acting(self.plot.worker, at)?;
        let settled = ActionSettled { item: self.open.remove(0), kept: true, note: None };
        settle_action(&ctx, SettleAction { case: self.case, settled }, ink()).await?;
        Ok(())
    }

    /// A progress report, approved by the supervisor on the next day.
    pub(super) async fn report(&self, from: Date, until: Date) -> Result<()> {
        let at = self.teller.at(until, 16, 40)?;
        if !self.plot.reports || self.plot.now < at.plus_seconds(86_400) {
            return Ok(());
        }
        let ctx = self.teller.acting(self.plot.worker, at)?;
        let report = ReportSubmitted {
            id: ctx.new_item(),
            template: TEMPLATE.0.to_owned(),
            template_version: TEMPLATE.1,
            from,
            until,
            assessment: words(
                "The situation is calmer than at the beginning; the rhythm of the week holds most of the time.",
            )?,
            outcomes: words(
                "Attendance has improved, letters are opened, and two people in the family know of the plan.",
            )?,
            goals: self.goals_reported()?,
            recommendations: words("Go on weekly for three more months and look at the goals again then.")?,
            closing: None,
        };
        self.hand_in(&ctx, report, at).await
    }

    /// Handed to the supervisor, who approves it on the next day.
    pub(super) async fn hand_in(&self, ctx: &Ctx, report: ReportSubmitted, at: Instant) -> Result<()> {
        let id = report.id;
        let entry = submit_report(ctx, self.case, report, ink()).await?;
        let supervisor = self.teller.acting(self.plot.supervisor, at.plus_seconds(20 * 3600))?;
        approve_report(&supervisor, self.case, ReportApproved { id, entry: entry.number }, seal()).await?;
        Ok(())
    }

    pub(super) fn goals_reported(&self) -> Result<Vec<ReportedGoal>> {
        let goals = self.goals.iter().zip(self.plot.goals).zip(&self.steps);
        let told = goals.map(|((&goal, title), &step)| {
            let status = if step == 5 { GoalStatus::Met } else { GoalStatus::InProgress };
            Ok(ReportedGoal { goal, title: line(title)?, status, comment: None, ratings: vec![step] })
        });
        told.collect()
    }

    /// The supervisor puts a flag up, this morning.
    pub(super) async fn flag(&self) -> Result<()> {
        let ctx = self.teller.acting(self.plot.supervisor, self.plot.now.plus_seconds(-5 * 3600))?;
        let flag = FlagRaised {
            id: ctx.new_item(),
            what: line("The school has not named a contact person")?,
            owner: self.teller.who(self.plot.worker)?,
            due: self.plot.today,
        };
        raise_flag(&ctx, self.case, flag, ink().at_level(Level::Confidential)).await?;
        Ok(())
    }
}
