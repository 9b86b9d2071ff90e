//! What a client means who writes back to a text message. Only a word that can mean nothing else is understood; everything else is read by a person.

/// What was understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// They come.
    Yes,
    /// They want no more messages.
    Stop,
    /// Somebody has to read it.
    Other,
}

/// What can only mean yes, by language. English is understood beside every other.
const YES: [(&str, &[&str]); 16] = [
    ("en", &["yes", "yes i will", "yes i will come", "i will come"]),
    ("es", &["sí", "si", "sí iré", "si iré", "si ire", "sí voy", "si voy", "iré"]),
    ("ca", &["sí", "si", "hi aniré"]),
    ("de", &["ja", "ja ich komme", "ich komme"]),
    ("fr", &["oui", "oui je viens", "oui je viendrai", "je viendrai"]),
    ("nl", &["ja", "ja ik kom", "ik kom"]),
    ("it", &["sì", "si", "sí", "verrò"]),
    ("pt", &["sim", "sim vou"]),
    ("pl", &["tak", "tak przyjdę"]),
    ("ro", &["da", "da vin"]),
    ("tr", &["evet", "evet geleceğim"]),
    ("ru", &["да", "да приду"]),
    ("uk", &["так", "так прийду"]),
    ("ar", &["نعم", "نعم سأحضر", "سأحضر"]),
    ("fa", &["بله"]),
    ("so", &["haa"]),
];

/// What can only mean that no more messages are wanted, in any language: gateways teach people these words.
const STOP: [&str; 10] =
    ["stop", "stopp", "stop all", "stopall", "unsubscribe", "baja", "arret", "arrêt", "parar", "توقف"];

impl Said {
    /// What this text says to a client who is written to in this language (BCP 47).
    pub fn of(text: &str, language: &str) -> Self {
        let plain = plain(text);
        let primary = language.split('-').next().unwrap_or_default().to_lowercase();
        let mut understood = YES.iter().filter(|(tag, _)| *tag == "en" || *tag == primary);
        if STOP.contains(&plain.as_str()) {
            Self::Stop
        } else if understood.any(|(_, words)| words.contains(&plain.as_str())) {
            Self::Yes
        } else {
            Self::Other
        }
    }
}

/// Small letters, without what ends a sentence; a question mark stays, for it changes what is said.
fn plain(text: &str) -> String {
    let spaced: String = text.chars().map(|c| if matches!(c, '.' | '!' | '¡' | ',') { ' ' } else { c }).collect();
    spaced.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_mean_nothing_else_is_a_yes() {
        let check = |language, text| Said::of(text, language);
        for (language, text) in [
            ("en", "Yes"),
            ("en", " YES!! "),
            ("es", "Sí."),
            ("es-MX", "si"),
            ("es", "yes"),
            ("de", "Ja, ich komme."),
            ("fr", "OUI"),
            ("nl-BE", "Ja"),
            ("ar", "نعم"),
        ] {
            assert_eq!(check(language, text), Said::Yes, "{language} {text}");
        }
        for (language, text) in [
            ("en", ""),
            ("en", "no"),
            ("en", "yes?"),
            ("en", "yes but later"),
            ("en", "not yes"),
            ("en", "ok"),
            ("en", "1"),
            ("en", "ja"),
            ("de", "nein"),
            ("de", "ja nicht"),
            ("pl", "si"),
            ("es", "si puedo"),
            ("en", "yes 😢"),
        ] {
            assert_eq!(check(language, text), Said::Other, "{language} {text}");
        }
    }

    #[test]
    fn stop_means_stop_in_every_language() {
        for (language, text) in [("en", "STOP"), ("es", "stop."), ("fr", "Arrêt"), ("de", "Stopp!"), ("en", "baja")] {
            assert_eq!(Said::of(text, language), Said::Stop, "{text}");
        }
        assert_eq!(Said::of("please stop by", "en"), Said::Other);
    }
}
