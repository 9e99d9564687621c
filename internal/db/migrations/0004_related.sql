-- What a reader of an article may want next, worked out when an article changes and read as rows (ADR 10). score is in millionths.
CREATE TABLE article_related (
  article_id BIGINT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  related_id BIGINT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
  score BIGINT NOT NULL,
  PRIMARY KEY (article_id, position)
){clustered};
CREATE INDEX article_related_related ON article_related (related_id, position, article_id);

-- Articles that are to be read again (step 0), or ranked among the others: those just read (1), then those that others' changes concern (2). at is when the article was
-- published: the newest come first. mark grows whenever the article changes, so that a worker knows what it has not seen.
CREATE TABLE related_due (
  article_id BIGINT NOT NULL PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
  step INTEGER NOT NULL,
  at BIGINT NOT NULL,
  mark BIGINT NOT NULL DEFAULT 0
){clustered};
CREATE INDEX related_due_step ON related_due (step, at, article_id);

-- What each published article is about, as it was last read: its most telling traits, the heaviest first, six bytes each: a hash of the term and its language, and a weight
-- in thousandths. root is the original of a translation, or the article itself; offered is whether it may stand in the lists of others. ranked_at is 0 until its own list
-- was made.
CREATE TABLE related_article (
  article_id BIGINT NOT NULL PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
  language TEXT NOT NULL,
  at BIGINT NOT NULL,
  root BIGINT NOT NULL,
  offered BOOLEAN NOT NULL,
  traits {bytes} NOT NULL,
  read_at BIGINT NOT NULL,
  ranked_at BIGINT NOT NULL DEFAULT 0
);

-- The heaviest of those traits, the other way about: under each the articles that are offered, by their date. No foreign key, which would want an index as large as the
-- table: a row whose article is gone is passed over, for it has no row in related_article.
CREATE TABLE related_posting (
  trait BIGINT NOT NULL,
  at BIGINT NOT NULL,
  article_id BIGINT NOT NULL,
  weight INTEGER NOT NULL,
  PRIMARY KEY (trait, at, article_id)
){clustered};

-- In how many articles each word, tag and country stands, the rare ones telling more. An article counts once, as it was when it was first read: what an edit moves is too
-- little to matter. The empty term of a language counts its articles.
CREATE TABLE related_trait (
  trait BIGINT NOT NULL PRIMARY KEY,
  articles BIGINT NOT NULL
){clustered};

-- An archive that is there already is worked off when the newsroom opens.
INSERT INTO related_due (article_id, step, at) SELECT id, 0, first_published_at FROM article WHERE status = 'published';
INSERT INTO job (kind, payload, unique_key, run_at, created_at) SELECT 'article.related', 'null', 'due', 0, 0 FROM related_due LIMIT 1;
