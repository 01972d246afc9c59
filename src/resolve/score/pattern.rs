//! Patterns: the levels of all slots of a pair, four bits each, in one wide word.

use rayon::prelude::*;

use super::super::block::Candidates;
use crate::model::kind::Kind;
use crate::model::mapping::Entity;

use super::super::compare::{Comparison, FIRST_LETTER, Memo, Slot, explained_by_names, is_ones_own, may_be_explained};
use super::super::prepare::{LIST, Prepared, SIDE_BY_SIDE};

/// The levels of all slots of a pair, four bits each; the lowest slot in the lowest bits.
pub type Pattern = u128;

/// Set in the pattern of two organisations where a table has persons too.
pub const ORGANISATIONS: Pattern = 1 << 127;

/// Factors from which the share of two classes can be learned without more: three that are independent within the classes
/// (Allman, Matias & Rhodes 2009).
const VIEWS: usize = 3;

/// One independent part of the model: one slot, or two slots scored jointly (given and family name).
#[derive(Debug, Clone)]
pub struct Factor {
    /// Name in reports.
    pub name: String,
    /// Name of each slot (`phone`, `name.family`, `account_id@jd`): what it is known by in a kept model.
    pub slots: Vec<String>,
    /// One or two slots of the pattern.
    pub at: Vec<usize>,
    /// Comparison of each slot and the slot's index within it.
    pub of: Vec<(usize, usize)>,
    /// Levels (without null) per slot.
    pub levels: [usize; 2],
    /// Level names per slot.
    pub names: Vec<Vec<&'static str>>,
    /// Levels that mean equality, per slot.
    pub exact: [u8; 2],
    /// Kind of each slot.
    pub kinds: Vec<Kind>,
    /// Smallest share of chance agreement that stays when matches are taken out of u.
    pub kept_chance: f64,
}

impl Factor {
    /// Number of cells of the factor's tables.
    #[must_use]
    pub fn cells(&self) -> usize {
        1 << (4 * self.at.len())
    }

    /// The cell of a pattern.
    #[must_use]
    pub fn cell(&self, pattern: Pattern) -> usize {
        let nibble = |slot: usize| (pattern >> (4 * slot)) as usize & 15;
        nibble(self.at[0]) | self.at.get(1).map_or(0, |&s| nibble(s) << 4)
    }

    /// The level of a slot at which the letter they begin with is all that two values share; none for what is no name.
    pub fn letters(&self, slot: usize) -> impl Iterator<Item = usize> {
        self.names[slot].iter().position(|name| *name == FIRST_LETTER).map(|at| at + 1).into_iter()
    }

    /// Levels of a cell, second slot 0 for one-slot factors.
    #[must_use]
    pub fn split(cell: usize) -> [usize; 2] {
        [cell & 15, cell >> 4]
    }

    /// Which slots are comparable in a cell: bit per slot. 0 = no evidence.
    #[must_use]
    pub fn comparable(cell: usize) -> usize {
        usize::from(cell & 15 != 0) | usize::from(cell >> 4 != 0) << 1
    }
}

/// How comparisons map to slots and factors.
#[derive(Debug, Clone)]
pub struct Layout {
    /// First slot of each comparison.
    pub offset: Vec<usize>,
    /// The factors, in slot order.
    pub factors: Vec<Factor>,
    /// What most records are.
    pub entity: Entity,
    /// Whether persons and organisations are both there: patterns then say which of them a pair is.
    pub both: bool,
}

impl Layout {
    /// The layout of these comparisons. A pattern holds [`super::super::compare::SLOTS_MAX`] slots; `comparisons` never gives more.
    ///
    /// Values that hang together among non-matches are one factor of joint levels: given and family name, and a
    /// company's name and web site (the domain is made from the name, so its agreement is no second witness). Where hardly
    /// anything but names tells customers apart, given and family name are factors of their own: that their agreements are
    /// independent among non-matches is then all that matches can be known by (one field alone leaves their share open). Whole
    /// names and two fields more are enough without it; given names go with family names (of one people, of one language), and
    /// taking them for independent makes matches of namesakes.
    #[must_use]
    pub fn new(comparisons: &[Comparison], entity: Entity) -> Self {
        // What an attribute is worth differs from table to table: it is no view to rely on.
        let views =
            |c: &&Comparison| !matches!(c.kind, Kind::PersonName | Kind::Gender | Kind::Number | Kind::Category | Kind::JobTitle);
        let beside = comparisons.iter().filter(views).count();
        let anchored = comparisons.iter().any(|c| c.anchors) || beside + 1 >= VIEWS;
        let mut offset = Vec::new();
        let mut groups: Vec<Vec<(usize, usize)>> = Vec::new();
        let mut next = 0;
        for (index, comparison) in comparisons.iter().enumerate() {
            offset.push(next);
            next += comparison.slots.len();
            let joint = if comparison.slots.len() >= 2 && anchored { 2 } else { 1 };
            groups.push((0..joint).map(|w| (index, w)).collect());
            groups.extend((joint..comparison.slots.len()).map(|w| vec![(index, w)]));
        }
        let of_kind = |kind: Kind| groups.iter().position(|g| comparisons[g[0].0].kind == kind);
        if let (Some(company), Some(url)) = (of_kind(Kind::Company), of_kind(Kind::Url)) {
            let moved = groups[url].clone();
            groups[company].extend(moved);
            groups.remove(url);
        }
        let factors = groups.into_iter().map(|of| factor(comparisons, &offset, of)).collect();
        Self { offset, factors, entity, both: false }
    }

    /// The layout of these records.
    #[must_use]
    pub fn of(prepared: &Prepared) -> Self {
        Self { both: prepared.has_both(), ..Self::new(&prepared.comparisons, prepared.mostly()) }
    }

    /// What the pattern of this record's pairs says besides the levels. Persons and organisations are never a pair.
    #[must_use]
    pub fn mark(&self, prepared: &Prepared, record: u32) -> Pattern {
        if self.both && prepared.entity[record as usize] == Entity::Organisation { ORGANISATIONS } else { 0 }
    }
}

fn factor(comparisons: &[Comparison], offset: &[usize], of: Vec<(usize, usize)>) -> Factor {
    let slots: Vec<&Slot> = of.iter().map(|&(c, w)| &comparisons[c].slots[w]).collect();
    let names: Vec<&str> = of.iter().map(|&(c, _)| comparisons[c].name.as_str()).collect();
    let second = slots.get(1);
    Factor {
        name: match (names.as_slice(), &slots[..]) {
            ([a, b], _) if a == b => (*a).to_owned(),
            ([a, b], _) => format!("{a}+{b}"),
            (_, s) => s[0].name.clone(),
        },
        slots: slots.iter().map(|s| s.name.clone()).collect(),
        at: of.iter().map(|&(c, w)| offset[c] + w).collect(),
        levels: [slots[0].levels.len(), second.map_or(0, |s| s.levels.len())],
        names: slots.iter().map(|s| s.levels.clone()).collect(),
        exact: [slots[0].exact, second.map_or(0, |s| s.exact)],
        kinds: of.iter().map(|&(c, _)| comparisons[c].kind).collect(),
        kept_chance: of.iter().map(|&(c, _)| kept_chance(comparisons[c].kind)).fold(0.0, f64::max),
        of,
    }
}

/// Numbers given to one person agree by matches almost alone; names less so; what belongs to a firm, a house or a place
/// is shared by different customers as a rule.
fn kept_chance(kind: Kind) -> f64 {
    match kind {
        kind if is_ones_own(kind) => 0.02,
        Kind::PersonName => 0.1,
        _ => 0.5,
    }
}

/// The pattern of two identity records.
#[must_use]
pub fn pattern(prepared: &Prepared, layout: &Layout, a: u32, b: u32, memo: &mut Memo) -> Pattern {
    let (x, y) = (prepared.row(a), prepared.row(b));
    let levels = (0..prepared.comparisons.len())
        .filter(|&c| x[c] != 0 && y[c] != 0)
        .map(|c| compare_slots(prepared, layout, (a, b), c, memo))
        .fold(0, |pattern, slots| pattern | slots);
    if levels == 0 { 0 } else { levels | layout.mark(prepared, a) }
}

/// The slots of one comparison, at their places in the pattern.
pub fn compare_slots(prepared: &Prepared, layout: &Layout, (a, b): (u32, u32), comparison: usize, memo: &mut Memo) -> Pattern {
    let (x, y) = (&prepared.row(a)[comparison], &prepared.row(b)[comparison]);
    let c = &prepared.comparisons[comparison];
    let mut levels =
        if (x | y) & LIST == 0 { c.compare_two(*x, *y, memo) } else { c.compare(prepared.values(x), prepared.values(y), memo) };
    if c.kind == Kind::Email
        && may_be_explained(levels as u8)
        && prepared.mail_from_name[a as usize]
        && prepared.mail_from_name[b as usize]
    {
        levels = u16::from(explained_by_names(levels as u8));
    }
    Pattern::from(levels) << (4 * layout.offset[comparison])
}

/// Patterns of packed candidate pairs, in their order.
#[must_use]
pub fn patterns(prepared: &Prepared, layout: &Layout, packed: &[u64]) -> Vec<Pattern> {
    patterns_of(prepared, layout, packed, |&pair| Candidates::ends(pair))
}

/// Patterns of pairs told in any way, in their order.
pub fn patterns_of<P: Sync>(
    prepared: &Prepared,
    layout: &Layout,
    pairs: &[P],
    ends: impl Fn(&P) -> (u32, u32) + Sync,
) -> Vec<Pattern> {
    let mut patterns: Vec<Pattern> = vec![0; pairs.len()];
    patterns.par_chunks_mut(8192).zip(pairs.par_chunks(8192)).for_each_init(Memo::default, |memo, (patterns, pairs)| {
        for (patterns, pairs) in patterns.chunks_mut(SIDE_BY_SIDE).zip(pairs.chunks(SIDE_BY_SIDE)) {
            prepared.touch_rows(pairs.iter().map(&ends));
            for comparison in 0..prepared.width() {
                prepared.touch_values(pairs.iter().map(&ends), comparison);
                for (pattern, pair) in patterns.iter_mut().zip(pairs) {
                    let (a, b) = ends(pair);
                    if prepared.row(a)[comparison] != 0 && prepared.row(b)[comparison] != 0 {
                        *pattern |= compare_slots(prepared, layout, (a, b), comparison, memo);
                    }
                }
            }
            if layout.both {
                for (pattern, pair) in patterns.iter_mut().zip(pairs).filter(|(pattern, _)| **pattern != 0) {
                    *pattern |= layout.mark(prepared, ends(pair).0);
                }
            }
        }
    });
    patterns
}
