"""The pairs of `cargo bench --bench pairs`, compared and scored by Splink: `python3 benches/splink_pairs.py records.csv`.

Needs `pip install splink` (written for 5.0.0, DuckDB behind it). Same blocking rules (equal given name, equal birth date), the same
six fields with levels of the same kind, no training: the model's default m and u, so that blocking, comparing and scoring alone are timed.
"""

import sys
import time

import duckdb
import pandas as pd
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

records = pd.read_csv(sys.argv[1], dtype=str)
threads = int(sys.argv[2]) if len(sys.argv) > 2 else 1
connection = duckdb.connect()
connection.execute(f"set threads to {threads}")
settings = SettingsCreator(
    link_type="dedupe_only",
    unique_id_column_name="rec_id",
    blocking_rules_to_generate_predictions=[block_on("first_name"), block_on("dob")],
    comparisons=[
        cl.ForenameSurnameComparison("first_name", "surname"),
        cl.DateOfBirthComparison("dob", input_is_string=True),
        cl.PostcodeComparison("postcode_fake"),
        cl.JaroWinklerAtThresholds("birth_place", [0.92, 0.8]),
        cl.JaroWinklerAtThresholds("occupation", [0.92, 0.8]),
        cl.ExactMatch("gender"),
    ],
    retain_intermediate_calculation_columns=False,
    retain_matching_columns=False,
)
api = DuckDBAPI(connection=connection)
linker = Linker(api.register(records), settings)
started = time.perf_counter()
scored = linker.inference.predict(threshold_match_weight=-10)
seconds = time.perf_counter() - started
print(f"{seconds:.1f} s with {threads} threads, {len(scored.as_duckdbpyrelation())} pairs above -10 bits")
