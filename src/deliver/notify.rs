//! Sends notifications. Comes in: texts and URLs. Goes out: what became of each. A URL may hold a key and is never shown.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use ring::hmac;

/// One who is told.
#[derive(Clone)]
pub struct Receiver<'a> {
    /// Name in messages: `wecom`, `dingtalk`, `webhook`.
    pub name: &'static str,
    /// Where to.
    pub url: String,
    /// DingTalk's signing secret.
    pub secret: Option<String>,
    /// The JSON text.
    pub body: &'a str,
    /// Robots answer 200 with an `errcode`, 0 if all is well.
    pub is_robot: bool,
}

/// What became of a notification: sent, or why not.
pub type Sent = Result<(), String>;

/// Posts every notification, one after the other, each within `timeout`.
#[must_use]
pub fn send(receivers: &[Receiver<'_>], timeout: Duration) -> Vec<(&'static str, Sent)> {
    if receivers.is_empty() {
        return Vec::new();
    }
    let all = |why: String| receivers.iter().map(|r| (r.name, Err(why.clone()))).collect();
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return all(error.to_string()),
    };
    let client = match reqwest::Client::builder().timeout(timeout).user_agent(concat!("guiyi/", env!("CARGO_PKG_VERSION"))).build()
    {
        Ok(client) => client,
        Err(error) => return all(reason(&error)),
    };
    receivers.iter().map(|receiver| (receiver.name, runtime.block_on(post(&client, receiver)))).collect()
}

async fn post(client: &reqwest::Client, receiver: &Receiver<'_>) -> Sent {
    let url = match &receiver.secret {
        None => receiver.url.clone(),
        Some(secret) => {
            let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_millis());
            signed(&receiver.url, secret, now)
        }
    };
    let request = client.post(url).header("content-type", "application/json; charset=utf-8").body(receiver.body.to_owned());
    let answer = request.send().await.map_err(|e| reason(&e))?;
    let status = answer.status();
    let text = answer.text().await.map_err(|e| reason(&e))?;
    if !status.is_success() {
        return Err(format!("the answer was {status}"));
    }
    if receiver.is_robot { accepted(&text) } else { Ok(()) }
}

/// Does the robot say that all is well?
fn accepted(answer: &str) -> Sent {
    let answer: serde_json::Value = serde_json::from_str(answer).map_err(|_| "the answer is not a robot's".to_owned())?;
    match answer["errcode"].as_i64() {
        Some(0) => Ok(()),
        Some(code) => Err(format!("the robot answered {code}: {}", answer["errmsg"].as_str().unwrap_or_default())),
        None => Err("the answer is not a robot's".to_owned()),
    }
}

/// DingTalk's signature (加签): HMAC-SHA-256 over `MILLISECONDS\nSECRET` with the secret as key, base64, as a parameter.
fn signed(url: &str, secret: &str, now_ms: u128) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let sign = BASE64_STANDARD.encode(hmac::sign(&key, format!("{now_ms}\n{secret}").as_bytes()));
    let sign = sign.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
    let joint = if url.contains('?') { '&' } else { '?' };
    format!("{url}{joint}timestamp={now_ms}&sign={sign}")
}

/// The whole chain of what went wrong, without the URL.
fn reason(error: &reqwest::Error) -> String {
    use std::error::Error as _;
    let mut text = if error.is_timeout() { "no answer in time".to_owned() } else { "the connection failed".to_owned() };
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dingtalk_signs_time_and_secret() {
        // Worked out with Python's hmac and base64.
        let url = signed("https://oapi.example/robot/send?access_token=x", "SECabc", 1_700_000_000_000);
        let expected = "https://oapi.example/robot/send?access_token=x&timestamp=1700000000000&sign=jcUpW0QmtKduN03n4JqQ0PBosVjqnM8gU7fIIvsDmCM%3D";
        assert_eq!(url, expected);
    }

    #[test]
    fn a_robot_that_refuses_is_heard() {
        assert_eq!(accepted(r#"{"errcode":0,"errmsg":"ok"}"#), Ok(()));
        assert_eq!(
            accepted(r#"{"errcode":93000,"errmsg":"invalid webhook url"}"#),
            Err("the robot answered 93000: invalid webhook url".to_owned())
        );
        assert!(accepted("<html>").is_err());
    }
}
