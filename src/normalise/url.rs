//! Web addresses: sites of companies and profiles of people.

use super::Context;
use super::fold::fold;
use crate::model::parts::Parts;
use crate::model::value::{Class, Normal, Part};

/// Sites where the path says whose page it is.
#[rustfmt::skip]
const PROFILES: &[&str] = &[
    "facebook.com", "fb.com", "m.facebook.com", "instagram.com", "twitter.com", "x.com", "linkedin.com", "cn.linkedin.com",
    "youtube.com", "tiktok.com", "douyin.com", "v.douyin.com", "weibo.com", "m.weibo.cn", "xiaohongshu.com", "zhihu.com",
    "bilibili.com", "space.bilibili.com", "github.com", "gitee.com", "pinterest.com", "t.me", "wa.me", "vk.com", "xing.com",
    "etsy.com", "yelp.com", "linktr.ee", "threads.net", "medium.com", "behance.net", "kuaishou.com",
];

/// First path words of profiles that only say what kind of page follows.
#[rustfmt::skip]
const PAGE_KINDS: &[&str] = &[
    "in", "company", "pub", "school", "u", "n", "user", "users", "people", "pages", "pg", "channel", "c", "shop", "groups",
    "profile", "org",
];

/// Sites where the host says whose shop it is, although they are one registrable domain.
#[rustfmt::skip]
const HOSTED: &[&str] = &[
    "taobao.com", "tmall.com", "1688.com", "jd.com", "alibaba.com", "made-in-china.com", "tumblr.com", "wordpress.com",
    "youzan.com", "weidian.com",
];

/// Query parameters that only track visits.
const TRACKING: &[&str] = &["utm_", "spm=", "fbclid=", "gclid=", "ref=", "from=", "scm=", "mc_cid=", "igshid="];

/// A web address. `text` is host and path without scheme, `www.`, tracking and closing slash; `Domain` says whose site it is:
/// the registrable domain, host and profile for social sites, the host for hosted shops.
pub fn normalise(raw: &str, context: &Context, out: &mut Vec<Normal>) {
    let _ = context;
    let folded = fold(raw);
    let first = folded
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '、' | '|'))
        .find(|p| p.contains('.'))
        .unwrap_or(&folded);
    let bare = first.trim_matches(|c: char| matches!(c, '"' | '\'' | '<' | '>' | '(' | ')' | '[' | ']' | ',' | ';'));
    let reject = |reason| Normal {
        text: folded.clone().into_owned(),
        class: Class::Invalid,
        parts: Parts::default(),
        findings: vec![reason],
    };
    if bare.contains('@') && !bare.contains("://") && !bare.contains('/') {
        out.push(reject("looks_like_email"));
        return;
    }
    let lower = bare.to_lowercase();
    // `://` behind the host is part of the path.
    let scheme = |i: &usize| lower[..*i].bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-'));
    let start = lower.find("://").filter(scheme).map_or(0, |i| i + 3).min(bare.len());
    let rest = bare.get(start..).unwrap_or(bare).trim_start_matches('/');
    let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let Some(host) = clean_host(authority) else {
        out.push(reject("not_a_url"));
        return;
    };
    // Who writes the scheme or `www.` means a web site, also under a suffix that is in no public list; what says so stays.
    let meant = if has_public_suffix(&host) {
        ""
    } else if rest.to_lowercase().starts_with("www.") && has_letter_suffix(&host) {
        "www."
    } else if start > 0 && has_letter_suffix(&host) {
        "http://"
    } else {
        out.push(reject("not_a_url"));
        return;
    };
    let path = clean_path(path);
    let mut normal = Normal::valid(format!("{meant}{host}{path}"));
    if matches!(host.as_str(), "example.com" | "example.org" | "test.com" | "google.com" | "baidu.com") && path.is_empty() {
        normal.class = Class::Placeholder;
        normal.findings.push("filler_url");
    }
    normal.set(Part::Domain, owner(&host, &path));
    let key = normal.text.to_lowercase();
    if key != normal.text {
        normal.set(Part::Key, key);
    }
    out.push(normal);
}

/// The host in lower case ASCII without user, usual port and `www.`; `None` if it is no host name.
fn clean_host(authority: &str) -> Option<String> {
    let host = authority.rsplit('@').next()?.to_lowercase();
    let host = host.split_once(':').map_or(host.as_str(), |(h, _)| h).trim_end_matches('.');
    let host = host.strip_prefix("www.").filter(|h| h.contains('.')).unwrap_or(host);
    let ascii = if host.is_ascii() { host.to_owned() } else { idna::domain_to_ascii(host).ok()? };
    let label_ok =
        |l: &str| !l.is_empty() && l.len() <= 63 && l.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    (ascii.contains('.') && ascii.split('.').all(label_ok)).then_some(ascii)
}

fn has_public_suffix(host: &str) -> bool {
    psl::suffix(host.as_bytes()).is_some_and(|s| s.is_known())
}

fn has_letter_suffix(host: &str) -> bool {
    host.rsplit('.').next().is_some_and(|s| s.len() >= 2 && s.bytes().all(|b| b.is_ascii_alphabetic()))
}

/// The path without fragment, tracking parameters and closing slash; `""` for the front page.
fn clean_path(path: &str) -> String {
    let path = path.split('#').next().unwrap_or("");
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let kept: Vec<&str> = query.split('&').filter(|p| !p.is_empty() && !TRACKING.iter().any(|t| p.starts_with(t))).collect();
    let mut out = path.trim_end_matches('/').to_owned();
    if matches!(out.as_str(), "/index.html" | "/index.htm" | "/index.php" | "/index.asp" | "/default.aspx" | "/index.jsp") {
        out.clear();
    }
    if !kept.is_empty() {
        if out.is_empty() {
            out.push('/');
        }
        out.push('?');
        out.push_str(&kept.join("&"));
    }
    out
}

/// Whose site it is.
fn owner(host: &str, path: &str) -> String {
    if PROFILES.contains(&host) {
        let mut segments = path.split('?').next().unwrap_or("").split('/').filter(|s| !s.is_empty()).map(str::to_lowercase);
        let Some(first) = segments.next() else { return host.to_owned() };
        let second = segments.next().filter(|_| PAGE_KINDS.contains(&first.as_str()));
        return second.map_or_else(|| format!("{host}/{first}"), |second| format!("{host}/{first}/{second}"));
    }
    let registrable = psl::domain_str(host).unwrap_or(host);
    if HOSTED.contains(&registrable) { host.to_owned() } else { registrable.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn one(raw: &str) -> Normal {
        let mut out = Vec::new();
        normalise(raw, &Context::default(), &mut out);
        out.remove(0)
    }

    #[test]
    fn sites_and_profiles() {
        for (raw, text, domain) in [
            ("www.ashcroftlogistics.co.uk", "ashcroftlogistics.co.uk", "ashcroftlogistics.co.uk"),
            ("https://www.Acme.com/", "acme.com", "acme.com"),
            ("HTTP://shop.acme.com.cn/About?utm_source=x", "shop.acme.com.cn/About", "acme.com.cn"),
            ("http://acme.com:80/index.html", "acme.com", "acme.com"),
            ("acme.com/a?id=3&utm_medium=m#top", "acme.com/a?id=3", "acme.com"),
            ("https://facebook.com/AcmeInc/posts/1", "facebook.com/AcmeInc/posts/1", "facebook.com/acmeinc"),
            ("https://www.linkedin.com/company/acme/", "linkedin.com/company/acme", "linkedin.com/company/acme"),
            ("https://weibo.com/u/123456", "weibo.com/u/123456", "weibo.com/u/123456"),
            ("https://shop123.taobao.com/", "shop123.taobao.com", "shop123.taobao.com"),
            ("acme.myshopify.com", "acme.myshopify.com", "acme.myshopify.com"),
            ("官网 www.acme.cn", "acme.cn", "acme.cn"),
            ("www.acme.intern", "www.acme.intern", "acme.intern"),
            ("https://crm.acme.local/x", "http://crm.acme.local/x", "acme.local"),
            ("http://例子.中国", "xn--fsqu00a.xn--fiqs8s", "xn--fsqu00a.xn--fiqs8s"),
        ] {
            let got = one(raw);
            assert_eq!((got.class, got.text.as_str(), got.part(Part::Domain)), (Class::Valid, text, domain), "{raw}");
        }
        for raw in ["acme", "http://", "a@b.com", "www", "192.168.0.1", "3.14"] {
            assert_eq!(one(raw).class, Class::Invalid, "{raw}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_text_gives_a_value_that_settles(raw in "(\\PC{0,30}|(https?://)?(www\\.)?[a-zA-Zü.]{0,9}\\.(com|cn|co\\.uk|test)[/?#a-zA-Z=&:@]{0,12})") {
            let first = one(&raw);
            if first.class.is_evidence() {
                let again = one(&first.text);
                prop_assert_eq!((&again.text, again.class, again.part(Part::Domain)), (&first.text, first.class, first.part(Part::Domain)), "{:?}", raw);
            }
        }
    }
}
