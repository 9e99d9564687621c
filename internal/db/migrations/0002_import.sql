-- What imports brought over: from which site, what became of each thing, and its own fields as they came, so that nothing is asked for twice and nothing doubles.
-- Numbers of the other system are old_id; became is '' until something was made of a thing. Nothing here is public.

CREATE TABLE import_source (
  id {id},
  system TEXT NOT NULL,
  site TEXT NOT NULL,
  title TEXT NOT NULL DEFAULT '',
  run INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX import_source_site ON import_source (system, site);

-- Articles, pages, files, menu entries and whatever else the other system kept in its list of posts. run is the last import that met it; missing counts
-- the files that its text wants and that were not there; made_at is the changed_at of what was made of it, by which an editor's change is told.
CREATE TABLE import_item (
  source_id BIGINT NOT NULL REFERENCES import_source (id),
  old_id BIGINT NOT NULL,
  type TEXT NOT NULL,
  name TEXT NOT NULL DEFAULT '',
  path TEXT NOT NULL DEFAULT '',
  file TEXT NOT NULL DEFAULT '',
  parent BIGINT NOT NULL DEFAULT 0,
  run INTEGER NOT NULL DEFAULT 0,
  became TEXT NOT NULL DEFAULT '',
  new_id BIGINT NOT NULL DEFAULT 0,
  missing INTEGER NOT NULL DEFAULT 0,
  made_at BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (source_id, old_id)
){clustered};
CREATE INDEX import_item_type ON import_item (source_id, type);
CREATE INDEX import_item_parent ON import_item (source_id, parent);
CREATE INDEX import_item_new ON import_item (became, new_id);

-- The text and the other fields of an item, untouched. fields is a JSON object; terms are in it as [taxonomy, slug, name].
CREATE TABLE import_verbatim (
  source_id BIGINT NOT NULL,
  old_id BIGINT NOT NULL,
  title TEXT NOT NULL,
  content TEXT NOT NULL,
  excerpt TEXT NOT NULL,
  fields TEXT NOT NULL,
  PRIMARY KEY (source_id, old_id),
  FOREIGN KEY (source_id, old_id) REFERENCES import_item (source_id, old_id) ON DELETE CASCADE
);

-- Every field that plug-ins hung on an item, in the order in which they came.
CREATE TABLE import_meta (
  source_id BIGINT NOT NULL,
  old_id BIGINT NOT NULL,
  position INTEGER NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (source_id, old_id, position),
  FOREIGN KEY (source_id, old_id) REFERENCES import_item (source_id, old_id) ON DELETE CASCADE
);
CREATE INDEX import_meta_key ON import_meta (key, source_id, old_id);

-- Categories, tags and the terms of any other taxonomy. country_id stands beside whatever else a term became. meta is a JSON object.
CREATE TABLE import_term (
  source_id BIGINT NOT NULL REFERENCES import_source (id),
  taxonomy TEXT NOT NULL,
  slug TEXT NOT NULL,
  old_id BIGINT NOT NULL DEFAULT 0,
  name TEXT NOT NULL,
  parent TEXT NOT NULL DEFAULT '',
  description TEXT NOT NULL DEFAULT '',
  meta TEXT NOT NULL DEFAULT '',
  used BOOLEAN NOT NULL DEFAULT FALSE,
  run INTEGER NOT NULL DEFAULT 0,
  became TEXT NOT NULL DEFAULT '',
  new_id BIGINT NOT NULL DEFAULT 0,
  country_id BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (source_id, taxonomy, slug)
){clustered};
CREATE INDEX import_term_old ON import_term (source_id, taxonomy, old_id);
CREATE INDEX import_term_parent ON import_term (source_id, taxonomy, parent);

-- Who signed there, by the name under which they signed in: kept to know them again, shown to nobody.
CREATE TABLE import_author (
  source_id BIGINT NOT NULL REFERENCES import_source (id),
  login TEXT NOT NULL,
  old_id BIGINT NOT NULL DEFAULT 0,
  name TEXT NOT NULL DEFAULT '',
  bio TEXT NOT NULL DEFAULT '',
  run INTEGER NOT NULL DEFAULT 0,
  byline_id BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (source_id, login)
){clustered};

-- Comments by their old numbers. Those under what cannot bear any yet are kept in verbatim, as JSON.
CREATE TABLE import_comment (
  source_id BIGINT NOT NULL REFERENCES import_source (id),
  old_id BIGINT NOT NULL,
  item_id BIGINT NOT NULL,
  new_id BIGINT NOT NULL DEFAULT 0,
  verbatim TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (source_id, old_id)
){clustered};
CREATE INDEX import_comment_item ON import_comment (source_id, item_id);

-- Files of the uploads folder that were taken in, by their path there.
CREATE TABLE import_file (
  source_id BIGINT NOT NULL REFERENCES import_source (id),
  path TEXT NOT NULL,
  media_id BIGINT NOT NULL REFERENCES media (id),
  PRIMARY KEY (source_id, path)
){clustered};
CREATE INDEX import_file_media ON import_file (media_id);
