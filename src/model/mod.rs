//! What is carried between rooms: columns, tables, records, events, clusters, customers, findings.
//!
//! No room's logic lives here, only shapes with their invariants. Nothing in this room reads or writes files,
//! and no type of polars or arrow appears.

pub mod customers;
pub mod decisions;
pub mod dict;
pub mod events;
pub mod correction;
pub mod finding;
pub mod hash;
pub mod ids;
pub mod kind;
pub mod nature;
pub mod networks;
pub mod kpi;
pub mod lifespan;
pub mod linkage;
pub mod mapping;
pub mod money;
pub mod packed;
pub mod parts;
pub mod profile;
pub mod publish;
pub mod raw;
pub mod reach;
pub mod recode;
pub mod records;
pub mod remark;
pub mod resolution;
pub mod review;
pub mod shaped;
pub mod shown;
pub mod slots;
pub mod table;
pub mod text;
pub mod trained;
pub mod value;
pub mod watch;
pub mod why;
