-- The most read of a day are found without reading all that was read on it.
CREATE INDEX article_reads_day_most ON article_reads_day (day, reads, article_id);
