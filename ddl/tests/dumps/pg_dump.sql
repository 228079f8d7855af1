--
-- PostgreSQL database dump
--

\restrict HGjLp2QjBAC0MswwAc9iGcug6osH8QbQALIBhw0wqI5WdZhADetlf80N4ybW1Mf

-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: citext; Type: EXTENSION; Schema: -; Owner: -
--

CREATE EXTENSION IF NOT EXISTS citext WITH SCHEMA public;


--
-- Name: EXTENSION citext; Type: COMMENT; Schema: -; Owner: 
--

COMMENT ON EXTENSION citext IS 'data type for case-insensitive character strings';


--
-- Name: Role; Type: TYPE; Schema: public; Owner: postgres
--

CREATE TYPE public."Role" AS ENUM (
    'DOCTOR',
    'NURSE'
);


ALTER TYPE public."Role" OWNER TO postgres;

--
-- Name: mood; Type: TYPE; Schema: public; Owner: postgres
--

CREATE TYPE public.mood AS ENUM (
    'calm',
    'worried',
    'it''s bad'
);


ALTER TYPE public.mood OWNER TO postgres;

--
-- Name: percent; Type: DOMAIN; Schema: public; Owner: postgres
--

CREATE DOMAIN public.percent AS numeric(5,2)
	CONSTRAINT percent_check CHECK (((VALUE >= (0)::numeric) AND (VALUE <= (100)::numeric)));


ALTER DOMAIN public.percent OWNER TO postgres;

--
-- Name: plate; Type: DOMAIN; Schema: public; Owner: postgres
--

CREATE DOMAIN public.plate AS text NOT NULL
	CONSTRAINT plate_check CHECK ((VALUE ~ '^[A-Z]{2}-[0-9]{4}$'::text));


ALTER DOMAIN public.plate OWNER TO postgres;

--
-- Name: keep(); Type: FUNCTION; Schema: public; Owner: postgres
--

CREATE FUNCTION public.keep() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RETURN NEW; END; $$;


ALTER FUNCTION public.keep() OWNER TO postgres;

--
-- Name: touch(); Type: FUNCTION; Schema: public; Owner: postgres
--

CREATE FUNCTION public.touch() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN NEW.full_name := trim(NEW.full_name); RETURN NEW; END; $$;


ALTER FUNCTION public.touch() OWNER TO postgres;

SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: Staff; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public."Staff" (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    "clinicId" integer NOT NULL,
    role public."Role" DEFAULT 'NURSE'::public."Role" NOT NULL,
    email public.citext NOT NULL,
    skills text[] DEFAULT '{}'::text[] NOT NULL,
    hours integer[],
    boss_id uuid,
    badge bit(8),
    salary money,
    since timestamp with time zone DEFAULT now() NOT NULL,
    until timestamp with time zone,
    CONSTRAINT leaves_later CHECK (((until IS NULL) OR (until > since)))
);


ALTER TABLE public."Staff" OWNER TO postgres;

--
-- Name: audit_base; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.audit_base (
    id bigint NOT NULL,
    happened_at timestamp without time zone NOT NULL
);


ALTER TABLE public.audit_base OWNER TO postgres;

--
-- Name: audit_base_id_seq; Type: SEQUENCE; Schema: public; Owner: postgres
--

CREATE SEQUENCE public.audit_base_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE public.audit_base_id_seq OWNER TO postgres;

--
-- Name: audit_base_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: postgres
--

ALTER SEQUENCE public.audit_base_id_seq OWNED BY public.audit_base.id;


--
-- Name: audit_login; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.audit_login (
    login text NOT NULL
)
INHERITS (public.audit_base);


ALTER TABLE public.audit_login OWNER TO postgres;

--
-- Name: clinic; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.clinic (
    id integer NOT NULL,
    name character varying(80) NOT NULL,
    address inet,
    networks cidr[],
    opened date NOT NULL,
    rating public.percent DEFAULT 50,
    car public.plate,
    opens time without time zone NOT NULL,
    closes time without time zone NOT NULL
);


ALTER TABLE public.clinic OWNER TO postgres;

--
-- Name: TABLE clinic; Type: COMMENT; Schema: public; Owner: postgres
--

COMMENT ON TABLE public.clinic IS 'where people are treated';


--
-- Name: COLUMN clinic.rating; Type: COMMENT; Schema: public; Owner: postgres
--

COMMENT ON COLUMN public.clinic.rating IS 'of 100';


--
-- Name: busy; Type: VIEW; Schema: public; Owner: postgres
--

CREATE VIEW public.busy AS
 SELECT clinic.name
   FROM public.clinic;


ALTER TABLE public.busy OWNER TO postgres;

--
-- Name: clinic_id_seq; Type: SEQUENCE; Schema: public; Owner: postgres
--

CREATE SEQUENCE public.clinic_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE public.clinic_id_seq OWNER TO postgres;

--
-- Name: clinic_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: postgres
--

ALTER SEQUENCE public.clinic_id_seq OWNED BY public.clinic.id;


--
-- Name: visit_numbers; Type: SEQUENCE; Schema: public; Owner: postgres
--

CREATE SEQUENCE public.visit_numbers
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE public.visit_numbers OWNER TO postgres;

--
-- Name: patient; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.patient (
    id bigint NOT NULL,
    number integer DEFAULT nextval('public.visit_numbers'::regclass) NOT NULL,
    full_name text NOT NULL,
    born date NOT NULL,
    state public.mood,
    weight real,
    height double precision,
    deleted_at timestamp without time zone,
    insured boolean DEFAULT true NOT NULL,
    policy character varying(12),
    notes jsonb DEFAULT '{}'::jsonb NOT NULL,
    stay interval,
    rooms int4range,
    place point,
    words tsvector GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, full_name)) STORED,
    CONSTRAINT has_policy CHECK ((insured OR (policy IS NULL))),
    CONSTRAINT patient_born_check CHECK ((born > '1900-01-01'::date)),
    CONSTRAINT patient_weight_check CHECK (((weight > (0)::double precision) AND (weight < (500)::double precision))),
    CONSTRAINT sex_is_known CHECK ((length((policy)::text) <= 12))
);


ALTER TABLE public.patient OWNER TO postgres;

--
-- Name: patient_id_seq; Type: SEQUENCE; Schema: public; Owner: postgres
--

ALTER TABLE public.patient ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.patient_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: prescription; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.prescription (
    patient_id bigint NOT NULL,
    visited_at timestamp without time zone NOT NULL,
    line smallint NOT NULL,
    drug_code character(7) NOT NULL,
    dose numeric NOT NULL
);


ALTER TABLE public.prescription OWNER TO postgres;

--
-- Name: region_stock; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.region_stock (
    region text NOT NULL,
    drug_code character varying(7) NOT NULL,
    amount integer NOT NULL,
    CONSTRAINT region_stock_amount_check CHECK ((amount >= 0))
)
PARTITION BY LIST (region);


ALTER TABLE public.region_stock OWNER TO postgres;

--
-- Name: region_stock_north; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.region_stock_north (
    region text NOT NULL,
    drug_code character varying(7) NOT NULL,
    amount integer NOT NULL,
    CONSTRAINT region_stock_amount_check CHECK ((amount >= 0))
);


ALTER TABLE public.region_stock_north OWNER TO postgres;

--
-- Name: region_stock_south; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.region_stock_south (
    region text NOT NULL,
    drug_code character varying(7) NOT NULL,
    amount integer NOT NULL,
    CONSTRAINT region_stock_amount_check CHECK ((amount >= 0))
);


ALTER TABLE public.region_stock_south OWNER TO postgres;

--
-- Name: visit; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.visit (
    patient_id bigint NOT NULL,
    at timestamp without time zone NOT NULL,
    staff_id uuid NOT NULL,
    reason character varying(200),
    kind text NOT NULL,
    cost numeric(10,2) NOT NULL,
    paid numeric(10,2) DEFAULT 0 NOT NULL,
    CONSTRAINT cost_is_positive CHECK ((cost > (0)::numeric)),
    CONSTRAINT paid_in_part CHECK ((paid <= cost)),
    CONSTRAINT visit_kind_check CHECK ((kind = ANY (ARRAY['first'::text, 'check'::text, 'urgent'::text])))
)
PARTITION BY RANGE (at);


ALTER TABLE public.visit OWNER TO postgres;

--
-- Name: totals; Type: MATERIALIZED VIEW; Schema: public; Owner: postgres
--

CREATE MATERIALIZED VIEW public.totals AS
 SELECT count(*) AS n
   FROM public.visit
  WITH NO DATA;


ALTER TABLE public.totals OWNER TO postgres;

--
-- Name: visit_2025_01; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.visit_2025_01 (
    patient_id bigint NOT NULL,
    at timestamp without time zone NOT NULL,
    staff_id uuid NOT NULL,
    reason character varying(200),
    kind text NOT NULL,
    cost numeric(10,2) NOT NULL,
    paid numeric(10,2) DEFAULT 0 NOT NULL,
    CONSTRAINT cost_is_positive CHECK ((cost > (0)::numeric)),
    CONSTRAINT paid_in_part CHECK ((paid <= cost)),
    CONSTRAINT visit_kind_check CHECK ((kind = ANY (ARRAY['first'::text, 'check'::text, 'urgent'::text])))
);


ALTER TABLE public.visit_2025_01 OWNER TO postgres;

--
-- Name: visit_2025_02; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.visit_2025_02 (
    patient_id bigint NOT NULL,
    at timestamp without time zone NOT NULL,
    staff_id uuid NOT NULL,
    reason character varying(200),
    kind text NOT NULL,
    cost numeric(10,2) NOT NULL,
    paid numeric(10,2) DEFAULT 0 NOT NULL,
    CONSTRAINT cost_is_positive CHECK ((cost > (0)::numeric)),
    CONSTRAINT paid_in_part CHECK ((paid <= cost)),
    CONSTRAINT visit_kind_check CHECK ((kind = ANY (ARRAY['first'::text, 'check'::text, 'urgent'::text])))
);


ALTER TABLE public.visit_2025_02 OWNER TO postgres;

--
-- Name: region_stock_north; Type: TABLE ATTACH; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.region_stock ATTACH PARTITION public.region_stock_north FOR VALUES IN ('north', 'coast');


--
-- Name: region_stock_south; Type: TABLE ATTACH; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.region_stock ATTACH PARTITION public.region_stock_south FOR VALUES IN ('south');


--
-- Name: visit_2025_01; Type: TABLE ATTACH; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.visit ATTACH PARTITION public.visit_2025_01 FOR VALUES FROM ('2025-01-01 00:00:00') TO ('2025-02-01 00:00:00');


--
-- Name: visit_2025_02; Type: TABLE ATTACH; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.visit ATTACH PARTITION public.visit_2025_02 FOR VALUES FROM ('2025-02-01 00:00:00') TO ('2025-03-01 00:00:00');


--
-- Name: audit_base id; Type: DEFAULT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.audit_base ALTER COLUMN id SET DEFAULT nextval('public.audit_base_id_seq'::regclass);


--
-- Name: audit_login id; Type: DEFAULT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.audit_login ALTER COLUMN id SET DEFAULT nextval('public.audit_base_id_seq'::regclass);


--
-- Name: clinic id; Type: DEFAULT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.clinic ALTER COLUMN id SET DEFAULT nextval('public.clinic_id_seq'::regclass);


--
-- Data for Name: Staff; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public."Staff" (id, "clinicId", role, email, skills, hours, boss_id, badge, salary, since, until) FROM stdin;
\.


--
-- Data for Name: audit_base; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.audit_base (id, happened_at) FROM stdin;
\.


--
-- Data for Name: audit_login; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.audit_login (id, happened_at, login) FROM stdin;
1	2025-01-01 00:00:00	it's; me
\.


--
-- Data for Name: clinic; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.clinic (id, name, address, networks, opened, rating, car, opens, closes) FROM stdin;
\.


--
-- Data for Name: patient; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.patient (id, number, full_name, born, state, weight, height, deleted_at, insured, policy, notes, stay, rooms, place) FROM stdin;
\.


--
-- Data for Name: prescription; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.prescription (patient_id, visited_at, line, drug_code, dose) FROM stdin;
\.


--
-- Data for Name: region_stock_north; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.region_stock_north (region, drug_code, amount) FROM stdin;
\.


--
-- Data for Name: region_stock_south; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.region_stock_south (region, drug_code, amount) FROM stdin;
\.


--
-- Data for Name: visit_2025_01; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.visit_2025_01 (patient_id, at, staff_id, reason, kind, cost, paid) FROM stdin;
\.


--
-- Data for Name: visit_2025_02; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.visit_2025_02 (patient_id, at, staff_id, reason, kind, cost, paid) FROM stdin;
\.


--
-- Name: audit_base_id_seq; Type: SEQUENCE SET; Schema: public; Owner: postgres
--

SELECT pg_catalog.setval('public.audit_base_id_seq', 1, true);


--
-- Name: clinic_id_seq; Type: SEQUENCE SET; Schema: public; Owner: postgres
--

SELECT pg_catalog.setval('public.clinic_id_seq', 1, false);


--
-- Name: patient_id_seq; Type: SEQUENCE SET; Schema: public; Owner: postgres
--

SELECT pg_catalog.setval('public.patient_id_seq', 1, false);


--
-- Name: visit_numbers; Type: SEQUENCE SET; Schema: public; Owner: postgres
--

SELECT pg_catalog.setval('public.visit_numbers', 1, false);


--
-- Name: Staff Staff_pkey; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public."Staff"
    ADD CONSTRAINT "Staff_pkey" PRIMARY KEY (id);


--
-- Name: audit_base audit_base_pkey; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.audit_base
    ADD CONSTRAINT audit_base_pkey PRIMARY KEY (id);


--
-- Name: clinic clinic_name_key; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.clinic
    ADD CONSTRAINT clinic_name_key UNIQUE (name);


--
-- Name: clinic clinic_pkey; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.clinic
    ADD CONSTRAINT clinic_pkey PRIMARY KEY (id);


--
-- Name: patient patient_pkey; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.patient
    ADD CONSTRAINT patient_pkey PRIMARY KEY (id);


--
-- Name: prescription prescription_pkey; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.prescription
    ADD CONSTRAINT prescription_pkey PRIMARY KEY (patient_id, visited_at, line);


--
-- Name: region_stock region_stock_pkey; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.region_stock
    ADD CONSTRAINT region_stock_pkey PRIMARY KEY (region, drug_code);


--
-- Name: region_stock_north region_stock_north_pkey; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.region_stock_north
    ADD CONSTRAINT region_stock_north_pkey PRIMARY KEY (region, drug_code);


--
-- Name: region_stock_south region_stock_south_pkey; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.region_stock_south
    ADD CONSTRAINT region_stock_south_pkey PRIMARY KEY (region, drug_code);


--
-- Name: visit visit_pkey; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.visit
    ADD CONSTRAINT visit_pkey PRIMARY KEY (patient_id, at);


--
-- Name: visit_2025_01 visit_2025_01_pkey; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.visit_2025_01
    ADD CONSTRAINT visit_2025_01_pkey PRIMARY KEY (patient_id, at);


--
-- Name: visit_2025_02 visit_2025_02_pkey; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.visit_2025_02
    ADD CONSTRAINT visit_2025_02_pkey PRIMARY KEY (patient_id, at);


--
-- Name: one_policy; Type: INDEX; Schema: public; Owner: postgres
--

CREATE UNIQUE INDEX one_policy ON public.patient USING btree (policy) WHERE (deleted_at IS NULL);


--
-- Name: patient_words; Type: INDEX; Schema: public; Owner: postgres
--

CREATE INDEX patient_words ON public.patient USING gin (words);


--
-- Name: staff_email; Type: INDEX; Schema: public; Owner: postgres
--

CREATE UNIQUE INDEX staff_email ON public."Staff" USING btree (lower((email)::text));


--
-- Name: region_stock_north_pkey; Type: INDEX ATTACH; Schema: public; Owner: postgres
--

ALTER INDEX public.region_stock_pkey ATTACH PARTITION public.region_stock_north_pkey;


--
-- Name: region_stock_south_pkey; Type: INDEX ATTACH; Schema: public; Owner: postgres
--

ALTER INDEX public.region_stock_pkey ATTACH PARTITION public.region_stock_south_pkey;


--
-- Name: visit_2025_01_pkey; Type: INDEX ATTACH; Schema: public; Owner: postgres
--

ALTER INDEX public.visit_pkey ATTACH PARTITION public.visit_2025_01_pkey;


--
-- Name: visit_2025_02_pkey; Type: INDEX ATTACH; Schema: public; Owner: postgres
--

ALTER INDEX public.visit_pkey ATTACH PARTITION public.visit_2025_02_pkey;


--
-- Name: patient patient_touch; Type: TRIGGER; Schema: public; Owner: postgres
--

CREATE TRIGGER patient_touch BEFORE UPDATE ON public.patient FOR EACH ROW EXECUTE FUNCTION public.touch();


--
-- Name: Staff staff_keep; Type: TRIGGER; Schema: public; Owner: postgres
--

CREATE TRIGGER staff_keep BEFORE INSERT ON public."Staff" FOR EACH ROW EXECUTE FUNCTION public.keep();


--
-- Name: Staff Staff_boss_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public."Staff"
    ADD CONSTRAINT "Staff_boss_id_fkey" FOREIGN KEY (boss_id) REFERENCES public."Staff"(id);


--
-- Name: Staff Staff_clinicId_fkey; Type: FK CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public."Staff"
    ADD CONSTRAINT "Staff_clinicId_fkey" FOREIGN KEY ("clinicId") REFERENCES public.clinic(id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;


--
-- Name: prescription prescription_patient_id_visited_at_fkey; Type: FK CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.prescription
    ADD CONSTRAINT prescription_patient_id_visited_at_fkey FOREIGN KEY (patient_id, visited_at) REFERENCES public.visit(patient_id, at);


--
-- Name: visit visit_patient; Type: FK CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE public.visit
    ADD CONSTRAINT visit_patient FOREIGN KEY (patient_id) REFERENCES public.patient(id);


--
-- Name: visit visit_staff; Type: FK CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE public.visit
    ADD CONSTRAINT visit_staff FOREIGN KEY (staff_id) REFERENCES public."Staff"(id);


--
-- PostgreSQL database dump complete
--

\unrestrict HGjLp2QjBAC0MswwAc9iGcug6osH8QbQALIBhw0wqI5WdZhADetlf80N4ybW1Mf

