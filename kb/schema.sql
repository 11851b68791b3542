-- The store: the only truth. Vectors are kept beside it and can be rebuilt from it.
CREATE TABLE IF NOT EXISTS document (
    path TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL,
    record TEXT NOT NULL,          -- the Document as JSON
    text TEXT NOT NULL,            -- what citations are re-read from
    size INTEGER NOT NULL,         -- bytes and time of the file when it was read: an unchanged pair is not hashed again
    modified INTEGER NOT NULL      -- nanoseconds since the epoch
);
CREATE TABLE IF NOT EXISTS passage (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    path TEXT NOT NULL REFERENCES document (path) ON DELETE CASCADE,
    position INTEGER NOT NULL,     -- order within the document
    first INTEGER NOT NULL,        -- character span in document.text
    last INTEGER NOT NULL,
    title TEXT NOT NULL,           -- of the document: searched with the passage
    context TEXT NOT NULL,
    text TEXT NOT NULL,
    locator TEXT NOT NULL,         -- the Locator as JSON
    fields TEXT NOT NULL           -- JSON object
);
CREATE INDEX IF NOT EXISTS passage_path ON passage (path, position);
CREATE VIRTUAL TABLE IF NOT EXISTS passage_words USING fts5 (
    title, context, text, content = 'passage', content_rowid = 'number', tokenize = 'porter unicode61'
);
CREATE TRIGGER IF NOT EXISTS passage_added AFTER INSERT ON passage BEGIN
    INSERT INTO passage_words (rowid, title, context, text) VALUES (new.number, new.title, new.context, new.text);
END;
CREATE TRIGGER IF NOT EXISTS passage_removed AFTER DELETE ON passage BEGIN
    INSERT INTO passage_words (passage_words, rowid, title, context, text)
    VALUES ('delete', old.number, old.title, old.context, old.text);
END;
CREATE TABLE IF NOT EXISTS intake (  -- outcome of the last ingest, file by file
    path TEXT PRIMARY KEY,
    outcome TEXT NOT NULL          -- JSON
);
CREATE TABLE IF NOT EXISTS meta (    -- small named values: format version, embedder, change counter, cached map
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
