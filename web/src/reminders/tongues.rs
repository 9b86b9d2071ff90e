//! The words of the page on which a client answers, in the languages of clients. Plain and neutral: nothing says with whom the appointment is, or what for.

use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;

/// The page in one language.
#[derive(Debug, PartialEq, Eq)]
pub struct Tongue {
    /// Its tag.
    pub tag: &'static str,
    /// Which way it runs.
    pub dir: &'static str,
    pub(super) title: &'static str,
    pub(super) question: &'static str,
    pub(super) comes: &'static str,
    pub(super) moves: &'static str,
    pub(super) cancels: &'static str,
    pub(super) send: &'static str,
    pub(super) choose: &'static str,
    pub(super) thanks: &'static str,
    pub(super) we_expect_you: &'static str,
    pub(super) another_time: &'static str,
    pub(super) cancelled: &'static str,
    pub(super) void: &'static str,
    pub(super) void_why: &'static str,
}

const ENGLISH: Tongue = Tongue {
    tag: "en",
    dir: "ltr",
    title: "Your appointment",
    question: "Will you come?",
    comes: "I will come",
    moves: "I need another time",
    cancels: "I will not come",
    send: "Send answer",
    choose: "Please choose one of the answers.",
    thanks: "Thank you",
    we_expect_you: "We expect you. You can close this page.",
    another_time: "We will call or write to you to find another time. Until then the appointment stands as it is.",
    cancelled: "The appointment is cancelled. We will call or write to you.",
    void: "This link does not work any more",
    void_why: "It was used already, or the appointment has changed. Please call us if you want to tell us something.",
};

const OTHERS: [Tongue; 5] = [
    Tongue {
        tag: "es",
        dir: "ltr",
        title: "Su cita",
        question: "¿Va a venir?",
        comes: "Voy a venir",
        moves: "Necesito otra hora",
        cancels: "No voy a venir",
        send: "Enviar respuesta",
        choose: "Elija una de las respuestas, por favor.",
        thanks: "Gracias",
        we_expect_you: "Le esperamos. Puede cerrar esta página.",
        another_time: "Le llamaremos o escribiremos para encontrar otra hora. Hasta entonces, la cita sigue como está.",
        cancelled: "La cita queda anulada. Le llamaremos o escribiremos.",
        void: "Este enlace ya no funciona",
        void_why: "Ya se ha usado, o la cita ha cambiado. Llámenos, por favor, si quiere decirnos algo.",
    },
    Tongue {
        tag: "de",
        dir: "ltr",
        title: "Ihr Termin",
        question: "Kommen Sie?",
        comes: "Ich komme",
        moves: "Ich brauche eine andere Zeit",
        cancels: "Ich komme nicht",
        send: "Antwort senden",
        choose: "Bitte wählen Sie eine der Antworten.",
        thanks: "Danke",
        we_expect_you: "Wir erwarten Sie. Sie können diese Seite schließen.",
        another_time: "Wir rufen Sie an oder schreiben Ihnen, um eine andere Zeit zu finden. Bis dahin bleibt der Termin, wie er ist.",
        cancelled: "Der Termin ist abgesagt. Wir rufen Sie an oder schreiben Ihnen.",
        void: "Dieser Link gilt nicht mehr",
        void_why: "Er wurde schon benutzt, oder der Termin hat sich geändert. Bitte rufen Sie uns an, wenn Sie uns etwas sagen möchten.",
    },
    Tongue {
        tag: "fr",
        dir: "ltr",
        title: "Votre rendez-vous",
        question: "Viendrez-vous ?",
        comes: "Je viendrai",
        moves: "J’ai besoin d’une autre heure",
        cancels: "Je ne viendrai pas",
        send: "Envoyer la réponse",
        choose: "Veuillez choisir une des réponses.",
        thanks: "Merci",
        we_expect_you: "Nous vous attendons. Vous pouvez fermer cette page.",
        another_time: "Nous vous appellerons ou vous écrirons pour trouver une autre heure. D’ici là, le rendez-vous reste tel quel.",
        cancelled: "Le rendez-vous est annulé. Nous vous appellerons ou vous écrirons.",
        void: "Ce lien ne fonctionne plus",
        void_why: "Il a déjà été utilisé, ou le rendez-vous a changé. Appelez-nous si vous voulez nous dire quelque chose.",
    },
    Tongue {
        tag: "nl",
        dir: "ltr",
        title: "Uw afspraak",
        question: "Komt u?",
        comes: "Ik kom",
        moves: "Ik heb een andere tijd nodig",
        cancels: "Ik kom niet",
        send: "Antwoord versturen",
        choose: "Kies een van de antwoorden.",
        thanks: "Dank u",
        we_expect_you: "We verwachten u. U kunt deze pagina sluiten.",
        another_time: "We bellen of schrijven u om een andere tijd te vinden. Tot dan blijft de afspraak zoals hij is.",
        cancelled: "De afspraak is afgezegd. We bellen of schrijven u.",
        void: "Deze link werkt niet meer",
        void_why: "Hij is al gebruikt, of de afspraak is veranderd. Bel ons als u ons iets wilt zeggen.",
    },
    Tongue {
        tag: "ar",
        dir: "rtl",
        title: "موعدك",
        question: "هل ستأتي؟",
        comes: "سآتي",
        moves: "أحتاج إلى وقت آخر",
        cancels: "لن آتي",
        send: "إرسال الجواب",
        choose: "يرجى اختيار أحد الأجوبة.",
        thanks: "شكرًا",
        we_expect_you: "نحن في انتظارك. يمكنك إغلاق هذه الصفحة.",
        another_time: "سنتصل بك أو نكتب إليك لنجد وقتًا آخر. حتى ذلك الحين يبقى الموعد كما هو.",
        cancelled: "أُلغي الموعد. سنتصل بك أو نكتب إليك.",
        void: "لم يعد هذا الرابط صالحًا",
        void_why: "لقد استُخدم من قبل، أو تغيّر الموعد. يرجى الاتصال بنا إذا أردت أن تخبرنا بشيء.",
    },
];

impl Tongue {
    /// The page in this language, or in English.
    pub(crate) fn of(language: &str) -> &'static Self {
        Self::find(language).unwrap_or(&ENGLISH)
    }

    /// The page in the first language that the browser asks for and we have: for a link of which nothing is known.
    pub(crate) fn asked(headers: &HeaderMap) -> &'static Self {
        let asked = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        asked
            .split(',')
            .filter_map(|one| Self::find(one.split(';').next().unwrap_or_default()))
            .next()
            .unwrap_or(&ENGLISH)
    }

    fn find(language: &str) -> Option<&'static Self> {
        let primary = language.split('-').next().unwrap_or_default().trim().to_ascii_lowercase();
        std::iter::once(&ENGLISH).chain(&OTHERS).find(|tongue| tongue.tag == primary)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_speaks_the_language_of_the_message_or_else_that_of_the_browser() {
        for (language, tag) in [("es-MX", "es"), ("AR", "ar"), ("de", "de"), ("sw", "en"), ("", "en")] {
            assert_eq!(Tongue::of(language).tag, tag, "{language}");
        }
        let asked = |value: &'static str| {
            let headers = HeaderMap::from_iter([(ACCEPT_LANGUAGE, axum::http::HeaderValue::from_static(value))]);
            Tongue::asked(&headers).tag
        };
        assert_eq!(asked("sw, fr-CA;q=0.8, en;q=0.5"), "fr");
        assert_eq!(asked("sw"), "en");
        assert_eq!(Tongue::asked(&HeaderMap::new()).tag, "en");
        assert_eq!(Tongue::of("ar").dir, "rtl");
    }
}
