//! What a long job shows while it works: bars on a terminal, log lines elsewhere, nothing if quiet.
//!
//! Rooms only count ([`Watch::tick`]); a thread of this file looks at the counter and draws, and only for stages that take
//! longer than a second.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::memory::Memory;
use super::signals::Signals;
use crate::model::watch::Watch;

/// How logs are written to stderr.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object per line: `{"stage":…,"rows":…,"seconds":…}`.
    Json,
}

/// How much is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Manner {
    /// Text or JSON lines.
    pub format: LogFormat,
    /// Errors only.
    pub quiet: bool,
    /// A line per stage.
    pub verbose: bool,
}

#[derive(Debug)]
struct Stage {
    name: String,
    total: u64,
    started: Instant,
}

#[derive(Debug)]
struct Shared {
    stage: Mutex<Option<Stage>>,
    done: AtomicU64,
    /// Source rows of the job, once they are known.
    rows: AtomicU64,
    over: AtomicBool,
}

impl Shared {
    fn stage(&self) -> MutexGuard<'_, Option<Stage>> {
        // A panic elsewhere cannot leave a stage half written: it is replaced whole.
        self.stage.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Watches a job for the terminal.
#[derive(Debug)]
pub struct Progress {
    manner: Manner,
    shared: Arc<Shared>,
    signals: Signals,
    memory: Option<Memory>,
    painter: Mutex<Option<JoinHandle<()>>>,
    scratch: Mutex<Option<PathBuf>>,
}

impl Progress {
    /// Starts watching; bars are drawn only if stderr is a terminal and text is wanted.
    #[must_use]
    pub fn new(manner: Manner, signals: Signals, memory: Option<Memory>) -> Self {
        let shared = Arc::new(Shared {
            stage: Mutex::new(None),
            done: AtomicU64::new(0),
            rows: AtomicU64::new(0),
            over: AtomicBool::new(false),
        });
        let bars = !manner.quiet && manner.format == LogFormat::Text && io::stderr().is_terminal();
        let painter = bars.then(|| {
            let shared = Arc::clone(&shared);
            std::thread::spawn(move || paint(&shared))
        });
        Self { manner, shared, signals, memory, painter: Mutex::new(painter), scratch: Mutex::new(None) }
    }

    /// Ends the last stage, takes the bar off and removes spilled data. Lines printed afterwards stay whole.
    pub fn settle(&self) {
        self.end_stage();
        self.shared.over.store(true, Ordering::Relaxed);
        let painter = self.painter.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(painter) = painter {
            // A painter that panicked has nothing left to clean up.
            let _ = painter.join();
        }
        let folder = self.scratch.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(folder) = folder {
            // Spilled data lies in the system's temporary folder, which is emptied anyway.
            let _ = std::fs::remove_dir_all(folder);
        }
    }

    fn end_stage(&self) {
        let Some(stage) = self.shared.stage().take() else { return };
        let (done, seconds) = (self.shared.done.swap(0, Ordering::Relaxed), stage.started.elapsed().as_secs_f64());
        // Stages count their own units; what a log compares over nights is rows.
        let rows = Some(self.shared.rows.load(Ordering::Relaxed)).filter(|&rows| rows > 0).unwrap_or(done);
        match self.manner {
            Manner { quiet: true, .. } => {}
            Manner { format: LogFormat::Json, .. } => {
                let line = serde_json::json!({"stage": stage.name, "rows": rows, "seconds": (seconds * 1e3).round() / 1e3});
                super::print::log(&line.to_string());
            }
            Manner { verbose: true, .. } => super::print::log(&format!("{:<24} {rows:>12} {seconds:>8.2} s", stage.name)),
            Manner { .. } => {}
        }
    }
}

impl Watch for Progress {
    fn stage(&self, name: &str, total: u64) {
        self.end_stage();
        *self.shared.stage() = Some(Stage { name: name.to_owned(), total, started: Instant::now() });
    }

    fn tick(&self, units: u64) {
        self.shared.done.fetch_add(units, Ordering::Relaxed);
    }

    fn rows(&self, rows: u64) {
        self.shared.rows.store(rows, Ordering::Relaxed);
    }

    fn cancelled(&self) -> bool {
        self.signals.received().is_some() || self.memory.as_ref().is_some_and(Memory::is_over)
    }

    fn scratch(&self) -> io::Result<PathBuf> {
        let mut scratch = self.scratch.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(folder) = &*scratch {
            return Ok(folder.clone());
        }
        let folder = std::env::temp_dir().join(format!("guiyi-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        *scratch = Some(folder.clone());
        Ok(folder)
    }
}

/// Draws the current stage ten times a second until the job is over.
fn paint(shared: &Shared) {
    let mut shown: Option<(String, ProgressBar)> = None;
    while !shared.over.load(Ordering::Relaxed) {
        let current = shared.stage().as_ref().map(|s| (s.name.clone(), s.total, s.started));
        match (&shown, current) {
            (Some((name, bar)), Some((now, ..))) if *name == now => bar.set_position(shared.done.load(Ordering::Relaxed)),
            (_, Some((name, total, started))) if started.elapsed() > Duration::from_secs(1) => {
                clear(shown.take());
                shown = Some((name.clone(), bar(&name, total, started)));
            }
            _ => clear(shown.take()),
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    clear(shown);
    // Nothing more can be done about a terminal that went away.
    let _ = io::stderr().flush();
}

fn clear(shown: Option<(String, ProgressBar)>) {
    if let Some((_, bar)) = shown {
        bar.finish_and_clear();
    }
}

fn bar(name: &str, total: u64, started: Instant) -> ProgressBar {
    let template = if total > 0 {
        "{msg:<20} {bar:30} {human_pos}/{human_len} {per_sec} eta {eta}"
    } else {
        "{msg:<20} {spinner} {human_pos} {per_sec} {elapsed}"
    };
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    let bar = if total > 0 { ProgressBar::new(total) } else { ProgressBar::new_spinner() };
    bar.set_draw_target(ProgressDrawTarget::stderr());
    bar.set_style(style);
    bar.set_message(name.to_owned());
    bar.with_elapsed(started.elapsed())
}
