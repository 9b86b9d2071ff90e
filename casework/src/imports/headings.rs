//! Guessing what a column holds from its heading, in several languages and styles.

use vault::index::name_words;

use super::detail::Detail;

/// Headings that mean each detail. Compared without case, marks, spaces and punctuation, so `first_name`, `First Name` and `FIRSTNAME` are one.
#[rustfmt::skip]
const HEADINGS: &[(Detail, &[&str])] = &[
    (Detail::FamilyName, &["family name", "last name", "surname", "lname", "name last", "legal last name", "Nachname",
        "Familienname", "Zuname", "nom", "nom de famille", "apellido", "apellidos", "primer apellido", "cognome", "apelido",
        "sobrenome", "achternaam", "familienaam", "nazwisko", "příjmení", "efternamn", "etternavn", "efternavn", "sukunimi",
        "soyadı", "soyad", "фамилия", "прізвище", "επώνυμο", "اسم العائلة", "اللقب", "نام خانوادگی", "姓", "姓氏", "名字（姓）", "성",
        "उपनाम", "שם משפחה"]),
    (Detail::GivenNames, &["given names", "given name", "first name", "first names", "forename", "forenames", "fname",
        "name first", "legal first name", "Vorname", "Vornamen", "prénom", "prénoms", "nombre", "nombres", "nombre de pila",
        "nome", "nomi", "nome próprio", "voornaam", "voornamen", "imię", "imiona", "jméno", "förnamn", "fornavn", "etunimi",
        "adı", "имя", "ім'я", "όνομα", "الاسم الأول", "الاسم", "نام", "名", "名前（名）", "이름", "पहला नाम", "שם פרטי"]),
    (Detail::MiddleNames, &["middle name", "middle names", "middle initial", "mname", "zweiter Vorname", "deuxième prénom",
        "segundo nombre", "отчество"]),
    (Detail::NameSuffix, &["name suffix", "suffix"]),
    (Detail::OtherNames, &["other names", "other name", "alias", "aliases", "aka", "also known as", "maiden name",
        "former name", "preferred name", "nickname", "birth name", "Geburtsname", "frühere Namen", "nom de naissance",
        "autres noms", "otros nombres", "geboortenaam"]),
    (Detail::BirthDate, &["birth date", "date of birth", "dob", "birthday", "born", "birth", "Geburtsdatum", "geboren",
        "geboren am", "geb datum", "date de naissance", "né le", "fecha de nacimiento", "fecha nacimiento", "data di nascita",
        "data de nascimento", "geboortedatum", "data urodzenia", "datum narození", "födelsedatum", "fødselsdato",
        "syntymäaika", "doğum tarihi", "дата рождения", "дата народження", "ημερομηνία γέννησης", "تاريخ الميلاد",
        "تاریخ تولد", "生年月日", "出生日期", "생년월일", "जन्म तिथि", "תאריך לידה"]),
    (Detail::Phone, &["phone", "phone number", "telephone", "telephone number", "tel", "mobile", "mobile phone",
        "mobile number", "cell", "cell phone", "Telefon", "Telefonnummer", "Handy", "téléphone", "portable", "teléfono",
        "móvil", "telefono", "cellulare", "telefone", "telemóvel", "celular", "telefoon", "telefoonnummer", "телефон",
        "τηλέφωνο", "الهاتف", "تلفن", "电话", "電話番号", "전화번호", "טלפון"]),
    (Detail::Email, &["email", "e-mail", "email address", "e-mail address", "mail", "E-Mail-Adresse", "courriel",
        "adresse e-mail", "correo electrónico", "correo", "posta elettronica", "электронная почта", "البريد الإلكتروني", "邮箱",
        "メール"]),
    (Detail::Address, &["address", "postal address", "address line 1", "street", "street address", "Adresse", "Anschrift",
        "Straße", "rue", "dirección", "domicilio", "calle", "indirizzo", "via", "endereço", "morada", "adres", "straat",
        "адрес", "διεύθυνση", "العنوان", "地址", "住所", "주소"]),
    (Detail::PostalCode, &["postal code", "postcode", "zip", "zip code", "PLZ", "Postleitzahl", "code postal", "código postal",
        "cap", "cep", "индекс"]),
    (Detail::City, &["city", "town", "Ort", "Wohnort", "Stadt", "ville", "ciudad", "localidad", "città", "cidade", "plaats",
        "woonplaats", "город"]),
    (Detail::Region, &["state", "province", "region", "county", "Bundesland", "provincia", "estado"]),
    (Detail::Country, &["country", "Land", "pays", "país", "paese", "страна"]),
    (Detail::Language, &["language", "preferred language", "primary language", "Sprache", "langue", "idioma", "lengua",
        "lingua", "taal", "язык", "اللغة"]),
    (Detail::Interpreter, &["interpreter", "interpreter needed", "needs interpreter", "translation needed", "Dolmetscher",
        "interprète", "intérprete", "tolk", "переводчик"]),
    (Detail::Accessibility, &["accessibility", "accessibility needs", "access needs", "Barrierefreiheit", "accessibilité",
        "accesibilidad"]),
    (Detail::NoVoicemail, &["no voicemail", "no voicemails", "do not leave messages", "kein Anrufbeantworter"]),
    (Detail::SayNoName, &["say no name", "discreet contact", "do not say who calls"]),
    (Detail::ContactNote, &["safe contact", "safe contact note", "contact note", "contact restrictions"]),
    (Detail::ExternalNumber, &["external number", "external id", "personal id", "person id", "client id", "client number",
        "client no", "unique id", "id", "case id", "reference", "reference number", "record id", "Kundennummer",
        "Klientennummer", "Klienten ID", "numéro", "numéro client", "número", "número de cliente", "número de expediente",
        "codice", "номер"]),
    (Detail::Reason, &["reason", "reason for contact", "presenting problem", "Anlass", "motif", "motivo"]),
    (Detail::NameQuality, &["NameDataQuality"]),
    (Detail::BirthDateQuality, &["DOBDataQuality"]),
    (Detail::DeletedOn, &["DateDeleted", "deleted at", "deleted on"]),
];

/// Words that stand before a heading without changing it.
const BEFORE: [&str; 8] = ["client", "patient", "person", "customer", "participant", "beneficiary", "klient", "kunde"];

/// A heading in the form that is compared.
pub(super) fn folded(heading: &str) -> String {
    name_words(heading).concat()
}

/// What a column with this heading holds, if it can be guessed.
pub(super) fn guess(heading: &str) -> Option<Detail> {
    let plain = folded(heading);
    known(&plain).or_else(|| BEFORE.iter().find_map(|before| known(plain.strip_prefix(before)?)))
}

fn known(plain: &str) -> Option<Detail> {
    let means = |headings: &&[&str]| headings.iter().any(|heading| folded(heading) == plain);
    HEADINGS.iter().find(|(_, headings)| means(headings)).map(|(detail, _)| *detail)
}

/// Whether the heading says "name" and no more: a family name beside given names, or a whole name.
pub(super) fn is_name(heading: &str) -> bool {
    matches!(folded(heading).as_str(), "name" | "names" | "fullname" | "clientname" | "naam" | "fio")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn no_heading_means_two_things() {
        let mut seen: BTreeMap<String, Detail> = BTreeMap::new();
        for (detail, headings) in HEADINGS {
            for heading in *headings {
                let plain = folded(heading);
                assert!(!plain.is_empty(), "{heading}");
                let before = seen.insert(plain, *detail);
                assert!(before.is_none_or(|before| before == *detail), "{heading}: {before:?} and {detail:?}");
            }
        }
    }

    #[test]
    fn headings_are_known_in_many_styles_and_languages() {
        let check = |heading, detail| assert_eq!(guess(heading), detail, "{heading}");
        check("LastName", Some(Detail::FamilyName));
        check("last_name", Some(Detail::FamilyName));
        check("Client Last Name", Some(Detail::FamilyName));
        check("PersonalID", Some(Detail::ExternalNumber));
        check("  DOB ", Some(Detail::BirthDate));
        check("PRENOM", Some(Detail::GivenNames));
        check("Straße", Some(Detail::Address));
        check("Фамилия", Some(Detail::FamilyName));
        check("生年月日", Some(Detail::BirthDate));
        check("SSN", None);
        check("VeteranStatus", None);
    }
}
