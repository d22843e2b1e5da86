-- A central copy of many units' audit chains, for PostgreSQL 14 or later. docs/scale.md says who fills it.
-- It keeps what terminal/audit-mirror.ts keeps, by the same rule, and is no authority: every entry can be verified
-- again from its envelope alone.

CREATE TABLE unit (
	ueid        bytea PRIMARY KEY CHECK (length(ueid) = 17),
	site        text NOT NULL,
	terminal    text NOT NULL,
	label       text NOT NULL,
	public_key  bytea NOT NULL CHECK (length(public_key) = 65),
	-- The chain: the next entry's sequence, and the head it must continue.
	next_sequence  bigint NOT NULL DEFAULT 0,
	head           bytea NOT NULL DEFAULT decode(repeat('00', 32), 'hex') CHECK (length(head) = 32),
	UNIQUE (site, terminal, label)
);

CREATE TABLE entry (
	ueid      bytea NOT NULL REFERENCES unit,
	sequence  bigint NOT NULL,
	arrived   timestamptz NOT NULL DEFAULT now(),
	topic     text NOT NULL,
	-- COSE_Sign1 as it came.
	envelope  bytea NOT NULL CHECK (length(envelope) <= 1400),
	digest    bytea NOT NULL CHECK (digest = sha256(envelope)),
	PRIMARY KEY (ueid, sequence, arrived)
) PARTITION BY RANGE (arrived);

-- One partition a month. After seven years: ALTER TABLE entry DETACH PARTITION ..., archive or drop it.
CREATE FUNCTION add_month(month date) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF entry FOR VALUES FROM (%L) TO (%L)',
		to_char(month, '"entry_"YYYY_MM'), date_trunc('month', month), date_trunc('month', month) + interval '1 month');
END $$;

-- Takes an entry whose signature, topic and unit the collector has verified.
--   kept       it continued the chain
--   known      the same entry again
--   early      entries before it are missing: bring it again when they have come
--   rewritten  the unit signed another entry with this sequence: evidence
--   broken     it does not continue the chain: evidence
CREATE FUNCTION keep_entry(of_unit bytea, its_sequence bigint, its_head bytea, its_topic text, its_envelope bytea)
RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	chain unit%ROWTYPE;
	its_digest bytea := sha256(its_envelope);
BEGIN
	SELECT * INTO STRICT chain FROM unit WHERE ueid = of_unit FOR UPDATE;
	IF its_sequence > chain.next_sequence THEN RETURN 'early'; END IF;
	IF its_sequence < chain.next_sequence THEN
		PERFORM 1 FROM entry WHERE ueid = of_unit AND sequence = its_sequence AND digest = its_digest;
		RETURN CASE WHEN FOUND THEN 'known' ELSE 'rewritten' END;
	END IF;
	IF its_head <> chain.head THEN RETURN 'broken'; END IF;
	INSERT INTO entry (ueid, sequence, topic, envelope, digest)
		VALUES (of_unit, its_sequence, its_topic, its_envelope, its_digest);
	UPDATE unit SET next_sequence = its_sequence + 1, head = sha256(chain.head || its_digest) WHERE ueid = of_unit;
	RETURN 'kept';
END $$;
