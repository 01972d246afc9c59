//! `guiyi review`: questions out, answers in.

use std::io::{self, BufRead as _};
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::Duration;

use super::{Session, exit::Exit, print};
use crate::model::decisions::Answer;
use crate::model::review::{Agreement, Question, QuestionKind};
use crate::model::watch::Watch;
use crate::pipeline::{self, ExportOptions, Failure, ImportOptions, Imported, ReviewSession, Trouble};

/// Answer the doubtful pairs and conflicted customers of the last run.
#[derive(Debug, clap::Args)]
#[command(
    long_about = "The last published run asks about pairs of records that may be the same customer, and about customers whose records disagree in a strong \
        id; best question first. Answers are kept in decisions.csv of the project, by channel and source key, so they outlive runs and customer ids. \
        The next run obeys them and says of each whether it was applied, obsolete (a record is not there) or contradictory.\n\n\
        Without --export and --import it asks on the terminal: same, different, skip, undo, quit. Every answer is kept at once.\n\n\
        A sheet is filled in its `verdict` column: same or 是, different or 否, skip or 跳过, or left empty. It may be saved by any spreadsheet \
        program as csv (any encoding and delimiter) or xlsx; rows may be sorted and deleted.",
    after_help = "Examples:\n  guiyi review -p project                         # on the terminal\n  guiyi review -p project --export review.xlsx    # fill in Excel …\n  \
        guiyi review -p project --import review.xlsx    # … and take the answers in\n  guiyi review -p project --export check.csv --masked\n  guiyi run -p project                            # applies them"
)]
pub struct Args {
    /// Project folder with guiyi.toml.
    #[arg(short, long, default_value = ".", value_name = "DIR")]
    project: PathBuf,
    /// Write the open questions into FILE (.csv or .xlsx) for people to fill in.
    #[arg(long, value_name = "FILE", conflicts_with = "import")]
    export: Option<PathBuf>,
    /// Take the answers of a filled sheet into decisions.csv.
    #[arg(long, value_name = "FILE")]
    import: Option<PathBuf>,
    /// Show names and numbers masked, and leave source keys out of the sheet.
    #[arg(long, conflicts_with = "import")]
    masked: bool,
    /// With --export: replace an existing file. With --import: let the sheet win over earlier decisions.
    #[arg(long)]
    replace: bool,
    /// Who decides [default: the user's login name].
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
}

pub fn run(args: Args, session: &Session) -> Result<Exit, Failure> {
    let login = || ["USER", "LOGNAME"].iter().find_map(|name| std::env::var(name).ok()).unwrap_or_default();
    let by = args.by.unwrap_or_else(login);
    let Args { project, masked, replace, .. } = args;
    if let Some(file) = args.export {
        return export(&ExportOptions { project, file, masked, replace }, session);
    }
    match args.import {
        Some(file) => import(&ImportOptions { project, file, by, replace }, session),
        None => session.watched(|watch| ask(ReviewSession::open(&project, &by, masked, watch)?, watch)),
    }
}

fn export(options: &ExportOptions, session: &Session) -> Result<Exit, Failure> {
    let done = session.watched(|watch| pipeline::export(options, watch))?;
    if !session.quiet() {
        let answered = if done.answered > 0 { format!(", {} are answered already", done.answered) } else { String::new() };
        print::log(&format!("review: {} open questions in {}{answered}", done.open, options.file.display()));
    }
    Ok(Exit::Done)
}

fn import(options: &ImportOptions, session: &Session) -> Result<Exit, Failure> {
    let done = session.watched(|watch| pipeline::import(options, watch))?;
    let file = options.file.display();
    for (row, trouble, what) in &done.troubles {
        let word = match trouble {
            Trouble::Contradictory => "contradictory",
            Trouble::Unreadable => "unreadable",
        };
        print::log(&format!("{file}:{row}: {word}: {what}"));
    }
    if !session.quiet() {
        print::log(&imported(&done));
    }
    let is_lost = done.accepted + done.unchanged == 0 && !done.troubles.is_empty();
    Ok(if is_lost { Exit::Refused } else { Exit::Done })
}

fn imported(done: &Imported) -> String {
    let replaced = if done.replaced > 0 { format!(" ({} replaced)", done.replaced) } else { String::new() };
    format!(
        "review: {} accepted{replaced}, {} unchanged, {} contradictory, {} unreadable, {} skipped, {} without verdict",
        done.accepted,
        done.unchanged,
        done.count(Trouble::Contradictory),
        done.count(Trouble::Unreadable),
        done.skipped,
        done.blank
    )
}

/// What a person may type.
enum Command {
    Answer(Answer),
    Undo,
    Quit,
    Help,
}

impl Command {
    fn read(line: &str) -> Option<Self> {
        match line.trim().to_lowercase().as_str() {
            "u" | "undo" | "撤销" | "撤回" => Some(Command::Undo),
            "q" | "quit" | "exit" | "退出" => Some(Command::Quit),
            "h" | "help" | "帮助" => Some(Command::Help),
            word => Answer::read(word).map(Command::Answer),
        }
    }
}

const KEYS: &str = "s same 是 · d different 否 · k skip 跳过 · u undo 撤销 · q quit 退出";

/// Asks until there is nothing left, nobody answers or somebody has had enough.
fn ask(mut review: ReviewSession, watch: &dyn Watch) -> Result<Exit, Failure> {
    if review.asked() == 0 {
        print::log("review: no open questions");
        return Ok(Exit::Done);
    }
    print::log(KEYS);
    let lines = typed();
    let (mut shown, mut warned) = (None, false);
    while let Some(question) = review.question() {
        let tally = review.tally();
        let at = (question.item, tally.left);
        if shown != Some(at) {
            if let Some(rest) = review.hardly_pays().filter(|_| !warned) {
                warned = true;
                let (n, changes) = (rest.questions, rest.changes);
                print::log(&format!(
                    "\nfrom here on it hardly pays: of {n} questions left about {changes:.1} would change anything"
                ));
            }
            print::log(&show(question, review.asked() - tally.left + 1, review.asked()));
            shown = Some(at);
        }
        let Some(line) = next(&lines, watch) else { break };
        match Command::read(&line) {
            Some(Command::Answer(answer)) => review.answer(answer)?,
            Some(Command::Undo) => {
                if !review.undo()? {
                    print::log("nothing to take back");
                }
                shown = None;
            }
            Some(Command::Quit) => break,
            Some(Command::Help) => print::log(KEYS),
            None => print::log(&format!("`{}` is no answer; {KEYS}", line.trim())),
        }
    }
    let t = review.tally();
    let implied = if t.implied > 0 { format!(", {} implied", t.implied) } else { String::new() };
    print::log(&format!("review: {} same, {} different, {} skipped{implied}, {} left", t.same, t.different, t.skipped, t.left));
    if t.same + t.different > 0 {
        print::log("the next `guiyi run` applies the decisions");
    }
    Ok(Exit::Done)
}

/// Lines of stdin, read beside: a signal must not wait for the Enter key.
fn typed() -> Receiver<String> {
    let (send, lines) = mpsc::channel();
    std::thread::spawn(move || {
        for line in io::stdin().lock().lines().map_while(Result::ok) {
            if send.send(line).is_err() {
                break;
            }
        }
    });
    lines
}

/// The next line; `None` at the end of input or once a signal came.
fn next(lines: &Receiver<String>, watch: &dyn Watch) -> Option<String> {
    loop {
        match lines.recv_timeout(Duration::from_millis(100)) {
            Ok(line) => return Some(line),
            Err(RecvTimeoutError::Disconnected) => return None,
            Err(RecvTimeoutError::Timeout) if watch.cancelled() => return None,
            Err(RecvTimeoutError::Timeout) => {}
        }
    }
}

/// A question side by side; differences are marked.
fn show(question: &Question, number: usize, of: usize) -> String {
    let asked = match question.kind {
        QuestionKind::Pair => "are these the same customer?",
        QuestionKind::Conflict => "these are one customer; are they really the same?",
    };
    let chance = question.probability.map_or_else(String::new, |p| format!(", chance {:.0} %", p * 100.0));
    let [a, b] = &question.records;
    let mut rows = vec![
        vec![String::new(), "channel".to_owned(), a.channel.clone(), b.channel.clone()],
        vec![String::new(), "customer".to_owned(), question.customers[0].clone(), question.customers[1].clone()],
    ];
    rows.extend(question.fields.iter().filter(|f| f.values.iter().any(|v| !v.is_empty())).map(|f| {
        let mark = match f.agreement {
            Agreement::Equal => "=",
            Agreement::Overlaps => "~",
            Agreement::Differs => "≠",
            Agreement::Missing => "",
        };
        vec![mark.to_owned(), f.name.clone(), f.values[0].clone(), f.values[1].clone()]
    }));
    format!("\n[{number}/{of}] {asked} ({}{chance})\n{}", question.why, print::table(&["", "", "a", "b"], &rows).trim_end())
}
