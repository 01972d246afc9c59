//! The program: parse, tell polars how many threads it may use, run, exit.

use std::process::ExitCode;

use guiyi::cli;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let command = cli::parse();
    if let Some(threads) = command.threads() {
        // polars reads this once, when its pool is first used; nothing else runs yet.
        #[expect(unsafe_code, reason = "the environment is written before any thread is started")]
        unsafe {
            std::env::set_var("POLARS_MAX_THREADS", threads.to_string());
        }
    }
    cli::run(command)
}
