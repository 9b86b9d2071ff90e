//! The inbox of the demonstration: what came in the last days, some of it by itself, what is answered, and what waits.

use anyhow::Result;
use casework::clients::my_clients;
use casework::inquiries::{Ask, Handled, TakeIn, handle, take_in_inquiry};
use domain::calendar::days_later;
use domain::ids::DossierId;
use domain::inquiries::{
    Asker, EscalationReported, Finding, IdentityCheck, InquiryAcknowledged, InquiryAnswered, InquiryKind,
    InquiryTriaged, Learned, Outcome, Seriousness, Theme, Themed, TimelineGiven,
};
use domain::reach::Channel;
use domain::time::Instant;

use super::super::Cast;
use super::teller::{Teller, ink, line, words};

/// What came: how many hours ago, what it is, how, from whom, where they are reached, what about, and what was said.
type Came = (i64, InquiryKind, Channel, &'static str, &'static str, &'static str, &'static str);

const CAME: [Came; 5] = [
    (
        50,
        InquiryKind::Question,
        Channel::Email,
        "Jonas Keller",
        "jonas.keller@example.org",
        "Do you also work with parents?",
        "Good morning, my daughter is fourteen and does not go to school any more. Do you also work with parents, and what does it cost? Jonas Keller",
    ),
    (
        27,
        InquiryKind::Complaint,
        Channel::Phone,
        "Rosa Marín",
        "+34 600 000 417",
        "Nobody called back",
        "She was told twice that somebody would call back, and nobody did. She does not want to wait any longer and wants to speak with whoever is in charge.",
    ),
    (
        6,
        InquiryKind::Question,
        Channel::Phone,
        "School office, Mill Street",
        "+34 600 000 220",
        "A talk for the ninth form",
        "The school asks whether somebody can come in January and tell the ninth form what we do.",
    ),
    (
        3,
        InquiryKind::Feedback,
        Channel::Letter,
        "",
        "",
        "Thanks from a father",
        "A card without a name: thanks for the group, and for always starting on time.",
    ),
    (
        1,
        InquiryKind::Question,
        Channel::InPerson,
        "Leyla",
        "",
        "Where to go with a letter from the housing office",
        "She came to the door with a letter that she does not understand. She comes again tomorrow at ten.",
    ),
];

/// Taken in at reception; the first one is answered, the complaint is with whoever answers for complaints.
pub(crate) async fn inquiries(cast: &Cast, now: Instant) -> Result<()> {
    let teller = Teller::new(cast, now);
    let mut taken: Vec<DossierId> = Vec::new();
    for (hours, kind, channel, name, reach, subject, said) in CAME {
        let at = now.plus_seconds(-hours * 3600);
        let bea = teller.acting("bea", at)?;
        let given = |text: &str| if text.is_empty() { Ok(None) } else { line(text).map(Some) };
        let order = TakeIn {
            kind,
            channel,
            answer_by: None,
            from: Asker { name: given(name)?, reach: given(reach)? },
            subject: line(subject)?,
            said: words(said)?,
            case: None,
            owner: None,
            concerns: [].into(),
        };
        taken.push(take_in_inquiry(&bea, order, ink()).await?.dossier);
    }
    let [first, complaint, school, ..] = taken.as_slice() else { return Ok(()) };
    let bea = teller.acting("bea", now.plus_seconds(-48 * 3600))?;
    let answer = InquiryAnswered {
        channel: Channel::Email,
        other_because: None,
        words: words(
            "Yes, and it costs nothing. The next evening for parents is on Thursday; you can come without an appointment.",
        )?,
        identity: IdentityCheck::NothingPersonal,
        template: None,
        facts: [].into(),
        outcome: None,
        own_record: None,
        theme: None,
    };
    handle(&bea, *first, Handled::Answered(answer), ink()).await?;
    let clara = teller.acting("clara", now.plus_seconds(-25 * 3600))?;
    let kind = InquiryKind::Complaint;
    let mine = InquiryTriaged { kind, owner: Some(clara.staff()), case: None, note: None, concerns: [].into() };
    handle(&clara, *complaint, Handled::Triaged(mine), ink()).await?;
    let told = InquiryAcknowledged {
        channel: Channel::Phone,
        words: Some(words("Called her, and listened. I look into it and call again.")?),
        template: None,
    };
    handle(&clara, *complaint, Handled::Acknowledged(told), ink()).await?;
    let tomas = teller.acting("tomas", now.plus_seconds(-5 * 3600))?;
    let kind = InquiryKind::Question;
    let mine = InquiryTriaged {
        kind,
        owner: Some(tomas.staff()),
        case: None,
        note: Some(line("Mine: I know the school.")?),
        concerns: [].into(),
    };
    handle(&tomas, *school, Handled::Triaged(mine), ink()).await?;
    let until = teller.working(days_later(teller.office.today(now), 9));
    let promised = TimelineGiven {
        until,
        channel: Channel::Phone,
        words: words("They hear from us when the calendar for January stands.")?,
    };
    handle(&tomas, *school, Handled::Promised(promised), ink()).await?;
    settled(&teller, now).await?;
    own_record(&teller, now).await?;
    by_themselves(&teller, now).await
}

/// A client wants to have what is held about them, and waits for it since nine days.
async fn own_record(teller: &Teller<'_>, now: Instant) -> Result<()> {
    let maria = teller.acting("maria", now.plus_seconds(-9 * 86_400))?;
    let clients = my_clients(&maria).await?;
    let mut open = clients.iter().flat_map(|line| line.cases.iter().map(move |(case, card)| (line, *case, card)));
    let Some((line_of, case, _)) = open.rfind(|(_, _, card)| card.closed.is_none()) else { return Ok(()) };
    let order = TakeIn {
        kind: InquiryKind::OwnRecord,
        channel: Channel::InPerson,
        answer_by: None,
        from: Asker { name: Some(line(&line_of.card.full_name())?), reach: None },
        subject: line("Wants a copy of the whole file")?,
        said: words("Asked after the session for a copy of everything that we have written, to read it at home.")?,
        case: Some(case),
        owner: None,
        concerns: [].into(),
    };
    take_in_inquiry(&maria, order, ink()).await?;
    Ok(())
}

/// A complaint of last week about one of the staff, who is kept away from it, with its outcome.
async fn settled(teller: &Teller<'_>, now: Instant) -> Result<()> {
    let day = |days: i64| now.plus_seconds(-days * 86_400);
    let bea = teller.acting("bea", day(7))?;
    let order = TakeIn {
        kind: InquiryKind::Complaint,
        channel: Channel::Letter,
        answer_by: None,
        from: Asker { name: Some(line("Henrik Sand")?), reach: Some(line("Mill Street 12")?) },
        subject: line("Spoken about in the corridor")?,
        said: words(
            "I heard in the corridor how somebody told a colleague why my brother comes to you. Others were waiting there.",
        )?,
        case: None,
        owner: None,
        concerns: [teller.acting("ruben", day(7))?.staff()].into(),
    };
    let complaint = take_in_inquiry(&bea, order, ink()).await?.dossier;
    let clara = teller.acting("clara", day(6))?;
    let report = EscalationReported {
        seriousness: Seriousness::Serious,
        theme: Some(Themed { theme: Theme::Confidentiality, words: None }),
        found: words(
            "Two people in the waiting area have heard it. The one who spoke says that he had believed himself alone.",
        )?,
        measures: words("The data protection officer is told. Talks about clients are held behind doors from today.")?,
        told: [].into(),
    };
    handle(&clara, complaint, Handled::Escalated(report), ink()).await?;
    let outcome = Outcome {
        finding: Finding::Upheld,
        found: words("It was said in the corridor, and could be heard in the waiting area.")?,
        put_right: Some(words("He has apologised to both brothers in person.")?),
        learned: Learned::Change(words(
            "The corridor has a sign, and the team has gone through the rule at its meeting.",
        )?),
    };
    let answer = InquiryAnswered {
        channel: Channel::Letter,
        other_because: None,
        words: words(
            "You are right, and we are sorry. What you heard should never have been said there. We have changed how we talk in the house.",
        )?,
        identity: IdentityCheck::KnownAddress,
        template: None,
        facts: [].into(),
        outcome: Some(outcome),
        own_record: None,
        theme: None,
    };
    handle(&teller.acting("clara", day(5))?, complaint, Handled::Answered(answer), ink()).await?;
    Ok(())
}

/// What came by itself: two e-mails, of which one was followed by another, and a message by the form.
async fn by_themselves(teller: &Teller<'_>, now: Instant) -> Result<()> {
    for (minutes, mail) in MAILS {
        let at = now.plus_seconds(-minutes * 60);
        teller.house(at).take_mail(mail.replace('\n', "\r\n").into_bytes(), at).await?;
    }
    let at = now.plus_seconds(-35 * 60);
    let mark = teller.house(at.plus_seconds(-120)).form_mark("");
    let from = Asker { name: None, reach: Some(line("+34 600 000 512")?) };
    let said = words(
        "My neighbour is alone with three children since the summer. Is there somebody who can look in, and how does she ask for it? Please send me a text message and do not call: I work at night.",
    )?;
    let order = Ask { kind: InquiryKind::Question, said, from, answer_by: Some(Channel::Sms) };
    teller.house(at).ask(order, &mark, None).await?;
    Ok(())
}

/// How many minutes ago an e-mail came, and the e-mail.
const MAILS: [(i64, &str); 3] = [
    (
        220,
        "From: Irene Vidal <irene.vidal@example.org>
To: ask@example.org
Message-ID: <20261.irene@mail.example.org>
Subject: Can my son change his day?
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=part

--part
Content-Type: text/plain; charset=utf-8

Good morning,

my son has football on Wednesdays from next month on. Can he come on another day? His timetable is attached.

Irene Vidal
--part
Content-Type: text/plain; name=\"Timetable.txt\"
Content-Disposition: attachment; filename=\"Timetable.txt\"

Monday 15:30, Tuesday free, Wednesday football, Thursday 16:00
--part--
",
    ),
    (
        90,
        "From: Volunteer centre <office@volunteers.example.org>
To: ask@example.org
Message-ID: <77.office@volunteers.example.org>
Subject: Two people who would like to help with homework
Content-Type: text/html; charset=utf-8

<html><body><p>Hello,</p><p>two students would like to help with <b>homework</b> in the afternoons. Whom may they call?</p>
<p>Kind regards<br>The volunteer centre</p><img src=\"https://pictures.example/logo.png\"></body></html>
",
    ),
    (
        20,
        "From: Irene Vidal <irene.vidal@example.org>
To: ask@example.org
Message-ID: <20262.irene@mail.example.org>
In-Reply-To: <20261.irene@mail.example.org>
Subject: Re: Can my son change his day?

I forgot to say: Tuesday would be best.
",
    ),
];
