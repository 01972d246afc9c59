//! Marketplace orders: Taobao (GB18030, wrapped ids, masks, gifts) and JD (masked phones, one row per product).

use std::io;

use super::evolve::Keeping;
use super::noise::{address, jd_phone, masked_name, masked_phone};
use super::sheet::{Form, Sheet, Sink, Truth};
use super::words::PRODUCTS;
use super::{Made, Person, Plan, Rng, at, moment, money};

/// Header of the Taobao order report, as 千牛 writes it (trailing spaces included).
const TAOBAO: &[&str] = &[
    "订单编号",
    "买家会员名",
    "买家支付宝账号",
    "支付单号",
    "支付详情",
    "买家应付货款",
    "买家应付邮费",
    "买家支付积分",
    "总金额",
    "返点积分",
    "买家实际支付金额",
    "买家实际支付积分",
    "订单状态",
    "买家留言",
    "收货人姓名",
    "收货地址 ",
    "运送方式",
    "联系电话 ",
    "联系手机",
    "订单创建时间",
    "订单付款时间 ",
    "宝贝标题 ",
    "宝贝种类 ",
    "物流单号 ",
    "物流公司",
    "订单备注",
    "宝贝总数量",
    "店铺Id",
    "店铺名称",
    "订单关闭原因",
];

/// Who gets a parcel: mostly the buyer, in six of a hundred orders somebody else.
fn receiver(plan: &Plan, buyer: &Person, rng: &mut Rng) -> Person {
    if rng.chance(60) { plan.other(rng) } else { buyer.clone() }
}

/// The receiver's name as buyers type it into their address book; now and then a nick instead of a name.
fn parcel_name(to: &Person, rng: &mut Rng) -> String {
    match rng.below(100) {
        0..=3 => format!("{}{}", to.family, if to.female { "女士" } else { "先生" }),
        4 => format!("{}{}（代收）", to.family, to.given),
        _ => format!("{}{}", to.family, to.given),
    }
}

/// Chance in 1000 that a Chinese customer buys on Taobao.
pub(super) const TAOBAO_SHARE: u64 = 460;

/// Taobao / Tmall order report: one row per order; a third of the rows is masked.
///
/// # Errors
/// If the sink fails.
pub fn taobao(plan: &Plan, sink: &mut dyn Sink, truth: &mut Truth) -> io::Result<Made> {
    let file = "taobao_orders.csv";
    let mut sheet = Sheet::create(sink, truth, file, Form::Gb18030, TAOBAO)?;
    for i in 0..plan.customers {
        let buyer = plan.shuffled("taobao", i);
        let mut rng = plan.rng("taobao", buyer.id);
        if !buyer.chinese || !rng.chance(TAOBAO_SHARE) {
            continue;
        }
        for k in 0..rng.repeats(400, 8) {
            let entry = plan.entry("taobao", &buyer, k, Keeping::Record);
            sheet.entry(&entry)?;
            taobao_order(plan, &entry.who, &mut rng, &mut sheet)?;
        }
    }
    Ok(Made { file: file.to_owned(), rows: sheet.finish()? })
}

fn taobao_order(plan: &Plan, buyer: &Person, rng: &mut Rng, sheet: &mut Sheet) -> io::Result<()> {
    let to = receiver(plan, buyer, rng);
    let masked = rng.chance(330);
    let mut number = "=\"31".to_owned();
    rng.digits(16, &mut number);
    number.push('"');
    let name = if masked { masked_name(&to) } else { parcel_name(&to, rng) };
    let street =
        if masked { format!("{} {} {} ****", to.home.province, to.home.city, to.home.district) } else { address(&to, " ", rng) };
    let phone = if !to.chinese {
        String::new()
    } else if masked {
        format!("'{}", masked_phone(&to.phone))
    } else {
        format!("'{}", to.phone)
    };
    let (product, _, price) = PRODUCTS[rng.below(PRODUCTS.len() as u64) as usize];
    let pieces = rng.repeats(150, 3);
    let total = money(price * pieces as i64);
    let (status, paid) = match rng.below(100) {
        0..=3 => ("交易关闭", false),
        4..=8 => ("买家已付款,等待卖家发货", true),
        _ => ("交易成功", true),
    };
    let created = moment(rng);
    let (made, when) = (at(created, "%Y-%m-%d %H:%M:%S"), at(created + 90, "%Y-%m-%d %H:%M:%S"));
    let parcel = format!("No:{}", rng.between(100_000_000_000, 999_999_999_999));
    let (message, count) = (if rng.chance(80) { "尽快发货" } else { "" }, pieces.to_string());
    let (paid_at, paid_sum) = if paid { (when.as_str(), total.as_str()) } else { ("", "0.00") };
    let reason = if paid { "订单未关闭" } else { "买家不想要了" };
    sheet.row(
        buyer.id,
        [
            &number,
            &buyer.nick,
            "",
            "",
            "",
            &total,
            "0.00",
            "0",
            &total,
            "0",
            paid_sum,
            "0",
            status,
            message,
            &name,
            &street,
            "快递",
            "",
            &phone,
            &made,
            paid_at,
            product,
            "1",
            &parcel,
            "中通快递",
            "",
            &count,
            "0",
            "云帆旗舰店",
            reason,
        ],
    )
}

/// Header of the JD order export, with its empty last column.
const JD: &[&str] = &[
    "订单号",
    "商品ID",
    "商品名称",
    "订购数量",
    "支付方式",
    "下单时间",
    "京东价",
    "订单金额",
    "结算金额",
    "余额支付",
    "应付金额",
    "订单状态",
    "订单类型",
    "下单帐号",
    "客户姓名",
    "客户地址",
    "联系电话",
    "订单备注",
    "发票类型",
    "发票抬头",
];

/// JD order export: one row per product, order fields repeated, most phones masked.
///
/// # Errors
/// If the sink fails.
pub fn jd(plan: &Plan, sink: &mut dyn Sink, truth: &mut Truth) -> io::Result<Made> {
    let file = "jd_orders.csv";
    let mut sheet = Sheet::create(sink, truth, file, Form::Gb18030, JD)?;
    for i in 0..plan.customers {
        let buyer = plan.shuffled("jd", i);
        let mut rng = plan.rng("jd", buyer.id);
        if !buyer.chinese || !rng.chance(240) {
            continue;
        }
        for k in 0..rng.repeats(250, 5) {
            let entry = plan.entry("jd", &buyer, k, Keeping::Record);
            sheet.entry(&entry)?;
            jd_order(plan, &entry.who, &mut rng, &mut sheet)?;
        }
    }
    Ok(Made { file: file.to_owned(), rows: sheet.finish()? })
}

fn jd_order(plan: &Plan, buyer: &Person, rng: &mut Rng, sheet: &mut Sheet) -> io::Result<()> {
    let to = receiver(plan, buyer, rng);
    let account = format!("{}_p", buyer.nick.replace("tb", "jd"));
    let mut number = "29".to_owned();
    rng.digits(12, &mut number);
    let name = parcel_name(&to, rng);
    let street = address(&to, "", rng);
    let phone = if rng.chance(800) { jd_phone(&to.phone) } else { to.phone.clone() };
    let when = at(moment(rng), "%Y-%m-%d %H:%M:%S");
    let status = match rng.below(100) {
        0..=4 => "已取消",
        5..=8 => "等待出库",
        _ => "完成",
    };
    let lines: Vec<(String, &str, i64)> = (0..rng.repeats(180, 3))
        .map(|_| {
            let (product, _, price) = PRODUCTS[rng.below(PRODUCTS.len() as u64) as usize];
            (rng.between(100_000_000, 999_999_999).to_string(), product, price)
        })
        .collect();
    let total = money(lines.iter().map(|l| l.2).sum());
    for (sku, product, price) in &lines {
        let price = money(*price);
        sheet.row(
            buyer.id,
            [
                number.as_str(),
                sku,
                product,
                "1",
                "在线支付",
                &when,
                &price,
                &total,
                &total,
                "0",
                &total,
                status,
                "SOP",
                &account,
                &name,
                &street,
                &phone,
                "",
                "",
                "",
            ],
        )?;
    }
    Ok(())
}
