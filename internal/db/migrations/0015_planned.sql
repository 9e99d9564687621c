-- Who answers for an article and until when, what the planning shows, and the replies that the law gives to whoever an article names.

-- An article without a row is its writer's, and nobody waits for it. account_id is 0 where whoever may can take it; due_at is 0 where no hour was set; closed_at is when it came before readers or was
-- withdrawn, 0 while it is awaited; told_for is the due hour of which the person was reminded.
CREATE TABLE assignment (
  article_id BIGINT NOT NULL PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
  account_id BIGINT NOT NULL DEFAULT 0,
  due_at BIGINT NOT NULL DEFAULT 0,
  closed_at BIGINT NOT NULL DEFAULT 0,
  told_for BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX assignment_due ON assignment (due_at, article_id) WHERE closed_at = 0;
CREATE INDEX assignment_account ON assignment (account_id, article_id);

-- The planning asks for what appears in some days, and for what may not appear before. Most articles are in neither index.
CREATE INDEX article_scheduled ON article (publish_at) WHERE status = 'scheduled';
CREATE INDEX article_embargo ON article (embargo_until) WHERE embargo_until <> 0;

-- Requests for a right of reply. due_at is when the law wants the reply published; status is received, accepted, published or refused; closed_at is when it came to one of the last two, 0 before.
-- reply_id is the article that is the reply. contact is erased some time after the end. told_at is when editors-in-chief were told that the deadline is near.
CREATE TABLE reply_request (
  id {id},
  article_id BIGINT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  contact TEXT NOT NULL,
  wording TEXT NOT NULL,
  received_at BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  status TEXT NOT NULL,
  reason TEXT NOT NULL DEFAULT '',
  reply_id BIGINT REFERENCES article (id),
  entered_by BIGINT NOT NULL DEFAULT 0,
  closed_at BIGINT NOT NULL DEFAULT 0,
  told_at BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX reply_request_due ON reply_request (due_at, id) WHERE closed_at = 0;
CREATE INDEX reply_request_closed ON reply_request (closed_at, id) WHERE closed_at <> 0;
CREATE INDEX reply_request_article ON reply_request (article_id);
CREATE INDEX reply_request_reply ON reply_request (reply_id);
