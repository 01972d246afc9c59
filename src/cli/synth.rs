//! `guiyi synth`: parse, make, say what was made.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::{Session, exit::Exit, print};
use crate::pipeline::{self, Failure, Size, SynthOptions};
use crate::synth::{FOLDER, Made};

/// Make channel exports of any size with known truth.
#[derive(Debug, clap::Args)]
#[command(
    long_about = "Makes channel exports of any size with known truth.\n\n\
        Nine files in the layouts real platforms write: Taobao (GB18030, wrapped ids, masks), JD, Youzan, Shopify with line items, store sign-ups, \
        a trade-show workbook, a web form, WeCom contacts, Eventbrite; and truth.csv (file,row,person_id). All people are made up. The same options \
        give the same bytes. Good for trying guiyi out and for measuring its speed; it proves wiring, not quality.\n\n\
        With --evolve the world lives: customers and orders appear, some vanish and return, people move house and change phones (lists of people are \
        corrected a few nights later, orders keep what was true when they were placed), member cards change hands. Every night is a folder of its own.",
    after_help = "Example:\n  guiyi synth -o made --customers 2000\n  guiyi init made/exports -o project && guiyi run -p project\n  \
        guiyi eval project/out/current/xref.csv made/truth.csv\n\n  \
        guiyi synth -o nights --customers 500 --evolve 60      # nights/night-01 … night-60, each with exports/, truth.csv, happened.csv"
)]
pub struct Args {
    /// Folder to write exports/ and truth.csv into; made if missing.
    #[arg(short, long, value_name = "DIR")]
    out: PathBuf,
    /// People in the made-up population [default: 2000].
    #[arg(long, value_name = "N", conflicts_with = "rows", value_parser = clap::value_parser!(u64).range(1..))]
    customers: Option<u64>,
    /// Rows over all files, within a few per cent.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    rows: Option<u64>,
    /// Decides everything; another seed makes other people.
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Write one flat file instead of channels: `crm` = contacts, for speed tests (needs --rows).
    #[arg(long, value_name = "KIND", value_parser = ["crm"], requires = "rows")]
    one_file: Option<String>,
    /// Make the same world on N nights: entries are added, edited, moved, removed and doubled from night to night.
    #[arg(long, value_name = "N", conflicts_with = "one_file", value_parser = clap::value_parser!(u32).range(1..=9999))]
    evolve: Option<u32>,
}

/// Says what was made, night by night or file by file.
fn told(made: &[Made], out: &Path, nights: Option<u32>) -> String {
    let rows: u64 = made.iter().map(|m| m.rows).sum();
    let files = made.len();
    if let Some(nights) = nights {
        let first = made.first().and_then(|m| m.file.split('/').next()).unwrap_or_default();
        let (first, each) = (out.join(first), "each with exports/, truth.csv and happened.csv");
        return format!("synth: {nights} nights in {} … ({rows} rows in {files} files), {each}", first.display());
    }
    let mut text = String::new();
    for one in made {
        // A String takes everything.
        let _ = writeln!(text, "{:>9}  {}", one.rows, out.join(FOLDER).join(&one.file).display());
    }
    format!("{text}synth: {rows} rows in {files} files, truth in {}", out.join("truth.csv").display())
}

pub fn run(args: Args, session: &Session) -> Result<Exit, Failure> {
    let size = args.rows.map_or(Size::Customers(args.customers.unwrap_or(2000)), Size::Rows);
    let options = SynthOptions { out: args.out, size, seed: args.seed, crm: args.one_file.is_some(), nights: args.evolve };
    let made = session.watched(|watch| pipeline::synth(&options, watch))?;
    if !session.quiet() {
        print::log(&told(&made, &options.out, options.nights));
    }
    Ok(Exit::Done)
}
