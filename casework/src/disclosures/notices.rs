//! The words of the message that something waits to be fetched, in the languages of recipients. They say neither from whom, nor what, nor about whom (CC-4.4.2).

use domain::reminders::DayForm;
use jiff::civil::Date;
use jiff::tz::TimeZone;

struct Words {
    tag: &'static str,
    subject: &'static str,
    text: &'static str,
    dates: DayForm,
}

const ENGLISH: Words = Words {
    tag: "en",
    subject: "Something is waiting for you",
    text: "Something is waiting for you until {day}. You can fetch it here: {link} For this you need a code. We will call you and tell it to you. We never ask you for a password.",
    dates: DayForm::DayMonth,
};

const OTHERS: [Words; 5] = [
    Words {
        tag: "es",
        subject: "Hay algo para usted",
        text: "Hay algo para usted hasta el {day}. Puede recogerlo aquí: {link} Para ello necesita un código. Le llamaremos para decírselo. Nunca le pedimos una contraseña.",
        dates: DayForm::DayMonth,
    },
    Words {
        tag: "de",
        subject: "Es liegt etwas für Sie bereit",
        text: "Bis zum {day} liegt etwas für Sie bereit. Hier können Sie es abholen: {link} Dafür brauchen Sie einen Code. Wir rufen Sie an und sagen ihn Ihnen. Wir fragen nie nach einem Passwort.",
        dates: DayForm::DayDotMonth,
    },
    Words {
        tag: "fr",
        subject: "Quelque chose vous attend",
        text: "Quelque chose vous attend jusqu’au {day}. Vous pouvez le prendre ici : {link} Il vous faut un code. Nous vous appellerons pour vous le dire. Nous ne demandons jamais de mot de passe.",
        dates: DayForm::DayMonth,
    },
    Words {
        tag: "nl",
        subject: "Er ligt iets voor u klaar",
        text: "Tot en met {day} ligt er iets voor u klaar. U kunt het hier ophalen: {link} Daarvoor hebt u een code nodig. Wij bellen u om die te zeggen. Wij vragen nooit om een wachtwoord.",
        dates: DayForm::DayMonth,
    },
    Words {
        tag: "ar",
        subject: "هناك شيء بانتظارك",
        text: "هناك شيء بانتظارك حتى {day}. يمكنك استلامه هنا: {link} تحتاج لذلك إلى رمز. سنتصل بك ونخبرك به. نحن لا نطلب منك كلمة مرور أبدًا.",
        dates: DayForm::DayMonth,
    },
];

/// The languages in which a recipient can be told.
pub const TOLD_IN: [&str; 6] = ["en", "es", "de", "fr", "nl", "ar"];

/// Subject and text of the message with this link, in this language or in English.
pub(super) fn notice(language: &str, link: &str, until: Date) -> (String, String) {
    let words = OTHERS.iter().find(|words| words.tag == language).unwrap_or(&ENGLISH);
    let day = until.to_zoned(TimeZone::UTC).map(|at| words.dates.day(&at)).unwrap_or_default();
    (words.subject.to_owned(), words.text.replace("{day}", &day).replace("{link}", link))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_has_link_and_day_and_says_nothing_else_in_every_language() {
        for tag in TOLD_IN {
            let (subject, text) = notice(tag, "https://x/p/1", Date::constant(2026, 11, 30));
            assert!(text.contains("https://x/p/1 ") && text.contains("2026") && !text.contains('{'), "{text}");
            assert!(!subject.is_empty() && text.chars().count() < 320, "{tag}");
            assert_eq!(tag == "en", subject == ENGLISH.subject, "{tag} has words of its own");
        }
    }
}
