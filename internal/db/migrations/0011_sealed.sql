-- What must not be read any more, what search engines must not find, who may look before readers do, and which programs are told of what happens.

-- When a version was sealed; its content is empty then. 0: it was not.
ALTER TABLE article_revision ADD COLUMN sealed_at BIGINT NOT NULL DEFAULT 0;
-- Readers may read the article, search engines are asked not to show it.
ALTER TABLE article ADD COLUMN noindex BOOLEAN NOT NULL DEFAULT FALSE;

-- How often something in it was sealed: what browsers keep of its manuscript from before is not taken any more.
ALTER TABLE article ADD COLUMN seals INTEGER NOT NULL DEFAULT 0;

-- Links by which somebody outside reads an article as it stands now, by the hash of the secret in them.
CREATE TABLE preview_link (
  id {id},
  article_id BIGINT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
  hash TEXT NOT NULL UNIQUE,
  account_id BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL
);
CREATE INDEX preview_link_article ON preview_link (article_id);
CREATE INDEX preview_link_end ON preview_link (ends_at);

-- Programs that are told when articles come, change and go. events is a list with spaces between.
CREATE TABLE webhook (
  id {id},
  url TEXT NOT NULL,
  events TEXT NOT NULL,
  secret TEXT NOT NULL,
  created_by BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);

-- What each was told, or is to be told. No word of an article is in it. answer is the status of the last attempt, 0 for none; done_at is when it was taken in or given up.
CREATE TABLE webhook_delivery (
  id {id},
  webhook_id BIGINT NOT NULL REFERENCES webhook (id) ON DELETE CASCADE,
  event TEXT NOT NULL,
  article_id BIGINT NOT NULL,
  happened_at BIGINT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  tried_at BIGINT NOT NULL DEFAULT 0,
  answer INTEGER NOT NULL DEFAULT 0,
  problem TEXT NOT NULL DEFAULT '',
  delivered BOOLEAN NOT NULL DEFAULT FALSE,
  done_at BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX webhook_delivery_webhook ON webhook_delivery (webhook_id, id);
CREATE INDEX webhook_delivery_done ON webhook_delivery (done_at);
