//! Who stands before the @: a person, a function of a company, a relay of a platform, or nobody.

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

/// Names of functions (RFC 2142 and what companies use), without separators.
const FUNCTIONS: &[&str] = &[
    "info",
    "information",
    "sales",
    "sale",
    "contact",
    "contactus",
    "support",
    "admin",
    "administrator",
    "office",
    "hr",
    "service",
    "services",
    "kefu",
    "help",
    "helpdesk",
    "marketing",
    "market",
    "webmaster",
    "postmaster",
    "hostmaster",
    "hello",
    "hi",
    "enquiries",
    "enquiry",
    "inquiry",
    "inquiries",
    "billing",
    "accounts",
    "accounting",
    "accountspayable",
    "invoice",
    "invoices",
    "orders",
    "order",
    "jobs",
    "career",
    "careers",
    "recruit",
    "recruiting",
    "recruitment",
    "zhaopin",
    "press",
    "media",
    "pr",
    "legal",
    "privacy",
    "security",
    "abuse",
    "team",
    "feedback",
    "customerservice",
    "customercare",
    "customersupport",
    "cs",
    "finance",
    "purchasing",
    "purchase",
    "procurement",
    "buyer",
    "reception",
    "frontdesk",
    "newsletter",
    "news",
    "export",
    "import",
    "trade",
    "business",
    "shop",
    "store",
    "booking",
    "bookings",
    "reservation",
    "reservations",
    "events",
    "kontakt",
    "vertrieb",
    "buchhaltung",
    "bewerbung",
    "rechnung",
    "einkauf",
    "ventas",
    "contacto",
    "administracion",
    "compras",
    "contato",
    "vendas",
    "comercial",
    "commercial",
    "accueil",
    "secretariat",
    "direction",
    "compta",
    "caiwu",
    "xiaoshou",
    "shichang",
    "renshi",
    "caigou",
    "bangongshi",
    "shouhou",
    "yunying",
    "shangwu",
    "hezuo",
    "root",
    "noc",
    "sysadmin",
    "operations",
    "ops",
    "it",
    "itsupport",
    "tech",
    "technical",
    "editor",
    "partners",
    "partner",
    "partnership",
    "membership",
    "members",
    "registration",
    "register",
    "general",
    "mailbox",
    "studio",
    "school",
    "company",
    "headoffice",
    "logistics",
    "shipping",
    "returns",
    "warranty",
    "complaints",
    "compliance",
    "dpo",
    "ir",
    "investors",
    "investor",
    "subscribe",
    "unsubscribe",
    "mail",
    "email",
    "post",
    "web",
    "website",
    "online",
    "customer",
    "customers",
    "client",
    "clients",
];

/// Words typed instead of an address, without separators and trailing digits.
const FILLERS: &[&str] = &[
    "test",
    "tests",
    "tester",
    "testing",
    "testuser",
    "testemail",
    "none",
    "no",
    "na",
    "noemail",
    "nomail",
    "noemailaddress",
    "donthave",
    "notprovided",
    "null",
    "nil",
    "unknown",
    "fake",
    "example",
    "sample",
    "asdf",
    "asd",
    "asdfgh",
    "qwerty",
    "qwe",
    "abc",
    "abcd",
    "abcde",
    "abcdef",
    "foo",
    "bar",
    "foobar",
    "dummy",
    "anonymous",
    "nobody",
    "nothing",
    "yourname",
    "youremail",
    "username",
    "user",
    "myemail",
    "emailaddress",
    "someone",
    "noone",
    "wu",
    "meiyou",
    "invalid",
    "temp",
    "xyz",
    "aaa",
    "bbb",
];

/// Domains nobody has a mailbox at (RFC 2606 and fillers).
const FILLER_DOMAINS: &[&str] = &[
    "example.com",
    "example.org",
    "example.net",
    "example.cn",
    "test.com",
    "test.cn",
    "test.test",
    "none.com",
    "noemail.com",
    "nomail.com",
    "noemail.org",
    "xxx.com",
    "xx.com",
    "x.com.cn",
    "xxxx.com",
    "domain.com",
    "yourdomain.com",
    "fake.com",
    "asdf.com",
    "aaa.com.cn",
    "null.com",
    "na.com",
    "no.com",
    "nope.com",
    "invalid.com",
    "unknown.com",
    "anonymous.com",
    "dummy.com",
    "email.email",
    "noreply.com",
    "nowhere.com",
    "abcd.com",
    "111.com",
    "123.com",
    "1.com",
    "11.com",
];

/// Ends of domains that forward for platforms; each label boundary counts.
const RELAYS: &[&str] = &[
    "privaterelay.appleid.com",
    "relay.firefox.com",
    "mozmail.com",
    "duck.com",
    "anonaddy.com",
    "anonaddy.me",
    "addy.io",
    "simplelogin.com",
    "simplelogin.co",
    "simplelogin.io",
    "slmail.me",
    "aleeas.com",
    "passmail.net",
    "passinbox.com",
    "proxymail.facebook.com",
    "users.noreply.github.com",
    "noreply.github.com",
    "guest.booking.com",
    "guest.airbnb.com",
    "host.airbnb.com",
    "reply.airbnb.com",
    "user.airbnb.com",
    "messages.homeaway.com",
    "messages.vrbo.com",
    "m.expediapartnercentral.com",
    "relay.walmart.com",
    "mirakl.net",
    "sale.craigslist.org",
    "reply.craigslist.org",
    "hous.craigslist.org",
    "message.alibaba.com",
    "service.alibaba.com",
    "trade.alibaba.com",
    "mail.otto.market",
    "kundenservice.otto.market",
    "marketplace.zalando.com",
    "marketplace.wayfair.com",
    "orders.etsy.com",
    "member.ebay.com",
    "noreply.com",
];

/// Why a local part cannot be one (RFC 5321 dot-atom, at most 64 bytes; quoted strings are not taken).
pub(super) fn fault(local: &str) -> Option<&'static str> {
    let allowed =
        |c: char| c.is_ascii_alphanumeric() || "!#$%&'+-/=?^_`{|}~.".contains(c) || (!c.is_ascii() && c.is_alphanumeric());
    let dots_ok = !local.starts_with('.') && !local.ends_with('.') && !local.contains("..");
    let ok = (1..=64).contains(&local.len()) && dots_ok && local.chars().all(allowed) && local.chars().any(char::is_alphanumeric);
    (!ok).then_some("bad_local_part")
}

/// Who `local` at `domain` (mended, ASCII, lower case) is.
pub(super) fn role(local: &str, domain: &str) -> Role {
    if is_relay(local, domain) {
        return Role::Relay;
    }
    if is_filler(local, domain) {
        return Role::Filler;
    }
    if is_function(local) {
        return Role::Function;
    }
    // acme@acme.com: the company's one mailbox.
    if local.len() >= 4 && domain.split('.').next() == Some(local) { Role::Function } else { Role::Person }
}

fn is_relay(local: &str, domain: &str) -> bool {
    let letters: String = local.split('+').next().unwrap_or("").chars().filter(char::is_ascii_alphanumeric).collect();
    let machine =
        ["noreply", "donotreply", "dontreply", "mailerdaemon", "bounce", "bounces", "noresponder", "nepasrepondre", "keineantwort"];
    let under = |end: &str| domain == end || domain.strip_suffix(end).is_some_and(|head| head.ends_with('.'));
    machine.contains(&letters.as_str())
        || letters.starts_with("noreply")
        || domain.starts_with("marketplace.amazon.")
        || domain.starts_with("members.ebay.")
        || domain.starts_with("reply.")
        || domain.starts_with("replies.")
        || domain.starts_with("noreply.")
        || RELAYS.iter().any(|end| under(end))
}

fn is_filler(local: &str, domain: &str) -> bool {
    let name = domain.split('.').next().unwrap_or("");
    let plain: String = local.chars().filter(char::is_ascii_alphanumeric).collect();
    let word = plain.trim_end_matches(|c: char| c.is_ascii_digit());
    let bytes = plain.as_bytes();
    let one_letter = bytes.len() >= 3 && bytes.iter().all(|b| *b == bytes[0]);
    let hidden = bytes.len() >= 2 && bytes.iter().all(|b| *b == b'x');
    let counts = bytes.len() >= 3 && bytes.iter().all(u8::is_ascii_digit) && (bytes.len() < 5 || counting(bytes));
    FILLER_DOMAINS.contains(&domain)
        || FILLERS.contains(&word)
        || one_letter
        || hidden
        || counts
        || (name == local && (local.len() <= 3 || super::provider::is_free(domain)))
}

/// True for `12345`, `123456789`, `1234567890`.
fn counting(digits: &[u8]) -> bool {
    digits[0] <= b'1' && digits.windows(2).all(|w| (w[0] - b'0' + 1) % 10 == w[1] - b'0')
}

/// True if every word of the local part names a function (`info`, `sales-01`, `customer.service`).
fn is_function(local: &str) -> bool {
    let mut words = local
        .split(['.', '_', '-', '+'])
        .map(|w| w.trim_end_matches(|c: char| c.is_ascii_digit()))
        .filter(|w| !w.is_empty())
        .peekable();
    // Digits alone are nobody's function.
    words.peek().is_some() && words.all(|w| FUNCTIONS.contains(&w))
}

/// Digits that may be a QQ account (all digits, five or more) or a mobile (eleven digits, 163's `m` before it allowed).
pub(super) fn digits(local: &str) -> Option<&str> {
    let bare = local.strip_prefix("+86").or_else(|| local.strip_prefix('m')).filter(|d| d.len() == 11).unwrap_or(local);
    let all_digits = bare.len() >= 5 && bare.bytes().all(|b| b.is_ascii_digit());
    all_digits.then_some(bare)
}
