//! A first look before a look-up: how long can a word of a list be that begins, or ends, with this character?
//!
//! Comes in: a list of words, once. Goes out: for a character, the lengths of such words, none for no word at all; for two
//! characters, whether a word may end with them. The tables of names, trades and places are asked for every end of every text;
//! most texts end with nothing that is in them.

/// First and last 汉字 with a place of their own: the basic block.
const HAN_FIRST: u32 = 0x4E00;
const HAN_LAST: u32 = 0x9FFF;

/// From this length on, in characters, lengths are not told apart.
const LONG: u32 = 15;

/// The lengths of words by a character at their edge.
#[derive(Debug)]
pub(super) struct Longest {
    /// Bit `n` for words of `n` characters, the last bit for those of [`LONG`] and more.
    by_han: Vec<u16>,
    /// Of words whose edge is any other character.
    others: u16,
}

impl Longest {
    /// By the first character of each word.
    pub(super) fn by_first<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        Self::new(words.filter_map(|word| Some((word.chars().next()?, word.chars().count()))))
    }

    /// By the last character of each word.
    pub(super) fn by_last<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        Self::new(words.filter_map(|word| Some((word.chars().next_back()?, word.chars().count()))))
    }

    fn new(words: impl Iterator<Item = (char, usize)>) -> Self {
        let mut table = Self { by_han: vec![0; (HAN_LAST - HAN_FIRST + 1) as usize], others: 0 };
        for (edge, length) in words {
            let lengths = match index(edge) {
                Some(i) => &mut table.by_han[i],
                None => &mut table.others,
            };
            *lengths |= 1 << u32::try_from(length).unwrap_or(LONG).min(LONG);
        }
        table
    }

    fn lengths(&self, edge: char) -> u16 {
        index(edge).map_or(self.others, |i| self.by_han[i])
    }

    /// Most characters of a word with this edge; at least that where the character has no place of its own. Lengths from
    /// [`LONG`] on are 255.
    pub(super) fn of(&self, edge: char) -> usize {
        match u16::BITS - self.lengths(edge).leading_zeros() {
            0 => 0,
            u16::BITS => 255,
            bits => bits as usize - 1,
        }
    }

    /// True unless no word with this edge has this many characters.
    pub(super) fn has(&self, edge: char, length: usize) -> bool {
        self.lengths(edge) >> u32::try_from(length).unwrap_or(LONG).min(LONG) & 1 == 1
    }

    /// True unless no word has this edge.
    pub(super) fn may_be(&self, edge: char) -> bool {
        self.lengths(edge) > 0
    }
}

/// The last two characters of words, as far as a table of bits tells them apart.
#[derive(Debug)]
pub(super) struct LastPairs {
    bits: Vec<u64>,
}

/// Bits of [`LastPairs`], as a power of two.
const PAIR_BITS: u32 = 18;

impl LastPairs {
    /// Of every word of two characters and more.
    pub(super) fn of<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        let mut bits = vec![0; 1 << (PAIR_BITS - u64::BITS.ilog2())];
        for word in words {
            let mut back = word.chars().rev();
            if let (Some(last), Some(before)) = (back.next(), back.next()) {
                let slot = pair_slot(before, last);
                bits[slot / 64] |= 1 << (slot % 64);
            }
        }
        Self { bits }
    }

    /// True unless no word ends with these two characters.
    pub(super) fn may_end(&self, before: char, last: char) -> bool {
        let slot = pair_slot(before, last);
        self.bits[slot / 64] >> (slot % 64) & 1 == 1
    }
}

fn pair_slot(before: char, last: char) -> usize {
    let mixed = u32::from(before).wrapping_mul(0x9E37_79B1) ^ u32::from(last).wrapping_mul(0x85EB_CA77);
    (mixed >> (u32::BITS - PAIR_BITS)) as usize
}

/// Words in Latin letters, as far as their first two letters and their length tell them apart.
#[derive(Debug)]
pub(super) struct LatinWords {
    /// Lengths in bytes by two letters, one bit each; the last bit for those of 31 and more.
    lengths: Vec<u32>,
}

impl LatinWords {
    /// Of every word that begins with two small letters.
    pub(super) fn of<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        let mut lengths = vec![0; 26 * 26];
        for word in words {
            if let Some(slot) = two_letters(word) {
                lengths[slot] |= 1 << word.len().min(31);
            }
        }
        Self { lengths }
    }

    /// True unless the word begins with two small letters and none of the list does so and is as long.
    pub(super) fn may_hold(&self, word: &str) -> bool {
        two_letters(word).is_none_or(|slot| self.lengths[slot] >> word.len().min(31) & 1 == 1)
    }
}

fn two_letters(word: &str) -> Option<usize> {
    let [first @ b'a'..=b'z', second @ b'a'..=b'z', ..] = word.as_bytes() else { return None };
    Some(usize::from(first - b'a') * 26 + usize::from(second - b'a'))
}

fn index(c: char) -> Option<usize> {
    let code = u32::from(c);
    (HAN_FIRST..=HAN_LAST).contains(&code).then(|| (code - HAN_FIRST) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_word_of_an_edge_counts() {
        let words = ["杭州", "杭州市", "上海", "Ohio"];
        let (first, last) = (Longest::by_first(words.into_iter()), Longest::by_last(words.into_iter()));
        assert_eq!(['杭', '上', '海', 'O', 'x'].map(|c| first.of(c)), [3, 2, 0, 4, 4]);
        assert_eq!(['州', '市', '海', '杭'].map(|c| last.of(c)), [2, 3, 2, 0]);
        assert!(first.may_be('杭') && !first.may_be('州'));
        assert!(first.has('杭', 2) && first.has('杭', 3) && !first.has('杭', 4) && !first.has('州', 2));
    }

    #[test]
    fn latin_words_are_told_by_two_letters_and_length() {
        let words = LatinWords::of(["trading", "a", "größe", "3m"].into_iter());
        assert!(words.may_hold("trading") && words.may_hold("trouble") && words.may_hold("3m") && words.may_hold("a"));
        assert!(!words.may_hold("trade") && !words.may_hold("tiger") && words.may_hold("größe"));
    }

    #[test]
    fn words_end_with_the_pairs_of_the_list_and_hardly_any_other() {
        let words = ["电子", "信息技术", "厂"];
        let pairs = LastPairs::of(words.into_iter());
        assert!(pairs.may_end('电', '子') && pairs.may_end('技', '术'));
        assert!(!pairs.may_end('子', '电') && !pairs.may_end('息', '技'));
    }
}
