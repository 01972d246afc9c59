//! Lists of people: store sign-ups, trade-show scans, a web form, WeCom contacts and event attendees.

use std::io;

use super::evolve::Keeping;
use super::noise::{Typist, address, company, email_or_none, name, phone, phone_or_none};
use super::sheet::{Form, Sheet, Sink, Truth};
use super::words::{EN_INQUIRIES, INQUIRIES, SALES};
use super::{Made, Person, Plan, Rng, XLSX_CUSTOMERS, at, moment};

/// A workbook while the population is small, csv above.
fn book(plan: &Plan, name: &str, banner: u32) -> (String, Form) {
    if plan.customers <= XLSX_CUSTOMERS {
        (format!("{name}.xlsx"), Form::Xlsx(banner))
    } else {
        (format!("{name}.csv"), Form::Utf8)
    }
}

/// Runs `row` for everybody of the channel; `share` gives the chance in 1000 for (Chinese, English) people.
fn everybody(
    plan: &Plan,
    channel: &str,
    share: (u64, u64),
    mut row: impl FnMut(&Person, &mut Rng) -> io::Result<()>,
) -> io::Result<()> {
    for i in 0..plan.customers {
        let person = plan.shuffled(channel, i);
        let mut rng = plan.rng(channel, person.id);
        if rng.chance(if person.chinese { share.0 } else { share.1 }) {
            row(&person, &mut rng)?;
        }
    }
    Ok(())
}

/// Store sign-ups: member cards, GB18030 csv out of Chinese Excel.
///
/// # Errors
/// If the sink fails.
pub fn store(plan: &Plan, sink: &mut dyn Sink, truth: &mut Truth) -> io::Result<Made> {
    let header = ["会员卡号", "姓名", "性别", "出生日期", "手机号码", "邮箱", "开卡门店", "开卡日期", "通讯地址", "备注"];
    let file = "store_signup.csv";
    let mut sheet = Sheet::create(sink, truth, file, Form::Gb18030, &header)?;
    everybody(plan, "store", (310, 60), |owner, rng| {
        let card = format!("VIP{:08}", owner.id * 7 + 31);
        let entry = plan.entry("store", owner, 0, Keeping::List);
        sheet.entry(&entry)?;
        let p = &*entry.who;
        let written = name(p, Typist::Self_, rng);
        let gender = if rng.chance(100) {
            ""
        } else if p.female {
            "女"
        } else {
            "男"
        };
        let birth = match rng.below(10) {
            0..=2 => String::new(),
            3 => format!("{}年{}月{}日", p.birth.0, p.birth.1, p.birth.2),
            _ => format!("{}/{}/{}", p.birth.0, p.birth.1, p.birth.2),
        };
        let (dial, mail) = (phone_or_none(p, 40, rng), email_or_none(p, 700, rng));
        let home = if rng.chance(400) { address(p, "", rng) } else { String::new() };
        let day = at(moment(rng), "%Y/%m/%d");
        let shop = rng.pick(&["西湖店", "天河店", "中山路店"]);
        sheet.row(p.id, [card.as_str(), &written, gender, &birth, &dial, &mail, shop, &day, &home, ""])
    })?;
    Ok(Made { file: file.to_owned(), rows: sheet.finish()? })
}

/// Trade-show scans: a bilingual workbook with a banner above its header.
///
/// # Errors
/// If the sink fails.
pub fn trade_show(plan: &Plan, sink: &mut dyn Sink, truth: &mut Truth) -> io::Result<Made> {
    let header = [
        "姓名 Name",
        "公司 Company",
        "职位 Title",
        "手机 Mobile",
        "邮箱 Email",
        "展位 Booth",
        "扫码时间 Scanned at",
        "感兴趣产品 Interest",
        "备注 Remark",
    ];
    let (file, form) = book(plan, "tradeshow", 2);
    let mut sheet = Sheet::create(sink, truth, &file, form, &header)?;
    everybody(plan, "tradeshow", (160, 200), |p, rng| {
        let entry = plan.entry("tradeshow", p, 0, Keeping::Record);
        sheet.entry(&entry)?;
        let p = &*entry.who;
        let typist = if rng.chance(250) { Typist::Latin } else { Typist::Sales };
        let written = name(p, typist, rng);
        let (firm, dial, mail) = (company(p, rng), phone_or_none(p, 60, rng), email_or_none(p, 450, rng));
        let job = if p.chinese { p.job.0 } else { p.job.1 };
        let when = at(moment(rng), "%Y-%m-%d %H:%M");
        let (booth, interest) = (rng.pick(&["A12", "B07", "C33"]), rng.pick(&["智能家居", "母婴", "厨电", "灯具"]));
        sheet.row(p.id, [written.as_str(), &firm, job, &dial, &mail, booth, &when, interest, ""])
    })?;
    Ok(Made { file, rows: sheet.finish()? })
}

/// A web form in the layout of 问卷星: inquiries, several per person.
///
/// # Errors
/// If the sink fails.
pub fn web_form(plan: &Plan, sink: &mut dyn Sink, truth: &mut Truth) -> io::Result<Made> {
    let header = [
        "序号",
        "提交答卷时间",
        "所用时间",
        "来源",
        "来源详情",
        "来自IP",
        "1、您的姓名",
        "2、手机号码",
        "3、电子邮箱",
        "4、公司名称",
        "5、所在省份",
        "6、咨询内容",
    ];
    let file = "web_form.csv";
    let mut sheet = Sheet::create(sink, truth, file, Form::Utf8, &header)?;
    let mut number = 0u64;
    everybody(plan, "web form", (320, 300), |p, rng| {
        for k in 0..rng.repeats(350, 5) {
            number += 1;
            let entry = plan.entry("web form", p, k, Keeping::Record);
            sheet.entry(&entry)?;
            let p = &*entry.who;
            let count = number.to_string();
            let written = name(p, Typist::Self_, rng);
            let (dial, mail) = (phone_or_none(p, 50, rng), email_or_none(p, 400, rng));
            let mail = if mail.is_empty() { "(跳过)".to_owned() } else { mail };
            let (firm, when) = (company(p, rng), at(moment(rng), "%Y/%m/%d %H:%M:%S"));
            let text = if p.chinese { rng.pick(INQUIRIES) } else { rng.pick(EN_INQUIRIES) };
            let from = rng.pick(&["微信", "手机提交", "直接访问"]);
            let address = format!("203.0.113.{}(本地)", rng.between(1, 250));
            let seconds = format!("{}秒", rng.between(10, 300));
            let place = if p.chinese { p.home.province } else { "海外" };
            let cells = [count.as_str(), &when, &seconds, from, "N/A", &address, &written, &dial, &mail, &firm, place, text];
            sheet.row(p.id, cells)?;
        }
        Ok(())
    })?;
    Ok(Made { file: file.to_owned(), rows: sheet.finish()? })
}

/// WeCom customer contacts: one row per customer and sales person.
///
/// # Errors
/// If the sink fails.
pub fn wecom(plan: &Plan, sink: &mut dyn Sink, truth: &mut Truth) -> io::Result<Made> {
    let header = [
        "客户名称",
        "描述",
        "添加人",
        "添加人账号",
        "添加人所属部门",
        "添加时间",
        "来源",
        "手机",
        "企业",
        "邮箱",
        "地址",
        "职务",
        "电话",
        "标签组1(客户等级)",
    ];
    let (file, form) = book(plan, "wecom_contacts", 0);
    let mut sheet = Sheet::create(sink, truth, &file, form, &header)?;
    everybody(plan, "wecom", (260, 50), |p, rng| {
        let sellers = rng.repeats(250, 3);
        let first = rng.below(SALES.len() as u64);
        for k in 0..sellers {
            let entry = plan.entry("wecom", p, k, Keeping::List);
            sheet.entry(&entry)?;
            let p = &*entry.who;
            let (seller, team) = SALES[((first + k) % SALES.len() as u64) as usize];
            let account = format!("sales{:02}", (first + k) % SALES.len() as u64 + 1);
            let written = name(p, Typist::Sales, rng);
            let dial = if rng.chance(120) { String::new() } else { phone(p, rng) };
            let (firm, mail) = (company(p, rng), email_or_none(p, 800, rng));
            let when = at(moment(rng), "%Y-%m-%d %H:%M:%S");
            let (source, level) = (rng.pick(&["名片分享", "扫描二维码", "手机号搜索"]), rng.pick(&["", "A", "B、重点", "C"]));
            let job = if firm.is_empty() { "" } else { p.job.0 };
            let note = if rng.chance(100) { "月底回访" } else { "" };
            let cells = [written.as_str(), note, seller, &account, team, &when, source, &dial, &firm, &mail, "", job, "", level];
            sheet.row(p.id, cells)?;
        }
        Ok(())
    })?;
    Ok(Made { file, rows: sheet.finish()? })
}

/// Eventbrite attendees: American dates, a friend's ticket bought with one's own mail address.
///
/// # Errors
/// If the sink fails.
pub fn eventbrite(plan: &Plan, sink: &mut dyn Sink, truth: &mut Truth) -> io::Result<Made> {
    let header = [
        "Order #",
        "Order Date",
        "First Name",
        "Last Name",
        "Email",
        "Quantity",
        "Price Tier",
        "Ticket Type",
        "Attendee #",
        "Group",
        "Order Type",
        "Currency",
        "Total Paid",
        "Fees Paid",
        "Eventbrite Fees",
        "Eventbrite Payment Processing",
        "Attendee Status",
        "Home City",
        "Home State",
        "Home Zip",
        "Home Country",
        "Job Title",
        "Company",
        "Cell Phone",
    ];
    let file = "eventbrite.csv";
    let mut sheet = Sheet::create(sink, truth, file, Form::Utf8, &header)?;
    everybody(plan, "eventbrite", (10, 400), |p, rng| {
        let entry = plan.entry("eventbrite", p, 0, Keeping::Record);
        sheet.entry(&entry)?;
        let p = &*entry.who;
        let friend = rng.chance(80).then(|| plan.other(rng)).filter(|f| f.chinese == p.chinese);
        let order = rng.between(1_000_000_000, 9_999_999_999).to_string();
        let when = at(moment(rng), "%m/%d/%y %H:%M");
        let guests = std::iter::once(p.clone()).chain(friend);
        for guest in guests {
            let (first, last) = if guest.chinese {
                (guest.given_latin.clone(), guest.family_latin.to_owned())
            } else {
                (guest.given.clone(), guest.family.to_owned())
            };
            let ticket = rng.between(1_000_000_000, 9_999_999_999).to_string();
            let (firm, dial) = (company(&guest, rng), phone_or_none(&guest, 500, rng));
            let (status, paid) = if rng.chance(40) { ("Refunded", "(49.00)") } else { ("Attending", "49.00") };
            let (city, state, zip) =
                if guest.chinese { ("", "", "") } else { (guest.home.city, guest.home.province, &*guest.home.postcode) };
            let country = if guest.chinese { "CN" } else { "US" };
            let cells = [
                order.as_str(),
                &when,
                &first,
                &last,
                &p.email,
                "1",
                "",
                "General",
                &ticket,
                "",
                "Eventbrite Completed",
                "USD",
                paid,
                "0.00",
                "0.00",
                "0.00",
                status,
                city,
                state,
                zip,
                country,
                guest.job.1,
                &firm,
                &dial,
            ];
            sheet.row(guest.id, cells)?;
        }
        Ok(())
    })?;
    Ok(Made { file: file.to_owned(), rows: sheet.finish()? })
}
