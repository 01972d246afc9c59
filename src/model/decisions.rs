//! What people decided: pairs of identities that are the same or different customers, and what became of it.

/// A record's identity over runs.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Identity {
    /// Channel name.
    pub channel: String,
    /// The source's own key.
    pub source_key: String,
}

/// A person's verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// Must link.
    Same,
    /// Cannot link.
    Different,
}

impl Verdict {
    /// The word in `decisions.csv`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Same => "same",
            Verdict::Different => "different",
        }
    }
}

/// What a person answered to a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Answer {
    /// A verdict.
    Decided(Verdict),
    /// Cannot tell, or not now: the question stays open.
    Skip,
}

/// Words people write for an answer, in lower case; the first of each list is the one we write.
const WORDS: &[(Answer, &[&str])] = &[
    (
        Answer::Decided(Verdict::Same),
        &[
            "same",
            "s",
            "yes",
            "y",
            "true",
            "1",
            "match",
            "是",
            "同",
            "相同",
            "同一人",
            "同一个",
            "同一个人",
            "同一客户",
            "一样",
            "一致",
            "对",
            "√",
            "✓",
            "✔",
        ],
    ),
    (
        Answer::Decided(Verdict::Different),
        &[
            "different",
            "d",
            "no",
            "n",
            "false",
            "0",
            "diff",
            "否",
            "不",
            "不同",
            "不是",
            "不一样",
            "不一致",
            "非同一人",
            "不是同一人",
            "不同客户",
            "错",
            "×",
            "✗",
            "x",
        ],
    ),
    (
        Answer::Skip,
        &["skip", "k", "?", "？", "-", "unsure", "unknown", "later", "跳过", "略", "略过", "待定", "不确定", "不知道", "未知"],
    ),
];

impl Answer {
    /// Reads a word as people write it (`Same`, ` 是 `, `不同。`); `None` if it is no answer.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        let word = word.trim().trim_end_matches(['.', '。', '!', '！']).to_lowercase();
        WORDS.iter().find(|(_, words)| words.contains(&word.as_str())).map(|&(answer, _)| answer)
    }

    /// The word we write.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Answer::Decided(verdict) => verdict.name(),
            Answer::Skip => "skip",
        }
    }
}

/// The text of a decisions file as spreadsheets save it: UTF-8, UTF-16 with its mark, else GB18030; without a mark. `None`
/// if it is none of them.
#[must_use]
pub fn text_of(bytes: &[u8]) -> Option<String> {
    let marked = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    let encoding = match std::str::from_utf8(bytes) {
        Ok(_) => encoding_rs::UTF_8,
        // The mark itself says which UTF-16 it is.
        Err(_) if marked => encoding_rs::UTF_16LE,
        Err(_) => encoding_rs::GB18030,
    };
    let (text, _, is_damaged) = encoding.decode(bytes);
    (!is_damaged).then(|| text.into_owned())
}

/// What stands between the cells of a decisions file: the most frequent of comma, semicolon and tab in its header.
#[must_use]
pub fn delimiter_of(text: &str) -> u8 {
    let header = text.lines().next().unwrap_or_default();
    let count = |delimiter: u8| header.bytes().filter(|&byte| byte == delimiter).count();
    [b'\t', b';', b','].into_iter().max_by_key(|&delimiter| count(delimiter)).unwrap_or(b',')
}

/// What became of a decision in a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fate {
    /// The run did as decided.
    Applied,
    /// One of the two records is not there, or has no usable identity: the decision waits for its return.
    Obsolete,
    /// Other decisions, or the records themselves, say the opposite.
    Contradictory,
}

impl Fate {
    /// Every fate in the order in which they are counted.
    pub const ALL: [Fate; 3] = [Fate::Applied, Fate::Obsolete, Fate::Contradictory];

    /// The word in `run.json`, report and log.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Fate::Applied => "applied",
            Fate::Obsolete => "obsolete",
            Fate::Contradictory => "contradictory",
        }
    }
}

/// One decision with its fate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionFate {
    /// Line in `decisions.csv`.
    pub line: u32,
    /// What was decided.
    pub verdict: Verdict,
    /// What became of it.
    pub fate: Fate,
    /// Why, as half a sentence without personal data; empty if applied.
    pub why: String,
}

/// One line of `decisions.csv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// One record.
    pub a: Identity,
    /// The other record.
    pub b: Identity,
    /// What was decided.
    pub verdict: Verdict,
    /// Who decided.
    pub by: String,
    /// When (as written).
    pub at: String,
    /// Why.
    pub note: String,
    /// Line in the file, for messages.
    pub line: u32,
}

impl Decision {
    /// The two identities, the smaller one first: `a,b` and `b,a` are one question.
    #[must_use]
    pub fn pair(&self) -> (&Identity, &Identity) {
        if self.a <= self.b { (&self.a, &self.b) } else { (&self.b, &self.a) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_read_as_people_write_them() {
        let check = |word: &str, answer: Option<&str>| assert_eq!(Answer::read(word).map(Answer::name), answer, "{word}");
        for word in ["same", " Same. ", "YES", "是", "同一人", "\u{3000}对。", "√", "TRUE"] {
            check(word, Some("same"));
        }
        for word in ["different", "No", "否", "不同", "不是", "×"] {
            check(word, Some("different"));
        }
        for word in ["skip", "?", "跳过", "不确定"] {
            check(word, Some("skip"));
        }
        check("maybe", None);
        check("", None);
    }

    #[test]
    fn no_word_means_two_things() {
        let mut all: Vec<&str> = WORDS.iter().flat_map(|(_, words)| words.iter().copied()).collect();
        let n = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), n);
    }
}
