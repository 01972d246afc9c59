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

/// Compares what stands in the page with `report.json`, as a script in the page; what differs ends up in `data-wrong`.
const COMPARE: &str = r"
var wrong = [];
function same(name, shown, told) { if (JSON.stringify(shown) !== JSON.stringify(told)) { wrong.push(name + ': ' + JSON.stringify(shown) + ' is not ' + JSON.stringify(told)); } }
function column(id, i) { return Array.from(document.querySelectorAll('#' + id + ' tbody tr')).map(function (r) { return Number(r.cells[i].dataset.v); }); }
function bars(id) { return Array.from(document.querySelectorAll('#' + id + ' .num')).map(function (e) { return Number(e.textContent.replace(/,/g, '')); }); }
function pick(list, key) { return list.map(function (line) { return line[key]; }); }
function percent(share) { return (share * 100).toFixed(1) + '%'; }
var cards = Array.from(document.querySelectorAll('#kpis .cards .kpi b')).map(function (b) { return b.textContent; });
REPORT.kpis.forEach(function (k) {
  if (!k.channel && (k.name === 'unification' || k.name === 'completeness') && k.value < 0.999) {
    if (cards.indexOf(percent(k.value)) < 0) { wrong.push(k.name + ' ' + percent(k.value) + ' is not among ' + cards); }
  }
});
['customers', 'rows_read', 'events', 'review_open'].forEach(function (name) {
  var want = REPORT.counts[name].toLocaleString('en-US');
  if (cards.indexOf(want) < 0) { wrong.push(name + ' ' + want + ' is not among ' + cards); }
});
same('input rows', column('input_table', 5), pick(REPORT.inputs, 'rows'));
same('accepted', column('input_table', 6), pick(REPORT.inputs, 'accepted'));
same('funnel', bars('funnel'), pick(REPORT.matching.funnel, 'count'));
same('matched_by', bars('matched_by'), pick(REPORT.matching.matched_by, 'count'));
same('lifecycle', bars('lifecycle'), pick(REPORT.lifecycle, 'count'));
['rows', 'customers', 'acquired', 'exclusive'].forEach(function (key, i) { same('channels ' + key, column('channel_table', i + 1), pick(REPORT.channels, key)); });
same('converted', column('channel_table', 6), pick(REPORT.channels, 'converted'));
same('orders', column('channel_table', 10), pick(REPORT.channels, 'orders'));
same('spend', column('channel_table', 11), pick(REPORT.channels, 'spend'));
same('flows', column('flow_table', 2), pick(REPORT.flows, 'customers'));
same('tags', column('tag_table', 2), pick(REPORT.tags, 'customers'));
same('regions', column('region_table', 1), pick(REPORT.regions, 'customers'));
same('segments', column('segment_table', 1), pick(REPORT.segments, 'customers'));
same('grades', column('grade_table', 1), pick(REPORT.grades, 'customers'));
same('grade spend', column('grade_table', 2), pick(REPORT.grades, 'spend'));
same('follow-ups', column('followup_table', 1), pick(REPORT.followups, 'open'));
same('due', column('followup_table', 2), pick(REPORT.followups, 'due'));
same('team', column('team_table', 1), pick(REPORT.team, 'customers'));
var grid = Array.from(document.querySelectorAll('#rfm_table td.h')).reduce(function (sum, e) { return sum + Number(e.textContent.replace(/,/g, '')); }, 0);
same('rfm', grid, pick(REPORT.rfm, 'customers').reduce(function (a, b) { return a + b; }, 0));
document.body.setAttribute('data-wrong', wrong.join('; '));
";

#[test]
fn the_numbers_of_the_page_are_those_of_report_json() {
    let Some(browser) = chromium() else { return };
    let dir = published();
    // `</` would end the script element.
    let report = dir.read("out/current/report.json").replace("</", "<\\/");
    let page = opened(&browser, &dir, "out/current/report/index.html", &format!("var REPORT = {report};{COMPARE}"));
    assert!(page.contains("data-wrong=\"\""), "{:?}", page.split("data-wrong=").nth(1).and_then(|rest| rest.get(..2000)));
}

/// A page of at most three megabytes that opens within two seconds and asks the network for nothing.
fn check_light(browser: &Path, dir: &Dir, page: &str) {
    let bytes = dir.read(page).len();
    assert!(bytes < 3_000_000, "{page}: {bytes} bytes");
    let script = "window.addEventListener('load', function () { document.body.setAttribute('data-ms', Math.round(performance.now()));\
        document.body.setAttribute('data-asked', performance.getEntriesByType('resource').length); });";
    let opened = opened(browser, dir, page, script);
    let number = |name: &str| -> f64 {
        let text = opened.split(&format!("{name}=\"")).nth(1).and_then(|rest| rest.split('"').next()).expect("a number");
        text.parse().expect("a number")
    };
    let (asked, ms) = (number("data-asked"), number("data-ms"));
    assert!(asked == 0.0 && ms < 2000.0, "{page}: {asked} requests, {ms} ms");
}

#[test]
fn the_page_is_small_opens_at_once_and_asks_the_network_for_nothing() {
    let Some(browser) = chromium() else { return };
    check_light(&browser, &published(), "out/current/report/index.html");
}

/// The page of a large run, made beforehand: `GUIYI_REPORT=project/out/current/report/index.html`.
#[test]
fn the_page_named_by_the_environment_is_small_and_opens_at_once() {
    let (Some(browser), Some(page)) = (chromium(), std::env::var_os("GUIYI_REPORT")) else { return };
    let dir = Dir::new();
    dir.write("page.html", std::fs::read_to_string(&page).expect("the page named by GUIYI_REPORT"));
    check_light(&browser, &dir, "page.html");
}

#[test]
fn a_figure_says_which_rows_are_behind_it() {
    let Some(browser) = chromium() else { return };
    let dir = published();
    let script = "document.querySelector('#lifecycle .num a').click();";
    let page = opened(&browser, &dir, "out/current/report/index.html", script);
    let source = page.split("id=\"source\"").nth(1).expect("the bar");
    assert!(!source.starts_with(" hidden"), "{}", source.get(..80).unwrap_or(source));
    let shown = source.split("</aside>").next().expect("its end");
    assert!(shown.contains("href=\"../master.csv\"") && shown.contains("lifecycle = '"), "{shown}");
}

#[test]
fn tables_sort_by_a_click_and_filter_by_a_word() {
    let Some(browser) = chromium() else { return };
    let dir = published();
    let script = "var h = document.querySelectorAll('#channel_table th')[2]; h.click(); h.click();\
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
