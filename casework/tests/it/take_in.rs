//! What comes by itself: scans and e-mails are filed, and somebody says what they are (CM-4.2.2).

use std::io::Cursor;

use casework::documents::{
    CannotReceive, CannotTake, Coming, CorrectDocument, Message, correct_document, open_document,
};
use casework::today::today;
use casework::{Failure, House};
use domain::cases::{CaseClosedNow, CaseFile};
use domain::documents::{CannotFile, Way};
use domain::duties::DutyKind;
use domain::ids::{DossierId, EntryId};
use domain::level::Level;
use domain::media::Media;
use domain::numbers::CaseNumber;
use domain::policy::Action;
use std::sync::Arc;

use crate::cast::{MARIA, NADIA, TOMAS};
use crate::documents::paper;
use crate::orders::line;
use crate::world::{World, story};

fn scan(name: &str, bytes: Vec<u8>) -> Coming {
    Coming { name: name.to_owned(), content: Box::new(Cursor::new(bytes)), beside: false }
}

async fn take(house: &Arc<House>, case: CaseNumber, files: Vec<Coming>) -> Result<EntryId, Failure<CannotTake>> {
    house.take_in(case, Way::Scanner, None, files).await
}

async fn file_of(world: &World, case: DossierId) -> Arc<CaseFile> {
    Arc::clone(&world.acting(MARIA).view::<CaseFile>(Action::ReadCase, case).await.unwrap().opened.file)
}

#[test]
fn a_scan_is_filed_and_its_caseworker_says_what_it_is() {
    let told = story(async |world| {
        let case = world.case().await;
        let number = file_of(world, case).await.number().unwrap();
        let bytes = paper(200_000, "One");
        let entry = take(&world.house, number, vec![scan("/scans/../Letter.pdf", bytes.clone())]).await.unwrap();
        world.tell("a scan came").await;
        let file = file_of(world, case).await;
        let document = file.documents.all.first().unwrap();
        assert_eq!((document.said, document.about.title.reveal()), (entry.number, "Letter.pdf"));
        let maria = world.acting(MARIA);
        let mut handed = open_document(&maria, case, document.id, None).await.unwrap();
        let read: Vec<u8> = handed.reading.range(0..handed.length).flat_map(|piece| piece.unwrap().to_vec()).collect();
        assert_eq!(read, bytes);

        let awaits = async || {
            let waits = today(&world.acting(MARIA)).await.unwrap().duties;
            waits.iter().filter(|duty| duty.kind == DutyKind::DocumentAwaits).count()
        };
        assert_eq!(awaits().await, 1);
        let order = CorrectDocument { id: document.id, about: document.about.clone(), reason: line("Looked at") };
        let nobody = correct_document(&world.acting(NADIA), case, order.clone(), world.ink()).await;
        assert!(matches!(nobody, Err(Failure::Refused(_))));
        correct_document(&maria, case, order, world.ink()).await.unwrap();
        assert_eq!(awaits().await, 0);
    });
    let by_nobody = told.lines().find(|line| line.contains("DocumentFiled")).unwrap_or_else(|| panic!("{told}"));
    assert!(by_nobody.contains("with System"), "{by_nobody}");
}

#[test]
fn what_cannot_be_filed_is_said_and_leaves_nothing_behind() {
    story(async |world| {
        let case = world.case().await;
        let number = file_of(world, case).await.number().unwrap();
        let refused =
            async |number: CaseNumber, bytes: Vec<u8>| match take(&world.house, number, vec![scan("scan.pdf", bytes)])
                .await
            {
                Err(Failure::Rule(why)) => why,
                Err(other) => panic!("{other}"),
                Ok(_) => panic!("it was filed"),
            };
        assert_eq!(refused(CaseNumber::new(2019, 77), paper(100, "One")).await, CannotTake::NoCase);
        assert_eq!(refused(number, Vec::new()).await, CannotReceive::Empty.into());
        assert_eq!(refused(number, b"\x7fELF\0\0".to_vec()).await, CannotReceive::Unknown.into());
        assert_eq!(refused(number, b"<!doctype html><script>".to_vec()).await, CannotReceive::Markup.into());
        assert_eq!(refused(number, paper(100_000_001, "Long")).await, CannotReceive::TooLarge(100).into());
        take(&world.house, number, vec![scan("scan.pdf", paper(100, "One"))]).await.unwrap();
        assert_eq!(refused(number, paper(100, "One")).await, CannotFile::Twice.into(), "also after a kill");
        let ending = world.case().laddered(5).await;
        let closed = file_of(world, ending).await.number().unwrap();
        world.close(ending, TOMAS).await;
        assert_eq!(refused(closed, paper(100, "Two")).await, CannotFile::Closed(CaseClosedNow).into());
        assert_eq!(file_of(world, case).await.documents.all.len(), 1);
    });
}

#[test]
fn an_email_is_filed_as_it_came_with_what_is_attached() {
    story(async |world| {
        let case = world.case().await;
        let number = file_of(world, case).await.number().unwrap();
        let mail = format!(
            "From: School <office@school.example>\r\nTo: papers+{number}@help.example\r\nSubject: Attendance\r\n\
             Date: Mon, 01 Dec 2025 09:00:00 +0100\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n\
             --b\r\nContent-Type: text/plain\r\n\r\nSee the letter.\r\n\
             --b\r\nContent-Disposition: attachment; filename=letter.pdf\r\n\r\n%PDF-1.7\r\nOne\r\n\
             --b\r\nContent-Disposition: attachment; filename=page.html\r\n\r\n<!doctype html><script>\r\n--b--\r\n"
        );
        let message = Message::read(mail.as_bytes()).unwrap();
        assert_eq!(message.case, Some(number));
        let attached = message.attached.into_iter().map(|(name, bytes)| Coming { beside: true, ..scan(&name, bytes) });
        let files = std::iter::once(scan(&message.subject, mail.clone().into_bytes())).chain(attached).collect();
        world.house.take_in(number, Way::Mail, message.dated, files).await.unwrap();
        let file = file_of(world, case).await;
        let filed: Vec<(Media, &str)> = file
            .documents
            .all
            .iter()
            .map(|document| (document.latest().unwrap().filed.file.media, document.about.title.reveal()))
            .collect();
        assert_eq!(
            filed,
            [(Media::Mail, "Attendance"), (Media::Pdf, "letter.pdf")],
            "a page is refused, and lies in the message"
        );
        let dated = jiff::civil::date(2025, 12, 1);
        assert!(file.documents.all.iter().all(|document| document.about.dated == dated && document.awaits()));
        assert!(file.documents.versions().all(|version| version.level == Level::Confidential));
    });
}
