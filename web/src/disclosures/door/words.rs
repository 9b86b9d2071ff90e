//! The words of the page at which something is fetched, in the languages of recipients. They say neither from whom, nor what, nor about whom (CC-4.4.2).

/// The page in one language.
#[derive(Debug, PartialEq, Eq)]
pub struct FetchWords {
    /// Its tag.
    pub tag: &'static str,
    /// Which way it runs.
    pub dir: &'static str,
    pub(super) title: &'static str,
    pub(super) lead: &'static str,
    pub(super) file: &'static str,
    pub(super) code: &'static str,
    pub(super) code_hint: &'static str,
    pub(super) fetch: &'static str,
    pub(super) saved: &'static str,
    pub(super) problem: &'static str,
    pub(super) wrong: &'static str,
    pub(super) void: &'static str,
    pub(super) void_why: &'static str,
    /// How a day is written.
    pub(super) day: &'static str,
}

impl FetchWords {
    /// The page in this language, or in English.
    pub(super) fn of(tag: &str) -> &'static Self {
        ALL.iter().find(|words| words.tag == tag).unwrap_or(&ALL[0])
    }
}

pub(super) static ALL: [FetchWords; 6] = [
    FetchWords {
        tag: "en",
        dir: "ltr",
        title: "Something is waiting for you",
        lead: "You can fetch it here until {value}. For this you need the code that you were told by phone.",
        file: "It is a file of {value}.",
        code: "The code",
        code_hint: "Eight digits. If you have none, please wait until we call you.",
        fetch: "Fetch it",
        saved: "The file is saved on this device. Do this only on a device that is yours.",
        problem: "Please look at this once more",
        wrong: "This is not the code. Please look at it once more, or wait until we call you. After five wrong codes the page is shut.",
        void: "This page is not open any more",
        void_why: "What waited here was fetched, its time is over, or the page was shut. Please call whoever told you of it.",
        day: "%d/%m/%Y",
    },
    FetchWords {
        tag: "es",
        dir: "ltr",
        title: "Hay algo para usted",
        lead: "Puede recogerlo aquí hasta el {value}. Para ello necesita el código que le dijeron por teléfono.",
        file: "Es un archivo de {value}.",
        code: "El código",
        code_hint: "Ocho cifras. Si no lo tiene, espere a que le llamemos.",
        fetch: "Recoger",
        saved: "El archivo se guarda en este dispositivo. Hágalo solo en un dispositivo que sea suyo.",
        problem: "Revise esto, por favor",
        wrong: "Este no es el código. Revíselo o espere a que le llamemos. Después de cinco códigos erróneos, la página se cierra.",
        void: "Esta página ya no está abierta",
        void_why: "Lo que había aquí ya se recogió, se acabó el plazo o la página se cerró. Llame a quien le avisó.",
        day: "%d/%m/%Y",
    },
    FetchWords {
        tag: "de",
        dir: "ltr",
        title: "Es liegt etwas für Sie bereit",
        lead: "Sie können es bis zum {value} hier abholen. Dafür brauchen Sie den Code, der Ihnen am Telefon gesagt wurde.",
        file: "Es ist eine Datei mit {value}.",
        code: "Der Code",
        code_hint: "Acht Ziffern. Wenn Sie keinen haben, warten Sie bitte, bis wir Sie anrufen.",
        fetch: "Abholen",
        saved: "Die Datei wird auf diesem Gerät gespeichert. Tun Sie das nur auf einem Gerät, das Ihnen gehört.",
        problem: "Bitte sehen Sie sich das noch einmal an",
        wrong: "Das ist nicht der Code. Bitte sehen Sie noch einmal nach, oder warten Sie, bis wir Sie anrufen. Nach fünf falschen Codes wird die Seite geschlossen.",
        void: "Diese Seite ist nicht mehr offen",
        void_why: "Was hier lag, wurde abgeholt, die Zeit ist um, oder die Seite wurde geschlossen. Bitte rufen Sie an, wer Ihnen davon gesagt hat.",
        day: "%d.%m.%Y",
    },
    FetchWords {
        tag: "fr",
        dir: "ltr",
        title: "Quelque chose vous attend",
        lead: "Vous pouvez le prendre ici jusqu’au {value}. Il vous faut le code que l’on vous a dit au téléphone.",
        file: "C’est un fichier de {value}.",
        code: "Le code",
        code_hint: "Huit chiffres. Si vous n’en avez pas, attendez que nous vous appelions.",
        fetch: "Prendre le fichier",
        saved: "Le fichier est enregistré sur cet appareil. Faites-le seulement sur un appareil qui est à vous.",
        problem: "Veuillez vérifier ceci",
        wrong: "Ce n’est pas le code. Vérifiez-le, ou attendez que nous vous appelions. Après cinq codes faux, la page est fermée.",
        void: "Cette page n’est plus ouverte",
        void_why: "Ce qui attendait ici a été pris, le temps est passé, ou la page a été fermée. Appelez la personne qui vous en a parlé.",
        day: "%d/%m/%Y",
    },
    FetchWords {
        tag: "nl",
        dir: "ltr",
        title: "Er ligt iets voor u klaar",
        lead: "U kunt het hier ophalen tot en met {value}. Daarvoor hebt u de code nodig die u aan de telefoon is gezegd.",
        file: "Het is een bestand van {value}.",
        code: "De code",
        code_hint: "Acht cijfers. Hebt u er geen, wacht dan tot wij u bellen.",
        fetch: "Ophalen",
        saved: "Het bestand wordt op dit apparaat bewaard. Doe dit alleen op een apparaat dat van u is.",
        problem: "Kijk hier nog eens naar",
        wrong: "Dit is niet de code. Kijk nog eens, of wacht tot wij u bellen. Na vijf verkeerde codes gaat de pagina dicht.",
        void: "Deze pagina is niet meer open",
        void_why: "Wat hier lag is opgehaald, de tijd is voorbij, of de pagina is gesloten. Bel degene die het u gezegd heeft.",
        day: "%d/%m/%Y",
    },
    FetchWords {
        tag: "ar",
        dir: "rtl",
        title: "هناك شيء بانتظارك",
        lead: "يمكنك استلامه هنا حتى {value}. تحتاج لذلك إلى الرمز الذي قيل لك عبر الهاتف.",
        file: "إنه ملف بحجم {value}.",
        code: "الرمز",
        code_hint: "ثمانية أرقام. إذا لم يكن لديك رمز فانتظر حتى نتصل بك.",
        fetch: "استلام",
        saved: "يُحفظ الملف على هذا الجهاز. افعل ذلك فقط على جهاز لك.",
        problem: "يرجى النظر في هذا مرة أخرى",
        wrong: "هذا ليس الرمز. تحقق منه مرة أخرى أو انتظر حتى نتصل بك. بعد خمسة رموز خاطئة تُغلق الصفحة.",
        void: "لم تعد هذه الصفحة مفتوحة",
        void_why: "ما كان هنا قد استُلم، أو انتهى وقته، أو أُغلقت الصفحة. يرجى الاتصال بمن أخبرك به.",
        day: "%d/%m/%Y",
    },
];
