"""What Splink reaches at its best threshold: `python3 benches/splink_best.py DIR…`, each with records.csv (rec_id) and truth.csv.

Needs `pip install splink` (written for 5.0.0, DuckDB behind it). Settings come from what the columns look like, as somebody who knows
Splink would begin: Jaro-Winkler levels for texts, Levenshtein levels for numbers and dates, equality for what has few values, term
frequencies everywhere; blocking by every column (or two) whose blocks stay small; m trained by up to three blocking rules. The threshold
is the one that the truth likes best, over pairs and over connected components, so this is what a perfect guess of it would give.
Columns that two records share because the row was copied (time of creation, source) are compared like all others unless named in LEFT_OUT.
"""

import itertools
import logging
import re
import sys
import time
import warnings
from collections import defaultdict

import duckdb
import numpy as np
import pandas as pd
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

warnings.filterwarnings("ignore")
logging.disable(logging.WARNING)

MISSING = {"", "na", "n/a", "null", "none", "-", "unknown", "\\n", "nan"}
LEFT_OUT = re.compile(r"source|dataset|rec_?no|amount|amt|image_num", re.IGNORECASE)
TERM_FREQUENCIES = {"term_frequency_adjustments": True}


def read(folder):
    """Records in lower case under plain column names, and the truth."""
    records = pd.read_csv(f"{folder}/records.csv", dtype=str, keep_default_na=False)
    names = [c if c == "rec_id" else f"c{i}_" + re.sub(r"\W+", "_", c) for i, c in enumerate(records.columns)]
    records.columns = names
    for column in names:
        if column != "rec_id":
            text = records[column].str.strip().str.lower()
            records[column] = text.where(~text.isin(MISSING), None)
    truth = pd.read_csv(f"{folder}/truth.csv", dtype=str)
    return records, dict(zip(truth.iloc[:, 0], truth.iloc[:, 1]))


def understand(records):
    """Comparisons, and per compared column how many equally frequent values it is worth and whether it has few."""
    comparisons, columns = [], []
    for column in records.columns.drop("rec_id"):
        filled = records[column].dropna()
        if len(filled) < 0.02 * len(records) or filled.nunique() < 2 or LEFT_OUT.search(column):
            continue
        worth = 1 / (filled.value_counts(normalize=True) ** 2).sum()
        digits = filled.str.count(r"\d").sum() / max(1, filled.str.len().sum())
        if filled.nunique() <= 40 or worth < 30:
            comparison = cl.ExactMatch(column)
            comparisons.append(comparison.configure(**TERM_FREQUENCIES) if worth > 2 else comparison)
        elif digits > 0.5:
            comparisons.append(cl.LevenshteinAtThresholds(column, [1, 2]).configure(**TERM_FREQUENCIES))
        else:
            comparisons.append(cl.JaroWinklerAtThresholds(column, [0.95, 0.88, 0.8]).configure(**TERM_FREQUENCIES))
        columns.append((column, worth, filled.nunique() <= 40 or worth < 30))
    return comparisons, columns


def pairs_of(records, columns):
    return sum(n * (n - 1) // 2 for n in records.dropna(subset=columns).groupby(columns).size())


def blocking(records, columns, limit):
    """Rules whose blocks stay small: columns, pairs of columns, how columns begin. Adds what columns begin with to the records."""
    rules, alone = [], set()
    telling = [c for c, _, few in columns if not few]
    for column in telling:
        if pairs_of(records, [column]) <= limit:
            rules.append(block_on(column))
            alone.add(column)
        else:
            others = [c for c, _, _ in columns if c != column and c not in alone]
            rules += [block_on(column, c) for c in others if 0 < pairs_of(records, [column, c]) <= 2 * limit]
    for column in telling:
        records[f"{column}_p"] = records[column].str[:5]
        if pairs_of(records, [f"{column}_p"]) <= limit:
            rules.append(block_on(f"{column}_p"))
    for one, other in itertools.combinations(telling, 2):
        if one in alone and other in alone:
            continue
        begin = [f"{one}_q", f"{other}_q"]
        for column, start in zip((one, other), begin):
            records[start] = records[column].str[:2]
        if pairs_of(records, begin) <= limit:
            rules.append(block_on(*begin))
    return (rules or [block_on(telling[0])])[:16]


def scored(records):
    """Pairs with their match weights."""
    comparisons, columns = understand(records)
    limit = max(60 * len(records), 300_000)
    rules = blocking(records, columns, limit)
    connection = duckdb.connect()
    connection.execute("set threads to 1")
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="rec_id",
        blocking_rules_to_generate_predictions=rules,
        comparisons=comparisons,
        retain_intermediate_calculation_columns=False,
        retain_matching_columns=False,
    )
    linker = Linker(DuckDBAPI(connection=connection).register(records), settings)
    best = [c for c, _, _ in sorted(columns, key=lambda column: -column[1]) if records[c].notna().mean() > 0.3][:3]
    sure = [block_on(*two) for two in itertools.combinations(best, 2)] or [block_on(best[0])]
    linker.training.estimate_probability_two_random_records_match(sure, recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    trained = 0
    for column in best + [c for c, _, few in columns if not few and c not in best]:
        if trained < 3 and pairs_of(records, [column]) <= 4 * limit:
            linker.training.estimate_parameters_using_expectation_maximisation(block_on(column))
            trained += 1
    return linker.inference.predict(threshold_match_weight=-15).as_duckdbpyrelation().df()


def best_of(scored, truth):
    """Best F1 over thresholds, of pairs and of connected components."""
    sizes = pd.Series(list(truth.values())).value_counts()
    true_pairs = int((sizes * (sizes - 1) // 2).sum())
    ordered = scored.sort_values("match_weight", ascending=False)
    left, right, weight = (ordered[c].to_numpy() for c in ("rec_id_l", "rec_id_r", "match_weight"))
    right_ones = np.cumsum([truth[a] == truth[b] for a, b in zip(left, right)])
    of_pairs = (2 * right_ones / (np.arange(1, len(ordered) + 1) + true_pairs)).max(initial=0.0)

    root = {record: record for record in truth}
    members = {record: {entity: 1} for record, entity in truth.items()}
    size = dict.fromkeys(truth, 1)

    def find(record):
        while root[record] != record:
            root[record] = root[root[record]]
            record = root[record]
        return record

    joined = joined_rightly = 0
    of_components, last = 0.0, None
    for a, b, bits in zip(left, right, weight):
        if joined and bits != last:
            of_components = max(of_components, 2 * joined_rightly / (joined + true_pairs))
        if joined > 60 * true_pairs:
            break
        last = bits
        a, b = find(a), find(b)
        if a == b:
            continue
        if size[a] < size[b]:
            a, b = b, a
        joined += size[a] * size[b]
        counts = defaultdict(int, members[a])
        for entity, n in members.pop(b).items():
            joined_rightly += n * counts[entity]
            counts[entity] += n
        members[a], root[b] = counts, a
        size[a] += size[b]
    return of_pairs, max(of_components, 2 * joined_rightly / (joined + true_pairs) if joined else 0.0)


for folder in sys.argv[1:]:
    started = time.perf_counter()
    try:
        records, truth = read(folder)
        of_pairs, of_components = best_of(scored(records), truth)
        print(f"{folder}: F1 {of_pairs:.4f} of pairs, {of_components:.4f} of components, {time.perf_counter() - started:.0f} s", flush=True)
    except Exception as error:  # noqa: BLE001 - Splink cannot train on some tables
        print(f"{folder}: {str(error).splitlines()[0][:200]}", flush=True)
