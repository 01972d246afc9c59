//! Presets as shipped: each parses, is recognised by its own header and by no other's.

use super::*;

#[test]
fn every_shipped_preset_parses_under_its_own_name() {
    let presets = presets().unwrap();
    assert_eq!(presets.len(), shipped::FILES.len());
    for (preset, (file, _)) in presets.iter().zip(shipped::FILES) {
        assert_eq!(*file, format!("rules/channels/{}.toml", preset.name));
    }
}

#[test]
fn headers_fold_to_keys() {
    for (header, key) in [
        ("收货地址 ", "收货地址"),
        ("商品总价（元）", "商品总价(元)"),
        ("客户名称（必填）", "客户名称"),
        ("*手机（选填）", "手机"),
        ("Email\r\nAddress", "email address"),
        ("\u{feff}序号", "序号"),
        ("ＩＤ", "id"),
        ("标签组1(客户等级)", "标签组1(客户等级)"),
    ] {
        assert_eq!(header_key(header), key, "{header:?}");
        assert_eq!(header_key(&header_key(header)), key, "folding twice changes {header:?}");
    }
}

/// Real headers, as gathered from public code, fixtures and documentation that read or write these exports.
const HEADERS: &[(&str, &str)] = &[
    (
        "shopify_orders",
        "Name,Phone,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem compare-at price,Lineitem SKU,Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,Billing Name,Billing Street,Billing Address1,Billing Address2,Billing Company,Billing City,Billing Zip,Billing Province,Billing Province Name,Billing Country,Billing Phone,Shipping Name,Shipping Street,Shipping Address1,Shipping Address2,Shipping Company,Shipping City,Shipping Zip,Shipping Province,Shipping Province Name,Shipping Country,Shipping Phone,Notes,Note Attributes,Canceled at,Payment Method,Payment Reference (deprecated),Payment References,Refunded Amount,Vendor,Outstanding Balance,Employee,Location,Device ID,Id,Tags,Risk Level,Source,Lineitem discount,Tax 1 Name,Tax 1 Value,Payment ID,Payment terms,Next payment due at",
    ),
    (
        "shopify_customers",
        "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Company,Default Address Address1,Default Address Address2,Default Address City,Default Address Province Code,Default Address Country Code,Default Address Zip,Default Address Phone,Phone,Accepts SMS Marketing,Total Spent,Total Orders,Note,Tax Exempt,Tags,Fecha de nacimiento (customer.metafields.facts.birth_date)",
    ),
    (
        "shopify_customers_old",
        "First Name,Last Name,Email,Accepts Email Marketing,Company,Address1,Address2,City,Province,Province Code,Country,Country Code,Zip,Phone,Accepts SMS Marketing,Total Spent,Total Orders,Tags,Note,Tax Exempt",
    ),
    ("woo_customers", "Name,Username,Last Active,Sign Up,Email,Orders,Total Spend,AOV,Country / Region,City,Region,Postal Code"),
    (
        "woo_orders",
        "Date,Order #,N. Revenue (formatted),Status,Customer,Customer type,Product(s),Items sold,Coupon(s),Net Sales,Attribution",
    ),
    (
        "woo_order_export",
        "order_id,order_number,date,status,shipping_total,shipping_tax_total,tax_total,cart_discount,order_discount,discount_total,order_total,payment_method,shipping_method,customer_id,billing_first_name,billing_last_name,billing_company,billing_email,billing_phone,billing_address_1,billing_address_2,billing_postcode,billing_city,billing_state,billing_country,shipping_first_name,shipping_last_name,shipping_address_1,shipping_address_2,shipping_postcode,shipping_city,shipping_state,shipping_country,shipping_company,customer_note,line_items,shipping_items,tax_items,coupons,order_notes",
    ),
    (
        "taobao_orders",
        "订单编号,买家会员名,买家支付宝账号,支付单号,支付详情,买家应付货款,买家应付邮费,买家支付积分,总金额,返点积分,买家实际支付金额,买家实际支付积分,订单状态,买家留言,收货人姓名,收货地址 ,运送方式,联系电话 ,联系手机,订单创建时间,订单付款时间 ,宝贝标题 ,宝贝种类 ,物流单号 ,物流公司,订单备注,宝贝总数量,店铺Id,店铺名称,订单关闭原因,卖家服务费,买家服务费,发票抬头,是否手机订单,分阶段订单信息,特权订金订单id,是否上传合同照片,是否上传小票,是否代付,定金排名,修改后的sku,修改后的收货地址,异常信息,天猫卡券抵扣,集分宝抵扣,是否是O2O交易,新零售交易类型,新零售导购门店名称,新零售导购门店id,新零售发货门店名称,新零售发货门店id,退款金额,预约门店,确认收货时间,打款商家金额,含应开票给个人的个人红包,是否信用购,体验期结束时间,前N有礼,配送类型,主订单编号",
    ),
    (
        "alibaba_1688_orders",
        "订单编号,买家公司名,买家会员名,卖家公司名,卖家会员名,货品总价(元),运费(元),涨价或折扣(元),实付款(元),订单状态,订单创建时间,订单付款时间,发货方,收货人姓名,收货地址,邮编,联系电话,联系手机,货品标题,单价(元),数量,单位,货号,型号,Offer ID,SKU ID,物料编号,单品货号,货品种类,买家留言,物流公司,运单号",
    ),
    ("taobao_items", "订单编号,标题,价格,购买数量,外部系统编号,商品属性,套餐信息,备注,订单状态,商家编码"),
    ("taobao_orders", "订单编号,买家应付邮费,买家实付金额,确认收货打款金额,订单状态,商家备注,发货时间"),
    ("taobao_items", "子订单编号,主订单编号,商品ID,商品属性,商品标题,商品价格,购买数量,退款状态"),
    (
        "jd_orders",
        "订单号,商品ID,商品名称,订购数量,支付方式,下单时间,京东价,订单金额,结算金额,余额支付,应付金额,订单状态,订单类型,下单帐号,客户姓名,客户地址,联系电话,订单备注,发票类型,发票抬头,发票内容,商家备注,商家备注等级（等级1-5为由高到低）,运费金额,付款确认时间,增值税发票,货号,订单完成时间,订单来源,订单渠道,",
    ),
    (
        "youzan_orders",
        "订单号,销售渠道,归属店铺,订单类型,订单状态,推广方式,订单来源,订单创建时间,买家付款时间,交易成功时间,付款方式,支付流水号,商品金额合计,运费,店铺优惠合计,应收订单金额,订单实付金额,支付优惠合计,订单实收金额,订单抵用积分数,店铺优惠方式,支付优惠方式,全部商品名称,商品种类数,订单配送方式,同城送达时间/提货时间,收货人省份,收货人城市,收货人地区,详细收货地址/提货地址,收货人/提货人,收货人手机号/提货人手机号,买家备注,订单星级,买家昵称,买家是否会员,买家手机号,下单网点,收银员,分销员,销售导购,专属导购,订单退款状态,订单已退款金额,商家订单备注,桌号,挂账主体,挂账手机号,团长订单,订单风险标签,分销员,分销员手机号,分销员所属店铺,分销员所属团队,分销员所属分组,分销员等级,订单佣金类型,订单佣金金额,订单下级卖货提成类型,订单下级卖货提成金额,",
    ),
    (
        "youzan_customers",
        "客户姓名,客户昵称,客户手机号,客户生日,客户性别,标签,是否会员,成长值,免费等级,付费等级,权益卡,客户积分,客户储值余额,消费次数,消费金额,累计退款金额,累计退款订单数,笔单价,上次消费时间,分销员,导购员,企微好友,来源渠道,来源方式,成为客户时间,成为会员时间,成为会员店铺,公众号,公众号关注时间,最近浏览时间,微信地域,所属区域,指定时间消费次数,指定时间消费金额,",
    ),
    (
        "weidian_orders",
        "订单编号,订单状态,下单时间,支付时间,发货时间,确认收货时间,支付方式,订单描述,商品名称,发货状态,商品型号,商品编码,商品件数,商品ID,型号编码,商品金额合计,实付金额,收货人/提货人姓名,收货人/提货人手机号,省,市,区,收货/提货详细地址,下单模板信息,买家留言,卖家备注,退款状态,下单账号,下单微信",
    ),
    (
        "pdd_orders",
        "商品,订单号,订单状态,商品总价（元）,店铺优惠折扣(元),平台优惠折扣(元),邮费(元),上门安装费(元),送货入户费(元),送货入户并安装费(元),用户实付金额(元),商品数量(件),身份证姓名,身份证号码,收货人,手机,是否异常,省,市,区,街道,支付时间,拼单成功时间,订单确认时间,承诺发货时间,发货时间,确认收货时间,商品id,商品规格,用户购买手机号,样式ID,商家编码-SKU维度,商家编码-商品维度,快递单号,快递公司,海淘清关订单号,支付ID,支付方式,是否抽奖或0元试用,是否顺丰加价,商家备注,售后状态,买家留言,关联货品编码,货品名称,货品类型,子货品,仓库名称,仓库所在地址,是否门店自提,门店名称,门店自定义编码",
    ),
    (
        "pdd_orders",
        "商品,订单号,订单状态,商品总价(元),邮费(元),店铺优惠折扣(元),平台优惠折扣(元),多多支付立减金额(元),用户实付金额(元),商家实收金额(元),商品数量(件),发货时间,确认收货时间,商品id,商品规格,样式ID,商家编码-规格维度,商家编码-商品维度,商家备注,售后状态,快递单号,快递公司,订单成交时间,是否分期,分期期数,手续费承担方,分期方式",
    ),
    (
        "douyin_orders",
        "主订单编号,子订单编号,选购商品,商品规格,商品数量,商家编码,订单应付金额,运费,收件人,收件人手机号,详细地址,订单提交时间,商家备注,订单完成时间,订单状态,售后状态,取消原因,发货时间,平台实际承担优惠金额,商家实际承担优惠金额,达人实际承担优惠金额",
    ),
    (
        "amazon_orders",
        "order-id,order-item-id,purchase-date,payments-date,buyer-email,buyer-name,buyer-phone-number,sku,product-name,quantity-purchased,currency,item-price,item-tax,shipping-price,shipping-tax,ship-service-level,recipient-name,ship-address-1,ship-address-2,ship-address-3,ship-city,ship-state,ship-postal-code,ship-country,ship-phone-number,delivery-start-date,delivery-end-date,delivery-time-zone,delivery-Instructions,sales-channel",
    ),
    (
        "square_customers",
        "Reference ID,First Name,Last Name,Email Address,Phone Number,Nickname,Company Name,Street Address 1,Street Address 2,City,State,Postal Code,Birthday,Memo,Square Customer ID,Creation Source,First Visit,Last Visit,Transaction Count,Lifetime Spend,Email Subscription Status,Instant Profile,Blocked from online booking",
    ),
    (
        "salesforce_leads",
        "Id,IsDeleted,MasterRecordId,LastName,FirstName,Salutation,Name,Title,Company,Street,City,State,PostalCode,Country,Latitude,Longitude,Address,Phone,MobilePhone,Fax,Email,Website,PhotoUrl,Description,LeadSource,Status,Industry,Rating,AnnualRevenue,NumberOfEmployees,OwnerId,IsConverted,ConvertedDate,ConvertedAccountId,ConvertedContactId,ConvertedOpportunityId,IsUnreadByOwner,CreatedDate,CreatedById,LastModifiedDate,EmailBouncedReason,EmailBouncedDate",
    ),
    (
        "salesforce_contacts",
        "Id,IsDeleted,MasterRecordId,AccountId,LastName,FirstName,Salutation,Name,OtherStreet,OtherCity,OtherState,OtherPostalCode,OtherCountry,MailingStreet,MailingCity,MailingState,MailingPostalCode,MailingCountry,Phone,Fax,MobilePhone,OtherPhone,Email,Title,LeadSource,OwnerId,CreatedDate,LastModifiedDate",
    ),
    ("salesforce_leads_report", "Full Name,Lead ID,Deleted,Master Record ID,Last Name,First Name,Salutation,Title,Company,Street"),
    ("salesforce_leads_report", "Lead ID,Lead Owner,First Name,Last Name,Title,Company / Account,Email,Lead Source,Lead Status"),
    ("salesforce_contacts_report", "Contact ID,Deleted,Master Record ID,Account ID,Last Name,First Name,Salutation,Full Name"),
    (
        "hubspot_contacts",
        "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Lead Status,Create Date,Last Modified Date,Contact Type,Lifecycle Stage,Lead Source,Associated Deal,Associated Company,Associated Deal IDs",
    ),
    (
        "hubspot_contacts",
        "Record ID,First Name,Last Name,Email,Phone Number,Job Title,Company Name,Country/Region,City,State/Region,Postal Code,Last Activity Date,Associated Company IDs",
    ),
    (
        "zoho_leads",
        "Record Id,Lead Owner,Company,First Name,Last Name,Email,Phone,Lead Source,Lead Status,Street,City,State,Zip Code,Description",
    ),
    (
        "zoho_contacts",
        "Record Id,Contact Owner,First Name,Last Name,Account Name,Account Name.id,Email,Phone,Mobile,Mailing Street,Mailing City,Mailing State,Mailing Zip,Description",
    ),
    (
        "zoho_contacts",
        "Contact Owner.id,Contact Owner,First Name,Last Name,Account Name.id,Account Name,Email,Title,Phone,Mobile,Created By.id,Created By,Modified By.id,Modified By,Created Time,Modified Time,Contact Name,Mailing Street,Mailing City,Mailing State,Mailing Zip,Mailing Country,Email Opt Out,Salutation,Last Activity Time,Locked,Tag,Unsubscribed Mode,Unsubscribed Time",
    ),
    (
        "mailchimp_audience",
        "Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LATITUDE,LONGITUDE,GMTOFF,DSTOFF,TIMEZONE,CC,REGION,LAST_CHANGED,LEID,EUID,NOTES,TAGS",
    ),
    (
        "mailchimp_audience",
        "Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,LAST_CHANGED,LEID,EUID,NOTES,TAGS,UNSUB_TIME,UNSUB_CAMPAIGN_TITLE,UNSUB_CAMPAIGN_ID,UNSUB_REASON,UNSUB_REASON_OTHER",
    ),
    (
        "eventbrite_attendees",
        "Order #,Order Date,First Name,Last Name,Email,Quantity,Price Tier,Ticket Type,Attendee #,Group,Order Type,Currency,Total Paid,Fees Paid,Eventbrite Fees,Eventbrite Payment Processing,Attendee Status,Home Address 1,Home Address 2,Home City,Home State,Home Zip,Home Country,Job Title,Company",
    ),
    ("google_forms", "Timestamp,Email Address,What is your name?,Phone number"),
    ("google_forms", "时间戳记,您的姓名,您的手机号"),
    ("typeform", "#,What's your name?,Your email,Start Date (UTC),Submit Date (UTC),Network ID"),
    ("wjx", "序号,提交答卷时间,所用时间,来源,来源详情,来自IP,1、您的姓名,2、您的手机号"),
    (
        "jinshuju",
        "序号,姓名,手机,微信昵称,微信性别,微信国家,微信省市,微信OpenID,提交人,提交时间,修改时间,填写设备,操作系统,浏览器,IP",
    ),
    (
        "wecom_contacts",
        "客户名称,描述,添加人,添加人账号,添加人所属部门,添加时间,来源,手机,企业,邮箱,地址,职务,电话,标签组1(客户等级),标签组2(行业)",
    ),
    ("flamingo_inbound", "your-name,your-email,your-subject,your-message,Date"),
    ("flamingo_contacts", "Email,Full name,First name,Last name"),
    ("cfdb7", "Form_id,Form_date,Status,Name,Email,Subject,Message"),
    (
        "gravity_forms",
        "Name (First),Name (Last),Email,Address (Street Address),Address (Address Line 2),Address (City),Address (State / Province),Address (ZIP / Postal Code),Address (Country),Created By (User Id),Entry Id,Entry Date,Date Updated,Source Url,Transaction Id,Payment Amount,Payment Date,Payment Status,Post Id,User Agent,User IP",
    ),
];

/// The same exports in other languages of the shop.
const TRANSLATED: &[(&str, &str)] = &[
    ("woo_customers", "名称,用户名,上次活动,注册日期,电子邮件,订单,总支出,AOV,国家/地区,城市,地区,邮政编码"),
    (
        "woo_customers",
        "Name,Benutzername,Zuletzt aktiv,Registrierungsdatum,E-Mail,Bestellungen,Gesamtbestellwert,Durchschnittlicher Bestellwert,Land / Region,Stadt,Region,Postleitzahl",
    ),
    (
        "woo_customers",
        "Nom,Identifiant,Dernière activité,Date d’inscription,E-mail\u{a0},Commandes,Dépense totale,AOV,Pays/région,Ville,Région,Code postal",
    ),
    (
        "woo_customers",
        "Nombre,Nombre de usuario,Última actividad,Fecha de registro,Correo electrónico,Pedidos,Gasto total,VMP,País / Región,Ciudad,Región,Código postal",
    ),
    (
        "woo_customers",
        "Name,Username,Last active,Date registered,Email,Orders,Total spend,AOV,Country / Region,City,Region,Postal code",
    ),
    ("woo_orders", "日期,订单号,状态,客户,客户类型,产品,售出项目,优惠券,净销售额,归属"),
    ("woo_orders", "Datum,Bestellnummer #,Status,Kunde,Kundentyp,Produkt(e),Verkaufte Artikel,Gutschein(e),Nettoumsatz,Zuordnung"),
    ("woo_orders", "Date,Commande n°,État,Client,Type de client,Produit(s),Articles vendus,Code(s) promo,Ventes nettes"),
    ("woo_orders", "Fecha,Pedido #,Estado,Cliente,Tipo de cliente,Producto(s),Artículos vendidos,Cupón(es),Ventas netas"),
];

#[test]
fn a_shop_in_another_language_is_the_same_export() {
    let presets = presets().unwrap();
    for (name, header) in TRANSLATED {
        assert_eq!(recognised(header), Ok((*name).to_owned()), "{header}");
        let preset = presets.iter().find(|p| p.name == *name).unwrap();
        for column in header.split(',') {
            let key = header_key(column);
            assert!(!preset.targets(&key).is_empty() || preset.ignores(&key), "{name} doesn't say what `{column}` is");
        }
    }
}

#[test]
fn the_first_hit_in_a_file_name_states_consent() {
    let presets = presets().unwrap();
    let mailchimp = presets.iter().find(|p| p.name == "mailchimp_audience").unwrap();
    let check = |file: &str, expected: Option<bool>| {
        let stated: Vec<(String, bool)> = expected.map(|given| ("email".to_owned(), given)).into_iter().collect();
        assert_eq!(mailchimp.consent_of(file), stated, "{file}");
    };
    check("exports/Subscribed_email_audience_export_ab12.csv", Some(true));
    check("exports/a.zip!unsubscribed_email_audience_export_ab12.csv", Some(false));
    check("cleaned_email_audience_export_ab12.csv", Some(false));
    check("subscribed/audience.csv", None);
}

fn recognised(header: &str) -> Result<String, String> {
    let presets = presets().unwrap();
    let header: Vec<String> = header.split(',').map(str::to_owned).collect();
    match recognise(&presets, &header) {
        Recognised::One(preset) => Ok(preset.name.clone()),
        Recognised::None => Err("none".to_owned()),
        Recognised::Tie(names) => Err(names.join(" = ")),
    }
}

#[test]
fn every_known_header_is_recognised_as_one_preset() {
    for (name, header) in HEADERS {
        assert_eq!(recognised(header), Ok((*name).to_owned()), "{header}");
    }
    for (_, name) in
        shipped::FILES.iter().map(|(file, _)| (file, file.trim_start_matches("rules/channels/").trim_end_matches(".toml")))
    {
        assert!(HEADERS.iter().any(|(n, _)| *n == name), "no header of {name} is tested");
    }
}

#[test]
fn columns_in_another_order_and_unknown_ones_change_nothing() {
    for (name, header) in HEADERS {
        let mut columns: Vec<&str> = header.split(',').collect();
        columns.reverse();
        columns.push("我的备注列");
        assert_eq!(recognised(&columns.join(",")), Ok((*name).to_owned()), "{header}");
    }
}

#[test]
fn almost_every_column_of_a_known_header_is_known() {
    let presets = presets().unwrap();
    let own_columns =
        ["your-subject", "What", "Phone number", "您的", "Your", "1、", "2、", "姓名", "手机", "序号", "标签组", "Fecha"];
    for (name, header) in HEADERS {
        let preset = presets.iter().find(|p| p.name == *name).unwrap();
        for column in header.split(',').filter(|c| !c.trim().is_empty() && !own_columns.iter().any(|o| c.starts_with(o))) {
            let key = header_key(column);
            assert!(!preset.targets(&key).is_empty() || preset.ignores(&key), "{name} doesn't say what `{column}` is");
        }
    }
}

#[test]
fn everyday_tables_are_no_preset() {
    for header in [
        "姓名,手机号码,邮箱,公司名称",
        "id,first_name,last_name,email,phone",
        "会员卡号,姓名,性别,出生日期",
        "Name,Company,Mobile,Email",
        "订单号,金额",
    ] {
        assert_eq!(recognised(header), Err("none".to_owned()), "{header}");
    }
}

#[test]
fn equal_fits_are_a_tie() {
    let one = |name: &str| {
        parse_preset("a.toml", &format!("name = \"{name}\"\ntitle = \"\"\nplatform = \"p\"\nrecord = \"person\"\nsignature = [\"x\"]\n[fields]\nname = \"y\"\n")).unwrap()
    };
    let presets = [one("a"), one("b")];
    assert!(matches!(recognise(&presets, &["X".to_owned(), "y".to_owned()]), Recognised::Tie(names) if names == ["a", "b"]));
}

#[test]
fn one_header_may_feed_several_targets() {
    let presets = presets().unwrap();
    let taobao = presets.iter().find(|p| p.name == "taobao_orders").unwrap();
    let targets: Vec<String> = taobao.targets("买家会员名").into_iter().map(|(t, _)| t.to_string()).collect();
    assert_eq!(targets, ["account_id", "nickname"]);
}

#[test]
fn mistakes_in_a_preset_are_shown_with_their_lines() {
    let check = |text: &str, expected: &str| {
        let shown = parse_preset("rules/channels/x.toml", text).unwrap_err().to_string();
        assert_eq!(shown.lines().next().unwrap(), expected);
    };
    let head = "name = \"x\"\ntitle = \"\"\nplatform = \"p\"\nrecord = \"person\"\nsignature = [\"a\"]\n";
    check(
        &format!("{head}colour = 1\n[fields]\n"),
        "rules/channels/x.toml:6: unknown field `colour`, expected one of `name`, `title`, `platform`, `record`, `event_kind`, `entity`, `signature`, `any_of`, `not`, `fields`, `ignore`, `open`, `status`, `missing`, `currency`, `country`, `timezone`, `relay_email`, `file_consent`, `joined`, `packed`",
    );
    check(&format!("{head}[fields]\nfone = \"a\"\n"), "rules/channels/x.toml:7: unknown target `fone`");
    check(
        &format!("{head}[fields]\nphone = 3\n"),
        "rules/channels/x.toml:7: invalid type: integer `3`, expected a header or a list of headers",
    );
    check(&format!("{head}[fields]\n[status]\nbought = [\"a\"]\n"), "rules/channels/x.toml:8: unknown status `bought`");
    check(
        &head.replace("\"person\"", "\"people\"").replace("[\"a\"]", "[\"a\"]\nfields = {}"),
        "rules/channels/x.toml:4: unknown record type `people`",
    );
    check(&format!("{head}packed = {{ a = \"zip\" }}\n[fields]\n"), "rules/channels/x.toml:6: unknown packing `zip`");
    check(&format!("{head}timezone = \"Mars\"\n[fields]\n"), "rules/channels/x.toml:6: unknown time zone `Mars`");
}
