//! Which column holds what.

use casework::imports::{Declared, Detail};

use crate::files::{open, open_as, refused};

fn columns(header: &str) -> String {
    let import = open(format!("{header}\n")).unwrap();
    let taken: Vec<String> =
        import.columns().iter().map(|(detail, heading)| format!("{}: {heading}", detail.word())).collect();
    format!("{}; ignored: {}", taken.join(", "), import.ignored().join(", "))
}

#[test]
fn headings_are_guessed_in_several_languages_whatever_the_order_and_the_delimiter() {
    insta::assert_snapshot!(columns("Email,surname,first_name,Shoe size,DoB"), @"family name: surname, given names: first_name, birth date: DoB, e-mail address: Email; ignored: Shoe size");
    insta::assert_snapshot!(columns("Name;Vorname;Geb.-Datum;PLZ;Ort;Straße"), @"family name: Name, given names: Vorname, birth date: Geb.-Datum, address: Straße, postal code: PLZ, town: Ort; ignored: ");
    insta::assert_snapshot!(columns("Apellidos\tNombre\tFecha de nacimiento\tTeléfono"), @"family name: Apellidos, given names: Nombre, birth date: Fecha de nacimiento, phone number: Teléfono; ignored: ");
    insta::assert_snapshot!(columns("Фамилия|Имя|Отчество|Дата рождения"), @"family name: Фамилия, given names: Имя, middle names: Отчество, birth date: Дата рождения; ignored: ");
    insta::assert_snapshot!(columns("sep=;\r\nNOM;PRÉNOM;Date de naissance"), @"family name: NOM, given names: PRÉNOM, birth date: Date de naissance; ignored: ");
    insta::assert_snapshot!(columns("姓,名,生年月日,電話番号"), @"family name: 姓, given names: 名, birth date: 生年月日, phone number: 電話番号; ignored: ");
}

#[test]
fn what_could_go_either_way_is_refused() {
    insta::assert_snapshot!(refused("First name,Last name,Phone,Mobile\n"), @r#"the columns "Phone" and "Mobile" may both be the phone number; please say in a mapping file which is meant"#);
    insta::assert_snapshot!(refused("Name,DOB\n"), @r#"the column "Name" seems to hold whole names; please give family name and given names in columns of their own"#);
}

#[test]
fn a_file_without_a_header_is_refused_without_quoting_the_client_in_its_first_row() {
    let words = refused("Jonas,Feldkamp,1990-03-12\nMira,Kuhn,1985-07-01\n");
    insta::assert_snapshot!(words, @"no column is recognised as the family name; is the first row a header? If so, name the column in a mapping file");
}

const ENROLMENTS: &str =
    "EnrollmentID,PersonalID,ProjectID,EntryDate,HouseholdID,RelationshipToHoH,DateCreated,ExportID\n";

#[test]
fn other_files_of_an_hmis_export_are_told_from_clients() {
    insta::assert_snapshot!(refused(ENROLMENTS), @"this file holds enrolments, not clients; please import Client.csv. Cases are not opened from enrolments");
    insta::assert_snapshot!(refused("ServicesID,EnrollmentID,PersonalID,DateProvided,ExportID\n"), @"this file belongs to an HMIS export, but holds no clients; please import Client.csv");
}

#[test]
fn a_mapping_file_says_which_column_holds_what() {
    let mapping = "date_format = '%d.%m.%Y'\nphone_country = 'ES'\n\n[columns]\nfamily_name = 'B'\ngiven_names = ['A', 'c']\nphone = 'D'\n";
    let declared = Declared::default().with_mapping(mapping).unwrap();
    let import = open_as("A,B,C,D,First name\n", &declared).unwrap();
    assert_eq!(
        import.columns(),
        [
            (Detail::FamilyName, "B".to_owned()),
            (Detail::GivenNames, "A + C".to_owned()),
            (Detail::Phone, "D".to_owned())
        ]
    );
    assert_eq!(import.ignored(), ["First name"]);
    assert_eq!(import.dates(), "DD.MM.YYYY");
}

#[test]
fn a_mapping_file_that_cannot_be_meant_is_refused() {
    let check = |mapping: &str| {
        let declared = Declared::default().with_mapping(mapping);
        declared
            .and_then(|declared| open_as("A,B,b,C\n", &declared))
            .map_or_else(|why| why.to_string(), |_| "taken".to_owned())
    };
    insta::assert_snapshot!(check("[columns]\nfamily_name = 'Z'\ngiven_names = 'A'"), @r#"there is no column "Z" in the file"#);
    insta::assert_snapshot!(check("[columns]\nfamily_name = ' b.'\ngiven_names = 'A'"), @r#"there are two columns " b." in the file; please rename one"#);
    insta::assert_snapshot!(check("[columns]\nfamily_name = 'B'\ngiven_names = 'A'"), @"taken");
    insta::assert_snapshot!(check("[columns]\nfamily_name = 'B'"), @"no column is recognised as the given names; is the first row a header? If so, name the column in a mapping file");
    insta::assert_snapshot!(check("date_format = '%d.%m.'"), @"the mapping file: this is not a form of dates; please write it like %d.%m.%Y, with day, month and year");
    insta::assert_snapshot!(check("phone_country = 'Spain'\n[columns]\nfamily_name = 'B'\ngiven_names = 'A'"), @"the mapping file: phone_country is a code of ISO 3166, such as ES");
    insta::assert_snapshot!(check("delimiter = 'ab'"), @r#"the mapping file: delimiter is one character, such as ";""#);
    insta::assert_snapshot!(check("encoding = 'latin'"), @"the mapping file: encoding is utf-8, utf-16le, utf-16be or windows-1252");
    assert!(check("[columns]\nshoe_size = 'A'").starts_with("the mapping file: unknown variant `shoe_size`"));
}
