//! `guiyi init`: exports → a commented project.

use std::path::PathBuf;

use super::{Session, exit::Exit, print};
use crate::pipeline::{self, Failure, InitOptions};

/// Recognise exports and write a project.
#[derive(Debug, clap::Args)]
#[command(
    long_about = "Looks at export files (or folders of them), recognises each by its header or understands its columns by header and values, and writes \
        PROJECT/guiyi.toml with one channel each and the reasons as comments. The exports are only read, and stay where they are.",
    after_help = "Example:\n  guiyi init exports/ -o project\n  guiyi check -p project\n  guiyi run -p project"
)]
pub struct Args {
    /// Export files or folders.
    #[arg(required = true, value_name = "FILE_OR_DIR")]
    inputs: Vec<PathBuf>,
    /// Project folder; made if missing.
    #[arg(short, long, value_name = "PROJECT")]
    out: PathBuf,
    /// Write over an existing guiyi.toml.
    #[arg(long)]
    replace: bool,
}

pub fn run(args: Args, session: &Session) -> Result<Exit, Failure> {
    let options = InitOptions { inputs: args.inputs, project: args.out, replace: args.replace };
    let outcome = session.watched(|watch| pipeline::init(&options, watch))?;
    if session.quiet() {
        return Ok(Exit::Done);
    }
    let rows: Vec<Vec<String>> = outcome
        .channels
        .iter()
        .map(|c| {
            let known = c.preset.clone().unwrap_or_else(|| format!("guessed, {} of {} columns", c.mapped, c.columns));
            vec![c.name.clone(), c.rows.to_string(), known, c.files_shown()]
        })
        .collect();
    print::log(print::table(&["channel", "rows", "layout", "files"], &rows).trim_end());
    for line in &outcome.left_out {
        print::log(&format!("left out: {line}"));
    }
    let project = options.project.display();
    print::log(&format!("init: {} channels in {}; next: guiyi run -p {project}", outcome.channels.len(), outcome.file.display()));
    Ok(Exit::Done)
}
