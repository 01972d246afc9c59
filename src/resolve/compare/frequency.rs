//! Term frequency as levels: equal values fall into levels by how common the value is.

/// Frequency classes of one part: class 0 is the rarest. Boundaries are geometric between 2 and the most frequent
/// value, so they need no constant of any data set.
#[derive(Debug, Clone, Default)]
pub struct Buckets {
    counts: Vec<u32>,
    class: Vec<u8>,
}

impl Buckets {
    /// `classes` frequency classes over part codes with these counts.
    #[must_use]
    pub fn new(counts: Vec<u32>, classes: u8) -> Self {
        let most = counts.iter().skip(1).copied().max().unwrap_or(0).max(2);
        let span = (f64::from(most) / 2.0).ln().max(1.0);
        let class = counts
            .iter()
            .map(|&count| {
                let at = (f64::from(count.max(2)) / 2.0).ln() / span * f64::from(classes);
                (at as u8).min(classes - 1)
            })
            .collect();
        Self { counts, class }
    }

    /// Class of a code, 0 = rarest.
    #[must_use]
    pub fn class(&self, code: u32) -> u8 {
        self.class.get(code as usize).copied().unwrap_or(0)
    }

    /// Per class: pairs of identity records that agree on a value of the class, and identity records with such a value.
    #[must_use]
    pub fn agreeing(&self, classes: u8) -> Vec<(f64, f64)> {
        let mut sums = vec![(0.0, 0.0); classes as usize];
        for (code, &count) in self.counts.iter().enumerate().skip(1) {
            let f = f64::from(count);
            let sum = &mut sums[self.class[code] as usize];
            sum.0 += f * (f - 1.0) / 2.0;
            sum.1 += f;
        }
        sums
    }

    /// Identity records with this code.
    #[must_use]
    pub fn count(&self, code: u32) -> u32 {
        self.counts.get(code as usize).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_grow_with_the_count_and_cover_all() {
        let b = Buckets::new(vec![0, 1, 2, 9, 60, 400, 2000], 4);
        let classes: Vec<u8> = (0..7).map(|c| b.class(c)).collect();
        assert_eq!(classes, [0, 0, 0, 0, 1, 3, 3]);
        assert!(classes.windows(2).all(|w| w[0] <= w[1]));
    }

    #[test]
    fn a_column_of_unique_values_has_one_class() {
        let b = Buckets::new(vec![0, 1, 1, 2], 4);
        assert!((0..4).all(|c| b.class(c) == 0));
    }
}
