//! The ids of customers: one text each, ascending, shared by every table that names customers.
//!
//! Comes in: ids in ascending order. Goes out: ids by customer index, and text columns of customers that copy no text. What an id
//! means, and who gets which, is `registry`'s work.

use std::ops::Index;
use std::sync::Arc;

use super::text::{Arena, TextColumn};

/// Customer ids by customer index, ascending.
///
/// Invariant: the id of customer `i` is the text of code `i + 1`.
#[derive(Debug, Clone, Default)]
pub struct Ids(Arc<Arena>);

impl Ids {
    /// Number of customers.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len() - 1
    }

    /// True without customers.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All ids in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> + Clone + '_ {
        (0..self.len()).map(|customer| &self[customer])
    }

    /// The customer of an id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<usize> {
        let (mut from, mut to) = (0, self.len());
        while from < to {
            let middle = usize::midpoint(from, to);
            if &self[middle] < id { from = middle + 1 } else { to = middle }
        }
        (from < self.len() && &self[from] == id).then_some(from)
    }

    /// A column of the ids of these customers; [`super::customers::NO_CUSTOMER`] is missing.
    #[must_use]
    pub fn column(&self, customers: impl Iterator<Item = u32>) -> TextColumn {
        // "None" is the largest number and wraps to 0, the missing value.
        TextColumn { values: Arc::clone(&self.0), codes: customers.map(|customer| customer.wrapping_add(1)).collect() }
    }
}

impl Index<usize> for Ids {
    type Output = str;

    fn index(&self, customer: usize) -> &str {
        self.0.get(customer as u32 + 1)
    }
}

impl PartialEq for Ids {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl From<Arena> for Ids {
    /// Ids that were pushed in ascending order.
    fn from(arena: Arena) -> Self {
        Self(Arc::new(arena))
    }
}

impl<S: AsRef<str>> FromIterator<S> for Ids {
    /// Ids in ascending order.
    fn from_iter<I: IntoIterator<Item = S>>(ids: I) -> Self {
        let mut arena = Arena::new();
        for id in ids {
            arena.push(id.as_ref());
        }
        arena.into()
    }
}

#[cfg(test)]
mod tests {
    use super::super::customers::NO_CUSTOMER;
    use super::*;

    #[test]
    fn ids_are_found_and_make_columns_without_texts_of_their_own() {
        let ids: Ids = ["0A", "0B", "0D"].into_iter().collect();
        assert_eq!((ids.len(), &ids[2], ids.iter().collect::<Vec<_>>()), (3, "0D", vec!["0A", "0B", "0D"]));
        assert_eq!(["0A", "0D", "0C", "", "0E"].map(|id| ids.find(id)), [Some(0), Some(2), None, None, None]);
        let column = ids.column([1, NO_CUSTOMER, 0].into_iter());
        assert_eq!(column.iter().collect::<Vec<_>>(), ["0B", "", "0A"]);
        assert!(Ids::default().is_empty() && Ids::default().find("0A").is_none());
    }
}
