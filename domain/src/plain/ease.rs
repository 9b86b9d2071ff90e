//! How easy a text is to read, by the published formula of its language.
//!
//! All of them work with the average length of a sentence and of a word, and give about 100 for what is very easy and 0 for what is very hard. They were made with
//! printed prose of 100 words and more, and say nothing of whether a text is right or friendly.

use super::primary;

/// What a text was counted to have.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Sentences with a word in them; also lines of a list.
    pub sentences: usize,
    /// Words.
    pub words: usize,
    /// Syllables, as good as a rule without a dictionary can count them.
    pub syllables: usize,
    /// Letters and digits.
    pub letters: usize,
}

/// The formula of a language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Formula {
    /// English: 206.835 − 1.015 words per sentence − 84.6 syllables per word. Flesch, R. (1948): A new readability yardstick. Journal of Applied Psychology 32, 221–233.
    Flesch,
    /// German: 180 − words per sentence − 58.5 syllables per word. Amstad, T. (1978): Wie verständlich sind unsere Zeitungen? Dissertation, Zürich.
    Amstad,
    /// Spanish: 206.835 − words per sentence − 62.3 syllables per word. Szigriszt Pazos, F. (1993): Sistemas predictivos de legibilidad del mensaje escrito. Dissertation,
    /// Madrid; the grades are those of INFLESZ: Barrio Cantalejo, I. M. et al. (2008), Anales del Sistema Sanitario de Navarra 31, 135–152.
    Szigriszt,
    /// French: 207 − 1.015 words per sentence − 73.6 syllables per word. Kandel, L., Moles, A. (1958): Application de l’indice de Flesch à la langue française. Cahiers
    /// d’Études de Radio-Télévision 19, 253–274; in the form in which it is used today.
    KandelMoles,
    /// Italian: 89 + (300 sentences − 10 letters) / words. Lucisano, P., Piemontese, M. E. (1988): GULPEASE: una formula per la predizione della difficoltà dei testi in
    /// lingua italiana. Scuola e Città 39, 110–124.
    Gulpease,
    /// Dutch: 206.84 − 0.93 words per sentence − 77 syllables per word. Douma, W. H. (1960): De leesbaarheid van landbouwbladen. Landbouwhogeschool Wageningen.
    Douma,
    /// Portuguese: 248.835 − 1.015 words per sentence − 84.6 syllables per word. Martins, T. B. F. et al. (1996): Readability formulas applied to textbooks in Brazilian
    /// Portuguese. Notas do ICMSC-USP 28.
    Martins,
}

impl Formula {
    /// The formula of this language (BCP 47), where there is one.
    pub fn of(language: &str) -> Option<Self> {
        match primary(language).as_str() {
            "en" => Some(Self::Flesch),
            "de" => Some(Self::Amstad),
            "es" => Some(Self::Szigriszt),
            "fr" => Some(Self::KandelMoles),
            "it" => Some(Self::Gulpease),
            "nl" => Some(Self::Douma),
            "pt" => Some(Self::Martins),
            _ => None,
        }
    }

    /// From how many points on a text counts as plain, and below how many as hard.
    const fn grades(self) -> (i64, i64) {
        match self {
            Self::Flesch | Self::Amstad | Self::KandelMoles | Self::Douma => (60, 50),
            Self::Szigriszt => (55, 40),
            Self::Gulpease => (60, 40),
            Self::Martins => (50, 25),
        }
    }
}

/// How a text reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grade {
    /// For everybody.
    Plain,
    /// For practised readers.
    Demanding,
    /// For few.
    Hard,
}

impl Grade {
    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Plain => "Easy to read",
            Self::Demanding => "Takes some effort to read",
            Self::Hard => "Hard to read",
        }
    }
}

/// How easy a text is to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ease {
    /// By which formula.
    pub formula: Formula,
    /// What it gave, in thousandths of a point; of very short and very long sentences it lies outside 0 to 100.
    pub thousandths: i64,
}

impl Ease {
    /// What the formula gives for these counts; nothing where there is no word.
    pub fn of(formula: Formula, counts: Counts) -> Option<Self> {
        let number = |count: usize| i64::try_from(count).ok();
        let (sentences, words) = (number(counts.sentences)?, number(counts.words)?);
        let (syllables, letters) = (number(counts.syllables)?, number(counts.letters)?);
        if sentences < 1 || words < 1 {
            return None;
        }
        let flesch = |constant: i64, sentence: i64, word: i64| {
            constant - sentence.saturating_mul(words) / sentences - word.saturating_mul(syllables) / words
        };
        let thousandths = match formula {
            Formula::Flesch => flesch(206_835, 1015, 84_600),
            Formula::Amstad => flesch(180_000, 1000, 58_500),
            Formula::Szigriszt => flesch(206_835, 1000, 62_300),
            Formula::KandelMoles => flesch(207_000, 1015, 73_600),
            Formula::Douma => flesch(206_840, 930, 77_000),
            Formula::Martins => flesch(248_835, 1015, 84_600),
            Formula::Gulpease => {
                89_000 + (300_000_i64.saturating_mul(sentences) - 10_000_i64.saturating_mul(letters)) / words
            }
        };
        Some(Self { formula, thousandths })
    }

    /// The points, from 0 (very hard) to 100 (very easy).
    pub fn points(self) -> i64 {
        ((self.thousandths + 500).div_euclid(1000)).clamp(0, 100)
    }

    /// How it reads.
    pub fn grade(self) -> Grade {
        let (plain, hard) = self.formula.grades();
        match self.points() {
            points if plain <= points => Grade::Plain,
            points if points < hard => Grade::Hard,
            _ => Grade::Demanding,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Worked out by hand: 4 sentences, 60 words, 90 syllables, 270 letters, which is 15 words a sentence, 1.5 syllables and 4.5 letters a word.
    #[test]
    fn each_formula_gives_what_the_hand_gives() {
        let counts = Counts { sentences: 4, words: 60, syllables: 90, letters: 270 };
        for (language, thousandths, points) in [
            ("en", 206_835 - 15_225 - 126_900, 65),
            ("de-AT", 180_000 - 15_000 - 87_750, 77),
            ("es", 206_835 - 15_000 - 93_450, 98),
            ("fr", 207_000 - 15_225 - 110_400, 81),
            ("it", 89_000 + 20_000 - 45_000, 64),
            ("nl", 206_840 - 13_950 - 115_500, 77),
            ("pt-BR", 248_835 - 15_225 - 126_900, 100),
        ] {
            let ease = Ease::of(Formula::of(language).unwrap(), counts).unwrap();
            assert_eq!((ease.thousandths, ease.points()), (thousandths, points), "{language}");
        }
        assert_eq!(Formula::of("tr"), None);
        assert_eq!(Ease::of(Formula::Flesch, Counts::default()), None);
    }

    #[test]
    fn a_grade_has_its_limits() {
        let check = |points: i64, grade: Grade| {
            assert_eq!(Ease { formula: Formula::Flesch, thousandths: points * 1000 }.grade(), grade, "{points}");
        };
        check(60, Grade::Plain);
        check(59, Grade::Demanding);
        check(50, Grade::Demanding);
        check(49, Grade::Hard);
        check(-20, Grade::Hard);
    }
}
