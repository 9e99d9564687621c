-- Which preview pictures are kept, by file name, and of what: old ones are found and removed by it. A picture that no line names is drawn again when it is asked for. subject is
-- the label of an article or of a list: article:12, section:3, language:fr.

CREATE TABLE preview (
  name TEXT NOT NULL PRIMARY KEY,
  subject TEXT NOT NULL,
  drawn_at BIGINT NOT NULL
){clustered};
CREATE INDEX preview_subject ON preview (subject);
CREATE INDEX preview_drawn ON preview (drawn_at);
