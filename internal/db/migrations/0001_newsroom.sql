-- The newsroom's tables. Times are UTC milliseconds, 0 for none. {id}, {bytes} and {clustered} are written for each engine.

-- What changed, in the order in which it was committed (ADR 2).
CREATE TABLE event (
  seq BIGINT NOT NULL PRIMARY KEY,
  at BIGINT NOT NULL,
  labels TEXT NOT NULL
);
CREATE INDEX event_at ON event (at);
-- Numbers come from outside the transaction's view on PostgreSQL, where several write at once; on SQLite the next one does (event.Append).
-- only postgres
CREATE SEQUENCE event_seq;
-- both

-- Background work, enqueued by the transaction that causes it (ADR 4).
CREATE TABLE job (
  id {id},
  kind TEXT NOT NULL,
  payload TEXT NOT NULL,
  unique_key TEXT,
  run_at BIGINT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  claimed_until BIGINT NOT NULL DEFAULT 0,
  failed_at BIGINT NOT NULL DEFAULT 0,
  last_error TEXT NOT NULL DEFAULT '',
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX job_unique ON job (kind, unique_key);
CREATE INDEX job_due ON job (failed_at, run_at, id);

-- The newspaper's identity and settings, one JSON document a subject.
CREATE TABLE setting (
  key TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
);

-- Who owns which public path (ADR 5). kind: article, section, country, tag, author, standing, picture, redirect, gone.
CREATE TABLE address (
  path TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  target BIGINT NOT NULL DEFAULT 0,
  location TEXT NOT NULL DEFAULT '',
  created_at BIGINT NOT NULL
);
CREATE INDEX address_target ON address (kind, target);
CREATE INDEX address_location ON address (location);

-- Pictures, sound, film and documents. name is the first part of every public file name and is made from the content.
CREATE TABLE media (
  id {id},
  kind TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  mime TEXT NOT NULL,
  width INTEGER NOT NULL DEFAULT 0,
  height INTEGER NOT NULL DEFAULT 0,
  bytes BIGINT NOT NULL DEFAULT 0,
  state TEXT NOT NULL,
  alt TEXT NOT NULL DEFAULT '',
  caption TEXT NOT NULL DEFAULT '',
  credit TEXT NOT NULL DEFAULT '',
  focal_x INTEGER NOT NULL DEFAULT 50,
  focal_y INTEGER NOT NULL DEFAULT 50,
  created_at BIGINT NOT NULL
);
CREATE INDEX media_name ON media (name);

CREATE TABLE section (
  id {id},
  parent_id BIGINT REFERENCES section (id),
  slug TEXT NOT NULL,
  name TEXT NOT NULL,
  name_key {bytes} NOT NULL,
  hue TEXT NOT NULL DEFAULT '',
  description TEXT NOT NULL DEFAULT '',
  position INTEGER NOT NULL DEFAULT 0,
  path TEXT NOT NULL UNIQUE
);
CREATE INDEX section_parent ON section (parent_id);

CREATE TABLE country (
  id {id},
  code TEXT NOT NULL UNIQUE,
  slug TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  name_key {bytes} NOT NULL,
  region TEXT NOT NULL,
  continent BOOLEAN NOT NULL,
  position INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE tag (
  id {id},
  slug TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  name_key {bytes} NOT NULL,
  repeats_country BIGINT REFERENCES country (id)
);

-- Names of rubrics in other languages than the newspaper's own.
CREATE TABLE section_name (
  section_id BIGINT NOT NULL REFERENCES section (id) ON DELETE CASCADE,
  language TEXT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (section_id, language)
);

-- Menus are data: an entry leads to a rubric, a country, the list of countries, a standing page or any address.
CREATE TABLE menu_item (
  id {id},
  menu TEXT NOT NULL,
  parent_id BIGINT REFERENCES menu_item (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  label TEXT NOT NULL DEFAULT '',
  kind TEXT NOT NULL,
  target BIGINT NOT NULL DEFAULT 0,
  url TEXT NOT NULL DEFAULT ''
);
CREATE INDEX menu_item_menu ON menu_item (menu, position);
CREATE INDEX menu_item_parent ON menu_item (parent_id);

-- Accounts sign in; bylines sign articles. Nothing public ever leads from one to the other.
CREATE TABLE account (
  id {id},
  email TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  password_hash TEXT NOT NULL DEFAULT '',
  created_at BIGINT NOT NULL,
  ended_at BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE token (
  id {id},
  account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE,
  created_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX token_account ON token (account_id);

CREATE TABLE byline (
  id {id},
  slug TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  name_key {bytes} NOT NULL,
  kind TEXT NOT NULL DEFAULT 'person',
  role TEXT NOT NULL DEFAULT '',
  bio TEXT NOT NULL DEFAULT '',
  portrait_id BIGINT REFERENCES media (id),
  in_team BOOLEAN NOT NULL DEFAULT FALSE,
  position INTEGER NOT NULL DEFAULT 0,
  account_id BIGINT REFERENCES account (id)
);
CREATE INDEX byline_account ON byline (account_id);
CREATE INDEX byline_portrait ON byline (portrait_id);

-- Kinds of article: a label for readers, a type for machines.
CREATE TABLE article_kind (
  code TEXT NOT NULL PRIMARY KEY,
  position INTEGER NOT NULL,
  schema_type TEXT NOT NULL,
  sponsored BOOLEAN NOT NULL DEFAULT FALSE,
  labels TEXT NOT NULL
);

CREATE TABLE article (
  id {id},
  uid TEXT NOT NULL UNIQUE,
  language TEXT NOT NULL,
  kind TEXT NOT NULL REFERENCES article_kind (code),
  status TEXT NOT NULL,
  slug TEXT NOT NULL DEFAULT '',
  path TEXT NOT NULL DEFAULT '',
  title TEXT NOT NULL,
  short_title TEXT NOT NULL DEFAULT '',
  standfirst TEXT NOT NULL DEFAULT '',
  body TEXT NOT NULL DEFAULT '',
  dateline TEXT NOT NULL DEFAULT '',
  agencies TEXT NOT NULL DEFAULT '',
  section_id BIGINT REFERENCES section (id),
  hero_id BIGINT REFERENCES media (id),
  hero_alt TEXT NOT NULL DEFAULT '',
  hero_caption TEXT NOT NULL DEFAULT '',
  hero_credit TEXT NOT NULL DEFAULT '',
  seo_title TEXT NOT NULL DEFAULT '',
  seo_description TEXT NOT NULL DEFAULT '',
  words INTEGER NOT NULL DEFAULT 0,
  pinned BOOLEAN NOT NULL DEFAULT FALSE,
  comments_open BOOLEAN NOT NULL DEFAULT TRUE,
  translation_of BIGINT REFERENCES article (id),
  reply_to BIGINT REFERENCES article (id),
  publish_at BIGINT NOT NULL DEFAULT 0,
  first_published_at BIGINT NOT NULL DEFAULT 0,
  updated_at BIGINT NOT NULL DEFAULT 0,
  withdrawn_at BIGINT NOT NULL DEFAULT 0,
  withdrawn_reason TEXT NOT NULL DEFAULT '',
  created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL
);
CREATE INDEX article_published ON article (first_published_at, id);
-- Most articles are published, so an index on the state would only mislead a planner that has no statistics.
CREATE INDEX article_waiting ON article (status, changed_at) WHERE status <> 'published';
CREATE INDEX article_section ON article (section_id);
CREATE INDEX article_hero ON article (hero_id);
CREATE INDEX article_translation ON article (translation_of);
CREATE INDEX article_reply ON article (reply_to);

CREATE TABLE article_country (
  article_id BIGINT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
  country_id BIGINT NOT NULL REFERENCES country (id),
  position INTEGER NOT NULL,
  PRIMARY KEY (article_id, country_id)
){clustered};
CREATE INDEX article_country_country ON article_country (country_id);

CREATE TABLE article_tag (
  article_id BIGINT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
  tag_id BIGINT NOT NULL REFERENCES tag (id),
  position INTEGER NOT NULL,
  PRIMARY KEY (article_id, tag_id)
){clustered};
CREATE INDEX article_tag_tag ON article_tag (tag_id);

CREATE TABLE article_byline (
  article_id BIGINT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
  byline_id BIGINT NOT NULL REFERENCES byline (id),
  position INTEGER NOT NULL,
  PRIMARY KEY (article_id, byline_id)
){clustered};
CREATE INDEX article_byline_byline ON article_byline (byline_id);

-- Which pictures stand in an article's text, to know what to drop when one is ready or replaced.
CREATE TABLE article_picture (
  article_id BIGINT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
  media_id BIGINT NOT NULL REFERENCES media (id),
  PRIMARY KEY (article_id, media_id)
){clustered};
CREATE INDEX article_picture_media ON article_picture (media_id);

CREATE TABLE article_note (
  id {id},
  article_id BIGINT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  text TEXT NOT NULL,
  signature TEXT NOT NULL DEFAULT '',
  reply_id BIGINT REFERENCES article (id),
  noted_at BIGINT NOT NULL
);
CREATE INDEX article_note_article ON article_note (article_id);
CREATE INDEX article_note_noted ON article_note (noted_at, id);
CREATE INDEX article_note_reply ON article_note (reply_id);

-- Which published articles stand in which list, in the order in which the list shows them. list is the label of the list: section:3, country:5, tag:9,
-- author:2, language:fr.
CREATE TABLE listing (
  list TEXT NOT NULL,
  at BIGINT NOT NULL,
  article_id BIGINT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
  PRIMARY KEY (list, at, article_id)
){clustered};
CREATE INDEX listing_article ON listing (article_id);

-- How many articles stand in each list, kept by the transaction that changes the list.
CREATE TABLE listing_count (
  list TEXT NOT NULL PRIMARY KEY,
  articles BIGINT NOT NULL,
  first_at BIGINT NOT NULL
);

-- Breaking news: pushed lines.
CREATE TABLE breaking (
  id {id},
  language TEXT NOT NULL,
  text TEXT NOT NULL,
  article_id BIGINT REFERENCES article (id) ON DELETE SET NULL,
  url TEXT NOT NULL DEFAULT '',
  position INTEGER NOT NULL DEFAULT 0,
  pushed_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX breaking_live ON breaking (language, expires_at);
CREATE INDEX breaking_article ON breaking (article_id);

CREATE TABLE standing (
  id {id},
  language TEXT NOT NULL,
  slug TEXT NOT NULL,
  title TEXT NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  body TEXT NOT NULL,
  place TEXT NOT NULL DEFAULT '',
  position INTEGER NOT NULL DEFAULT 0,
  published BOOLEAN NOT NULL DEFAULT TRUE,
  path TEXT NOT NULL DEFAULT '',
  changed_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX standing_slug ON standing (language, slug);

-- Advertisements in named slots: haut, texte, colonne, liste.
CREATE TABLE advert (
  id {id},
  slot TEXT NOT NULL,
  advertiser TEXT NOT NULL,
  alt TEXT NOT NULL,
  url TEXT NOT NULL,
  position INTEGER NOT NULL DEFAULT 0,
  starts_at BIGINT NOT NULL DEFAULT 0,
  ends_at BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX advert_slot ON advert (slot, position);

CREATE TABLE advert_picture (
  advert_id BIGINT NOT NULL REFERENCES advert (id) ON DELETE CASCADE,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  file TEXT NOT NULL,
  PRIMARY KEY (advert_id, width, height)
);

-- Reads: a sum an article, and sums a day for "most read".
CREATE TABLE article_reads (
  article_id BIGINT NOT NULL PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
  reads BIGINT NOT NULL
);

CREATE TABLE article_reads_day (
  day INTEGER NOT NULL,
  article_id BIGINT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
  reads BIGINT NOT NULL,
  PRIMARY KEY (day, article_id)
){clustered};
CREATE INDEX article_reads_day_article ON article_reads_day (article_id);

-- Comments, kept from imports; a later room shows and moderates them. The address of a commenter is never public.
CREATE TABLE comment (
  id {id},
  article_id BIGINT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
  parent_id BIGINT REFERENCES comment (id),
  status TEXT NOT NULL,
  name TEXT NOT NULL,
  email TEXT NOT NULL DEFAULT '',
  url TEXT NOT NULL DEFAULT '',
  body TEXT NOT NULL,
  posted_at BIGINT NOT NULL
);
CREATE INDEX comment_article ON comment (article_id, posted_at);
CREATE INDEX comment_parent ON comment (parent_id);

-- The words of published articles, folded by text.Fold before they come here, so that both engines find the same.
-- FTS5 and tsvector have nothing in common but their purpose.
-- only sqlite
CREATE VIRTUAL TABLE search_text USING fts5 (title, standfirst, body, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 0");
-- only postgres
CREATE TABLE search_text (
  rowid BIGINT NOT NULL PRIMARY KEY,
  words TSVECTOR NOT NULL
);
CREATE INDEX search_words ON search_text USING GIN (words);
-- both
