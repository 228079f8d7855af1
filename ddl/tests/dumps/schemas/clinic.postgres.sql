-- A clinic's schema, with what PostgreSQL has of its own.
CREATE EXTENSION IF NOT EXISTS citext;
CREATE TYPE mood AS ENUM ('calm', 'worried', 'it''s bad');
CREATE TYPE "Role" AS ENUM ('DOCTOR', 'NURSE');
CREATE DOMAIN percent AS numeric(5,2) CHECK (VALUE >= 0 AND VALUE <= 100);
CREATE DOMAIN plate AS text NOT NULL CHECK (VALUE ~ '^[A-Z]{2}-[0-9]{4}$');
CREATE SEQUENCE visit_numbers START WITH 1 INCREMENT BY 1;

CREATE TABLE clinic (
  id serial PRIMARY KEY,
  name character varying(80) NOT NULL,
  address inet,
  networks cidr[],
  opened date NOT NULL,
  rating percent DEFAULT 50,
  car plate,
  opens time without time zone NOT NULL,
  closes time without time zone NOT NULL,
  UNIQUE (name)
);
COMMENT ON TABLE clinic IS 'where people are treated';
COMMENT ON COLUMN clinic.rating IS 'of 100';

CREATE TABLE "Staff" (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  "clinicId" integer NOT NULL REFERENCES clinic (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  role "Role" NOT NULL DEFAULT 'NURSE',
  email citext NOT NULL,
  skills text[] NOT NULL DEFAULT '{}',
  hours integer[],
  boss_id uuid REFERENCES "Staff" (id),
  badge bit(8),
  salary money,
  since timestamp with time zone NOT NULL DEFAULT now(),
  until timestamp with time zone,
  CONSTRAINT leaves_later CHECK (until IS NULL OR until > since)
);
CREATE UNIQUE INDEX staff_email ON "Staff" (lower(email::text));

CREATE TABLE patient (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  number integer DEFAULT nextval('visit_numbers'::regclass) NOT NULL,
  full_name text NOT NULL,
  born date NOT NULL CHECK (born > '1900-01-01'::date),
  state mood,
  weight real CHECK (weight > 0 AND weight < 500),
  height double precision,
  deleted_at timestamp without time zone,
  insured boolean DEFAULT true NOT NULL,
  policy varchar(12),
  notes jsonb DEFAULT '{}'::jsonb NOT NULL,
  stay interval,
  rooms int4range,
  place point,
  words tsvector GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, full_name)) STORED,
  CONSTRAINT has_policy CHECK (insured OR policy IS NULL),
  CONSTRAINT sex_is_known CHECK (length(policy) <= 12)
);
CREATE UNIQUE INDEX one_policy ON patient (policy) WHERE deleted_at IS NULL;
CREATE INDEX patient_words ON patient USING gin (words);

CREATE TABLE visit (
  patient_id bigint NOT NULL,
  at timestamp without time zone NOT NULL,
  staff_id uuid NOT NULL,
  reason character varying(200),
  kind text NOT NULL CHECK (kind = ANY (ARRAY['first'::text, 'check'::text, 'urgent'::text])),
  cost numeric(10,2) NOT NULL,
  paid numeric(10,2) NOT NULL DEFAULT 0,
  CONSTRAINT paid_in_part CHECK (paid <= cost),
  CONSTRAINT cost_is_positive CHECK (cost > 0::numeric),
  PRIMARY KEY (patient_id, at)
) PARTITION BY RANGE (at);
CREATE TABLE visit_2025_01 PARTITION OF visit FOR VALUES FROM ('2025-01-01') TO ('2025-02-01');
CREATE TABLE visit_2025_02 PARTITION OF visit FOR VALUES FROM ('2025-02-01') TO ('2025-03-01');
ALTER TABLE visit ADD CONSTRAINT visit_patient FOREIGN KEY (patient_id) REFERENCES patient (id);
ALTER TABLE visit ADD CONSTRAINT visit_staff FOREIGN KEY (staff_id) REFERENCES "Staff" (id);

CREATE TABLE prescription (
  patient_id bigint NOT NULL,
  visited_at timestamp without time zone NOT NULL,
  line smallint NOT NULL,
  drug_code character(7) NOT NULL,
  dose numeric NOT NULL,
  PRIMARY KEY (patient_id, visited_at, line),
  FOREIGN KEY (patient_id, visited_at) REFERENCES visit (patient_id, at)
);

CREATE TABLE region_stock (
  region text NOT NULL,
  drug_code varchar(7) NOT NULL,
  amount integer NOT NULL CHECK (amount >= 0),
  PRIMARY KEY (region, drug_code)
) PARTITION BY LIST (region);
CREATE TABLE region_stock_north PARTITION OF region_stock FOR VALUES IN ('north', 'coast');
CREATE TABLE region_stock_south PARTITION OF region_stock FOR VALUES IN ('south');

CREATE TABLE audit_base (id bigserial PRIMARY KEY, happened_at timestamp without time zone NOT NULL);
CREATE TABLE audit_login (login text NOT NULL) INHERITS (audit_base);

CREATE VIEW busy AS SELECT clinic.name FROM clinic;
CREATE MATERIALIZED VIEW totals AS SELECT count(*) AS n FROM visit WITH NO DATA;
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.full_name := trim(NEW.full_name); RETURN NEW; END; $$;
CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END; $$;
CREATE TRIGGER staff_keep BEFORE INSERT ON "Staff" FOR EACH ROW EXECUTE FUNCTION keep();
CREATE TRIGGER patient_touch BEFORE UPDATE ON patient FOR EACH ROW EXECUTE FUNCTION touch();
INSERT INTO audit_login (happened_at, login) VALUES ('2025-01-01', 'it''s; me');
