-- The media library: what is known of a file besides its words, and uploads that come in pieces.

ALTER TABLE media ADD COLUMN licence TEXT NOT NULL DEFAULT '';
-- Who brought it in; 0: nobody on the staff.
ALTER TABLE media ADD COLUMN account_id BIGINT NOT NULL DEFAULT 0;
-- What was found in the file and taken out of what is served: kinds, with spaces between.
ALTER TABLE media ADD COLUMN traces TEXT NOT NULL DEFAULT '';
-- The part that is shown, in pixels of the upright original; a width of 0 is the whole.
ALTER TABLE media ADD COLUMN crop_x INTEGER NOT NULL DEFAULT 0;
ALTER TABLE media ADD COLUMN crop_y INTEGER NOT NULL DEFAULT 0;
ALTER TABLE media ADD COLUMN crop_width INTEGER NOT NULL DEFAULT 0;
ALTER TABLE media ADD COLUMN crop_height INTEGER NOT NULL DEFAULT 0;
-- Caption, alternative text, credit and licence as they are compared: folded.
ALTER TABLE media ADD COLUMN words TEXT NOT NULL DEFAULT '';
CREATE INDEX media_kind ON media (kind, id);
CREATE INDEX media_account ON media (account_id, id) WHERE account_id <> 0;
-- What was there before is folded by the program.
INSERT INTO job (kind, payload, unique_key, run_at, created_at) SELECT 'media.fold', '0', 'fold', 0, 0 WHERE EXISTS (SELECT 1 FROM media);

-- An upload under way. id is a secret of whoever uploads; received is how many bytes have come. media_id is the file that it became, 0 as long as it is none.
CREATE TABLE upload (
  id TEXT NOT NULL PRIMARY KEY,
  account_id BIGINT NOT NULL,
  length BIGINT NOT NULL,
  received BIGINT NOT NULL DEFAULT 0,
  sensitive BOOLEAN NOT NULL DEFAULT FALSE,
  credit TEXT NOT NULL DEFAULT '',
  media_id BIGINT NOT NULL DEFAULT 0,
  ends_at BIGINT NOT NULL
);
CREATE INDEX upload_account ON upload (account_id);
CREATE INDEX upload_end ON upload (ends_at);

-- The pieces that have come, each a file of the store.
CREATE TABLE upload_piece (
  upload_id TEXT NOT NULL REFERENCES upload (id) ON DELETE CASCADE,
  at BIGINT NOT NULL,
  length BIGINT NOT NULL,
  PRIMARY KEY (upload_id, at)
){clustered};
