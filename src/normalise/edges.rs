//! A first look before a look-up: how long can a word of a list be that begins, or ends, with this character?
//!
//! Comes in: a list of words, once. Goes out: for a character, the most characters of such a word, 0 for no word at all. The
//! tables of names, trades and places are asked for every end of every text; most texts end with nothing that is in them.

/// First and last 汉字 with a place of their own: the basic block.
const HAN_FIRST: u32 = 0x4E00;
const HAN_LAST: u32 = 0x9FFF;

/// The length of the longest word by a character at its edge.
#[derive(Debug)]
pub(super) struct Longest {
    by_han: Vec<u8>,
    /// Of words whose edge is any other character.
    others: u8,
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
            let longest = match index(edge) {
                Some(i) => &mut table.by_han[i],
                None => &mut table.others,
            };
            *longest = (*longest).max(u8::try_from(length).unwrap_or(u8::MAX));
        }
        table
    }

    /// Most characters of a word with this edge; at least that where the character has no place of its own. Lengths from 255
    /// on are 255.
    pub(super) fn of(&self, edge: char) -> usize {
        usize::from(index(edge).map_or(self.others, |i| self.by_han[i]))
    }

    /// True unless no word has this edge.
    pub(super) fn may_be(&self, edge: char) -> bool {
        self.of(edge) > 0
    }
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
    }
}
