//! Products bought by the same customers, and what a customer is likely to buy next.
//!
//! Comes in: line items of paid orders by customer. Goes out: pairs of products with support, confidence and lift
//! (Agrawal, Imielinski, Swami 1993; lift: Brin, Motwani, Ullman, Tsur 1997), and per customer the product that those who
//! bought the same bought most often besides. Baskets are customers, not orders: a cot follows a stroller months later.
//!
//! A pair is judged among the customers who bought where each of the two is sold. Otherwise everything one shop sells
//! would go with everything else of that shop, only because its customers are others than those of the next.

use std::collections::{BTreeMap, HashMap};

use crate::model::customers::Affinity;
use crate::model::text::{MISSING, TextBuilder, TextColumn};
use crate::rules::AffinityRules;

use super::aggregate::Source;
use super::by_customer::ByCustomer;

/// Field that holds the product a customer is likely to buy next.
pub(super) const RECOMMENDED: &str = "recommended";

/// Products looked at: the ones most customers bought.
const PRODUCTS_MAX: usize = 2_000;

/// By how many standard deviations a pair must be more frequent than chance (a Poisson count): two are one pair in forty.
const SIGMAS: f64 = 2.0;

/// Channels told apart; later ones share the last place.
const CHANNELS_MAX: u16 = 63;

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

/// Channels as bits.
type Channels = u64;

/// Distinct products of each customer, ascending by code: those of customer `c` are `products[starts[c]..starts[c + 1]]`.
struct Baskets {
    starts: Vec<usize>,
    products: Vec<u32>,
    /// Channels in which each customer bought.
    bought_in: Vec<Channels>,
    /// Channels in which each product was bought.
    sold_in: Vec<Channels>,
}

/// A frequent product: how many customers bought it, by the channels they bought anything in.
type Buyers = BTreeMap<Channels, u64>;

/// Where the items of each event begin, and after the last event their number; items are in order of their events.
fn first_items(of_item: &[u32], events: usize) -> Vec<u32> {
    let mut first = vec![0_u32; events + 1];
    for &event in of_item {
        first[event as usize + 1] += 1;
    }
    for event in 0..events {
        first[event + 1] += first[event];
    }
    first
}

impl Baskets {
    fn new(source: &Source, by_customer: &ByCustomer, titles: &TextColumn) -> Self {
        let (events, of_item) = (source.events, &source.events.items.event);
        let order = events.kind.values.iter().find(|(_, kind)| *kind == "order").map(|(code, _)| code);
        let (mut starts, mut products, mut bought_in) = (vec![0], Vec::new(), Vec::new());
        let mut sold_in: Vec<Channels> = vec![0; titles.values.len()];
        let mut own: Vec<u32> = Vec::new();
        let first = first_items(of_item, events.len());
        for customer in 0..by_customer.customers() {
            own.clear();
            let mut channels: Channels = 0;
            for &event in by_customer.events_of(customer) {
                let e = event as usize;
                // Entries of the follow-up log stand behind the events and sell nothing.
                if e >= source.real || order != Some(events.kind.codes[e]) || !source.money.is_paid(events, e) {
                    continue;
                }
                let channel: Channels = 1 << source.records.channel(events.record[e] as usize).min(CHANNELS_MAX);
                for &product in &titles.codes[first[e] as usize..first[e + 1] as usize] {
                    if product != MISSING {
                        sold_in[product as usize] |= channel;
                        channels |= channel;
                        own.push(product);
                    }
                }
            }
            own.sort_unstable();
            own.dedup();
            products.extend_from_slice(&own);
            starts.push(products.len());
            bought_in.push(channels);
        }
        Self { starts, products, bought_in, sold_in }
    }

    fn iter(&self) -> impl Iterator<Item = &[u32]> {
        self.starts.windows(2).map(|range| &self.products[range[0]..range[1]])
    }

    /// Customers who bought anything, by the channels they bought in.
    fn buyers(&self) -> Buyers {
        let mut buyers = Buyers::new();
        for &channels in self.bought_in.iter().filter(|&&channels| channels != 0) {
            *buyers.entry(channels).or_default() += 1;
        }
        buyers
    }

    /// Products with enough customers: the most frequent ones.
    fn frequent(&self, titles: &TextColumn, min_customers: u64) -> BTreeMap<u32, Buyers> {
        let mut counts = vec![0_u64; titles.values.len()];
        for &product in &self.products {
            counts[product as usize] += 1;
        }
        let enough =
            titles.values.iter().map(|(code, text)| (counts[code as usize], text, code)).filter(|(n, ..)| *n >= min_customers);
        let mut frequent: Vec<(u64, &str, u32)> = enough.collect();
        frequent.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
        frequent.truncate(PRODUCTS_MAX);
        let mut frequent: BTreeMap<u32, Buyers> = frequent.into_iter().map(|(_, _, code)| (code, Buyers::new())).collect();
        for (basket, channels) in self.iter().zip(&self.bought_in) {
            for product in basket {
                if let Some(buyers) = frequent.get_mut(product) {
                    *buyers.entry(*channels).or_default() += 1;
                }
            }
        }
        frequent
    }

    /// Customers per pair of frequent products, the smaller code first.
    fn pairs(&self, frequent: &BTreeMap<u32, Buyers>) -> HashMap<(u32, u32), u64> {
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

/// Customers among these who bought where each of two products is sold.
fn among(buyers: &Buyers, a: Channels, b: Channels) -> u64 {
    buyers.iter().filter(|(channels, _)| **channels & a != 0 && **channels & b != 0).map(|(_, n)| n).sum()
}

/// Pairs in both directions that are frequent and strong enough, strongest first.
fn affinities(
    pairs: &HashMap<(u32, u32), u64>,
    frequent: &BTreeMap<u32, Buyers>,
    baskets: &Baskets,
    rules: &AffinityRules,
) -> Vec<Found> {
    let all = baskets.buyers();
    let mut found = Vec::new();
    // Sorted: the order of a hash table must not show.
    let sorted: BTreeMap<(u32, u32), u64> = pairs.iter().map(|(pair, both)| (*pair, *both)).collect();
    for ((a, b), both) in sorted.into_iter().filter(|(_, both)| *both >= rules.min_customers) {
        let (in_a, in_b) = (baskets.sold_in[a as usize], baskets.sold_in[b as usize]);
        let buyers = among(&all, in_a, in_b);
        let of = |product: u32| among(&frequent[&product], in_a, in_b);
        let expected = of(a) as f64 * of(b) as f64 / buyers as f64;
        if both as f64 - expected < SIGMAS * expected.sqrt() {
            continue;
        }
        for (product, other) in [(a, b), (b, a)] {
            let (customers, customers_other) = (of(product), of(other));
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
