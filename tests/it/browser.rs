//! The pages in a real browser: no error on the console, nothing asked of the network, scripts work. Where there is no
//! Chromium, the tests say so and pass.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::{AS_OF, Dir};

/// Chromium under the names it goes by; a line on stderr where there is none.
fn chromium() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let found = std::env::split_paths(&path).flat_map(|dir| names.map(|name| dir.join(name))).find(|file| file.is_file());
    if found.is_none() {
        #[expect(clippy::print_stderr, reason = "whoever reads the log of a test run must see what was not tested")]
        {
            eprintln!("skipped: no chromium on this machine");
        }
    }
    found
}

/// The page after its script has run; `script` is run at its end. Panics on a console message or a request.
fn opened(browser: &Path, dir: &Dir, page: &str, script: &str) -> String {
    let html = dir.read(page);
    // A Content-Security-Policy breach, an uncaught error and `console.error` all appear as CONSOLE lines.
    let with_script = html.replace("</body>", &format!("<script>{script}</script></body>"));
    dir.write("opened.html", with_script);
    let output = Command::new(browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--enable-logging=stderr", "--dump-dom"])
        .arg(format!("--user-data-dir={}", dir.path("browser").display()))
        .arg(format!("file://{}", dir.path("opened.html").display()))
        .output()
        .expect("chromium starts");
    let log = String::from_utf8_lossy(&output.stderr).into_owned();
    let messages: Vec<&str> = log.lines().filter(|line| line.contains("CONSOLE")).collect();
    assert!(messages.is_empty(), "{page}: {messages:?}");
    assert!(output.status.success(), "{page}: {log}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// A project out of the made exports, run once.
fn published() -> Dir {
    let dir = Dir::with_exports();
    dir.guiyi(&["init", "exports", "-o", "."]).exits(0);
    let ran = dir.guiyi(&["run", "--as-of", AS_OF]);
    assert!(matches!(ran.code, Some(0 | 1)), "{}", ran.err);
    dir
}

#[test]
fn the_report_opens_without_a_complaint_in_both_languages() {
    let Some(browser) = chromium() else { return };
    let dir = published();
    let chinese = opened(&browser, &dir, "out/current/report/index.html", "");
    assert!(chinese.contains("客户信息统一率") && chinese.contains("lang=\"zh-CN\""));
    let english = opened(&browser, &dir, "out/current/report/index.html", "document.getElementById('lang').click();");
    assert!(english.contains(">Unification<") && english.contains("lang=\"en\""));
    let report: serde_json::Value = serde_json::from_str(&dir.read("out/current/report.json")).expect("JSON");
    let customers = report["counts"]["customers"].as_u64().expect("a number");
    assert!(english.contains(&format!("<b>{customers}</b>")), "{customers}");
}

#[test]
fn tables_sort_by_a_click_and_filter_by_a_word() {
    let Some(browser) = chromium() else { return };
    let dir = published();
    let script = "var h = document.querySelectorAll('#channels table.sort th')[2]; h.click(); h.click();\
        var i = document.querySelector('input[data-for=fields]'); i.value = '邮箱'; i.oninput();";
    let page = opened(&browser, &dir, "out/current/report/index.html", script);
    let channels = page.split("id=\"channels\"").nth(1).expect("the section");
    let body = channels.split("<tbody>").nth(1).and_then(|t| t.split("</tbody>").next()).expect("a table");
    let customers: Vec<u64> = body
        .split("<tr>")
        .filter_map(|row| row.split("class=\"n bar\" data-v=\"").nth(1)?.split('"').next()?.parse().ok())
        .collect();
    assert!(customers.len() > 3 && customers.is_sorted(), "{customers:?}");
    let fields = page.split("id=\"fields\"").nth(1).and_then(|t| t.split("</table>").next()).expect("the table");
    assert!(fields.matches("hidden=\"\"").count() > 10 && fields.contains("<tr><td>"), "nothing was filtered");
}

#[test]
fn the_profile_page_opens_without_a_complaint() {
    let Some(browser) = chromium() else { return };
    let dir = Dir::with_exports();
    dir.guiyi(&["profile", "exports/store_signup.csv", "--html", "profile.html"])
        .exits(0)
        .says("profile: profile.html")
        .prints_nothing();
    let page = opened(&browser, &dir, "profile.html", "document.getElementById('lang').click();");
    assert!(page.contains("Data profile") && page.contains("store_signup.csv") && page.contains(">Usable cells<"));
}
