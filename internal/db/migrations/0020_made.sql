-- Who wrote a redirect: '' the program, which keeps an old address alive; hand; import, from a file.
ALTER TABLE address ADD COLUMN made TEXT NOT NULL DEFAULT '';
