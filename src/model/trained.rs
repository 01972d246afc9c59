//! A trained model: what training leaves behind for later runs, as written to `model.json` and `state/facts.parquet`.
//!
//! Probabilities have six significant digits in memory as in the file, so that the run that trained and those that read
//! its model score alike to the last bit.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::hash::{hash64, mix};

/// Version of the file's layout.
pub const MODEL_VERSION: u32 = 2;

/// The model: everything the match weight of a pair and the threshold depend on, but for the frequency facts.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TrainedModel {
    /// Layout version, [`MODEL_VERSION`].
    pub version: u32,
    /// The method, for readers.
    pub method: String,
    /// What most records are: `person` or `organisation`.
    pub entity: String,
    /// Identity records it was trained on.
    pub records: u64,
    /// Expected precision that was asked of the threshold; `None` = the largest F1.
    pub precision: Option<f64>,
    /// Labelled pairs that helped.
    pub labels: u64,
    /// Probability that two random identity records match.
    pub lambda: f64,
    /// Different customers who share values for a reason.
    pub relations: Vec<RelationModel>,
    /// What hangs together among unrelated customers, and is no two witnesses.
    #[serde(default)]
    pub together: Vec<TogetherModel>,
    /// Clusters merge from this mean weight on, in bits.
    pub threshold_bits: f64,
    /// How a step's weight becomes a probability.
    #[serde(default)]
    pub calibration: Calibration,
    /// Estimated pairwise precision at the threshold, 0–1.
    pub expected_precision: f64,
    /// Estimated pairwise recall at the threshold, 0–1.
    pub expected_recall: f64,
    /// Rounds training took; 0 = default weights.
    pub em_rounds: u64,
    /// How the values of each field lay: what drift is measured against.
    pub profile: Vec<FieldProfile>,
    /// Independent parts of the match weight.
    pub factors: Vec<FactorModel>,
    /// Terms by comparison and part; not in `model.json`.
    #[serde(skip)]
    pub facts: Facts,
}

/// Shares of identity records by what they have in a field; together one.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct FieldProfile {
    /// The field, with its part (`phone`, `name.family`).
    pub name: String,
    /// Share without a value, then with a rare one, up to the commonest class.
    pub shares: Vec<f64>,
}

impl FieldProfile {
    /// Population stability index between two profiles: Σ (p − q) ln(p / q), with half a thousandth at the least for a
    /// share. Below 0.1 is called stable, above 0.25 a shift (Siddiqi 2006).
    #[must_use]
    pub fn stability(&self, other: &Self) -> f64 {
        let n = self.shares.len().max(other.shares.len());
        let share = |profile: &Self, i: usize| profile.shares.get(i).copied().unwrap_or(0.0).max(5e-4);
        (0..n).map(|i| (share(self, i), share(other, i))).map(|(p, q)| (p - q) * (p / q).ln()).sum()
    }
}

/// One relation.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RelationModel {
    /// `household`, `colleagues`, `neighbours`, `branches`.
    pub name: String,
    /// Probability that two random identity records are related so.
    pub lambda: f64,
}

/// Two slots that hang together among unrelated customers.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TogetherModel {
    /// The two slots.
    pub slots: Vec<String>,
    /// Their levels that meet more often, or less often, than independence has it.
    pub levels: Vec<MeetingModel>,
}

/// A level of each of two slots.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct MeetingModel {
    /// Level name per slot.
    pub level: Vec<String>,
    /// log2 of how many times as often they meet as if they were independent.
    pub bits: f64,
}

/// Platt scaling: log2 odds = offset + slope × bits. Without labels nothing is moved.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// Bits added.
    pub offset: f64,
    /// Factor on the bits.
    pub slope: f64,
}

impl Default for Calibration {
    fn default() -> Self {
        Self { offset: 0.0, slope: 1.0 }
    }
}

/// One factor: a comparison, or two that are scored jointly.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct FactorModel {
    /// Name in reports.
    pub name: String,
    /// The slots it scores, one or two.
    pub slots: Vec<String>,
    /// Its levels.
    pub levels: Vec<LevelModel>,
}

/// One level, or one combination of two slots' levels.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct LevelModel {
    /// Level name per slot; `not comparable` where a slot has no evidence.
    pub level: Vec<String>,
    /// Probability among matches, 0–1.
    pub m: f64,
    /// Probability among unrelated pairs, 0–1.
    pub u: f64,
    /// log2(m / u) as it is scored; for readers: m and u are what is read back.
    pub bits: f64,
    /// Probability within each relation, by the relation's name.
    #[serde(flatten)]
    pub relations: BTreeMap<String, f64>,
}

/// Frozen facts: per comparison and part (`phone`, `name.family`), the terms that are not as rare as most.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts(BTreeMap<String, Vec<(u64, u32)>>);

impl Facts {
    /// (hash of the term, value) of a part, by hash; `None` if nothing is known of the part.
    #[must_use]
    pub fn part(&self, name: &str) -> Option<&[(u64, u32)]> {
        self.0.get(name).map(Vec::as_slice)
    }

    /// Sets a part's terms.
    pub fn set(&mut self, name: String, mut terms: Vec<(u64, u32)>) {
        terms.sort_unstable();
        terms.dedup_by_key(|t| t.0);
        self.0.insert(name, terms);
    }

    /// Takes the parts of others; a part that both have is theirs.
    pub fn extend(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    /// Every (part, hash, value), by part and hash.
    pub fn iter(&self) -> impl Iterator<Item = (&str, u64, u32)> {
        self.0.iter().flat_map(|(name, terms)| terms.iter().map(move |&(hash, value)| (name.as_str(), hash, value)))
    }

    /// Names of the parts, also of those without terms.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

/// The value of a term in a part's list; `None` if it is not listed.
#[must_use]
pub fn term(terms: &[(u64, u32)], hash: u64) -> Option<u32> {
    terms.binary_search_by_key(&hash, |t| t.0).ok().map(|at| terms[at].1)
}

/// Six significant digits: enough to read, and no noise in diffs.
#[must_use]
pub fn six_digits(x: f64) -> f64 {
    if x == 0.0 || !x.is_finite() { 0.0 } else { format!("{x:.5e}").parse().unwrap_or(x) }
}

impl TrainedModel {
    /// The text of `model.json`: stable bytes.
    ///
    /// # Panics
    /// Never: a tree of numbers and texts is JSON.
    #[must_use]
    pub fn json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).expect("a tree of numbers and texts is JSON");
        text.push('\n');
        text
    }

    /// Reads the text of a `model.json`; the facts stay empty.
    ///
    /// # Errors
    /// One sentence, lower case, on why it is no model of this version.
    pub fn read(text: &str) -> Result<Self, String> {
        #[derive(Deserialize)]
        struct Version {
            version: u32,
        }
        let Version { version } = serde_json::from_str(text).map_err(|e| format!("is no model: {e}"))?;
        if version != MODEL_VERSION {
            return Err(format!("has layout version {version}, this program reads version {MODEL_VERSION}"));
        }
        let mut model: Self = serde_json::from_str(text).map_err(|e| format!("is no model: {e}"))?;
        model.round();
        model.check().map(|()| model)
    }

    /// Hash of all that the weight of a pair depends on: probabilities and frequency facts, not the threshold.
    #[must_use]
    pub fn fingerprint(&self) -> u64 {
        let scoring = Self {
            lambda: self.lambda,
            relations: self.relations.clone(),
            together: self.together.clone(),
            factors: self.factors.clone(),
            ..Self::default()
        };
        let parts = self.facts.parts().fold(hash64(scoring.json().as_bytes()), |sum, part| mix(sum, hash64(part.as_bytes())));
        self.facts.iter().fold(parts, |sum, (part, term, value)| mix(sum, mix(mix(part.len() as u64, term), u64::from(value))))
    }

    /// Rounds every number to its six digits again: a JSON parser in a hurry reads some a last bit beside what was written.
    fn round(&mut self) {
        let of_relations = self.relations.iter_mut().map(|r| &mut r.lambda);
        let of_profile = self.profile.iter_mut().flat_map(|p| &mut p.shares);
        let of_levels = self.factors.iter_mut().flat_map(|f| &mut f.levels);
        let of_levels = of_levels.flat_map(|l| [&mut l.m, &mut l.u, &mut l.bits].into_iter().chain(l.relations.values_mut()));
        let of_meetings = self.together.iter_mut().flat_map(|t| &mut t.levels).map(|l| &mut l.bits);
        let own = [&mut self.lambda, &mut self.expected_precision, &mut self.expected_recall];
        own.into_iter().chain(of_relations).chain(of_profile).chain(of_levels).chain(of_meetings).for_each(|x| *x = six_digits(*x));
    }

    /// Probabilities that are none would poison every weight.
    fn check(&self) -> Result<(), String> {
        let probability = |p: f64, what: &str| {
            if (0.0..=1.0).contains(&p) { Ok(()) } else { Err(format!("`{what}` is {p}, not a probability between 0 and 1")) }
        };
        if !(self.lambda > 0.0 && self.lambda < 1.0) {
            return Err(format!("`lambda` is {}, not a probability between 0 and 1", self.lambda));
        }
        for relation in &self.relations {
            probability(relation.lambda, &relation.name)?;
        }
        for factor in &self.factors {
            for level in &factor.levels {
                let at = || format!("{}: {}", factor.name, level.level.join(" / "));
                probability(level.m, &at())?;
                probability(level.u, &at())?;
                level.relations.values().try_for_each(|&p| probability(p, &at()))?;
            }
        }
        let numbers = [self.threshold_bits, self.calibration.offset, self.calibration.slope];
        let meetings = self.together.iter().flat_map(|t| &t.levels).map(|l| l.bits);
        if numbers.into_iter().chain(meetings).any(|x| !x.is_finite()) || self.calibration.slope <= 0.0 {
            return Err("has a threshold, calibration or meeting that is no number".to_owned());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small() -> TrainedModel {
        let relations = BTreeMap::from([("household".to_owned(), 0.25)]);
        let level = LevelModel { level: vec!["equal".into()], m: 0.9, u: 1e-5, bits: 16.4577, relations };
        TrainedModel {
            version: MODEL_VERSION,
            entity: "person".into(),
            lambda: 1e-6,
            relations: vec![RelationModel { name: "household".into(), lambda: 1e-7 }],
            together: vec![TogetherModel {
                slots: vec!["phone".into(), "place".into()],
                levels: vec![MeetingModel { level: vec!["equal".into(), "equal".into()], bits: 2.5 }],
            }],
            threshold_bits: -1.25,
            factors: vec![FactorModel { name: "phone".into(), slots: vec!["phone".into()], levels: vec![level] }],
            ..TrainedModel::default()
        }
    }

    #[test]
    fn every_number_is_read_to_its_last_bit() {
        let values = [3.10626e-18, 9.999_99e-18, 1.234_56e-7, 0.333_333, 5e-324];
        let level =
            |&p: &f64| LevelModel { m: p, u: p, bits: p, relations: [("household".to_owned(), p)].into(), ..LevelModel::default() };
        let factor = FactorModel { levels: values.iter().map(level).collect(), ..FactorModel::default() };
        let model = TrainedModel { version: MODEL_VERSION, lambda: 1.00001e-9, factors: vec![factor], ..TrainedModel::default() };
        let read = TrainedModel::read(&model.json()).unwrap();
        assert_eq!(read, model);
        assert_eq!(read.fingerprint(), model.fingerprint());
    }

    #[test]
    fn a_model_is_read_back_as_it_was_written() {
        assert_eq!(TrainedModel::read(&small().json()), Ok(small()));
    }

    #[test]
    fn what_is_no_model_is_refused_with_its_value() {
        let check = |text: &str, part: &str| {
            let error = TrainedModel::read(text).expect_err(text);
            assert!(error.contains(part), "{error}");
        };
        check("{}", "is no model: missing field `version`");
        check("{\"version\": 1}", "layout version 1");
        check("{\"version\": 2}", "is no model: missing field `method`");
        check(&small().json().replace("\"m\": 0.9", "\"m\": 1.9"), "`phone: equal` is 1.9");
        check(&small().json().replace("\"lambda\": 1e-6,\n  \"rel", "\"lambda\": 0,\n  \"rel"), "`lambda` is 0");
    }

    #[test]
    fn six_digits_are_read_back_exactly() {
        for x in [1.234_567_89e-7, 0.333_333_333, 12.0, 0.0, -5.432_109_87] {
            let y = six_digits(x);
            assert_eq!(serde_json::from_str::<f64>(&serde_json::to_string(&y).unwrap()).unwrap().to_bits(), y.to_bits());
        }
    }
}
