//! One row, one client: what is refused, and in which words.

use casework::imports::{Declared, Order};

use crate::world::World;

/// Tries a table out and answers with its error file.
async fn errors(table: &str) -> String {
    errors_as(table, &Declared::default()).await
}

async fn errors_as(table: &str, declared: &Declared) -> String {
    let world = World::new().await;
    let (outcome, errors) = world.import_as(table, declared, Order::try_out()).await;
    assert_eq!(world.clients().await, 0, "trying out writes nothing");
    assert_eq!(outcome.tally.rows, outcome.tally.good + outcome.tally.already + outcome.tally.left_out());
    errors.lines().skip(1).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn every_fault_of_a_row_is_told_with_its_column_and_without_its_value() {
    let long = "x".repeat(201);
    let table = format!(
        "First name,Last name,DOB,Phone,Email,Interpreter,Language\n\
         Jonas,Feldkamp,1990-03-12,+34 600 123 456,jonas@haus.example,yes,es\n\
         ,Feldkamp,,,,,\n\
         Mira,   ,,,,,\n\
         {long},Kuhn,,,,,\n\
         Jo\u{202E}nas,Kuhn,,,,,\n\
         Jo\u{0007}nas,Kuhn,,,,,\n\
         \"Jo\nnas\",Kuhn,,,,,\n\
         Noor,Dijk,12.03.1990,0600,noor-at-home,perhaps,Klingon!\n"
    );
    let errors = errors(&table).await;
    insta::assert_snapshot!(errors, @r#"
    3,3,no,First name,please fill this in
    4,4,no,Last name,please fill this in
    5,5,no,First name,"at most 200 characters, please; this has 201"
    6,6,no,First name,this contains an invisible control character; please remove it or type the text again
    7,7,no,First name,this contains an invisible control character; please remove it or type the text again
    8,8,no,First name,this contains an invisible control character; please remove it or type the text again
    9,10,no,DOB,"this is not a date of the form YYYY-MM-DD, or there is no such day"
    9,10,no,Phone,"this is not a phone number; please write it with its country code, such as +34 600 123 456"
    9,10,no,Email,this is not an e-mail address
    9,10,no,Language,this is not a language we know; please write a tag such as es or pt-BR
    9,10,no,Interpreter,this is neither yes nor no
    "#);
    for value in ["Feldkamp", "Kuhn", "Dijk", "0600", "noor", "perhaps", "Klingon"] {
        assert!(!errors.contains(value), "{value} is in the error file");
    }
}

#[tokio::test]
async fn birth_dates_must_exist_and_be_possible() {
    let table = "First name,Last name,DOB\nA,Feldkamp,2024-02-29\nB,Feldkamp,2023-02-29\nC,Feldkamp,0001-01-01\n\
                 D,Feldkamp,2026-01-05\nE,Feldkamp,2026-01-06\nF,Feldkamp,1896-01-01\nG,Feldkamp,1895-12-31\n";
    insta::assert_snapshot!(errors(table).await, @r#"
    3,3,no,DOB,"this is not a date of the form YYYY-MM-DD, or there is no such day"
    4,4,no,DOB,this birth date is more than 130 years ago
    6,6,no,DOB,this birth date is in the future
    8,8,no,DOB,this birth date is more than 130 years ago
    "#);
}

#[tokio::test]
async fn dates_are_read_in_the_declared_form_and_in_no_other() {
    let table = "First name,Last name,Born\nA,Feldkamp,31/12/1990\nB,Kuhn,03/04/1990\n";
    let world = World::new().await;
    let (undeclared, _) = world.import(table, Order::try_out()).await;
    assert_eq!((undeclared.tally.faulty, undeclared.date_hint), (2, Some("%d/%m/%Y")));

    let declared = Declared::default().with_mapping("date_format = '%d/%m/%Y'").unwrap();
    let (declared, errors) = world.import_as(table, &declared, Order::try_out()).await;
    assert_eq!((declared.tally.good, declared.date_hint), (2, None), "{errors}");
}

#[tokio::test]
async fn ragged_rows_are_faults_of_their_own_and_not_the_end() {
    let table = "First name,Last name,DOB\nJonas,Feldkamp\nMira,Kuhn,1990-01-01,,\n\nNoor,Dijk,1990-01-02,x\nAda,Berg,1991-01-01\n";
    insta::assert_snapshot!(errors(table).await, @r"
    2,2,no,whole row,this row has 2 cells where the header has 3
    4,5,no,whole row,this row has 4 cells where the header has 3
    ");
}

#[tokio::test]
async fn phones_without_a_country_code_are_read_as_those_of_the_declared_country() {
    let table = "First name,Last name,Phone\nJonas,Feldkamp,600 123 456\n";
    assert!(errors(table).await.contains("this is not a phone number"));
    let declared = Declared { phone_country: Some("ES".to_owned()), ..Declared::default() };
    assert_eq!(errors_as(table, &declared).await, "");
}

/// The layout of an HMIS client file; the people are invented.
const HMIS: &str = "PersonalID,FirstName,MiddleName,LastName,NameSuffix,NameDataQuality,SSN,SSNDataQuality,DOB,DOBDataQuality,Sex,VeteranStatus,DateCreated,DateUpdated,UserID,DateDeleted,ExportID\n\
    \"P1\",\"Orla\",\"Mae\",\"Brandt\",\"Jr\",1,\"000000001\",1,1988-05-14,1,0,0,2020-01-01 10:00:00,2020-01-01 10:00:00,\"u\",,\"X\"\n\
    \"P2\",\"Tomás\",,\"Lindqvist\",,2,,99,1991-02-28,2,99,99,2020-01-01 10:00:00,2020-01-01 10:00:00,\"u\",,\"X\"\n\
    \"P3\",\"Wen\",,\"Zhao\",,99,,99,1900-01-01,99,8,9,2020-01-01 10:00:00,2020-01-01 10:00:00,\"u\",,\"X\"\n\
    \"P4\",,,,,99,,99,,99,8,9,2020-01-01 10:00:00,2020-01-01 10:00:00,\"u\",,\"X\"\n\
    \"P5\",\"Gone\",,\"Away\",,1,,99,1970-01-01,1,1,1,2020-01-01 10:00:00,2020-01-01 10:00:00,\"u\",2021-01-01 00:00:00,\"X\"\n\
    \"P6\",\"2cb30d5ef678412db20875ccf25c63ff\",,\"e7237c4404bb3671b76aacf5e84bec3d\",,1,,99,1970-01-01,1,1,1,2020-01-01 10:00:00,2020-01-01 10:00:00,\"u\",,\"X\"\n\
    \"P1\",\"Somebody\",,\"Else\",,1,,99,1970-01-01,1,1,1,2020-01-01 10:00:00,2020-01-01 10:00:00,\"u\",,\"X\"\n";

#[tokio::test]
async fn hmis_exports_are_understood() {
    let world = World::new().await;
    let (outcome, errors) = world.import(HMIS, Order::write()).await;
    insta::assert_snapshot!(errors, @r"
    row,line,imported,column,reason
    3,3,yes,DOB,the source says that this birth date is approximate
    3,3,yes,LastName,the source says that this name is partial or not known for sure
    4,4,yes,DOB,the source says that this birth date is not known; it was left out
    4,4,yes,LastName,the source says that this name is partial or not known for sure
    5,5,no,LastName,please fill this in
    5,5,no,FirstName,please fill this in
    6,6,no,whole row,the source says that this row was deleted
    7,7,no,LastName,this is a digest in place of a name; please export with names
    7,7,no,FirstName,this is a digest in place of a name; please export with names
    8,8,no,whole row,the same number or the same person as in row 2
    ");
    let tally = outcome.tally;
    assert_eq!((tally.rows, tally.good, tally.noted, tally.faulty, tally.deleted, tally.repeated), (7, 3, 2, 2, 1, 1));
    assert_eq!(world.found("Brandt").await, ["Orla Mae Brandt Jr"]);
    assert_eq!(world.clients().await, 3);
}
