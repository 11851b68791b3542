-- The store: the only truth. The index of its vectors is kept beside it and can be rebuilt from it.
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
CREATE TABLE IF NOT EXISTS vector (  -- of each passage, by the model that meta names; the index is made from these
    number INTEGER PRIMARY KEY REFERENCES passage (number) ON DELETE CASCADE,
    vector BLOB NOT NULL           -- float32, of unit length
);
CREATE TABLE IF NOT EXISTS correction (  -- what a person put right of a document's facts; outlives the document
    path TEXT NOT NULL,            -- of the document
    field TEXT NOT NULL,
    value TEXT NOT NULL,
    person TEXT NOT NULL,
    at TEXT NOT NULL,              -- ISO 8601
    sha256 TEXT NOT NULL,          -- of the file as it was then
    PRIMARY KEY (path, field)
);
CREATE TABLE IF NOT EXISTS intake (  -- outcome of the last ingest, file by file
    path TEXT PRIMARY KEY,
    outcome TEXT NOT NULL          -- JSON
);
CREATE TABLE IF NOT EXISTS meta (    -- small named values: format version, embedder, change counter, cached map
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS decision (  -- what a person settled; rows are taken back, never changed
    number INTEGER PRIMARY KEY AUTOINCREMENT,  -- never given twice, so that the audit trail stays clear
    record TEXT NOT NULL           -- the Decision as JSON
);
CREATE TABLE IF NOT EXISTS response_step (  -- what became of a Partner Response, step by step; only ever added to
    number INTEGER PRIMARY KEY,    -- from 1, without a break
    criterion INTEGER NOT NULL,
    record TEXT NOT NULL           -- the Step as JSON; a step that makes a version holds the whole text
);
CREATE INDEX IF NOT EXISTS response_step_criterion ON response_step (criterion, number);
CREATE TRIGGER IF NOT EXISTS response_step_unchanged BEFORE UPDATE ON response_step BEGIN
    SELECT RAISE(ABORT, 'the history of a response is append-only');
END;
CREATE TRIGGER IF NOT EXISTS response_step_undeleted BEFORE DELETE ON response_step BEGIN
    SELECT RAISE(ABORT, 'the history of a response is append-only');
END;
CREATE TRIGGER IF NOT EXISTS response_step_appended BEFORE INSERT ON response_step
WHEN new.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM response_step) BEGIN
    SELECT RAISE(ABORT, 'the history of a response is append-only');
END;
CREATE TABLE IF NOT EXISTS asked (   -- what people asked and what they were answered, to come back to
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    person TEXT NOT NULL,          -- who asked
    record TEXT NOT NULL           -- the Exchange as JSON
);
CREATE INDEX IF NOT EXISTS asked_person ON asked (person, number);
CREATE TABLE IF NOT EXISTS audit (   -- what was done, by whom; each entry carries the hash of the one before
    number INTEGER PRIMARY KEY,    -- from 1, without a break
    at TEXT NOT NULL,              -- ISO 8601 with the distance from UTC
    who TEXT NOT NULL,
    what TEXT NOT NULL,
    detail TEXT NOT NULL,          -- JSON
    previous TEXT NOT NULL,        -- hash of the entry before; empty for the first
    hash TEXT NOT NULL
);
CREATE TRIGGER IF NOT EXISTS audit_unchanged BEFORE UPDATE ON audit BEGIN
    SELECT RAISE(ABORT, 'the audit trail is append-only');
END;
CREATE TRIGGER IF NOT EXISTS audit_undeleted BEFORE DELETE ON audit BEGIN
    SELECT RAISE(ABORT, 'the audit trail is append-only');
END;
CREATE TRIGGER IF NOT EXISTS audit_appended BEFORE INSERT ON audit  -- INSERT OR REPLACE would pass by the one above
WHEN new.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM audit) BEGIN
    SELECT RAISE(ABORT, 'the audit trail is append-only');
END;
