//! The pruned pass: the weight of a pair, given up as soon as it cannot reach the floor.
//!
//! Comes in: a trained model and two identity records. Goes out: the same weight as the full pattern gives, or nothing
//! where it lies below the floor. Comparisons are made cheapest first; what those left out could add at most bounds the
//! weight from above. Most candidate pairs are different customers and are given up after one or two comparisons.

use crate::model::kind::Kind;

use super::super::block::Candidates;
use super::super::compare::Memo;
use super::super::prepare::{LIST, Prepared, SIDE_BY_SIDE};
use super::pattern::{Layout, Pattern, compare_slots};
use super::weights::Weights;

/// Scores candidate pairs down to a floor.
pub struct Pruned<'a> {
    prepared: &'a Prepared,
    layout: &'a Layout,
    weights: &'a Weights,
    floor: f64,
    /// What a pair can weigh before any evidence.
    ceiling: f64,
    /// Comparisons, cheapest first.
    places: Vec<Place>,
    /// Weights of the factors' cells, one factor after the other.
    cells: Vec<f64>,
}

/// One comparison in its order.
struct Place {
    comparison: usize,
    /// Factors that are complete once this comparison and all before it are made: where their cells begin, and the bits
    /// of the pattern that are the cell's number.
    completes: Vec<Completed>,
    /// Slots that hang together, known once this comparison is made: what they give less than the ceiling has of them.
    meets: Vec<Completed>,
    /// The most those factors can give.
    most: f64,
    /// The most they can give where the values are not equal, if that is less.
    most_unequal: f64,
    /// One of them spans two comparisons: one missing value does not settle it.
    joint: bool,
}

#[derive(Clone, Copy)]
struct Completed {
    start: usize,
    first: u32,
    second: Option<u32>,
}

impl Completed {
    fn cell(self, pattern: Pattern) -> usize {
        let nibble = |shift: u32| (pattern >> shift) as usize & 15;
        self.start + (nibble(self.first) | self.second.map_or(0, |shift| nibble(shift) << 4))
    }
}

/// A pair on its way through the comparisons.
#[derive(Clone, Copy, Default)]
struct Open {
    a: u32,
    b: u32,
    at: u32,
    pattern: Pattern,
    /// What it can weigh at the most.
    hope: f64,
}

/// How much work a comparison is.
fn cost(kind: Kind) -> u8 {
    match kind {
        Kind::Gender | Kind::BirthDate | Kind::NationalId | Kind::TaxId | Kind::MemberId | Kind::AccountId => 0,
        Kind::Phone | Kind::Url | Kind::Nickname => 1,
        Kind::PersonName => 2,
        Kind::Email => 3,
        Kind::Company => 5,
        Kind::Address => 6,
        _ => 4,
    }
}

impl<'a> Pruned<'a> {
    /// A scorer that gives up below `floor` bits.
    #[must_use]
    pub fn new(prepared: &'a Prepared, layout: &'a Layout, weights: &'a Weights, floor: f64) -> Self {
        let mut order: Vec<usize> = (0..prepared.comparisons.len()).collect();
        order.sort_by_key(|&c| (cost(prepared.comparisons[c].kind), c));
        let mut place_of = vec![0; order.len()];
        order.iter().enumerate().for_each(|(place, &comparison)| place_of[comparison] = place);
        let place = |&comparison: &usize| Place {
            comparison,
            completes: Vec::new(),
            meets: Vec::new(),
            most: 0.0,
            most_unequal: 0.0,
            joint: false,
        };
        let mut places: Vec<Place> = order.iter().map(place).collect();
        let mut cells = Vec::new();
        for (factor, bits) in layout.factors.iter().zip(&weights.matching) {
            let last = factor.of.iter().map(|&(c, _)| place_of[c]).max().unwrap_or(0);
            let shift = |slot: usize| 4 * slot as u32;
            let second = factor.at.get(1).map(|&slot| shift(slot));
            places[last].completes.push(Completed { start: cells.len(), first: shift(factor.at[0]), second });
            let exact = if factor.at.len() == 1 { usize::from(factor.exact[0]) } else { 0 };
            places[last].most += bits.iter().copied().fold(0.0, f64::max);
            places[last].most_unequal += bits[exact + 1..].iter().copied().fold(0.0, f64::max);
            places[last].joint |= factor.of.iter().any(|&(c, _)| place_of[c] != last);
            cells.extend_from_slice(bits);
        }
        for together in &weights.together {
            let place = |at: usize| {
                layout.factors.iter().find_map(|f| f.at.iter().position(|&slot| slot == at).map(|i| place_of[f.of[i].0]))
            };
            if let [Some(one), Some(other)] = together.at.map(place) {
                let [first, second] = together.at.map(|slot| 4 * slot as u32);
                places[one.max(other)].meets.push(Completed { start: cells.len(), first, second: Some(second) });
                cells.extend(together.bits.iter().map(|bits| together.least() - bits));
            }
        }
        Self { prepared, layout, weights, floor, ceiling: weights.ceiling(), places, cells }
    }

    /// The match weight of a pair in bits, `None` if it is below the floor.
    #[must_use]
    pub fn bits(&self, a: u32, b: u32, memo: &mut Memo) -> Option<f64> {
        let mut open = self.open(a, b, 0);
        let alive = self.places.iter().all(|place| self.step(place, &mut open, memo));
        let bits = if alive { self.weights.bits(open.pattern | self.mark(&open)) } else { f64::NEG_INFINITY };
        (bits >= self.floor).then_some(bits)
    }

    /// The match weight of a pair in bits, exact from the floor on; below it, anything below it. `None` if nothing of the
    /// two is comparable.
    #[must_use]
    pub fn bits_or_less(&self, a: u32, b: u32, memo: &mut Memo) -> Option<f64> {
        let mut open = self.open(a, b, 0);
        for place in &self.places {
            // Whether anything is comparable must be known even of a hopeless pair.
            if !self.step(place, &mut open, memo) && open.pattern != 0 {
                return Some(f64::MIN);
            }
        }
        (open.pattern != 0).then(|| self.weights.bits(open.pattern | self.mark(&open)))
    }

    /// Weights of many pairs: calls `found` with the place of every pair that reaches the floor, and its weight, ascending.
    pub fn scores(&self, pairs: &[u64], memo: &mut Memo, mut found: impl FnMut(usize, f64)) {
        let mut open = [Open::default(); SIDE_BY_SIDE];
        for (batch, pairs) in pairs.chunks(SIDE_BY_SIDE).enumerate() {
            let mut alive = pairs.len();
            self.prepared.touch_rows(pairs.iter().map(|&packed| Candidates::ends(packed)));
            for (at, &packed) in pairs.iter().enumerate() {
                let (a, b, _) = Candidates::unpack(packed);
                open[at] = self.open(a, b, at as u32);
            }
            for place in &self.places {
                self.prepared.touch_values(open[..alive].iter().map(|pair| (pair.a, pair.b)), place.comparison);
                let mut kept = 0;
                for i in 0..alive {
                    let mut pair = open[i];
                    if self.step(place, &mut pair, memo) {
                        open[kept] = pair;
                        kept += 1;
                    }
                }
                alive = kept;
            }
            for pair in &open[..alive] {
                let bits = self.weights.bits(pair.pattern | self.mark(pair));
                if bits >= self.floor {
                    found(batch * SIDE_BY_SIDE + pair.at as usize, bits);
                }
            }
        }
    }

    /// What a pair's pattern says besides the levels, if anything of it was comparable.
    fn mark(&self, pair: &Open) -> Pattern {
        if pair.pattern == 0 { 0 } else { self.layout.mark(self.prepared, pair.a) }
    }

    /// A pair before any comparison.
    fn open(&self, a: u32, b: u32, at: u32) -> Open {
        let (x, y) = (self.prepared.row(a), self.prepared.row(b));
        let open = self.places.iter().filter(|p| p.joint || x[p.comparison] != 0 && y[p.comparison] != 0);
        let hope = self.ceiling + open.map(|p| p.most).sum::<f64>();
        Open { a, b, at, pattern: 0, hope }
    }

    /// True if a pair whose values are not equal cannot reach the floor, however close they are.
    fn is_hopeless(&self, place: &Place, pair: &Open, a: u32, b: u32) -> bool {
        pair.hope - place.most + place.most_unequal < self.floor - 1e-9
            && (a | b) & LIST == 0
            && self.prepared.comparisons[place.comparison].differ(a, b)
    }

    /// Makes one comparison; false if the pair cannot reach the floor any more.
    fn step(&self, place: &Place, pair: &mut Open, memo: &mut Memo) -> bool {
        let (x, y) = (self.prepared.row(pair.a), self.prepared.row(pair.b));
        let both = x[place.comparison] != 0 && y[place.comparison] != 0;
        if both && pair.pattern != 0 && !place.joint && self.is_hopeless(place, pair, x[place.comparison], y[place.comparison]) {
            return false;
        }
        if both {
            pair.pattern |= compare_slots(self.prepared, self.layout, (pair.a, pair.b), place.comparison, memo);
        }
        if both || place.joint {
            pair.hope -= place.most;
            for completed in &place.completes {
                pair.hope += self.cells[completed.cell(pair.pattern)];
            }
        }
        if both {
            for meeting in &place.meets {
                pair.hope += self.cells[meeting.cell(pair.pattern)];
            }
        }
        // Sums in another order differ in their last bits; they never give up a pair at the floor itself.
        pair.hope >= self.floor - 1e-9
    }
}
