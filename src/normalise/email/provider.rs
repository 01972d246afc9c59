//! Which addresses are one mailbox: dots, tags and alias domains of the large providers.
//!
//! Facts from the providers' own help pages (Gmail: dots and +tags are ignored, googlemail.com is gmail.com; Outlook,
//! iCloud, Fastmail, Proton, Zoho: +tags; Proton: dots, dashes and underscores are ignored; Yandex: dot and dash are the
//! same, alias domains).

/// The local part and domain the provider delivers by. Both in lower case; unknown providers keep theirs.
pub(super) fn mailbox(local: &str, domain: &str) -> (String, String) {
    let untagged = local.split_once('+').map_or(local, |(name, _)| name);
    // An address that is nothing but a tag keeps it.
    let untagged = if untagged.is_empty() { local } else { untagged };
    match domain {
        "gmail.com" | "googlemail.com" => (or_whole(untagged.replace('.', ""), local), "gmail.com".to_owned()),
        "icloud.com" | "me.com" | "mac.com" => (untagged.to_owned(), "icloud.com".to_owned()),
        "proton.me" | "protonmail.com" | "pm.me" | "protonmail.ch" => {
            (or_whole(untagged.replace(['.', '-', '_'], ""), local), "proton.me".to_owned())
        }
        "yandex.ru" | "ya.ru" | "yandex.com" | "yandex.by" | "yandex.kz" | "yandex.ua" => {
            (untagged.replace('.', "-"), "yandex.ru".to_owned())
        }
        "fastmail.com" | "fastmail.fm" | "zoho.com" | "zohomail.com" | "zoho.eu" | "zoho.in" | "hey.com" | "runbox.com"
        | "pobox.com" | "mailfence.com" | "tutanota.com" | "tuta.io" | "duck.com" => (untagged.to_owned(), domain.to_owned()),
        _ if is_microsoft(domain) => (untagged.to_owned(), domain.to_owned()),
        _ => (local.to_owned(), domain.to_owned()),
    }
}

fn or_whole(stripped: String, local: &str) -> String {
    if stripped.is_empty() { local.to_owned() } else { stripped }
}

/// Outlook, Hotmail, Live and MSN under any country.
fn is_microsoft(domain: &str) -> bool {
    let name = domain.split('.').next().unwrap_or("");
    matches!(name, "outlook" | "hotmail" | "live") || domain == "msn.com" || domain == "passport.com"
}

/// Free providers: a name alone there is a person's.
pub(super) fn is_free(domain: &str) -> bool {
    FREE.contains(&domain) || is_microsoft(domain) || domain.starts_with("yahoo.")
}

/// The domains most personal addresses are at; also what a typing slip is measured against.
pub(super) const FREE: &[&str] = &[
    "qq.com",
    "vip.qq.com",
    "foxmail.com",
    "163.com",
    "vip.163.com",
    "126.com",
    "vip.126.com",
    "yeah.net",
    "188.com",
    "139.com",
    "189.cn",
    "wo.cn",
    "sina.com",
    "sina.cn",
    "vip.sina.com",
    "sina.com.cn",
    "sohu.com",
    "aliyun.com",
    "21cn.com",
    "tom.com",
    "263.net",
    "gmail.com",
    "googlemail.com",
    "yahoo.com",
    "ymail.com",
    "rocketmail.com",
    "hotmail.com",
    "outlook.com",
    "live.com",
    "msn.com",
    "icloud.com",
    "me.com",
    "mac.com",
    "aol.com",
    "proton.me",
    "protonmail.com",
    "gmx.com",
    "gmx.de",
    "gmx.net",
    "web.de",
    "t-online.de",
    "mail.com",
    "mail.ru",
    "yandex.ru",
    "orange.fr",
    "free.fr",
    "laposte.net",
    "wanadoo.fr",
    "libero.it",
    "naver.com",
    "daum.net",
    "hanmail.net",
    "docomo.ne.jp",
    "ezweb.ne.jp",
    "softbank.ne.jp",
    "comcast.net",
    "verizon.net",
    "att.net",
    "sbcglobal.net",
    "bellsouth.net",
    "cox.net",
    "btinternet.com",
    "bigpond.com",
    "rediffmail.com",
    "zoho.com",
    "fastmail.com",
];
