-- Every list is counted in blocks, so that a page of it is found by summing blocks and reading a range of the list's own index (ADR 11). A block begins at
-- a key and reaches to the next one's; the first of a list begins before every key.
CREATE TABLE listing_block (
  list TEXT NOT NULL,
  at BIGINT NOT NULL,
  item_id BIGINT NOT NULL,
  items BIGINT NOT NULL,
  PRIMARY KEY (list, at, item_id)
){clustered};

-- When the newest of a list was published.
ALTER TABLE listing_count ADD COLUMN last_at BIGINT NOT NULL DEFAULT 0;
UPDATE listing_count SET last_at = COALESCE((SELECT MAX(at) FROM listing WHERE listing.list = listing_count.list), 0);

-- Which notes readers see in which list of notes, as listing says it of articles. The one list there is: corrections.
CREATE TABLE note_listing (
  list TEXT NOT NULL,
  at BIGINT NOT NULL,
  note_id BIGINT NOT NULL REFERENCES article_note (id) ON DELETE CASCADE,
  PRIMARY KEY (list, at, note_id)
){clustered};
CREATE INDEX note_listing_note ON note_listing (note_id);
INSERT INTO note_listing (list, at, note_id)
  SELECT 'corrections', n.noted_at, n.id FROM article_note n JOIN article a ON a.id = n.article_id LEFT JOIN article r ON r.id = n.reply_id
  WHERE a.status = 'published' AND (n.reply_id IS NULL OR r.status = 'published');
INSERT INTO listing_count (list, articles, first_at, last_at) SELECT list, COUNT(*), MIN(at), MAX(at) FROM note_listing GROUP BY list;

-- Blocks of 768: each may grow by a third before it is divided.
INSERT INTO listing_block (list, at, item_id, items)
  SELECT r.list, CASE WHEN r.n = 1 THEN -9223372036854775808 ELSE r.at END, CASE WHEN r.n = 1 THEN 0 ELSE r.item_id END,
    CASE WHEN c.articles - r.n + 1 < 768 THEN c.articles - r.n + 1 ELSE 768 END
  FROM (SELECT list, at, article_id AS item_id, ROW_NUMBER() OVER (PARTITION BY list ORDER BY at, article_id) AS n FROM listing
    UNION ALL SELECT list, at, note_id, ROW_NUMBER() OVER (PARTITION BY list ORDER BY at, note_id) FROM note_listing) AS r
  JOIN listing_count c ON c.list = r.list WHERE (r.n - 1) % 768 = 0;

-- The archive in pieces of 5,000 numbers, for sitemaps: how many published articles each holds, and when what its sitemap says of them last changed.
CREATE TABLE archive_piece (
  number BIGINT NOT NULL PRIMARY KEY,
  articles BIGINT NOT NULL,
  changed_at BIGINT NOT NULL
);
INSERT INTO archive_piece (number, articles, changed_at)
  SELECT (id - 1) / 5000 + 1, SUM(CASE WHEN status = 'published' THEN 1 ELSE 0 END), MAX(changed_at) FROM article
  WHERE first_published_at <> 0 GROUP BY (id - 1) / 5000 + 1;
