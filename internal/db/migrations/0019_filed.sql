-- A rubric or a tag that was merged into another stays as a row that says into which (ADR 21): articles, revisions and the search index go on naming it. So does a synonym, a word that means a
-- tag. No such row says of another that is merged itself.
ALTER TABLE section ADD COLUMN merged_into BIGINT REFERENCES section (id);
CREATE INDEX section_merged ON section (merged_into) WHERE merged_into IS NOT NULL;
ALTER TABLE tag ADD COLUMN merged_into BIGINT REFERENCES tag (id);
CREATE INDEX tag_merged ON tag (merged_into) WHERE merged_into IS NOT NULL;

-- A hidden country stands in no menu and not among the countries; its page answers all the same. A highlighted one stands first in both.
ALTER TABLE country ADD COLUMN hidden BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE country ADD COLUMN highlighted BOOLEAN NOT NULL DEFAULT FALSE;
