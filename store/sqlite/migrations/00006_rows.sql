-- +goose Up
-- A row of findings is larger than a quarter of a page, and what is larger than that a
-- table without row numbers keeps on a page of its own: 4.6 kB in place of 1.6.
CREATE TABLE events_anew (
  coder TEXT NOT NULL, id TEXT NOT NULL, dispatch TEXT NOT NULL, sentence INTEGER NOT NULL,
  event TEXT NOT NULL, mode TEXT NOT NULL, contexts TEXT NOT NULL, cameo TEXT NOT NULL, quad INTEGER NOT NULL,
  plover REAL NOT NULL, goldstein REAL NOT NULL, day TEXT NOT NULL, reciprocal INTEGER NOT NULL, status INTEGER NOT NULL,
  counted INTEGER NOT NULL, claimant TEXT NOT NULL, place TEXT NOT NULL, place_name TEXT NOT NULL, lat REAL NOT NULL, lon REAL NOT NULL,
  confidence REAL NOT NULL, reading TEXT NOT NULL, trigger_words TEXT NOT NULL, occurrence TEXT NOT NULL DEFAULT '', leads INTEGER NOT NULL DEFAULT 0,
  json TEXT NOT NULL,
  PRIMARY KEY (coder, id)
);
INSERT INTO events_anew SELECT * FROM events;
DROP TABLE events;
ALTER TABLE events_anew RENAME TO events;
CREATE INDEX events_day ON events(coder, day DESC, id);
CREATE INDEX events_dispatch ON events(coder, dispatch, sentence, id);
CREATE INDEX events_type ON events(coder, event, day DESC, id);
CREATE INDEX events_occurrence ON events(coder, occurrence);
CREATE INDEX events_place ON events(coder, place, day DESC, id) WHERE place <> '';
CREATE INDEX events_claimant ON events(coder, claimant, day DESC, id) WHERE claimant <> '';
CREATE INDEX events_unsure ON events(coder, confidence, id);
CREATE TABLE statements_anew (
  coder TEXT NOT NULL, id TEXT NOT NULL, dispatch TEXT NOT NULL, sentence INTEGER NOT NULL,
  speaker TEXT NOT NULL, speaker_name TEXT NOT NULL, about TEXT NOT NULL, position TEXT NOT NULL, day TEXT NOT NULL, json TEXT NOT NULL,
  PRIMARY KEY (coder, id)
);
INSERT INTO statements_anew SELECT * FROM statements;
DROP TABLE statements;
ALTER TABLE statements_anew RENAME TO statements;
CREATE INDEX statements_day ON statements(coder, day DESC, id);
CREATE INDEX statements_dispatch ON statements(coder, dispatch, sentence, id);
CREATE INDEX statements_speaker ON statements(coder, speaker, day DESC);
CREATE TABLE commitments_anew (
  coder TEXT NOT NULL, id TEXT NOT NULL, dispatch TEXT NOT NULL, sentence INTEGER NOT NULL,
  kind TEXT NOT NULL, state TEXT NOT NULL, parties TEXT NOT NULL, recipients TEXT NOT NULL, made TEXT NOT NULL, due TEXT NOT NULL, json TEXT NOT NULL,
  PRIMARY KEY (coder, id)
);
INSERT INTO commitments_anew SELECT * FROM commitments;
DROP TABLE commitments;
ALTER TABLE commitments_anew RENAME TO commitments;
CREATE INDEX commitments_made ON commitments(coder, made DESC, id);
CREATE INDEX commitments_dispatch ON commitments(coder, dispatch, sentence, id);

-- +goose Down
CREATE TABLE events_anew (
  coder TEXT NOT NULL, id TEXT NOT NULL, dispatch TEXT NOT NULL, sentence INTEGER NOT NULL,
  event TEXT NOT NULL, mode TEXT NOT NULL, contexts TEXT NOT NULL, cameo TEXT NOT NULL, quad INTEGER NOT NULL,
  plover REAL NOT NULL, goldstein REAL NOT NULL, day TEXT NOT NULL, reciprocal INTEGER NOT NULL, status INTEGER NOT NULL,
  counted INTEGER NOT NULL, claimant TEXT NOT NULL, place TEXT NOT NULL, place_name TEXT NOT NULL, lat REAL NOT NULL, lon REAL NOT NULL,
  confidence REAL NOT NULL, reading TEXT NOT NULL, trigger_words TEXT NOT NULL, occurrence TEXT NOT NULL DEFAULT '', leads INTEGER NOT NULL DEFAULT 0,
  json TEXT NOT NULL,
  PRIMARY KEY (coder, id)
) WITHOUT ROWID;
INSERT INTO events_anew SELECT * FROM events;
DROP TABLE events;
ALTER TABLE events_anew RENAME TO events;
CREATE INDEX events_day ON events(coder, day DESC, id);
CREATE INDEX events_dispatch ON events(coder, dispatch, sentence, id);
CREATE INDEX events_type ON events(coder, event, day DESC, id);
CREATE INDEX events_occurrence ON events(coder, occurrence);
CREATE INDEX events_place ON events(coder, place, day DESC, id) WHERE place <> '';
CREATE INDEX events_claimant ON events(coder, claimant, day DESC, id) WHERE claimant <> '';
CREATE INDEX events_unsure ON events(coder, confidence, id);
CREATE TABLE statements_anew (
  coder TEXT NOT NULL, id TEXT NOT NULL, dispatch TEXT NOT NULL, sentence INTEGER NOT NULL,
  speaker TEXT NOT NULL, speaker_name TEXT NOT NULL, about TEXT NOT NULL, position TEXT NOT NULL, day TEXT NOT NULL, json TEXT NOT NULL,
  PRIMARY KEY (coder, id)
) WITHOUT ROWID;
INSERT INTO statements_anew SELECT * FROM statements;
DROP TABLE statements;
ALTER TABLE statements_anew RENAME TO statements;
CREATE INDEX statements_day ON statements(coder, day DESC, id);
CREATE INDEX statements_dispatch ON statements(coder, dispatch, sentence, id);
CREATE INDEX statements_speaker ON statements(coder, speaker, day DESC);
CREATE TABLE commitments_anew (
  coder TEXT NOT NULL, id TEXT NOT NULL, dispatch TEXT NOT NULL, sentence INTEGER NOT NULL,
  kind TEXT NOT NULL, state TEXT NOT NULL, parties TEXT NOT NULL, recipients TEXT NOT NULL, made TEXT NOT NULL, due TEXT NOT NULL, json TEXT NOT NULL,
  PRIMARY KEY (coder, id)
) WITHOUT ROWID;
INSERT INTO commitments_anew SELECT * FROM commitments;
DROP TABLE commitments;
ALTER TABLE commitments_anew RENAME TO commitments;
CREATE INDEX commitments_made ON commitments(coder, made DESC, id);
CREATE INDEX commitments_dispatch ON commitments(coder, dispatch, sentence, id);
