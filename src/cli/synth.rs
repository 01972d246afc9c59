//! `guiyi synth`: parse, make, say what was made.

use std::path::PathBuf;

use super::{Session, exit::Exit, print};
use crate::pipeline::{self, Failure, Size, SynthOptions};
use crate::synth::FOLDER;

/// Make channel exports of any size with known truth.
#[derive(Debug, clap::Args)]
#[command(
    long_about = "Makes channel exports of any size with known truth.\n\n\
        Nine files in the layouts real platforms write: Taobao (GB18030, wrapped ids, masks), JD, Youzan, Shopify with line items, store sign-ups, \
        a trade-show workbook, a web form, WeCom contacts, Eventbrite; and truth.csv (file,row,person_id). All people are made up. The same options \
        give the same bytes. Good for trying guiyi out and for measuring its speed; it proves wiring, not quality.",
    after_help = "Example:\n  guiyi synth -o made --customers 2000\n  guiyi init made/exports -o project && guiyi run -p project\n  \
        guiyi eval project/out/current/xref.csv made/truth.csv"
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
}

pub fn run(args: Args, session: &Session) -> Result<Exit, Failure> {
    let size = args.rows.map_or(Size::Customers(args.customers.unwrap_or(2000)), Size::Rows);
    let options = SynthOptions { out: args.out, size, seed: args.seed, crm: args.one_file.is_some() };
    let made = session.watched(|watch| pipeline::synth(&options, watch))?;
    let rows: u64 = made.iter().map(|m| m.rows).sum();
    if !session.quiet() {
        for one in &made {
            print::log(&format!("{:>9}  {}", one.rows, options.out.join(FOLDER).join(&one.file).display()));
        }
        print::log(&format!("synth: {rows} rows in {} files, truth in {}", made.len(), options.out.join("truth.csv").display()));
    }
    Ok(Exit::Done)
}
