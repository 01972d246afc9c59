//! `--memory-limit`: stops a job before it takes more memory than the machine can spare.
//!
//! A thread looks at the process's resident memory ten times a second. Above the limit long loops are asked to stop, as
//! by a signal, and the job ends with exit code 2 and its output untouched; a job that goes on growing is ended at once.

use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::print;

/// How often memory is looked at.
const INTERVAL: Duration = Duration::from_millis(100);
/// Share of the limit above which a job that does not stop by itself is ended.
const HARD_SHARE: f64 = 1.25;

/// A size of memory in bytes: `2G`, `512MiB`, `1500000000`. Units count in 1024s.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size(u64);

impl FromStr for Size {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic()).trim_end();
        let shift = match text[digits.len()..].trim().to_ascii_lowercase().as_str() {
            "" | "b" => 0,
            "k" | "kb" | "kib" => 10,
            "m" | "mb" | "mib" => 20,
            "g" | "gb" | "gib" => 30,
            "t" | "tb" | "tib" => 40,
            unit => return Err(format!("unknown unit `{unit}`: write `2G` or `512M`")),
        };
        let number: f64 = digits.parse().map_err(|_| format!("`{text}` is no size: write `2G` or `512M`"))?;
        let bytes = number * f64::from(1u32 << 10).powi(shift / 10);
        if bytes.is_finite() && bytes >= 1024.0 * 1024.0 {
            Ok(Self(bytes as u64))
        } else {
            Err(format!("`{text}` is too small: a job takes some hundred MiB"))
        }
    }
}

/// Watches the process's memory.
#[derive(Debug, Clone)]
pub struct Memory {
    limit: u64,
    /// Resident memory when it was first seen above the limit; 0 before.
    seen: Arc<AtomicU64>,
}

impl Memory {
    /// Starts watching.
    ///
    /// # Errors
    /// Where the system does not tell how much memory a process has.
    pub fn guard(limit: Size) -> anyhow::Result<Self> {
        if resident().is_none() {
            anyhow::bail!(
                "`--memory-limit` needs /proc/self/status, which this system does not have\n\nhint: limit the memory of the job from outside"
            );
        }
        let memory = Self { limit: limit.0, seen: Arc::default() };
        let watched = memory.clone();
        std::thread::spawn(move || watched.watch());
        Ok(memory)
    }

    fn watch(&self) {
        loop {
            let now = resident().unwrap_or(0);
            if now > self.limit {
                self.seen.fetch_max(now, Ordering::Relaxed);
            }
            if now as f64 > self.limit as f64 * HARD_SHARE {
                print::log(&format!("error: {}", self.message()));
                // The job does not look at the flag, and the machine must not run out of memory.
                std::process::exit(2);
            }
            std::thread::sleep(INTERVAL);
        }
    }

    /// True once the limit was passed.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.seen.load(Ordering::Relaxed) > 0
    }

    /// What happened, for people.
    #[must_use]
    pub fn message(&self) -> String {
        let (seen, limit) = (self.seen.load(Ordering::Relaxed) >> 20, self.limit >> 20);
        format!(
            "the job takes {seen} MiB, `--memory-limit` is {limit} MiB; nothing was delivered\n\n\
             hint: `guiyi check` estimates what a run needs; fewer channels or a smaller `[match] block_max` need less"
        )
    }
}

/// Resident memory of this process in bytes.
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|l| l.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kib| kib * 1024)
}

#[cfg(test)]
mod tests {
    use super::Size;

    #[test]
    fn sizes_have_units() {
        let check = |text: &str, bytes: Option<u64>| assert_eq!(text.parse::<Size>().ok(), bytes.map(Size), "{text}");
        check("2G", Some(2 << 30));
        check("512 MiB", Some(512 << 20));
        check("1.5g", Some(3 << 29));
        check("1500000000", Some(1_500_000_000));
        check("1k", None);
        check("lots", None);
        check("2X", None);
    }
}
