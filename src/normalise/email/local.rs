//! Who stands before the @: a person, a function of a company, a relay of a platform, or nobody.

use std::borrow::Cow;
use std::sync::LazyLock;

use hashbrown::HashSet;

use super::domain::Domain;

/// Who an address belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Person,
    Function,
    Relay,
    Filler,
}

impl Role {
    /// The value of the part `Type`.
    pub(super) fn name(self) -> &'static str {
        match self {
            Role::Person | Role::Filler => "person",
            Role::Function => "role",
            Role::Relay => "relay",
        }
    }
}

/// Names of functions (sorted; RFC 2142 and what companies use), without separators.
#[rustfmt::skip]
const FUNCTIONS: &[&str] = &[
    "abuse", "accounting", "accounts", "accountspayable", "accueil", "admin", "administracion", "administrator", "bangongshi",
    "bewerbung", "billing", "booking", "bookings", "buchhaltung", "business", "buyer", "caigou", "caiwu", "career", "careers",
    "client", "clients", "comercial", "commercial", "company", "complaints", "compliance", "compras", "compta", "contact",
    "contacto", "contactus", "contato", "cs", "customer", "customercare", "customers", "customerservice", "customersupport",
    "direction", "dpo", "editor", "einkauf", "email", "enquiries", "enquiry", "events", "export", "feedback", "finance",
    "frontdesk", "general", "headoffice", "hello", "help", "helpdesk", "hezuo", "hi", "hostmaster", "hr", "import", "info",
    "information", "inquiries", "inquiry", "investor", "investors", "invoice", "invoices", "ir", "it", "itsupport", "jobs",
    "kefu", "kontakt", "legal", "logistics", "mail", "mailbox", "market", "marketing", "media", "members", "membership", "news",
    "newsletter", "noc", "office", "online", "operations", "ops", "order", "orders", "partner", "partners", "partnership", "payable", "post",
    "postmaster", "pr", "press", "privacy", "procurement", "purchase", "purchasing", "reception", "rechnung", "recruit",
    "recruiting", "recruitment", "register", "registration", "renshi", "reservation", "reservations", "returns", "root", "sale",
    "sales", "school", "secretariat", "security", "service", "services", "shangwu", "shichang", "shipping", "shop", "shouhou",
    "store", "studio", "subscribe", "support", "sysadmin", "team", "tech", "technical", "trade", "unsubscribe", "vendas",
    "ventas", "vertrieb", "warranty", "web", "webmaster", "website", "xiaoshou", "yunying", "zhaopin",
];

/// Words typed instead of an address, sorted, without separators and trailing digits.
#[rustfmt::skip]
const FILLERS: &[&str] = &[
    "anonymous", "asd", "asdf", "asdfgh", "donthave", "dummy", "emailaddress", "example", "fake", "invalid", "meiyou",
    "myemail", "nobody", "noemail", "noemailaddress", "nomail", "none", "noone", "nothing", "notprovided", "null", "qwe",
    "qwerty", "sample", "someone", "temp", "test", "testemail", "tester", "testing", "tests", "testuser", "unknown", "username",
    "youremail", "yourname",
];

/// Words that are typed instead of an address, and somebody's mailbox as well (sorted): fillers only where the domain says nothing
/// either. How many stand behind one shows in the table.
const PERHAPS_FILLERS: &[&str] = &["abc", "abcd", "abcde", "abcdef", "bar", "foo", "foobar", "xyz"];

/// Words for none that are family names, too (sorted): nobody has so short a mailbox at a free provider.
const NONE_OR_NAMES: &[&str] = &["na", "nil", "no", "wu"];

/// Domains nobody has a mailbox at (sorted). The example domains of RFC 2606 are not here: made and masked data use them
/// with telling local parts; a filler there is known by its local part or its frequency.
#[rustfmt::skip]
const FILLER_DOMAINS: &[&str] = &[
    "1.com", "11.com", "111.com", "123.com", "aaa.com.cn", "abcd.com", "anonymous.com", "asdf.com", "domain.com", "dummy.com",
    "email.email", "fake.com", "invalid.com", "na.com", "no.com",
    "noemail.com", "noemail.org", "nomail.com", "none.com", "nope.com", "noreply.com", "nowhere.com", "null.com", "test.cn",
    "test.com", "test.test", "unknown.com", "x.com.cn", "xx.com", "xxx.com", "xxxx.com", "yourdomain.com",
];

/// Ends of domains that forward for platforms, sorted; each label boundary counts.
#[rustfmt::skip]
const RELAYS: &[&str] = &[
    "addy.io", "aleeas.com", "anonaddy.com", "anonaddy.me", "duck.com", "guest.airbnb.com", "guest.booking.com",
    "host.airbnb.com", "hous.craigslist.org", "kundenservice.otto.market", "m.expediapartnercentral.com", "mail.otto.market",
    "marketplace.wayfair.com", "marketplace.zalando.com", "member.ebay.com", "message.alibaba.com", "messages.homeaway.com",
    "messages.vrbo.com", "mirakl.net", "mozmail.com", "noreply.com", "noreply.github.com", "orders.etsy.com", "passinbox.com",
    "passmail.net", "privaterelay.appleid.com", "proxymail.facebook.com", "relay.firefox.com", "relay.walmart.com",
    "reply.airbnb.com", "reply.craigslist.org", "sale.craigslist.org", "service.alibaba.com", "simplelogin.co", "simplelogin.com",
    "simplelogin.io", "slmail.me", "trade.alibaba.com", "user.airbnb.com", "users.noreply.github.com",
];

/// Why a local part cannot be one (RFC 5321 dot-atom, at most 64 bytes; or a quoted string).
pub(super) fn fault(local: &str) -> Option<&'static str> {
    let allowed = |c: char| match c {
        '!' | '#'..='\'' | '+' | '-' | '/' | '=' | '?' | '^'..='`' | '{'..='~' | '.' => true,
        c => c.is_alphanumeric(),
    };
    // "ann lee": only what needs the quotes still has them.
    if let Some(inner) = local.strip_prefix('"').and_then(|l| l.strip_suffix('"')) {
        let ok = (3..=64).contains(&local.len()) && !inner.contains(['"', '\\', '@']) && inner.chars().any(char::is_alphanumeric);
        return (!ok).then_some("bad_local_part");
    }
    let dots_ok = !local.starts_with('.') && !local.ends_with('.') && !local.contains("..");
    let ok = (1..=64).contains(&local.len()) && dots_ok && local.chars().all(allowed) && local.chars().any(char::is_alphanumeric);
    (!ok).then_some("bad_local_part")
}

/// Who `local` at `domain` is.
pub(super) fn role(local: &str, domain: &Domain) -> Role {
    if domain.is_relay || is_machine(local) {
        return Role::Relay;
    }
    if is_filler(local, domain) {
        return Role::Filler;
    }
    if is_function(local, domain.is_free) {
        return Role::Function;
    }
    // acme@acme.com: the company's one mailbox.
    if local.len() >= 4 && domain.name() == local { Role::Function } else { Role::Person }
}

/// True if a domain (mended, ASCII, lower case) forwards for a platform.
pub(super) fn is_relay_domain(domain: &str) -> bool {
    let mut ends = std::iter::successors(Some(domain), |d| d.split_once('.').map(|(_, rest)| rest));
    ["marketplace.amazon.", "members.ebay.", "reply.", "replies.", "noreply."].iter().any(|start| domain.starts_with(start))
        || ends.any(|end| RELAY_SET.contains(end))
}

/// True if nobody has a mailbox at a domain (mended, ASCII, lower case).
pub(super) fn is_filler_domain(domain: &str) -> bool {
    listed(FILLER_DOMAINS, domain)
}

/// True for the local parts that machines send from.
fn is_machine(local: &str) -> bool {
    const MACHINES: &[&str] =
        &["donotreply", "dontreply", "mailerdaemon", "bounce", "bounces", "noresponder", "nepasrepondre", "keineantwort"];
    let name = local.split('+').next().unwrap_or("");
    let letters: Cow<str> = if name.bytes().all(|b| b.is_ascii_alphanumeric()) {
        name.into()
    } else {
        name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().into()
    };
    letters.starts_with("noreply") || MACHINES.contains(&&*letters)
}

/// Looks a word up in a sorted table.
static FUNCTION_SET: LazyLock<HashSet<&'static str>> = LazyLock::new(|| FUNCTIONS.iter().copied().collect());

static RELAY_SET: LazyLock<HashSet<&'static str>> = LazyLock::new(|| RELAYS.iter().copied().collect());

static FILLER_SET: LazyLock<HashSet<&'static str>> = LazyLock::new(|| FILLERS.iter().copied().collect());

fn listed(table: &[&str], word: &str) -> bool {
    table.binary_search(&word).is_ok()
}

fn is_filler(local: &str, domain: &Domain) -> bool {
    let plain: Cow<str> = if local.bytes().all(|b| b.is_ascii_alphanumeric()) {
        local.into()
    } else {
        local.chars().filter(char::is_ascii_alphanumeric).collect::<String>().into()
    };
    let word = plain.trim_end_matches(|c: char| c.is_ascii_digit());
    let bytes = plain.as_bytes();
    let one_letter = bytes.len() >= 3 && bytes.iter().all(|b| *b == bytes[0]);
    let hidden = bytes.len() >= 2 && bytes.iter().all(|b| *b == b'x');
    // A QQ account has nine or ten digits, in a row or not.
    let account = matches!(bytes.len(), 9 | 10) && domain.key == "qq.com";
    let counts = bytes.len() >= 3 && bytes.iter().all(u8::is_ascii_digit) && (bytes.len() < 5 || counting(bytes) && !account);
    // The example domains of RFC 2606 and email.com with a word for an address before them.
    let nobodys = matches!(domain.name(), "example" | "email")
        && matches!(&*plain, "user" | "name" | "mail" | "email" | "you" | "me" | "your");
    domain.is_filler
        || nobodys
        || FILLER_SET.contains(word)
        || is_perhaps_filler(local, domain)
        || one_letter
        || hidden
        || counts
        || (domain.name() == local && (local.len() <= 3 || domain.is_free))
}

/// True for `foo@bar.com`, `abc@abc.com`, `na@qq.com`; false for `abc@acme.com` and `wu@acme.cn`.
fn is_perhaps_filler(local: &str, domain: &Domain) -> bool {
    let word = local.trim_end_matches(|c: char| c.is_ascii_digit());
    let name = domain.name();
    let says_nothing = || name == word || PERHAPS_FILLERS.contains(&name) || FILLER_SET.contains(name);
    PERHAPS_FILLERS.contains(&word) && says_nothing()
        || NONE_OR_NAMES.contains(&word) && (domain.is_free || name == word || FILLER_SET.contains(name))
}

/// True for `12345`, `123456789`, `1234567890`.
fn counting(digits: &[u8]) -> bool {
    digits[0] <= b'1' && digits.windows(2).all(|w| (w[0] - b'0' + 1) % 10 == w[1] - b'0')
}

/// True if every word of the local part names a function (`info`, `sales-01`, `customer.service`). Of a company's own mailboxes
/// `info.shanghai` is one too; at a free provider, `info.wang` and `cs2008` are persons.
fn is_function(local: &str, at_free_provider: bool) -> bool {
    let letters = |word: &'_ str| word.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let mut words = local.split(['.', '_', '-', '+']).filter(|w| letters(w) > 0).peekable();
    // Digits alone are nobody's function.
    let Some(first) = words.peek() else { return false };
    let plain = PLAIN_FUNCTIONS.contains(&&first[..letters(first)]) && local.contains(['.', '_', '-']);
    let initials = |word: &str| at_free_provider && letters(word) <= 2 && letters(word) < word.len();
    plain && !at_free_provider || words.all(|w| FUNCTION_SET.contains(&w[..letters(w)]) && !initials(w))
}

/// Functions that no person is called, whatever follows them.
const PLAIN_FUNCTIONS: &[&str] = &[
    "info",
    "sales",
    "support",
    "service",
    "services",
    "contact",
    "kefu",
    "accounts",
    "orders",
    "enquiries",
    "helpdesk",
    "marketing",
];

/// Digits that may be a QQ account (all digits, five or more) or a mobile (eleven digits, 163's `m` before it allowed).
pub(super) fn digits(local: &str) -> Option<&str> {
    let bare = local.strip_prefix("+86").or_else(|| local.strip_prefix('m')).filter(|d| d.len() == 11).unwrap_or(local);
    let all_digits = bare.len() >= 5 && bare.bytes().all(|b| b.is_ascii_digit());
    all_digits.then_some(bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted_for_their_lookup() {
        for table in [FUNCTIONS, FILLERS, PERHAPS_FILLERS, NONE_OR_NAMES, FILLER_DOMAINS, RELAYS] {
            assert!(table.windows(2).all(|w| w[0] < w[1]));
        }
    }
}
