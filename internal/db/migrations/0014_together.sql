-- Working together: what colleagues are told of, remarks on a text, notes among them. Times are UTC milliseconds, 0 for none.

-- How often somebody is written to about what they have not read: hour, morning or never.
ALTER TABLE account ADD COLUMN digest TEXT NOT NULL DEFAULT 'morning';

-- Something that somebody is told of. by_id is who did it, 0 for the program itself. place is the page of the article where it is. times is how often it was done since it was read last.
-- written_at is when a letter was to tell of it.
CREATE TABLE notice (
  id {id},
  account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  what TEXT NOT NULL,
  article_id BIGINT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
  by_id BIGINT NOT NULL,
  words TEXT NOT NULL,
  place TEXT NOT NULL,
  times INTEGER NOT NULL DEFAULT 1,
  at BIGINT NOT NULL,
  read_at BIGINT NOT NULL DEFAULT 0,
  written_at BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX notice_account ON notice (account_id, id);
CREATE INDEX notice_unread ON notice (account_id, id) WHERE read_at = 0;
CREATE INDEX notice_article ON notice (article_id);
CREATE INDEX notice_at ON notice (at);

-- A remark on a passage of an article, on all of it where quote is empty, or an answer to a remark. before and after are what stood around the passage; anchor is the browser's own mark of it in the
-- shared document. The text of an account that was erased is empty.
CREATE TABLE remark (
  id {id},
  article_id BIGINT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
  answers BIGINT NOT NULL DEFAULT 0,
  account_id BIGINT NOT NULL,
  text TEXT NOT NULL,
  quote TEXT NOT NULL DEFAULT '',
  before TEXT NOT NULL DEFAULT '',
  after TEXT NOT NULL DEFAULT '',
  anchor TEXT NOT NULL DEFAULT '',
  at BIGINT NOT NULL,
  resolved_at BIGINT NOT NULL DEFAULT 0,
  resolved_by BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX remark_article ON remark (article_id, id);
CREATE INDEX remark_open ON remark (article_id) WHERE answers = 0 AND resolved_at = 0;
CREATE INDEX remark_account ON remark (account_id);

-- A note on an article among colleagues, which never leaves the desk.
CREATE TABLE colleague_note (
  id {id},
  article_id BIGINT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
  account_id BIGINT NOT NULL,
  text TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX colleague_note_article ON colleague_note (article_id, id);
CREATE INDEX colleague_note_account ON colleague_note (account_id);
