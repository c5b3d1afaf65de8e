"""The second step of the schema: the dataset. Released, and so never edited; the codes are those of that day.

A code that joins ``models/codes.toml`` later needs a step of its own that widens the check; a test compares the two.
"""

from __future__ import annotations


def _codes(told: str) -> tuple[str, ...]:
    return tuple(told.split())


MODIFIERS = ("more_than", "at_least", "less_than", "at_most", "nearly", "approximately")
ZONES = ("headline", "dateline", "byline", "body", "caption", "boilerplate")
UNITS = _codes(
    """percent percentage_point metre kilometre square_metre hectare square_kilometre cubic_metre litre kilogram tonne
    quintal hour day week month quarter year times degree kilowatt_hour megawatt point party_member party_cell party_org
    party_committee secretary committee_member cadre delegate person woman student worker soldier household village
    commune district province project training_course meeting inspection enterprise cooperative school agency union
    document case complaint collective badge model criterion task seat vote visit participant livestock vehicle house
    other"""
)
#: Table and column, and what may stand there.
CODES: dict[tuple[str, str], tuple[str, ...]] = {
    ("figures", "kind"): ("count", "percent", "money", "measure", "ratio", "ordinal"),
    ("figures", "modifier"): MODIFIERS,
    ("dates", "grain"): ("day", "week", "month", "quarter", "half", "year", "period", "vague"),
    ("dates", "calendar"): ("gregorian", "jalali", "hijri", "lunar"),
    ("dates", "modifier"): ("start", "mid", "end", "since", "until", "before", "after", "approximately"),
    ("documents", "kind"): _codes(
        """resolution directive decision regulation conclusion guideline plan action_programme programme project notice
        report circular decree law submission official_letter instruction charter other"""
    ),
    ("documents", "issuer"): _codes(
        """central province district grassroots government prime_minister national_assembly ministry people_committee
        people_council front other"""
    ),
    ("organizations", "kind"): _codes(
        """party_committee standing_committee standing_body party_board inspection_commission party_organization
        party_cell party_body party_group people_committee people_council government national_assembly front
        mass_organization agency ministry court procuracy school research hospital enterprise cooperative media army
        police religious political_party international other"""
    ),
    ("organizations", "level"): ("central", "province", "district", "commune", "village", "unit"),
    ("organizations", "specificity"): ("named", "definite"),
    ("persons", "role"): _codes(
        """general_secretary secretary deputy_secretary standing_deputy_secretary member standing_member chair
        vice_chair standing_vice_chair head vice_head director deputy_director minister deputy_minister president
        prime_minister deputy_prime_minister delegate village_head spokesperson teacher author photographer editor
        other"""
    ),
    ("places", "level"): ("country", "region", "province", "district", "commune", "village", "other"),
    ("facts", "modifier"): MODIFIERS,
    ("facts", "change"): ("increase", "decrease"),
    ("facts", "modality"): ("target", "estimate"),
    ("facts", "group"): _codes(
        """women youth ethnic_minority religious non_state_enterprise leaders students teachers workers farmers army
        police retired rural urban probationary official"""
    ),
}


def _in(table: str, column: str) -> str:
    told = ", ".join(f"'{code}'" for code in CODES[table, column])
    return f"""CHECK ("{column}" IN ({told}))"""


# Money has ISO 4217's codes: three capitals.
_UNIT = f"""CHECK (unit IN ({", ".join(f"'{u}'" for u in UNITS)}) OR (length(unit) = 3 AND unit <> lower(unit) AND unit = upper(unit)))"""  # noqa: E501
_MENTION = f"""
    article TEXT NOT NULL REFERENCES extractions (article) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    start INTEGER NOT NULL CHECK (start >= 0),
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    sentence INTEGER NOT NULL,
    zone TEXT NOT NULL CHECK (zone IN ({", ".join(f"'{z}'" for z in ZONES)})),
    rule TEXT NOT NULL,
    PRIMARY KEY (article, number),
    CHECK ("end" > start)"""


def _mentions(table: str, columns: str) -> str:
    """The statement that makes one kind's table: the columns that all have, then its own."""
    head, keys = _MENTION.split("    PRIMARY KEY", 1)
    return f"CREATE TABLE {table} ({head}{columns.strip()},\n    PRIMARY KEY{keys}\n);"


DATASET = f"""
CREATE TABLE runs (
    id TEXT PRIMARY KEY NOT NULL,
    command TEXT NOT NULL,
    engine TEXT NOT NULL,
    started TEXT NOT NULL,
    finished TEXT,
    status TEXT NOT NULL CHECK (status IN ('running', 'done', 'failed')),
    report TEXT
);
CREATE INDEX runs_started ON runs (started);
CREATE TABLE gazetteer (
    code TEXT PRIMARY KEY NOT NULL,
    name TEXT,
    name_before TEXT,
    level TEXT {_in("places", "level")},
    parent TEXT,
    province_before TEXT,
    province_before_name TEXT,
    province_after TEXT,
    province_after_name TEXT,
    merged INTEGER NOT NULL CHECK (merged IN (0, 1))
);
CREATE INDEX gazetteer_province_after ON gazetteer (province_after);
CREATE INDEX gazetteer_province_before ON gazetteer (province_before);
CREATE TABLE bodies (
    id TEXT PRIMARY KEY NOT NULL,
    name TEXT,
    kind TEXT {_in("organizations", "kind")},
    level TEXT {_in("organizations", "level")},
    place TEXT REFERENCES gazetteer (code)
);
CREATE INDEX bodies_name ON bodies (name);
CREATE TABLE extractions (
    article TEXT PRIMARY KEY NOT NULL REFERENCES articles (id),
    version INTEGER NOT NULL,
    text_digest TEXT NOT NULL,
    lang TEXT NOT NULL,
    engine TEXT NOT NULL,
    run TEXT NOT NULL REFERENCES runs (id),
    sentences TEXT NOT NULL,
    zones TEXT NOT NULL,
    FOREIGN KEY (article, version) REFERENCES versions (article, number)
);
CREATE INDEX extractions_lang ON extractions (lang);
CREATE INDEX extractions_run ON extractions (run);
CREATE INDEX versions_published ON versions (published);
{
    _mentions(
        "figures",
        f'''
    value DOUBLE PRECISION NOT NULL,
    high DOUBLE PRECISION,
    total DOUBLE PRECISION,
    kind TEXT NOT NULL {_in("figures", "kind")},
    unit TEXT {_UNIT},
    unit_text TEXT,
    modifier TEXT {_in("figures", "modifier")}''',
    )
}
CREATE INDEX figures_unit ON figures (unit, value);
{
    _mentions(
        "dates",
        f'''
    start_date TEXT,
    end_date TEXT,
    grain TEXT NOT NULL {_in("dates", "grain")},
    timex TEXT,
    calendar TEXT NOT NULL {_in("dates", "calendar")},
    modifier TEXT {_in("dates", "modifier")},
    CHECK (start_date <= end_date)''',
    )
}
CREATE INDEX dates_start ON dates (start_date);
{
    _mentions(
        "documents",
        f'''
    document_number TEXT NOT NULL,
    session INTEGER,
    kind TEXT NOT NULL {_in("documents", "kind")},
    issuer TEXT {_in("documents", "issuer")},
    date TEXT''',
    )
}
CREATE INDEX documents_number ON documents (document_number);
{
    _mentions(
        "organizations",
        f'''
    name TEXT,
    candidates TEXT NOT NULL,
    body TEXT REFERENCES bodies (id),
    kind TEXT NOT NULL {_in("organizations", "kind")},
    level TEXT {_in("organizations", "level")},
    specificity TEXT NOT NULL {_in("organizations", "specificity")},
    place TEXT REFERENCES gazetteer (code)''',
    )
}
CREATE INDEX organizations_body ON organizations (body);
CREATE INDEX organizations_place ON organizations (place);
{
    _mentions(
        "persons",
        f'''
    name TEXT,
    candidates TEXT NOT NULL,
    role TEXT {_in("persons", "role")},
    organization INTEGER,
    FOREIGN KEY (article, organization) REFERENCES organizations (article, number) ON DELETE CASCADE''',
    )
}
CREATE INDEX persons_name ON persons (name);
CREATE INDEX persons_organization ON persons (article, organization);
{
    _mentions(
        "places",
        f'''
    name TEXT,
    level TEXT {_in("places", "level")},
    code TEXT REFERENCES gazetteer (code),
    parent TEXT,
    candidates TEXT NOT NULL''',
    )
}
CREATE INDEX places_code ON places (code);
CREATE TABLE facts (
    article TEXT NOT NULL REFERENCES extractions (article) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    indicator TEXT NOT NULL,
    value DOUBLE PRECISION NOT NULL,
    high DOUBLE PRECISION,
    total DOUBLE PRECISION,
    unit TEXT {_UNIT},
    modifier TEXT {_in("facts", "modifier")},
    change TEXT {_in("facts", "change")},
    modality TEXT {_in("facts", "modality")},
    subject TEXT,
    subject_id TEXT REFERENCES bodies (id),
    place TEXT REFERENCES gazetteer (code),
    "group" TEXT {_in("facts", "group")},
    qualifier TEXT,
    actor TEXT,
    "of" TEXT,
    start_date TEXT,
    end_date TEXT,
    rule TEXT NOT NULL,
    PRIMARY KEY (article, number),
    CHECK (start_date <= end_date)
);
CREATE INDEX facts_indicator ON facts (indicator, start_date);
CREATE INDEX facts_subject ON facts (subject_id, indicator);
CREATE INDEX facts_place ON facts (place, indicator);
CREATE TABLE fact_sources (
    article TEXT NOT NULL,
    fact INTEGER NOT NULL,
    number INTEGER NOT NULL,
    figure INTEGER,
    date INTEGER,
    organization INTEGER,
    sentence INTEGER,
    evidence TEXT,
    PRIMARY KEY (article, fact, number),
    FOREIGN KEY (article, fact) REFERENCES facts (article, number) ON DELETE CASCADE,
    FOREIGN KEY (article, figure) REFERENCES figures (article, number) ON DELETE CASCADE,
    FOREIGN KEY (article, date) REFERENCES dates (article, number) ON DELETE CASCADE,
    FOREIGN KEY (article, organization) REFERENCES organizations (article, number) ON DELETE CASCADE
);
CREATE INDEX fact_sources_figure ON fact_sources (article, figure);
CREATE INDEX fact_sources_date ON fact_sources (article, date);
CREATE INDEX fact_sources_organization ON fact_sources (article, organization);
"""
