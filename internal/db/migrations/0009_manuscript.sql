-- What is being written. A manuscript is a shared document: a row of updates that browsers made, which the server keeps and relays without understanding them, and beside it
-- what it says to readers, as the browser that knew it best told it. seq numbers the newest update, 0 before the first. Up to whole_seq one update stands for all. The text shows
-- the updates up to text_seq. told_by is an account, 0 for none. outsides counts the changes that were made past the document. known_… is the text of the article itself, as the
-- manuscript last took it in or gave it out.
CREATE TABLE manuscript (
  article_id BIGINT NOT NULL PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
  seq BIGINT NOT NULL,
  whole_seq BIGINT NOT NULL,
  title TEXT NOT NULL,
  standfirst TEXT NOT NULL,
  body TEXT NOT NULL,
  text_seq BIGINT NOT NULL,
  told_at BIGINT NOT NULL,
  told_by BIGINT NOT NULL,
  outsides BIGINT NOT NULL,
  known_title TEXT NOT NULL,
  known_standfirst TEXT NOT NULL,
  known_body TEXT NOT NULL
);

-- name is given by the browser, which sends an update again under the same name until it has an answer. covers is, of one that stands for many, the number of the newest of them,
-- and 0 of any other. Those that it stands for are kept for a while, in case it was wrong: covered_at is since when, 0 while an update counts.
CREATE TABLE manuscript_update (
  article_id BIGINT NOT NULL REFERENCES manuscript (article_id) ON DELETE CASCADE,
  seq BIGINT NOT NULL,
  name TEXT NOT NULL,
  content {bytes} NOT NULL,
  covers BIGINT NOT NULL,
  covered_at BIGINT NOT NULL,
  at BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  PRIMARY KEY (article_id, seq)
){clustered};
CREATE UNIQUE INDEX manuscript_update_name ON manuscript_update (article_id, name);

-- A text that was changed past the shared document, until a browser writes the change into it: what the manuscript said before, and what it is to say.
CREATE TABLE manuscript_outside (
  article_id BIGINT NOT NULL PRIMARY KEY REFERENCES manuscript (article_id) ON DELETE CASCADE,
  number BIGINT NOT NULL,
  base_title TEXT NOT NULL,
  base_standfirst TEXT NOT NULL,
  base_body TEXT NOT NULL,
  title TEXT NOT NULL,
  standfirst TEXT NOT NULL,
  body TEXT NOT NULL
);
