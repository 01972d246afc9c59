//! Notifications: always written with the run, sent only where a URL is configured, never a reason to fail.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::thread::JoinHandle;

use serde_json::Value;

use crate::support::{AS_OF, Dir, Ran, one_channel, people};

fn project(notify: &str) -> Dir {
    let dir = Dir::new();
    dir.write("people.csv", people()).write("guiyi.toml", format!("{}\n[notify]\n{notify}", one_channel("")));
    dir
}

/// No proxy stands between the program and this machine.
const DIRECT: (&str, &str) = ("NO_PROXY", "127.0.0.1");

fn run(dir: &Dir) -> Ran {
    dir.guiyi_with(&["run", "--as-of", AS_OF], &[DIRECT])
}

/// A robot on this machine that hears `n` messages and gives each the same answer: (request line, body) of every one.
fn robot(n: usize, status: &'static str, answer: &'static str) -> (String, JoinHandle<Vec<(String, String)>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let heard = std::thread::spawn(move || {
        (0..n)
            .map(|_| {
                let (stream, _) = listener.accept().expect("a caller");
                let mut reader = BufReader::new(stream);
                let mut head = Vec::new();
                loop {
                    let mut line = String::new();
                    reader.read_line(&mut line).expect("a header line");
                    if line.trim().is_empty() {
                        break;
                    }
                    head.push(line.trim().to_owned());
                }
                let length = head.iter().find_map(|l| l.to_lowercase().strip_prefix("content-length: ").map(str::to_owned));
                let mut body = vec![0; length.expect("a length").parse().expect("a number")];
                reader.read_exact(&mut body).expect("the body");
                let reply = format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{answer}", answer.len());
                reader.into_inner().write_all(reply.as_bytes()).expect("a listener");
                (head[0].clone(), String::from_utf8(body).expect("UTF-8"))
            })
            .collect()
    });
    (url, heard)
}

#[test]
fn payloads_are_files_of_the_run_and_name_nobody() {
    let dir = project("");
    run(&dir).exits(0);
    let manifest: Value = serde_json::from_str(&dir.read("out/current/run.json")).expect("JSON");
    for name in ["notify/wecom.json", "notify/dingtalk.json", "notify/webhook.json"] {
        let text = dir.read(&format!("out/current/{name}"));
        assert!(serde_json::from_str::<Value>(&text).is_ok(), "{text}");
        assert!(!text.contains("张伟") && !text.contains("13912345678"), "{text}");
        assert!(manifest["files"].as_array().is_some_and(|files| files.iter().any(|f| f == name)), "{name}");
    }
    let told: Value = serde_json::from_str(&dir.read("out/current/notify/webhook.json")).expect("JSON");
    assert_eq!((told["counts"]["customers"].as_u64(), told["changes"]["created"].as_u64()), (Some(42), Some(42)));
    let wecom: Value = serde_json::from_str(&dir.read("out/current/notify/wecom.json")).expect("JSON");
    assert!(
        wecom["markdown"]["content"].as_str().is_some_and(|text| text.contains("运行完成") && text.contains("客户 42")),
        "{wecom}"
    );
}

#[test]
fn every_url_gets_its_own_layout() {
    let (url, heard) = robot(3, "200 OK", "{\"errcode\":0,\"errmsg\":\"ok\"}");
    let notify = format!(
        "wecom = \"{url}/send?key=k1\"\ndingtalk = \"$ROBOT\"\ndingtalk_secret = \"SECx\"\nwebhook = \"{url}/hook\"\ntimeout = \"1m\"\n"
    );
    let dir = project(&notify);
    let robot = format!("{url}/robot?access_token=k2");
    let ran = dir.guiyi_with(&["run", "--as-of", AS_OF], &[DIRECT, ("ROBOT", &robot)]).exits(0);
    assert!(!ran.err.contains("warning"), "{}", ran.err);
    let heard = heard.join().expect("it heard");
    assert_eq!(heard[0].0, "POST /send?key=k1 HTTP/1.1");
    assert!(heard[1].0.starts_with("POST /robot?access_token=k2&timestamp=") && heard[1].0.contains("&sign="), "{}", heard[1].0);
    assert_eq!(heard[2].0, "POST /hook HTTP/1.1");
    for ((_, body), name) in heard.iter().zip(["wecom", "dingtalk", "webhook"]) {
        assert_eq!(*body, dir.read(&format!("out/current/notify/{name}.json")));
    }
}

#[test]
fn a_notification_that_fails_is_told_and_fails_no_run() {
    let (url, heard) = robot(2, "200 OK", "{\"errcode\":93000,\"errmsg\":\"invalid webhook url\"}");
    let notify =
        format!("wecom = \"{url}/send?key=secret\"\ndingtalk = \"$NO_SUCH_VARIABLE\"\nwebhook = \"http://127.0.0.1:9/secret\"\n");
    let dir = project(&notify);
    let ran =
        run(&dir).exits(0).says("warning: the notification to `wecom` was not sent: the robot answered 93000: invalid webhook url");
    let ran =
        ran.says("warning: the notification to `dingtalk` was not sent: the environment variable `NO_SUCH_VARIABLE` is not set");
    let ran = ran.says("warning: the notification to `webhook` was not sent: the connection failed");
    assert!(!ran.err.contains("secret"), "a URL may hold a key\n{}", ran.err);
    // Quiet says it too, and as JSON it is a line of its own.
    let quiet = dir.guiyi_with(&["run", "--as-of", "2026-11-01", "--quiet", "--log-format", "json"], &[DIRECT]).exits(0);
    let lines: Vec<Value> = quiet.err.lines().map(|l| serde_json::from_str(l).expect(l)).collect();
    assert!(lines.len() == 3 && lines.iter().all(|l| l["warning"].is_string()), "{}", quiet.err);
    heard.join().expect("it heard");
}

#[test]
fn a_failed_run_is_told_too_and_a_fine_one_only_if_wanted() {
    let (url, heard) = robot(2, "204 No Content", "");
    let dir = project(&format!("webhook = \"{url}/hook\"\nwhen = \"problem\"\n"));
    run(&dir).exits(0);
    dir.write("people.csv", "");
    run(&dir).exits(2).says("people.csv: the file is empty");
    dir.write("people.csv", people().replace("四川省", ""));
    let rules = dir.read("guiyi.toml").replace("completeness = 0", "completeness = 1");
    dir.write("guiyi.toml", rules);
    run(&dir).exits(1);
    let heard: Vec<Value> =
        heard.join().expect("it heard").iter().map(|(_, body)| serde_json::from_str(body).expect("JSON")).collect();
    assert_eq!((&heard[0]["event"], &heard[1]["event"]), (&"run_failed".into(), &"run_published".into()));
    assert_eq!(heard[1]["passed"], false);
    assert!(heard[0]["error"].as_str().is_some_and(|e| e.contains("people.csv")), "{}", heard[0]);
}

#[test]
fn mistakes_of_the_section_are_told_before_anything_is_read() {
    let dir = project(
        "wecom = \"qyapi.weixin.qq.com/x\"\ndingtalk_secret = \"SECx\"\nwehbook = \"https://a.example\"\nwhen = \"never\"\n",
    );
    let ran = run(&dir).exits(2).says("`wecom` is no URL").says("`dingtalk_secret` without `dingtalk`").says("unknown");
    assert!(!ran.err.contains("qyapi"), "{}", ran.err);
    assert!(!dir.path("out").exists());
}
