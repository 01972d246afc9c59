//! Who is told about a run: payloads into the run's folder, and out to the URLs that the project names.

use std::time::Duration;

use super::failure::Failure;
use crate::deliver::{self, Claim, Receiver};
use crate::report::Notice;
use crate::rules::{NotifyRules, NotifyWhen};

/// Milliseconds until sending is given up, where the project does not say.
const TIMEOUT_MS: i64 = 10_000;

/// Writes the payloads beside the run's other files, sent or not.
pub(super) fn write(claim: &Claim, notice: &Notice) -> Result<(), Failure> {
    claim.text("notify/wecom.json", &notice.wecom)?;
    claim.text("notify/dingtalk.json", &notice.dingtalk)?;
    Ok(claim.text("notify/webhook.json", &notice.webhook)?)
}

/// Sends a notice to every URL of the project. Gives a sentence for each that did not get it; that is never a reason to fail.
pub(super) fn send(rules: &NotifyRules, notice: &Notice, is_fine: bool) -> Vec<String> {
    if is_fine && rules.when == NotifyWhen::Problem {
        return Vec::new();
    }
    let mut unsent = Vec::new();
    let mut receivers = Vec::new();
    let targets = [
        ("wecom", &rules.wecom, &notice.wecom, true),
        ("dingtalk", &rules.dingtalk, &notice.dingtalk, true),
        ("webhook", &rules.webhook, &notice.webhook, false),
    ];
    for (name, url, body, is_robot) in targets {
        let Some(url) = url else { continue };
        let secret = rules.dingtalk_secret.as_ref().filter(|_| name == "dingtalk");
        match value(url).and_then(|url| Ok((url, secret.map(|s| value(s)).transpose()?))) {
            Ok((url, secret)) => receivers.push(Receiver { name, url, secret, body, is_robot }),
            Err(why) => unsent.push(format!("the notification to `{name}` was not sent: {why}")),
        }
    }
    let timeout = Duration::from_millis(rules.timeout_ms.unwrap_or(TIMEOUT_MS).unsigned_abs());
    let sent = deliver::send(&receivers, timeout);
    unsent.extend(sent.into_iter().filter_map(|(name, sent)| {
        let why = sent.err()?;
        Some(format!("the notification to `{name}` was not sent: {why}"))
    }));
    unsent
}

/// The text itself, or that of the environment variable it names.
fn value(text: &str) -> Result<String, String> {
    match text.strip_prefix('$') {
        None => Ok(text.to_owned()),
        Some(name) => std::env::var(name).map_err(|_| format!("the environment variable `{name}` is not set")),
    }
}
