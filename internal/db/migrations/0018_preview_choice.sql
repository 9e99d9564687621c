-- The picture by which an article is known where it is shared: 0 one that is drawn, -1 the hero, else the number of a picture in its text.
ALTER TABLE article ADD COLUMN preview_of BIGINT NOT NULL DEFAULT 0;
