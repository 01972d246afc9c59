//! The trained model as it is kept, and back: probabilities by slot and level *name*, so that a model outlives the layout
//! of one table.

use crate::model::trained::{FactorModel, LevelModel, MeetingModel, RelationModel, TogetherModel, TrainedModel, six_digits};

use super::em::Trained;
use super::pattern::{Factor, Layout};
use super::relation::Relation;
use super::together::Together;
use super::weights::Weights;

const NOT_COMPARABLE: &str = "not comparable";

impl Trained {
    /// Rounds every probability to what the file holds: who trained and who reads score alike.
    pub fn settle(&mut self) {
        let tables = self.m.iter_mut().chain(&mut self.u).chain(self.relations.iter_mut().flat_map(|r| &mut r.p));
        tables.flatten().for_each(|p| *p = six_digits(p.min(1.0)));
        self.together.iter_mut().flat_map(|t| &mut t.bits).for_each(|bits| *bits = six_digits(*bits));
        self.lambda = six_digits(self.lambda);
        self.relations.iter_mut().for_each(|r| r.lambda = six_digits(r.lambda));
    }
}

/// The priors of the relations.
#[must_use]
pub fn relation_models(t: &Trained) -> Vec<RelationModel> {
    t.relations.iter().map(|r| RelationModel { name: r.name.to_owned(), lambda: r.lambda }).collect()
}

/// What hangs together, by the names of slots and levels.
#[must_use]
pub fn together_models(layout: &Layout, trained: &Trained) -> Vec<TogetherModel> {
    let place = |at: usize| places(layout).find(|place| place.0 == at);
    let model = |together: &Together| {
        let slots = [place(together.at[0])?, place(together.at[1])?];
        let met = |cell: &usize| together.bits[*cell] != 0.0;
        let levels = (0..256).filter(met).filter_map(|cell| {
            let names = slots.iter().zip(Factor::split(cell)).map(|(slot, level)| slot.2.get(level.checked_sub(1)?).copied());
            let level = names.map(|name| name.map(str::to_owned)).collect::<Option<Vec<_>>>()?;
            Some(MeetingModel { level, bits: together.bits[cell] })
        });
        let levels = levels.collect();
        Some(TogetherModel { slots: slots.iter().map(|slot| slot.1.to_owned()).collect(), levels })
    };
    trained.together.iter().filter_map(model).collect()
}

/// The slots of a layout: place in a pattern, name, level names.
fn places(layout: &Layout) -> impl Iterator<Item = (usize, &str, &[&'static str])> {
    let factors = layout.factors.iter();
    factors.flat_map(|f| (0..f.at.len()).map(move |i| (f.at[i], f.slots[i].as_str(), f.names[i].as_slice())))
}

/// What a kept model says of two slots of this table; `None` if one of them is not there.
fn meeting(layout: &Layout, model: &TogetherModel) -> Option<Together> {
    let [first, second] = &model.slots[..] else { return None };
    let place = |name: &String| places(layout).find(|place| place.1 == name);
    let (first, second) = (place(first)?, place(second)?);
    let mut bits = vec![0.0; 256];
    for meeting in &model.levels {
        let [of_first, of_second] = &meeting.level[..] else { continue };
        let level = |names: &[&str], wanted: &String| names.iter().position(|name| name == wanted).map(|at| at + 1);
        if let (Some(one), Some(other)) = (level(first.2, of_first), level(second.2, of_second)) {
            bits[one | other << 4] = meeting.bits;
        }
    }
    Some(Together { at: [first.0, second.0], bits })
}

/// The levels of every factor.
#[must_use]
pub fn factor_models(layout: &Layout, t: &Trained, weights: &Weights) -> Vec<FactorModel> {
    let factor = |(i, f): (usize, &Factor)| {
        let level = |cell: usize| LevelModel {
            level: level_names(f, cell),
            m: t.m[i][cell],
            u: t.u[i][cell],
            bits: six_digits(weights.matching[i][cell]),
            relations: t.relations.iter().map(|r| (r.name.to_owned(), r.p[i][cell])).collect(),
        };
        let levels = (1..f.cells()).filter(|&cell| t.m[i][cell] > 0.0).map(level).collect();
        FactorModel { name: f.name.clone(), slots: f.slots.clone(), levels }
    };
    layout.factors.iter().enumerate().map(factor).collect()
}

fn level_names(f: &Factor, cell: usize) -> Vec<String> {
    let level = Factor::split(cell);
    let name = |slot: usize| if level[slot] == 0 { NOT_COMPARABLE } else { f.names[slot][level[slot] - 1] };
    (0..f.at.len()).map(|slot| name(slot).to_owned()).collect()
}

/// Why a model cannot score a table of this layout: the slot or relation that is new to it. A slot that only the model has
/// is no obstacle: missing is no evidence.
#[must_use]
pub fn misfit(layout: &Layout, model: &TrainedModel) -> Option<String> {
    for f in &layout.factors {
        let Some(kept) = model.factors.iter().find(|m| covers(m, f)) else {
            return Some(format!("it knows nothing of `{}`", f.name));
        };
        for (slot, levels) in f.slots.iter().zip(&f.names) {
            let at = kept.slots.iter().position(|s| s == slot).unwrap_or(0);
            let knows = |level: &&'static str| kept.levels.iter().any(|k| k.level.get(at).is_some_and(|name| name == level));
            if let Some(level) = levels.iter().find(|level| !knows(level)) {
                return Some(format!("it knows nothing of `{slot}` being \"{level}\""));
            }
        }
    }
    let relation = model.relations.iter().find(|r| Relation::kept(&r.name, 0.0, Vec::new()).is_none())?;
    Some(format!("its relation `{}` is unknown", relation.name))
}

fn covers(model: &FactorModel, f: &Factor) -> bool {
    f.slots.iter().all(|slot| model.slots.contains(slot))
}

/// The model over a layout it fits.
#[must_use]
pub fn restore(layout: &Layout, model: &TrainedModel) -> Trained {
    let empty = || layout.factors.iter().map(|f| vec![0.0; f.cells()]).collect::<Vec<_>>();
    let (mut m, mut u, mut p) = (empty(), empty(), vec![empty(); model.relations.len()]);
    for (i, f) in layout.factors.iter().enumerate() {
        let Some(kept) = model.factors.iter().find(|m| covers(m, f)) else { continue };
        for level in &kept.levels {
            let Some(cell) = cell_of(f, kept, level) else { continue };
            (m[i][cell], u[i][cell]) = (level.m, level.u);
            for (relation, p) in model.relations.iter().zip(&mut p) {
                p[i][cell] = level.relations.get(&relation.name).copied().unwrap_or(level.u);
            }
        }
    }
    let relations = model.relations.iter().zip(p).filter_map(|(r, p)| Relation::kept(&r.name, r.lambda, p)).collect();
    let together = model.together.iter().filter_map(|kept| meeting(layout, kept)).collect();
    Trained { m, u, lambda: model.lambda, relations, together, likelihood: Vec::new(), remarks: Vec::new() }
}

/// The cell of a kept level; `None` if it speaks of a slot that this table does not have.
fn cell_of(f: &Factor, kept: &FactorModel, level: &LevelModel) -> Option<usize> {
    let mut cell = 0;
    for (slot, name) in kept.slots.iter().zip(&level.level) {
        let own = f.slots.iter().position(|s| s == slot);
        match own {
            _ if name == NOT_COMPARABLE => {}
            Some(own) => cell |= (f.names[own].iter().position(|n| n == name)? + 1) << (4 * own),
            None => return None,
        }
    }
    (cell != 0).then_some(cell)
}
