-- Whoever works at the desk asks for what they began. An import brings a whole archive that nobody on the staff began; it is not in the index.
CREATE INDEX article_begun ON article (created_by, id) WHERE created_by <> 0;
