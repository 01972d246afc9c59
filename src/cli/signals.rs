//! Stop on request: SIGINT and SIGTERM set a flag that long loops look at; a second one stops at once. SIGXFSZ (a file
//! beyond `ulimit -f`) only lets the write fail.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use signal_hook::consts::{SIGINT, SIGTERM, SIGXFSZ};
use signal_hook::flag;

/// The signal that came first, if any.
#[derive(Debug, Clone, Default)]
pub struct Signals {
    number: Arc<AtomicUsize>,
}

impl Signals {
    /// Starts listening. Where that fails, signals keep their usual effect.
    #[must_use]
    pub fn listen() -> Self {
        let signals = Self::default();
        // A file that outgrows the user's limit is a failed write to be reported, not the end of the process.
        if flag::register(SIGXFSZ, Arc::default()).is_err() {
            return signals;
        }
        let again = Arc::new(AtomicBool::new(false));
        for signal in [SIGINT, SIGTERM] {
            // Registered in this order, the first signal only sets the flags and the second one ends the process.
            let code = 128 + signal;
            let registered = flag::register_conditional_shutdown(signal, code, Arc::clone(&again))
                .and_then(|_| flag::register(signal, Arc::clone(&again)))
                .and_then(|_| flag::register_usize(signal, Arc::clone(&signals.number), signal as usize));
            if registered.is_err() {
                return signals;
            }
        }
        signals
    }

    /// The signal that came, if one did.
    #[must_use]
    pub fn received(&self) -> Option<u8> {
        u8::try_from(self.number.load(Ordering::Relaxed)).ok().filter(|&n| n > 0)
    }
}
