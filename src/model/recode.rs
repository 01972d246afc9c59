//! Text columns out of the codes of other dictionaries: each distinct value is copied once.

use super::text::{Interner, MISSING, TextColumn};

/// "Not seen yet" in a code map.
const UNSEEN: u32 = u32::MAX;

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

    /// Appends the value that `code` has in `source`; `text` is asked once per distinct (source, code).
    ///
    /// Code 0 is missing in every source.
    pub fn push_code<'a>(&mut self, source: usize, code: u32, text: impl FnOnce() -> &'a str) {
        if code == MISSING {
            self.codes.push(MISSING);
            return;
        }
        if self.maps.len() <= source {
            self.maps.resize(source + 1, Vec::new());
        }
        let map = &mut self.maps[source];
        if map.len() <= code as usize {
            map.resize(code as usize + 1, UNSEEN);
        }
        if map[code as usize] == UNSEEN {
            map[code as usize] = self.interner.intern(text());
        }
        self.codes.push(map[code as usize]);
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
}
