-- One change to many articles. state is gathered (somebody chose the articles and has not said yes), running, done, undoing or undone. what is the change, subject_id what it sets, adds, removes or
-- replaces, with_id by what, reason what readers are told of a withdrawal. articles is how many were chosen. undo_account is who undid it.
CREATE TABLE bulk_act (
  id {id},
  account_id BIGINT NOT NULL,
  state TEXT NOT NULL,
  what TEXT NOT NULL DEFAULT '',
  subject_id BIGINT NOT NULL DEFAULT 0,
  with_id BIGINT NOT NULL DEFAULT 0,
  reason TEXT NOT NULL DEFAULT '',
  articles BIGINT NOT NULL,
  gathered_at BIGINT NOT NULL,
  begun_at BIGINT NOT NULL DEFAULT 0,
  ended_at BIGINT NOT NULL DEFAULT 0,
  undo_account BIGINT NOT NULL DEFAULT 0,
  undo_at BIGINT NOT NULL DEFAULT 0,
  undone_at BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX bulk_act_account ON bulk_act (account_id, id) WHERE begun_at <> 0;
CREATE INDEX bulk_act_begun ON bulk_act (id) WHERE begun_at <> 0;
CREATE INDEX bulk_act_gathered ON bulk_act (gathered_at) WHERE begun_at = 0;

-- What became of each article: '' waits; done; same, it was so already; left, for the reason in why; undone; stays, which could not be undone for the reason in why. before and after are what the field
-- said on either side of the act, which undoing it goes by; they hold numbers and states, no text.
CREATE TABLE bulk_item (
  act_id BIGINT NOT NULL REFERENCES bulk_act (id) ON DELETE CASCADE,
  article_id BIGINT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
  outcome TEXT NOT NULL DEFAULT '',
  why TEXT NOT NULL DEFAULT '',
  before TEXT NOT NULL DEFAULT '',
  after TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (act_id, article_id)
){clustered};
CREATE INDEX bulk_item_outcome ON bulk_item (act_id, outcome, article_id);
CREATE INDEX bulk_item_article ON bulk_item (article_id);
