-- Standing pages keep every state in which they were saved. kind says what a page is to the program: '' the newsroom's own, law one that the law asks for, legal the one that is made from the imprint,
-- team the one that shows the team; only its own can be deleted. furnished is a text that nobody on the staff has read over yet.
ALTER TABLE standing ADD COLUMN kind TEXT NOT NULL DEFAULT '';
ALTER TABLE standing ADD COLUMN furnished BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE standing SET kind = CASE slug WHEN 'equipe' THEN 'team' WHEN 'mentions-legales' THEN 'legal' ELSE 'law' END
WHERE slug IN ('equipe', 'mentions-legales', 'confidentialite', 'cookies', 'droit-de-reponse', 'accessibilite', 'conditions');
UPDATE standing SET furnished = TRUE WHERE body LIKE '%à compléter par la rédaction%';

CREATE TABLE standing_version (
  standing_id BIGINT NOT NULL REFERENCES standing (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  saved_by BIGINT NOT NULL DEFAULT 0,
  saved_at BIGINT NOT NULL,
  slug TEXT NOT NULL,
  title TEXT NOT NULL,
  description TEXT NOT NULL,
  body TEXT NOT NULL,
  place TEXT NOT NULL,
  published BOOLEAN NOT NULL,
  restored INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (standing_id, number)
);
INSERT INTO standing_version (standing_id, number, saved_at, slug, title, description, body, place, published)
SELECT id, 1, changed_at, slug, title, description, body, place, published FROM standing;

-- Who of the staff stands on the team page, as they wish to be shown there. agreed is theirs to give and to take back; held is an editor-in-chief's, who keeps somebody off it. account_id is never shown,
-- nor read by what makes public pages; NULL for people of the sample newspaper. byline_id is whose articles the name leads to, where they want that.
-- byline.in_team and byline.position are not read any more; the release before this one does.
CREATE TABLE team (
  id {id},
  account_id BIGINT UNIQUE REFERENCES account (id) ON DELETE CASCADE,
  byline_id BIGINT REFERENCES byline (id),
  name TEXT NOT NULL,
  name_key {bytes} NOT NULL,
  role TEXT NOT NULL DEFAULT '',
  bio TEXT NOT NULL DEFAULT '',
  link TEXT NOT NULL DEFAULT '',
  portrait_id BIGINT REFERENCES media (id),
  portrait_alt TEXT NOT NULL DEFAULT '',
  portrait_credit TEXT NOT NULL DEFAULT '',
  position INTEGER NOT NULL DEFAULT 0,
  agreed BOOLEAN NOT NULL DEFAULT FALSE,
  held BOOLEAN NOT NULL DEFAULT FALSE,
  changed_at BIGINT NOT NULL
);
CREATE INDEX team_byline ON team (byline_id);
CREATE INDEX team_portrait ON team (portrait_id);
INSERT INTO team (account_id, byline_id, name, name_key, role, bio, portrait_id, position, agreed, changed_at)
SELECT b.account_id, b.id, b.name, b.name_key, b.role, b.bio, b.portrait_id, b.position, TRUE, 0 FROM byline b
WHERE b.in_team = TRUE AND (b.account_id IS NULL OR b.id = (SELECT MIN(o.id) FROM byline o WHERE o.account_id = b.account_id AND o.in_team = TRUE));
