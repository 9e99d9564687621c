-- From draft to reader: who began an article, until when it must not appear, what it was at each save; and what the API has answered.

-- 0: nobody on the staff, as for what an import brought.
ALTER TABLE article ADD COLUMN created_by BIGINT NOT NULL DEFAULT 0;
ALTER TABLE article ADD COLUMN embargo_until BIGINT NOT NULL DEFAULT 0;

-- An article as it was at each save that a person would recognise. What an import brought has none until its first edit, which keeps what was before as number 1. saved_by is 0 for
-- the program itself; changed are the names of what differs from the revision before; said is the kind of note for readers, or minor; restored is the number of the revision that came
-- back, 0 for none. content is the article as JSON, compressed by zstd.
CREATE TABLE article_revision (
  id {id},
  article_id BIGINT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  saved_by BIGINT NOT NULL DEFAULT 0,
  saved_at BIGINT NOT NULL,
  status TEXT NOT NULL,
  words INTEGER NOT NULL,
  changed TEXT NOT NULL,
  said TEXT NOT NULL DEFAULT '',
  restored INTEGER NOT NULL DEFAULT 0,
  content {bytes} NOT NULL
);
CREATE UNIQUE INDEX article_revision_number ON article_revision (article_id, number);
-- It is compressed already: PostgreSQL would only lose time over it.
-- only postgres
ALTER TABLE article_revision ALTER COLUMN content SET STORAGE EXTERNAL;
-- both

-- What a request with an Idempotency-Key was answered, to answer its repetition alike. request is a hash of what was asked.
CREATE TABLE api_answer (
  account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  key TEXT NOT NULL,
  request TEXT NOT NULL,
  status INTEGER NOT NULL,
  body TEXT NOT NULL,
  answered_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, key)
){clustered};
CREATE INDEX api_answer_answered ON api_answer (answered_at);
