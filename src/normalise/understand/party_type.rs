//! A column that says of every row whether it is a person or an organisation (`Individual` / `Entity`, 个人 / 企业).
//!
//! In: what the columns look like. Out: the column, and what one of its words means. What follows from it for the row's name is
//! done where rows are read.

use crate::model::mapping::Entity;

use super::facts::ColumnFacts;

/// Words for one person, lower case.
#[rustfmt::skip]
const PERSONS: &[&str] = &[
    "person", "individual", "ind", "natural person", "people", "human", "private", "private person", "consumer", "personal", "physical person", "privat",
    "privatperson", "particulier", "particular", "persona fisica", "persona física", "pessoa fisica", "pessoa física", "personne physique", "b2c", "pf",
    "个人", "自然人", "个人客户", "私人", "個人", "개인", "физлицо", "физическое лицо",
];

/// Words for an organisation, lower case.
#[rustfmt::skip]
const ORGANISATIONS: &[&str] = &[
    "entity", "organisation", "organization", "org", "company", "business", "corporate", "corporation", "legal entity", "legal person", "firm", "institution",
    "enterprise", "com", "commercial", "firma", "unternehmen", "entreprise", "empresa", "azienda", "bedrijf", "persona juridica", "persona jurídica", "pessoa juridica",
    "pessoa jurídica", "personne morale", "b2b", "pj", "企业", "公司", "单位", "机构", "法人", "企业客户", "对公", "组织", "团体", "會社", "法人客户",
    "기업", "법인", "юрлицо", "юридическое лицо",
];

/// What a word of such a column means.
pub(in crate::normalise) fn entity_of(word: &str) -> Option<Entity> {
    let word = word.trim().to_lowercase();
    if PERSONS.contains(&word.as_str()) {
        Some(Entity::Person)
    } else if ORGANISATIONS.contains(&word.as_str()) {
        Some(Entity::Organisation)
    } else {
        None
    }
}

/// Share of rows that say what they are, at least.
const SAID_LEAST: f32 = 0.95;
/// Share of values of either side, at least.
const SIDE_LEAST: f32 = 0.05;

/// The column that says of each row what it is, if both kinds occur.
pub(super) fn column(facts: &[ColumnFacts]) -> Option<usize> {
    facts.iter().position(|f| {
        let side = |entity: Entity| f.share_of(|s| entity_of(&s.text) == Some(entity));
        let few = f.distinct <= 8 && f.distinct >= 2 && f.filled * 10 >= f.rows * 9;
        few && {
            let (persons, firms) = (side(Entity::Person), side(Entity::Organisation));
            persons >= SIDE_LEAST && firms >= SIDE_LEAST && persons + firms >= SAID_LEAST
        }
    })
}
