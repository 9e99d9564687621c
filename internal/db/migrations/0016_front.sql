-- The front page by hand. A row is a front page as it was published: who pinned what where, until when, as JSON; the rule fills the rest. The newest of a language holds. account_id is
-- who published it, 0 for the program; returned_to is the row that it brought back, 0 where it is new.
CREATE TABLE front (
  id {id},
  language TEXT NOT NULL,
  pins TEXT NOT NULL,
  published_at BIGINT NOT NULL,
  account_id BIGINT NOT NULL DEFAULT 0,
  returned_to BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX front_language ON front (language, id);

-- What somebody composes and has not published. base is the front page that they began from, 0 for the rule alone: another that is published meanwhile is told to them.
CREATE TABLE front_draft (
  account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  language TEXT NOT NULL,
  base BIGINT NOT NULL,
  pins TEXT NOT NULL,
  changed_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, language)
);
