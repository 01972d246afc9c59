//! What a domain says of the addresses at it, worked out once per domain.
//!
//! Comes in: a domain as written. Goes out: its forms, the domain that was meant, how its provider delivers, and whose it
//! is. A column has few domains and many addresses, so each thread keeps what it worked out; the outcome depends on the
//! domain alone.

use std::cell::RefCell;

use hashbrown::HashMap;

use super::provider::{self, Delivery};
use super::{local, scan, typo};

/// Most domains a thread keeps: more than a column of private addresses has, little memory for one of companies.
const KEPT_MAX: usize = 4096;

/// Everything that is known of a domain.
#[derive(Debug)]
pub(super) struct Domain {
    /// As people read it.
    pub printed: String,
    /// ASCII, with the slip mended.
    pub meant: String,
    /// True if [`Self::meant`] is not what was written.
    pub is_mended: bool,
    /// True if the top level domain is unknown, and not because of a slip.
    pub unknown_top: bool,
    /// Which local parts are one mailbox.
    pub delivery: Delivery,
    /// The domain the provider delivers by.
    pub key: String,
    /// True if it forwards for a platform.
    pub is_relay: bool,
    /// True if nobody has a mailbox there.
    pub is_filler: bool,
    /// True if its addresses are persons'.
    pub is_free: bool,
}

impl Domain {
    /// Calls `then` with what is known of a domain as written, `None` if it cannot be one.
    pub(super) fn of<T>(written: &str, then: impl FnOnce(Option<&Domain>) -> T) -> T {
        thread_local! {
            static KNOWN: RefCell<HashMap<String, Option<Domain>>> = RefCell::default();
        }
        KNOWN.with_borrow_mut(|known| {
            if let Some(domain) = known.get(written) {
                return then(domain.as_ref());
            }
            let domain = Self::read(written);
            if known.len() >= KEPT_MAX {
                return then(domain.as_ref());
            }
            then(known.entry_ref(written).or_insert(domain).as_ref())
        })
    }

    fn read(written: &str) -> Option<Self> {
        let ascii = scan::ascii_domain(written)?;
        let mended = typo::suggest(&ascii);
        if mended.is_none() && !ascii.contains('.') {
            return None;
        }
        let is_mended = mended.is_some();
        let unknown_top = !is_mended && !typo::has_known_top(&ascii);
        let printed = scan::unicode_domain(&ascii).into_owned();
        let meant = mended.unwrap_or(ascii);
        let (delivery, key) = provider::delivery(&meant);
        Some(Self {
            printed,
            is_mended,
            unknown_top,
            delivery,
            key: key.to_owned(),
            is_relay: local::is_relay_domain(&meant),
            is_filler: local::is_filler_domain(&meant),
            is_free: provider::is_free(&meant),
            meant,
        })
    }

    /// Its first label.
    pub(super) fn name(&self) -> &str {
        self.meant.split('.').next().unwrap_or("")
    }
}
