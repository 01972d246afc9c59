//! Networks people have accounts on wherever they leave them: a WeChat id in a web form is the one in the CRM.
//!
//! Comes in: a header, or the words in front of a value in a cell. Goes out: the network's name, the scope of its account ids.
//! Ids of one app or shop (`openid`) are not of a network.

/// Networks with the words for them: 汉字 anywhere in a header, others as words of their own.
const NETWORKS: &[(&str, &[&str])] = &[
    // An id all apps of one owner share.
    ("wechat_union", &["unionid"]),
    ("wechat", &["微信", "薇信", "wechat", "weixin", "wx", "vx", "v信"]),
    ("qq", &["qq"]),
    ("whatsapp", &["whatsapp", "wa"]),
    ("line", &["line"]),
    ("telegram", &["telegram", "tg"]),
    ("skype", &["skype"]),
    ("instagram", &["instagram", "insta", "ig"]),
    ("facebook", &["facebook", "fb"]),
    ("twitter", &["twitter"]),
    ("linkedin", &["linkedin"]),
    ("weibo", &["微博", "weibo"]),
    ("xiaohongshu", &["小红书", "xiaohongshu"]),
    ("douyin", &["抖音", "douyin"]),
    ("kuaishou", &["快手", "kuaishou"]),
    ("tiktok", &["tiktok"]),
    ("kakao", &["kakao", "kakaotalk"]),
    ("zalo", &["zalo"]),
    ("viber", &["viber"]),
    ("discord", &["discord"]),
];

/// The network whose accounts a column with this header holds; `None` for those of the exporting platform or app.
#[must_use]
pub fn network_of_header(header: &str) -> Option<&'static str> {
    let lower = header.to_lowercase();
    if lower.contains("openid") || lower.contains("open id") {
        return None;
    }
    let joined = lower.replace(['_', '-', ' '], "");
    if joined.contains("unionid") {
        return Some("wechat_union");
    }
    let is_latin = |word: &str| lower.split(|c: char| !c.is_ascii_alphanumeric()).any(|w| w == word);
    let says = |word: &&&str| if word.is_ascii() { is_latin(word) } else { lower.contains(**word) };
    NETWORKS.iter().find(|(_, words)| words.iter().any(|word| says(&word))).map(|(network, _)| *network)
}

/// The network a text begins with the word for, and the bytes of the word: `微信` of `微信：abc`.
#[must_use]
pub fn network_in_front(lower: &str) -> Option<(&'static str, usize)> {
    let begins = |word: &&&str| {
        lower.strip_prefix(**word).is_some_and(|rest| !word.ends_with(|c: char| c.is_ascii_alphanumeric()) || ends_word(rest))
    };
    let found = NETWORKS.iter().flat_map(|(network, words)| words.iter().filter(|w| begins(w)).map(move |w| (*network, w.len())));
    found.max_by_key(|(_, len)| *len)
}

/// Does a word in Latin letters end in front of this? Digits may follow it at once (`QQ12345`).
fn ends_word(rest: &str) -> bool {
    !rest.starts_with(|c: char| c.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_say_whose_accounts_they_hold() {
        for (header, network) in [
            ("微信号", Some("wechat")),
            ("WeChat ID", Some("wechat")),
            ("客户微信", Some("wechat")),
            ("微信openid", None),
            ("unionid", Some("wechat_union")),
            ("union_id", Some("wechat_union")),
            ("QQ号码", Some("qq")),
            ("LINE ID", Some("line")),
            ("online id", None),
            ("username", None),
            ("买家旺旺", None),
        ] {
            assert_eq!(network_of_header(header), network, "{header}");
        }
    }

    #[test]
    fn the_word_in_front_is_a_whole_one() {
        for (text, found) in [
            ("微信：abc", Some(("wechat", 6))),
            ("qq12345", Some(("qq", 2))),
            ("wx:abc", Some(("wechat", 2))),
            ("wxyz", None),
            ("v信 a", Some(("wechat", 4))),
            ("telephone", None),
        ] {
            assert_eq!(network_in_front(text), found, "{text}");
        }
    }
}
