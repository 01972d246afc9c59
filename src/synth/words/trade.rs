//! What made-up people buy and where they work: companies, trades, products, jobs, questions and who answers them.

/// Brand syllables of Chinese companies.
pub const BRANDS: &[&str] = &[
    "云帆", "启明", "鼎盛", "博远", "华信", "金石", "瑞丰", "天和", "锦程", "安泰", "宏图", "新锐", "卓越", "凯旋", "万象", "长青",
    "星辰", "优品", "智联", "恒通", "海纳", "千禧", "正阳", "联创", "亿达",
];

/// Trades of Chinese companies with the short form.
pub const TRADES: &[(&str, &str)] = &[
    ("网络科技", "科技"),
    ("电子商务", "电商"),
    ("国际贸易", "贸易"),
    ("服装", "服装"),
    ("机械设备", "机械"),
    ("食品", "食品"),
    ("建筑工程", "建筑"),
    ("文化传媒", "传媒"),
    ("医疗器械", "医疗"),
    ("物流", "物流"),
    ("新材料", "材料"),
    ("家居用品", "家居"),
];

/// Brands of English companies.
pub const EN_BRANDS: &[&str] = &[
    "Brightway",
    "Northgate",
    "Silverline",
    "Bluestone",
    "Evergreen",
    "Summit",
    "Cascade",
    "Harbor",
    "Pinnacle",
    "Redwood",
    "Keystone",
    "Clearwater",
    "Ironbridge",
    "Lakeside",
    "Meridian",
    "Orchard",
];

/// Trades of English companies.
pub const EN_TRADES: &[&str] =
    &["Logistics", "Foods", "Software", "Textiles", "Medical", "Furniture", "Trading", "Design", "Engineering", "Toys"];

/// Products with a price in 分.
pub const PRODUCTS: &[(&str, &str, i64)] = &[
    ("无线耳机", "Headphones", 19900),
    ("不锈钢保温杯", "Steel Bottle", 7900),
    ("婴儿推车", "Stroller", 89900),
    ("婴儿床", "Baby Cot", 129_900),
    ("高弹运动鞋", "Sneakers", 35900),
    ("纯棉T恤", "T-Shirt", 9900),
    ("台灯", "Lamp", 15900),
    ("机械键盘", "Keyboard", 45900),
    ("陶瓷马克杯", "Mug", 3900),
    ("帆布双肩包", "Backpack", 22900),
    ("空气炸锅", "Air Fryer", 39900),
    ("儿童绘本", "Picture Book", 5900),
];

/// Jobs in Chinese and English.
pub const JOBS: &[(&str, &str)] = &[
    ("总经理", "CEO"),
    ("采购经理", "Buyer"),
    ("工程师", "Engineer"),
    ("销售总监", "Sales Director"),
    ("店长", "Store Manager"),
    ("设计师", "Designer"),
];

/// Questions of a contact form.
pub const INQUIRIES: &[&str] = &[
    "咨询价格",
    "想了解产品规格",
    "希望安排演示",
    "交期多久",
    "价格能否优惠",
    "发票问题",
    "售后服务怎么样",
    "能否寄样品",
    "批量采购有折扣吗",
    "需要定制 logo",
];

/// The same in English.
pub const EN_INQUIRIES: &[&str] = &[
    "Please send a quote",
    "Do you ship to Canada?",
    "Need a demo next week",
    "Looking for bulk pricing",
    "Question about my invoice",
];

/// Sales people.
pub const SALES: &[(&str, &str)] = &[
    ("王芳", "销售一部"),
    ("孙磊", "销售一部"),
    ("李强", "销售二部"),
    ("赵敏", "销售二部"),
    ("周婷", "大客户部"),
    ("何俊", "渠道部"),
];
