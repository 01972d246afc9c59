//! Text columns out of the codes of other dictionaries: each distinct value is copied once.

use std::sync::Arc;

use super::text::{Arena, Interner, MISSING, TOGETHER, TextColumn};

/// "Not seen yet" in a code map.
const UNSEEN: u32 = u32::MAX;
/// "To be interned with others" in a code map.
const ASKED: u32 = u32::MAX - 1;

/// Builds a [`TextColumn`] row by row from codes of one or several sources.
#[derive(Debug, Clone, Default)]
pub struct Recoder {
    interner: Interner,
    maps: Vec<Vec<u32>>,
    codes: Vec<u32>,
}

impl Recoder {
    /// An empty column.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes room for so many values out of these sources, one arena of possible texts each.
    pub fn expect<'a>(&mut self, filled: usize, sources: impl IntoIterator<Item = &'a Arena>) {
        let (mut texts, mut bytes) = (0, 0);
        for source in sources {
            self.maps.push(vec![UNSEEN; source.len()]);
            texts += source.len();
            bytes += source.text_bytes();
        }
        let most = texts.min(filled);
        self.interner.reserve(most, (bytes as f64 * most as f64 / texts.max(1) as f64) as usize);
    }

    /// As [`Self::push_code`] for each of several rows, (source, code) each. New values are looked up together, so that the
    /// processor waits for the memory of all of them at once.
    pub fn push_codes<'a>(&mut self, rows: impl IntoIterator<Item = (usize, u32)>, text: impl Fn(usize, u32) -> &'a str) {
        let mut rows = rows.into_iter().fuse();
        self.codes.reserve(rows.size_hint().0);
        let (mut some, mut new, mut texts) =
            (Vec::with_capacity(TOGETHER), Vec::with_capacity(TOGETHER), Vec::with_capacity(TOGETHER));
        loop {
            some.clear();
            some.extend(rows.by_ref().take(TOGETHER));
            if some.is_empty() {
                return;
            }
            new.clear();
            for &(source, code) in some.iter().filter(|(_, code)| *code != MISSING) {
                let known = self.map(source, code);
                if *known == UNSEEN {
                    *known = ASKED;
                    new.push((source, code));
                }
            }
            texts.clear();
            texts.extend(new.iter().map(|&(source, code)| text(source, code)));
            let (maps, mut asked) = (&mut self.maps, new.iter());
            self.interner.intern_each(&texts, |value| {
                if let Some(&(source, code)) = asked.next() {
                    maps[source][code as usize] = value;
                }
            });
            let maps = &self.maps;
            self.codes.extend(some.iter().map(|&(s, code)| if code == MISSING { MISSING } else { maps[s][code as usize] }));
        }
    }

    /// The place of a source's code in its map.
    fn map(&mut self, source: usize, code: u32) -> &mut u32 {
        if self.maps.len() <= source {
            self.maps.resize(source + 1, Vec::new());
        }
        let map = &mut self.maps[source];
        if map.len() <= code as usize {
            map.resize(code as usize + 1, UNSEEN);
        }
        &mut map[code as usize]
    }

    /// Appends the value that `code` has in `source`; `text` is asked once per distinct (source, code).
    ///
    /// Code 0 is missing in every source.
    pub fn push_code<'a>(&mut self, source: usize, code: u32, text: impl FnOnce() -> &'a str) {
        if code == MISSING {
            self.codes.push(MISSING);
            return;
        }
        let mut value = *self.map(source, code);
        if value == UNSEEN {
            value = self.interner.intern(text());
            *self.map(source, code) = value;
        }
        self.codes.push(value);
    }

    /// Number of rows so far.
    #[must_use]
    pub fn len(&self) -> usize {
        self.codes.len()
    }

    /// True before the first row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    /// Appends a text; `""` is missing.
    pub fn push_text(&mut self, text: &str) {
        let code = self.interner.intern(text);
        self.codes.push(code);
    }

    /// The finished column.
    #[must_use]
    pub fn finish(self) -> TextColumn {
        TextColumn { values: self.interner.into_arena().into(), codes: self.codes }
    }

    /// Two finished columns over the same values: one of the first `rows` rows, one of those after.
    #[must_use]
    pub fn finish_as_two(mut self, rows: usize) -> (TextColumn, TextColumn) {
        let after = self.codes.split_off(rows.min(self.codes.len()));
        let first = self.finish();
        let second = TextColumn { values: Arc::clone(&first.values), codes: after };
        (first, second)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_of_two_sources_become_one_value() {
        let mut column = Recoder::new();
        column.push_code(0, 7, || "a");
        column.push_code(1, 2, || "a");
        column.push_code(0, 7, || unreachable!("asked once per code"));
        column.push_code(0, 0, || unreachable!("missing is never asked"));
        column.push_text("b");
        let column = column.finish();
        assert_eq!(column.iter().collect::<Vec<_>>(), ["a", "a", "a", "", "b"]);
        assert_eq!(column.values.len(), 3);
    }

    #[test]
    fn rows_are_appended_together_as_one_by_one() {
        let sources = [["", "a", "b", "c"], ["", "c", "", "a"]];
        let rows: Vec<(usize, u32)> = (0..200_u32).map(|i| ((i * i % 7 % 2) as usize, i * i % 11 % 4)).collect();
        let (mut one, mut together) = (Recoder::new(), Recoder::new());
        for &(source, code) in &rows {
            one.push_code(source, code, || sources[source][code as usize]);
        }
        let arenas = sources.map(|texts| texts[1..].iter().fold(Arena::new(), |mut arena, text| (arena.push(text), arena).1));
        together.expect(rows.len(), &arenas);
        together.push_codes(rows.iter().copied(), |source, code| sources[source][code as usize]);
        together.push_code(1, 1, || unreachable!("known by now"));
        let (column, after) = together.finish_as_two(rows.len());
        assert_eq!(column.iter().collect::<Vec<_>>(), one.finish().iter().collect::<Vec<_>>());
        assert_eq!(after.iter().collect::<Vec<_>>(), ["c"]);
    }
}
