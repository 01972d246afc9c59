//! `guiyi completions`: shell completions from the command's own definition.

use clap::CommandFactory as _;

use super::{Cli, exit::Exit, print};
use crate::pipeline::Failure;

/// Print shell completions.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  guiyi completions bash > ~/.local/share/bash-completion/completions/guiyi")]
pub struct Args {
    /// The shell.
    shell: clap_complete::Shell,
}

pub fn run(args: &Args) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "guiyi", &mut script);
    print::data(&String::from_utf8_lossy(&script)).map_err(anyhow::Error::from)?;
    Ok(Exit::Done)
}
