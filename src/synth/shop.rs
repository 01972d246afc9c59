//! Shops of one's own: Youzan customers (byte order mark, tabs, masks) and Shopify orders (one row per line item).

use std::io;

use super::evolve::Keeping;
use super::noise::{Typist, masked_phone, name, phone};
use super::sheet::{Form, Sheet, Sink, Truth};
use super::words::PRODUCTS;
use super::{Made, Person, Plan, Rng, at, moment, money};

/// Header of the Youzan customer export; an empty column follows.
const YOUZAN: &[&str] = &[
    "客户姓名",
    "客户昵称",
    "客户手机号",
    "客户生日",
    "客户性别",
    "标签",
    "是否会员",
    "成长值",
    "客户积分",
    "消费次数",
    "消费金额",
    "上次消费时间",
    "导购员",
    "来源渠道",
    "来源方式",
    "成为客户时间",
    "所属区域",
];

/// Youzan customers: one row per customer, a few twice.
///
/// # Errors
/// If the sink fails.
pub fn youzan(plan: &Plan, sink: &mut dyn Sink, truth: &mut Truth) -> io::Result<Made> {
    let file = "youzan_customers.csv";
    let mut sheet = Sheet::create(sink, truth, file, Form::BomTrailing, YOUZAN)?;
    for i in 0..plan.customers {
        let person = plan.shuffled("youzan", i);
        let mut rng = plan.rng("youzan", person.id);
        if !person.chinese || !rng.chance(320) {
            continue;
        }
        for k in 0..rng.repeats(90, 2) {
            let entry = plan.entry("youzan", &person, k, Keeping::List);
            sheet.entry(&entry)?;
            youzan_row(&entry.who, &mut rng, &mut sheet)?;
        }
    }
    Ok(Made { file: file.to_owned(), rows: sheet.finish()? })
}

fn youzan_row(p: &Person, rng: &mut Rng, sheet: &mut Sheet) -> io::Result<()> {
    let written = if rng.chance(120) { String::new() } else { name(p, Typist::Self_, rng) };
    let mobile = match rng.below(100) {
        0..=9 => format!("\t{}", masked_phone(&p.phone)),
        10..=14 => String::new(),
        _ => format!("\t{}", p.phone),
    };
    let birthday = if rng.chance(450) { format!("{}-{:02}-{:02}", p.birth.0, p.birth.1, p.birth.2) } else { String::new() };
    let gender = match rng.below(10) {
        0..=3 => "未知",
        _ if p.female => "女",
        _ => "男",
    };
    let tags = rng.pick(&["", "", "VIP", "老客户", "老客户、母婴", "沉睡"]);
    let times = rng.below(12);
    let spend = money((times * rng.between(5_000, 30_000)) as i64);
    let since = moment(rng);
    let (first, last) = (at(since, "%Y-%m-%d %H:%M:%S"), at(since + 86_400, "%Y-%m-%d %H:%M:%S"));
    let (times, growth, points) = (times.to_string(), rng.below(4000).to_string(), rng.below(6000).to_string());
    let guide = rng.pick(&["", "", "王芳", "赵敏"]);
    let member = if rng.chance(500) { "是" } else { "否" };
    let nick = if rng.chance(500) { p.nick.clone() } else { format!("{}妈妈", p.given) };
    sheet.row(
        p.id,
        [
            written.as_str(),
            &nick,
            &mobile,
            &birthday,
            gender,
            tags,
            member,
            &growth,
            &points,
            &times,
            &spend,
            if times == "0" { "-" } else { &last },
            guide,
            "微信小程序",
            "自主注册",
            &first,
            p.home.province,
        ],
    )
}

/// Header of the Shopify order export (a usual choice of its columns).
const SHOPIFY: &[&str] = &[
    "Name",
    "Email",
    "Financial Status",
    "Paid at",
    "Fulfillment Status",
    "Fulfilled at",
    "Accepts Marketing",
    "Currency",
    "Subtotal",
    "Shipping",
    "Taxes",
    "Total",
    "Discount Code",
    "Discount Amount",
    "Shipping Method",
    "Created at",
    "Lineitem quantity",
    "Lineitem name",
    "Lineitem price",
    "Lineitem sku",
    "Lineitem requires shipping",
    "Lineitem taxable",
    "Lineitem fulfillment status",
    "Billing Name",
    "Billing Street",
    "Billing Address1",
    "Billing Address2",
    "Billing Company",
    "Billing City",
    "Billing Zip",
    "Billing Province",
    "Billing Country",
    "Billing Phone",
    "Shipping Name",
    "Shipping Street",
    "Shipping Address1",
    "Shipping Address2",
    "Shipping Company",
    "Shipping City",
    "Shipping Zip",
    "Shipping Province",
    "Shipping Country",
    "Shipping Phone",
    "Notes",
    "Note Attributes",
    "Cancelled at",
    "Payment Method",
    "Payment Reference",
    "Refunded Amount",
    "Vendor",
    "Id",
    "Tags",
    "Risk Level",
    "Source",
    "Phone",
];

/// Shopify orders: the first row of an order is full, further line items repeat only its number and mail address.
///
/// # Errors
/// If the sink fails.
pub fn shopify(plan: &Plan, sink: &mut dyn Sink, truth: &mut Truth) -> io::Result<Made> {
    let file = "shopify_orders.csv";
    let mut sheet = Sheet::create(sink, truth, file, Form::Utf8, SHOPIFY)?;
    let mut number = 1000;
    for i in 0..plan.customers {
        let buyer = plan.shuffled("shopify", i);
        let mut rng = plan.rng("shopify", buyer.id);
        if buyer.chinese || !rng.chance(600) {
            continue;
        }
        for k in 0..rng.repeats(350, 6) {
            number += 1;
            let entry = plan.entry("shopify", &buyer, k, Keeping::Record);
            sheet.entry(&entry)?;
            shopify_order(plan, &entry.who, number, &mut rng, &mut sheet)?;
        }
    }
    Ok(Made { file: file.to_owned(), rows: sheet.finish()? })
}

/// The address columns of one party.
fn party(p: &Person, rng: &mut Rng) -> [String; 10] {
    let street = if rng.chance(500) { p.home.street.clone() } else { p.home.street_short.clone() };
    let whole = if p.home.unit.is_empty() { street.clone() } else { format!("{street}, {}", p.home.unit) };
    let company = if rng.chance(100) { p.company.as_ref().map_or_else(String::new, |c| c.full.clone()) } else { String::new() };
    let written = name(p, Typist::Self_, rng);
    let dial = if rng.chance(250) { String::new() } else { format!("'{}", phone(p, rng)) };
    let zip = format!("'{}", p.home.postcode);
    let home = &p.home;
    [written, whole, street, home.unit.clone(), company, home.city.to_owned(), zip, home.province.to_owned(), "US".to_owned(), dial]
}

fn shopify_order(plan: &Plan, buyer: &Person, number: u64, rng: &mut Rng, sheet: &mut Sheet) -> io::Result<()> {
    let gift = rng.chance(60).then(|| plan.other(rng)).filter(|p| !p.chinese);
    let billing = party(buyer, rng);
    let shipping = gift.map_or_else(|| billing.clone(), |p| party(&p, rng));
    let lines: Vec<_> = (0..rng.repeats(350, 4)).map(|_| PRODUCTS[rng.below(PRODUCTS.len() as u64) as usize]).collect();
    let subtotal: i64 = lines.iter().map(|l| l.2).sum();
    let (status, refunded) = match rng.below(100) {
        0..=3 => ("refunded", subtotal + 500),
        4 => ("pending", 0),
        _ => ("paid", 0),
    };
    let when = at(moment(rng), "%Y-%m-%d %H:%M:%S +0000");
    let (order, id) = (format!("#{number}"), rng.between(5_000_000_000_000, 5_999_999_999_999).to_string());
    let (sub, total, back) = (money(subtotal), money(subtotal + 500), money(refunded));
    let email = if rng.chance(30) { "" } else { &buyer.email };
    let marketing = if rng.chance(500) { "yes" } else { "no" };
    for (i, (_, product, price)) in lines.iter().enumerate() {
        let (price, sku) = (money(*price), format!("SKU{}", price % 97));
        let first = |cell: &'static str| if i == 0 { cell } else { "" };
        let own = |cell: &str| if i == 0 { cell.to_owned() } else { String::new() };
        let head = [
            order.clone(),
            email.to_owned(),
            first(status).to_owned(),
            own(&when),
            own("fulfilled"),
            own(&when),
            own(marketing),
            own("USD"),
            own(&sub),
            own("5.00"),
            own("0.00"),
            own(&total),
            String::new(),
            String::new(),
            own("Standard"),
            when.clone(),
            "1".to_owned(),
            (*product).to_owned(),
            price,
            sku,
            "true".to_owned(),
            "true".to_owned(),
            "fulfilled".to_owned(),
        ];
        let tail = [
            String::new(),
            String::new(),
            String::new(),
            own("Shopify Payments"),
            String::new(),
            own(&back),
            "Guiyi Goods".to_owned(),
            own(&id),
            String::new(),
            own("Low"),
            own("web"),
            String::new(),
        ];
        let parties = billing.iter().chain(&shipping).map(|c| if i == 0 { c.as_str() } else { "" });
        sheet.row(buyer.id, head.iter().map(String::as_str).chain(parties).chain(tail.iter().map(String::as_str)))?;
    }
    Ok(())
}
