-- +goose Up
CREATE TABLE dispatches (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL, source TEXT NOT NULL, url TEXT NOT NULL, publisher TEXT NOT NULL,
  published TEXT NOT NULL, day TEXT NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL,
  licence TEXT NOT NULL, language TEXT NOT NULL, received TEXT NOT NULL,
  address TEXT NOT NULL,
  replaces TEXT NOT NULL DEFAULT '', replaced_by TEXT NOT NULL DEFAULT '',
  copy_of TEXT NOT NULL DEFAULT '', copy_why TEXT NOT NULL DEFAULT '', story TEXT NOT NULL DEFAULT ''
);
CREATE INDEX dispatches_address ON dispatches(address, seq);
CREATE INDEX dispatches_day ON dispatches(day);
CREATE INDEX dispatches_story ON dispatches(story) WHERE story <> '';
CREATE VIRTUAL TABLE dispatch_words USING fts5(title, text, content='dispatches', content_rowid='seq', tokenize='porter unicode61');

CREATE TABLE coders (
  key TEXT PRIMARY KEY, program TEXT NOT NULL, model TEXT NOT NULL, lexicon TEXT NOT NULL, ontology TEXT NOT NULL,
  used INTEGER NOT NULL
);
CREATE TABLE codings (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  dispatch TEXT NOT NULL, coder TEXT NOT NULL,
  error TEXT NOT NULL, tries INTEGER NOT NULL, warnings TEXT NOT NULL,
  UNIQUE (coder, dispatch)
);
CREATE INDEX codings_order ON codings(coder, seq);

CREATE TABLE events (
  coder TEXT NOT NULL, id TEXT NOT NULL, dispatch TEXT NOT NULL, sentence INTEGER NOT NULL,
  event TEXT NOT NULL, mode TEXT NOT NULL, contexts TEXT NOT NULL, cameo TEXT NOT NULL, quad INTEGER NOT NULL,
  plover REAL NOT NULL, goldstein REAL NOT NULL, day TEXT NOT NULL, reciprocal INTEGER NOT NULL, status INTEGER NOT NULL,
  counted INTEGER NOT NULL, claimant TEXT NOT NULL, place TEXT NOT NULL, place_name TEXT NOT NULL, lat REAL NOT NULL, lon REAL NOT NULL,
  confidence REAL NOT NULL, reading TEXT NOT NULL, trigger_words TEXT NOT NULL, occurrence TEXT NOT NULL DEFAULT '', leads INTEGER NOT NULL DEFAULT 0,
  json TEXT NOT NULL,
  PRIMARY KEY (coder, id)
) WITHOUT ROWID;
CREATE INDEX events_day ON events(coder, day DESC, id);
CREATE INDEX events_dispatch ON events(coder, dispatch, sentence, id);
CREATE INDEX events_type ON events(coder, event, day DESC, id);
CREATE INDEX events_occurrence ON events(coder, occurrence);

CREATE TABLE parties (
  coder TEXT NOT NULL, event TEXT NOT NULL, side TEXT NOT NULL, n INTEGER NOT NULL,
  key TEXT NOT NULL, country TEXT NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL, wikidata TEXT NOT NULL, sectors TEXT NOT NULL,
  day TEXT NOT NULL,
  PRIMARY KEY (coder, event, side, n)
) WITHOUT ROWID;
CREATE INDEX parties_key ON parties(coder, key, day DESC, event, side);

CREATE TABLE statements (
  coder TEXT NOT NULL, id TEXT NOT NULL, dispatch TEXT NOT NULL, sentence INTEGER NOT NULL,
  speaker TEXT NOT NULL, speaker_name TEXT NOT NULL, about TEXT NOT NULL, position TEXT NOT NULL, day TEXT NOT NULL, json TEXT NOT NULL,
  PRIMARY KEY (coder, id)
) WITHOUT ROWID;
CREATE INDEX statements_day ON statements(coder, day DESC, id);
CREATE INDEX statements_dispatch ON statements(coder, dispatch, sentence, id);
CREATE INDEX statements_speaker ON statements(coder, speaker, day DESC);

CREATE TABLE commitments (
  coder TEXT NOT NULL, id TEXT NOT NULL, dispatch TEXT NOT NULL, sentence INTEGER NOT NULL,
  kind TEXT NOT NULL, state TEXT NOT NULL, parties TEXT NOT NULL, recipients TEXT NOT NULL, made TEXT NOT NULL, due TEXT NOT NULL, json TEXT NOT NULL,
  PRIMARY KEY (coder, id)
) WITHOUT ROWID;
CREATE INDEX commitments_made ON commitments(coder, made DESC, id);
CREATE INDEX commitments_dispatch ON commitments(coder, dispatch, sentence, id);

CREATE TABLE occurrences (
  coder TEXT NOT NULL, event TEXT NOT NULL, occurrence TEXT NOT NULL, why TEXT NOT NULL, score REAL NOT NULL, independent INTEGER NOT NULL,
  PRIMARY KEY (coder, event)
) WITHOUT ROWID;
CREATE INDEX occurrences_group ON occurrences(coder, occurrence);

CREATE TABLE stories (
  id TEXT PRIMARY KEY, title TEXT NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL, dispatches INTEGER NOT NULL, sources INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX stories_last ON stories(last DESC);
CREATE TABLE story_members (
  dispatch TEXT PRIMARY KEY, story TEXT NOT NULL, why TEXT NOT NULL, score REAL NOT NULL, independent INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE signatures (dispatch TEXT PRIMARY KEY, sketch BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE bands (band INTEGER NOT NULL, dispatch TEXT NOT NULL, PRIMARY KEY (band, dispatch)) WITHOUT ROWID;

CREATE TABLE dyad_days (
  coder TEXT NOT NULL, actor TEXT NOT NULL, recipient TEXT NOT NULL, day TEXT NOT NULL, event TEXT NOT NULL, mutual INTEGER NOT NULL,
  quad INTEGER NOT NULL, n INTEGER NOT NULL, mentions INTEGER NOT NULL,
  plover REAL NOT NULL, goldstein REAL NOT NULL, mention_plover REAL NOT NULL, mention_goldstein REAL NOT NULL,
  PRIMARY KEY (coder, actor, recipient, day, event, mutual)
) WITHOUT ROWID;
CREATE INDEX dyad_days_recipient ON dyad_days(coder, recipient, day);
CREATE INDEX dyad_days_day ON dyad_days(coder, day);

CREATE TABLE corrections (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  dispatch TEXT NOT NULL, event TEXT NOT NULL, kind TEXT NOT NULL, slot TEXT NOT NULL, value TEXT NOT NULL, key TEXT NOT NULL,
  author TEXT NOT NULL, reason TEXT NOT NULL, at TEXT NOT NULL
);
CREATE INDEX corrections_dispatch ON corrections(dispatch);
CREATE TABLE cursors (consumer TEXT PRIMARY KEY, position INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE source_notes (
  source TEXT NOT NULL, at TEXT NOT NULL, items INTEGER NOT NULL, fresh INTEGER NOT NULL, error TEXT NOT NULL, etag TEXT NOT NULL, modified TEXT NOT NULL,
  PRIMARY KEY (source, at)
) WITHOUT ROWID;

-- +goose Down
DROP TABLE source_notes; DROP TABLE cursors; DROP TABLE corrections; DROP TABLE dyad_days; DROP TABLE bands; DROP TABLE signatures;
DROP TABLE story_members; DROP TABLE stories; DROP TABLE occurrences; DROP TABLE commitments; DROP TABLE statements; DROP TABLE parties;
DROP TABLE events; DROP TABLE codings; DROP TABLE coders; DROP TABLE dispatch_words; DROP TABLE dispatches;
