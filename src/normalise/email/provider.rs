//! Which addresses are one mailbox: dots, tags and alias domains of the large providers.
//!
//! Facts from the providers' own help pages (Gmail: dots and +tags are ignored, googlemail.com is gmail.com; Outlook,
//! iCloud, Fastmail, Proton, Zoho: +tags; Proton: dots, dashes and underscores are ignored; Yandex: dot and dash are the
//! same, alias domains).

use std::borrow::Cow;
use std::sync::LazyLock;

use hashbrown::HashSet;

/// Which local parts are one mailbox at a domain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Delivery {
    /// As written.
    Whole,
    /// Without +tag.
    Untagged,
    /// Without +tag and dots.
    Undotted,
    /// Without +tag, dots, dashes and underscores.
    Plain,
    /// Without +tag, dots as dashes.
    Dashed,
}

/// How a domain delivers, and the domain it delivers by. In lower case; an unknown provider keeps its own.
pub(super) fn delivery(domain: &str) -> (Delivery, &str) {
    match domain {
        "gmail.com" | "googlemail.com" => (Delivery::Undotted, "gmail.com"),
        "icloud.com" | "me.com" | "mac.com" => (Delivery::Untagged, "icloud.com"),
        "proton.me" | "protonmail.com" | "pm.me" | "protonmail.ch" => (Delivery::Plain, "proton.me"),
        "yandex.ru" | "ya.ru" | "yandex.com" | "yandex.by" | "yandex.kz" | "yandex.ua" => (Delivery::Dashed, "yandex.ru"),
        "fastmail.com" | "fastmail.fm" | "zoho.com" | "zohomail.com" | "zoho.eu" | "zoho.in" | "hey.com" | "runbox.com"
        | "pobox.com" | "mailfence.com" | "tutanota.com" | "tuta.io" | "duck.com" => (Delivery::Untagged, domain),
        _ if is_microsoft(domain) => (Delivery::Untagged, domain),
        _ => (Delivery::Whole, domain),
    }
}

impl Delivery {
    /// The local part the provider delivers by.
    pub(super) fn mailbox(self, local: &str) -> Cow<'_, str> {
        let untagged = local.split_once('+').map_or(local, |(name, _)| name);
        // An address that is nothing but a tag keeps it.
        let untagged = if untagged.is_empty() { local } else { untagged };
        let stripped: Cow<str> = match self {
            Delivery::Whole => return local.into(),
            Delivery::Untagged => return untagged.into(),
            Delivery::Undotted if untagged.contains('.') => untagged.replace('.', "").into(),
            Delivery::Plain if untagged.contains(['.', '-', '_']) => untagged.replace(['.', '-', '_'], "").into(),
            Delivery::Dashed => return untagged.replace('.', "-").into(),
            Delivery::Undotted | Delivery::Plain => untagged.into(),
        };
        if stripped.is_empty() { local.into() } else { stripped }
    }
}

/// Outlook, Hotmail, Live and MSN under any country.
fn is_microsoft(domain: &str) -> bool {
    let name = domain.split('.').next().unwrap_or("");
    matches!(name, "outlook" | "hotmail" | "live") || domain == "msn.com" || domain == "passport.com"
}

/// Free providers: a name alone there is a person's.
pub(super) fn is_free(domain: &str) -> bool {
    is_listed(domain) || is_microsoft(domain) || domain.starts_with("yahoo.")
}

/// True for the exact domains of the large providers; also what a typing slip is measured against.
pub(super) fn is_listed(domain: &str) -> bool {
    domain.len() <= FREE_MAX && FREE_SET.contains(domain)
}

/// The domains most personal addresses are at, sorted.
#[rustfmt::skip]
const FREE: &[&str] = &[
    "126.com", "139.com", "163.com", "188.com", "189.cn", "21cn.com", "263.net", "aliyun.com", "aol.com", "att.net",
    "bellsouth.net", "bigpond.com", "btinternet.com", "comcast.net", "cox.net", "daum.net", "docomo.ne.jp", "ezweb.ne.jp",
    "fastmail.com", "foxmail.com", "free.fr", "gmail.com", "gmx.com", "gmx.de", "gmx.net", "googlemail.com", "hanmail.net",
    "hotmail.com", "icloud.com", "laposte.net", "libero.it", "live.com", "mac.com", "mail.com", "mail.ru", "me.com", "msn.com",
    "naver.com", "orange.fr", "outlook.com", "proton.me", "protonmail.com", "qq.com", "rediffmail.com", "rocketmail.com",
    "sbcglobal.net", "sina.cn", "sina.com", "sina.com.cn", "softbank.ne.jp", "sohu.com", "t-online.de", "tom.com", "verizon.net",
    "vip.126.com", "vip.163.com", "vip.qq.com", "vip.sina.com", "wanadoo.fr", "web.de", "wo.cn", "yahoo.com", "yandex.ru",
    "yeah.net", "ymail.com", "zoho.com",
];

static FREE_SET: LazyLock<HashSet<&'static str>> = LazyLock::new(|| FREE.iter().copied().collect());

/// Longest of [`FREE`], in bytes.
const FREE_MAX: usize = 14;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_its_longest_is_known() {
        assert_eq!(FREE.iter().map(|domain| domain.len()).max(), Some(FREE_MAX));
        assert!(FREE.windows(2).all(|w| w[0] < w[1]));
    }
}
