-- Who is inside, who knocks, and what was done. Times are UTC milliseconds, 0 for none.

-- The language in which a person works at the desk; empty is the newspaper's. signed_at is the last time that they signed in.
ALTER TABLE account ADD COLUMN language TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN signed_at BIGINT NOT NULL DEFAULT 0;
-- seen_at is true to ten minutes.
ALTER TABLE token ADD COLUMN seen_at BIGINT NOT NULL DEFAULT 0;

-- The rubrics and countries that a person works on.
CREATE TABLE account_section (
  account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  section_id BIGINT NOT NULL REFERENCES section (id) ON DELETE CASCADE,
  PRIMARY KEY (account_id, section_id)
){clustered};
CREATE INDEX account_section_section ON account_section (section_id);
CREATE TABLE account_country (
  account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  country_id BIGINT NOT NULL REFERENCES country (id) ON DELETE CASCADE,
  PRIMARY KEY (account_id, country_id)
){clustered};
CREATE INDEX account_country_country ON account_country (country_id);

-- Somebody who has signed in, by the hash of the token in their browser. proven_at is when they showed a second factor in it. seen_at is true to ten minutes.
CREATE TABLE session (
  id {id},
  account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  hash TEXT NOT NULL UNIQUE,
  address TEXT NOT NULL,
  device TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  proven_at BIGINT NOT NULL DEFAULT 0,
  ends_at BIGINT NOT NULL
);
CREATE INDEX session_account ON session (account_id);
CREATE INDEX session_end ON session (ends_at);

-- Browsers in which an account has signed in before.
CREATE TABLE device (
  id {id},
  account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  hash TEXT NOT NULL UNIQUE,
  seen_at BIGINT NOT NULL
);
CREATE INDEX device_account ON device (account_id);
CREATE INDEX device_seen ON device (seen_at);

-- Guesses that failed or are not known yet to have succeeded, by what is guessed at and where from.
CREATE TABLE guess (
  key TEXT NOT NULL PRIMARY KEY,
  count INTEGER NOT NULL,
  last_at BIGINT NOT NULL,
  next_at BIGINT NOT NULL
){clustered};
CREATE INDEX guess_last ON guess (last_at);

-- Links that open the door once: an invitation, or a password that was forgotten. An account has one at most.
CREATE TABLE door_link (
  account_id BIGINT NOT NULL PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
  hash TEXT NOT NULL UNIQUE,
  ends_at BIGINT NOT NULL
);

-- One-time codes (RFC 6238). Until confirmed_at, the secret has been shown and not yet used. last_step is the step of the last code taken: none is taken twice.
CREATE TABLE otp (
  account_id BIGINT NOT NULL PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
  secret TEXT NOT NULL,
  confirmed_at BIGINT NOT NULL DEFAULT 0,
  last_step BIGINT NOT NULL DEFAULT 0
);
CREATE TABLE recovery_code (
  account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  hash TEXT NOT NULL,
  PRIMARY KEY (account_id, hash)
){clustered};

-- What was done, by whom (0: the command line), to what, from where. before and after are JSON. words is what a search looks through.
CREATE TABLE audit (
  id {id},
  at BIGINT NOT NULL,
  account_id BIGINT NOT NULL,
  act TEXT NOT NULL,
  subject TEXT NOT NULL,
  before TEXT NOT NULL DEFAULT '',
  after TEXT NOT NULL DEFAULT '',
  address TEXT NOT NULL DEFAULT '',
  device TEXT NOT NULL DEFAULT '',
  words TEXT NOT NULL
);
CREATE INDEX audit_at ON audit (at);
CREATE INDEX audit_account ON audit (account_id, id);
CREATE INDEX audit_subject ON audit (subject, id);
