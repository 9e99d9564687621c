-- The words of published articles as our own index of sorted blocks (ADR 9), the same on both engines. What the engines' own indexes held is read
-- afresh: the first start after this step indexes every article again.

DROP TABLE search_text;

-- Which document stands for an article now. An article that changes becomes another document: a number never comes back with other words.
CREATE TABLE search_doc (
  article_id BIGINT NOT NULL PRIMARY KEY,
  doc BIGINT NOT NULL
){clustered};

-- Documents that no segment holds yet, each with its words. They are few: every so often they become a segment.
CREATE TABLE search_recent (
  doc {id},
  words {bytes} NOT NULL
);

-- Documents in segments that stand for nothing any more. A segment that is written anew leaves them out.
CREATE TABLE search_gone (
  doc BIGINT NOT NULL PRIMARY KEY
){clustered};

-- Segments never change. head is what its documents are and where its words begin; the words themselves are in its blocks, whose numbers follow from the segment's.
CREATE TABLE search_segment (
  id {id},
  docs INTEGER NOT NULL,
  head {bytes} NOT NULL
);

CREATE TABLE search_block (
  id {id},
  entries {bytes} NOT NULL
);
-- Blocks are packed already: PostgreSQL would only lose time over them.
-- only postgres
ALTER TABLE search_block ALTER COLUMN entries SET STORAGE EXTERNAL;
ALTER TABLE search_segment ALTER COLUMN head SET STORAGE EXTERNAL;
ALTER TABLE search_recent ALTER COLUMN words SET STORAGE EXTERNAL;
-- both

-- By which version of the analysis the index was made (search.Version). Where there are articles already, none: the next start indexes them.
CREATE TABLE search_version (
  version BIGINT NOT NULL PRIMARY KEY
);
INSERT INTO search_version (version) SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM article);
