//! Products bought by the same customers, and what a customer is likely to buy next.
//!
//! Comes in: line items of paid orders by customer. Goes out: pairs of products with support, confidence and lift
//! (Agrawal, Imielinski, Swami 1993; lift: Brin, Motwani, Ullman, Tsur 1997), and per customer the product that those who
//! bought the same bought most often besides. Baskets are customers, not orders: a cot follows a stroller months later.

use std::collections::{BTreeMap, HashMap};

use crate::model::customers::Affinity;
use crate::model::text::{MISSING, TextBuilder, TextColumn};
use crate::rules::AffinityRules;

use super::aggregate::{ByCustomer, Source};

/// Field that holds the product a customer is likely to buy next.
pub(super) const RECOMMENDED: &str = "recommended";

/// Products looked at: the ones most customers bought.
const PRODUCTS_MAX: usize = 2_000;

/// A customer with more products than this is a reseller or a till: everything goes with everything.
const BASKET_MAX: usize = 50;

/// What is bought together.
#[derive(Debug, Clone)]
pub(super) struct Bought {
    /// Pairs, strongest first.
    pub(super) pairs: Vec<Affinity>,
    /// Per customer; missing where nothing follows from what was bought.
    pub(super) recommended: TextColumn,
}

/// Counts pairs and looks up what each customer lacks.
pub(super) fn bought(source: &Source, by_customer: &ByCustomer) -> Bought {
    let titles = if source.compiled.affinity.by_sku { &source.events.items.sku } else { &source.events.items.product };
    let baskets = Baskets::new(source, by_customer, titles);
    let frequent = baskets.frequent(titles, source.compiled.affinity.min_customers);
    let pairs = baskets.pairs(&frequent);
    let affinities = affinities(&pairs, &frequent, &baskets, &source.compiled.affinity);
    let recommended = baskets.recommended(&affinities, titles);
    let text = |code: u32| titles.values.get(code).trim().to_owned();
    let pairs =
        affinities.iter().map(|found| Affinity { product: text(found.product), other: text(found.other), ..found.counts.clone() });
    Bought { pairs: pairs.collect(), recommended }
}

/// Distinct products of each customer, ascending by code: those of customer `c` are `products[starts[c]..starts[c + 1]]`.
struct Baskets {
    starts: Vec<usize>,
    products: Vec<u32>,
}

/// Where the items of each event begin, and after the last event their number; items are in order of their events.
fn first_items(of_item: &[u32], events: usize) -> Vec<u32> {
    let mut first = vec![0_u32; events + 1];
    of_item.iter().for_each(|&event| first[event as usize + 1] += 1);
    for event in 0..events {
        first[event + 1] += first[event];
    }
    first
}

impl Baskets {
    fn new(source: &Source, by_customer: &ByCustomer, titles: &TextColumn) -> Self {
        let (events, of_item) = (source.events, &source.events.items.event);
        let order = events.kind.values.iter().find(|(_, kind)| *kind == "order").map(|(code, _)| code);
        let mut starts = vec![0];
        let mut products = Vec::new();
        let mut own: Vec<u32> = Vec::new();
        let first = first_items(of_item, events.len());
        for customer in 0..by_customer.customers() {
            own.clear();
            for &event in by_customer.events_of(customer) {
                if order != Some(events.kind.codes[event as usize]) || !source.money.is_paid(events, event as usize) {
                    continue;
                }
                let items = first[event as usize] as usize..first[event as usize + 1] as usize;
                own.extend(titles.codes[items].iter().filter(|&&code| code != MISSING));
            }
            own.sort_unstable();
            own.dedup();
            products.extend_from_slice(&own);
            starts.push(products.len());
        }
        Self { starts, products }
    }

    fn iter(&self) -> impl Iterator<Item = &[u32]> {
        self.starts.windows(2).map(|range| &self.products[range[0]..range[1]])
    }

    fn buyers(&self) -> u64 {
        self.iter().filter(|basket| !basket.is_empty()).count() as u64
    }

    /// Products with enough customers, with how many: the most frequent ones.
    fn frequent(&self, titles: &TextColumn, min_customers: u64) -> BTreeMap<u32, u64> {
        let mut counts = vec![0_u64; titles.values.len()];
        self.products.iter().for_each(|&product| counts[product as usize] += 1);
        let mut frequent: Vec<(u64, &str, u32)> = titles
            .values
            .iter()
            .map(|(code, text)| (counts[code as usize], text, code))
            .filter(|(n, ..)| *n >= min_customers)
            .collect();
        frequent.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
        frequent.truncate(PRODUCTS_MAX);
        frequent.into_iter().map(|(n, _, code)| (code, n)).collect()
    }

    /// Customers per pair of frequent products, the smaller code first.
    fn pairs(&self, frequent: &BTreeMap<u32, u64>) -> HashMap<(u32, u32), u64> {
        let mut pairs = HashMap::new();
        let mut own: Vec<u32> = Vec::new();
        for basket in self.iter().filter(|basket| (2..=BASKET_MAX).contains(&basket.len())) {
            own.clear();
            own.extend(basket.iter().filter(|product| frequent.contains_key(product)));
            for (i, &a) in own.iter().enumerate() {
                for &b in &own[i + 1..] {
                    *pairs.entry((a, b)).or_default() += 1;
                }
            }
        }
        pairs
    }

    /// For each customer the strongest product that is not yet there.
    fn recommended(&self, affinities: &[Found], titles: &TextColumn) -> TextColumn {
        let mut follows: HashMap<u32, Vec<usize>> = HashMap::new();
        for (rank, found) in affinities.iter().enumerate() {
            follows.entry(found.product).or_default().push(rank);
        }
        let mut column = TextBuilder::default();
        for basket in self.iter() {
            let lacks = |rank: &&usize| basket.binary_search(&affinities[**rank].other).is_err();
            let best = basket.iter().filter_map(|product| follows.get(product)?.iter().find(lacks)).min();
            column.push(best.map_or("", |&rank| titles.values.get(affinities[rank].other).trim()));
        }
        column.finish()
    }
}

/// One direction of a pair.
struct Found {
    product: u32,
    other: u32,
    counts: Affinity,
}

/// Pairs in both directions that are frequent and strong enough, strongest first.
fn affinities(
    pairs: &HashMap<(u32, u32), u64>,
    frequent: &BTreeMap<u32, u64>,
    baskets: &Baskets,
    rules: &AffinityRules,
) -> Vec<Found> {
    let buyers = baskets.buyers();
    let mut found = Vec::new();
    // Sorted: the order of a hash table must not show.
    let sorted: BTreeMap<(u32, u32), u64> = pairs.iter().map(|(pair, both)| (*pair, *both)).collect();
    for ((a, b), both) in sorted.into_iter().filter(|(_, both)| *both >= rules.min_customers) {
        for (product, other) in [(a, b), (b, a)] {
            let (customers, customers_other) = (frequent[&product], frequent[&other]);
            let counts = Affinity { product: String::new(), other: String::new(), customers, customers_other, both, buyers };
            if counts.lift() >= rules.min_lift && counts.confidence() >= rules.min_confidence {
                found.push(Found { product, other, counts });
            }
        }
    }
    // Shares are compared as fractions of whole numbers, exactly; codes follow the order of the data, which is fixed.
    found.sort_by(|x, y| {
        let (a, b) = (&x.counts, &y.counts);
        let confidence = (u128::from(b.both) * u128::from(a.customers)).cmp(&(u128::from(a.both) * u128::from(b.customers)));
        confidence.then(a.customers_other.cmp(&b.customers_other)).then((x.product, x.other).cmp(&(y.product, y.other)))
    });
    found
}
