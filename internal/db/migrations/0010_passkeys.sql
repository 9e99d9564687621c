-- Passkeys, and accounts of which nothing is left but their number. Times are UTC milliseconds, 0 for none.

-- handle is what authenticators know an account by: random, made with its first passkey. erased_at is when name and address were replaced at a person's wish.
ALTER TABLE account ADD COLUMN handle TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN erased_at BIGINT NOT NULL DEFAULT 0;
CREATE INDEX account_handle ON account (handle);

-- Passkeys (WebAuthn). credential is the authenticator's own name for the key; record is the public key and its signs, as JSON. seen_at is the last sign-in.
CREATE TABLE passkey (
  id {id},
  account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  credential TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  record TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX passkey_account ON passkey (account_id);

-- What an authenticator was asked to sign, by the hash of the token in the browser that asked. Taken out when it is answered. account_id is 0 where anybody may answer.
CREATE TABLE passkey_challenge (
  hash TEXT NOT NULL PRIMARY KEY,
  account_id BIGINT NOT NULL,
  asked TEXT NOT NULL,
  ends_at BIGINT NOT NULL
){clustered};
CREATE INDEX passkey_challenge_end ON passkey_challenge (ends_at);
