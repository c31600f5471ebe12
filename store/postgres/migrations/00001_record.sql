-- +goose Up
CREATE TABLE dispatches (
  seq BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id TEXT COLLATE "C" NOT NULL UNIQUE,
  name TEXT COLLATE "C" NOT NULL, source TEXT COLLATE "C" NOT NULL, url TEXT COLLATE "C" NOT NULL, publisher TEXT COLLATE "C" NOT NULL,
  published TEXT COLLATE "C" NOT NULL, day TEXT COLLATE "C" NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL,
  licence TEXT COLLATE "C" NOT NULL, language TEXT COLLATE "C" NOT NULL, received TEXT COLLATE "C" NOT NULL,
  address TEXT COLLATE "C" NOT NULL,
  replaces TEXT COLLATE "C" NOT NULL DEFAULT '', replaced_by TEXT COLLATE "C" NOT NULL DEFAULT '',
  copy_of TEXT COLLATE "C" NOT NULL DEFAULT '', copy_why TEXT COLLATE "C" NOT NULL DEFAULT '', story TEXT COLLATE "C" NOT NULL DEFAULT ''
);
CREATE INDEX dispatches_address ON dispatches(address, seq);
CREATE INDEX dispatches_day ON dispatches(day);
CREATE INDEX dispatches_story ON dispatches(story) WHERE story <> '';
ALTER TABLE dispatches ADD COLUMN words tsvector GENERATED ALWAYS AS (
  setweight(to_tsvector('english', left(title, 10000)), 'A') || to_tsvector('english', left(text, 500000))) STORED;
CREATE INDEX dispatches_words ON dispatches USING gin(words);

CREATE TABLE coders (
  key TEXT COLLATE "C" PRIMARY KEY, program TEXT COLLATE "C" NOT NULL, model TEXT COLLATE "C" NOT NULL, lexicon TEXT COLLATE "C" NOT NULL, ontology TEXT COLLATE "C" NOT NULL,
  used INTEGER NOT NULL
);
CREATE TABLE codings (
  seq BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  dispatch TEXT COLLATE "C" NOT NULL, coder TEXT COLLATE "C" NOT NULL,
  error TEXT COLLATE "C" NOT NULL, tries INTEGER NOT NULL, warnings TEXT COLLATE "C" NOT NULL,
  UNIQUE (coder, dispatch)
);
CREATE INDEX codings_order ON codings(coder, seq);

CREATE TABLE events (
  coder TEXT COLLATE "C" NOT NULL, id TEXT COLLATE "C" NOT NULL, dispatch TEXT COLLATE "C" NOT NULL, sentence INTEGER NOT NULL,
  event TEXT COLLATE "C" NOT NULL, mode TEXT COLLATE "C" NOT NULL, contexts TEXT COLLATE "C" NOT NULL, cameo TEXT COLLATE "C" NOT NULL, quad INTEGER NOT NULL,
  plover DOUBLE PRECISION NOT NULL, goldstein DOUBLE PRECISION NOT NULL, day TEXT COLLATE "C" NOT NULL, reciprocal INTEGER NOT NULL, status INTEGER NOT NULL,
  counted INTEGER NOT NULL, claimant TEXT COLLATE "C" NOT NULL, place TEXT COLLATE "C" NOT NULL, place_name TEXT COLLATE "C" NOT NULL, lat DOUBLE PRECISION NOT NULL, lon DOUBLE PRECISION NOT NULL,
  confidence DOUBLE PRECISION NOT NULL, reading TEXT COLLATE "C" NOT NULL, trigger_words TEXT COLLATE "C" NOT NULL, occurrence TEXT COLLATE "C" NOT NULL DEFAULT '', leads INTEGER NOT NULL DEFAULT 0,
  json TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (coder, id)
);
CREATE INDEX events_day ON events(coder, day DESC, id);
CREATE INDEX events_dispatch ON events(coder, dispatch, sentence, id);
CREATE INDEX events_type ON events(coder, event, day DESC, id);
CREATE INDEX events_occurrence ON events(coder, occurrence);

CREATE TABLE parties (
  coder TEXT COLLATE "C" NOT NULL, event TEXT COLLATE "C" NOT NULL, side TEXT COLLATE "C" NOT NULL, n INTEGER NOT NULL,
  key TEXT COLLATE "C" NOT NULL, country TEXT COLLATE "C" NOT NULL, code TEXT COLLATE "C" NOT NULL, name TEXT COLLATE "C" NOT NULL, wikidata TEXT COLLATE "C" NOT NULL, sectors TEXT COLLATE "C" NOT NULL,
  day TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (coder, event, side, n)
);
CREATE INDEX parties_key ON parties(coder, key, day DESC, event, side);

CREATE TABLE statements (
  coder TEXT COLLATE "C" NOT NULL, id TEXT COLLATE "C" NOT NULL, dispatch TEXT COLLATE "C" NOT NULL, sentence INTEGER NOT NULL,
  speaker TEXT COLLATE "C" NOT NULL, speaker_name TEXT COLLATE "C" NOT NULL, about TEXT COLLATE "C" NOT NULL, position TEXT COLLATE "C" NOT NULL, day TEXT COLLATE "C" NOT NULL, json TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (coder, id)
);
CREATE INDEX statements_day ON statements(coder, day DESC, id);
CREATE INDEX statements_dispatch ON statements(coder, dispatch, sentence, id);
CREATE INDEX statements_speaker ON statements(coder, speaker, day DESC);

CREATE TABLE commitments (
  coder TEXT COLLATE "C" NOT NULL, id TEXT COLLATE "C" NOT NULL, dispatch TEXT COLLATE "C" NOT NULL, sentence INTEGER NOT NULL,
  kind TEXT COLLATE "C" NOT NULL, state TEXT COLLATE "C" NOT NULL, parties TEXT COLLATE "C" NOT NULL, recipients TEXT COLLATE "C" NOT NULL, made TEXT COLLATE "C" NOT NULL, due TEXT COLLATE "C" NOT NULL, json TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (coder, id)
);
CREATE INDEX commitments_made ON commitments(coder, made DESC, id);
CREATE INDEX commitments_dispatch ON commitments(coder, dispatch, sentence, id);

CREATE TABLE occurrences (
  coder TEXT COLLATE "C" NOT NULL, event TEXT COLLATE "C" NOT NULL, occurrence TEXT COLLATE "C" NOT NULL, why TEXT COLLATE "C" NOT NULL, score DOUBLE PRECISION NOT NULL, independent INTEGER NOT NULL,
  PRIMARY KEY (coder, event)
);
CREATE INDEX occurrences_group ON occurrences(coder, occurrence);

CREATE TABLE stories (
  id TEXT COLLATE "C" PRIMARY KEY, title TEXT COLLATE "C" NOT NULL, first TEXT COLLATE "C" NOT NULL, last TEXT COLLATE "C" NOT NULL, dispatches INTEGER NOT NULL, sources INTEGER NOT NULL
);
CREATE INDEX stories_last ON stories(last DESC);
CREATE TABLE story_members (
  dispatch TEXT COLLATE "C" PRIMARY KEY, story TEXT COLLATE "C" NOT NULL, why TEXT COLLATE "C" NOT NULL, score DOUBLE PRECISION NOT NULL, independent INTEGER NOT NULL
);
CREATE TABLE signatures (dispatch TEXT COLLATE "C" PRIMARY KEY, sketch BYTEA NOT NULL);
CREATE TABLE bands (band BIGINT NOT NULL, dispatch TEXT COLLATE "C" NOT NULL, PRIMARY KEY (band, dispatch));

CREATE TABLE dyad_days (
  coder TEXT COLLATE "C" NOT NULL, actor TEXT COLLATE "C" NOT NULL, recipient TEXT COLLATE "C" NOT NULL, day TEXT COLLATE "C" NOT NULL, event TEXT COLLATE "C" NOT NULL, mutual INTEGER NOT NULL,
  quad INTEGER NOT NULL, n INTEGER NOT NULL, mentions INTEGER NOT NULL,
  plover DOUBLE PRECISION NOT NULL, goldstein DOUBLE PRECISION NOT NULL, mention_plover DOUBLE PRECISION NOT NULL, mention_goldstein DOUBLE PRECISION NOT NULL,
  PRIMARY KEY (coder, actor, recipient, day, event, mutual)
);
CREATE INDEX dyad_days_recipient ON dyad_days(coder, recipient, day);
CREATE INDEX dyad_days_day ON dyad_days(coder, day);

CREATE TABLE corrections (
  number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  dispatch TEXT COLLATE "C" NOT NULL, event TEXT COLLATE "C" NOT NULL, kind TEXT COLLATE "C" NOT NULL, slot TEXT COLLATE "C" NOT NULL, value TEXT COLLATE "C" NOT NULL, key TEXT COLLATE "C" NOT NULL,
  author TEXT COLLATE "C" NOT NULL, reason TEXT COLLATE "C" NOT NULL, at TEXT COLLATE "C" NOT NULL
);
CREATE INDEX corrections_dispatch ON corrections(dispatch);
CREATE TABLE cursors (consumer TEXT COLLATE "C" PRIMARY KEY, position BIGINT NOT NULL);
CREATE TABLE source_notes (
  source TEXT COLLATE "C" NOT NULL, at TEXT COLLATE "C" NOT NULL, items INTEGER NOT NULL, fresh INTEGER NOT NULL, error TEXT COLLATE "C" NOT NULL, etag TEXT COLLATE "C" NOT NULL, modified TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (source, at)
);

-- +goose Down
DROP TABLE source_notes; DROP TABLE cursors; DROP TABLE corrections; DROP TABLE dyad_days; DROP TABLE bands; DROP TABLE signatures;
DROP TABLE story_members; DROP TABLE stories; DROP TABLE occurrences; DROP TABLE commitments; DROP TABLE statements; DROP TABLE parties;
DROP TABLE events; DROP TABLE codings; DROP TABLE coders; DROP TABLE dispatches;
