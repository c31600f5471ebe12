-- +goose Up
-- Who did something to whom, in order of day: for each event a row (X, '') for each who
-- acts, ('', Y) for each who is acted on, and (X, Y) for each pair of them; in a
-- reciprocal event everybody is both. One tree answers every question about parties.
CREATE TABLE pairs (
  coder TEXT COLLATE "C" NOT NULL, actor TEXT COLLATE "C" NOT NULL, recipient TEXT COLLATE "C" NOT NULL, day TEXT COLLATE "C" NOT NULL, event TEXT COLLATE "C" NOT NULL, kind TEXT COLLATE "C" NOT NULL
);
INSERT INTO pairs SELECT DISTINCT p.coder, p.key, '', e.day, e.id, e.event FROM parties p JOIN events e ON e.coder = p.coder AND e.id = p.event
  WHERE p.key <> '' AND (p.side = 'a' OR e.reciprocal = 1);
INSERT INTO pairs SELECT DISTINCT p.coder, '', p.key, e.day, e.id, e.event FROM parties p JOIN events e ON e.coder = p.coder AND e.id = p.event
  WHERE p.key <> '' AND (p.side = 'r' OR e.reciprocal = 1);
INSERT INTO pairs SELECT DISTINCT p.coder, p.key, q.key, e.day, e.id, e.event FROM parties p JOIN parties q ON q.coder = p.coder AND q.event = p.event
  JOIN events e ON e.coder = p.coder AND e.id = p.event
  WHERE p.key <> '' AND q.key <> '' AND (e.reciprocal = 0 AND p.side = 'a' AND q.side = 'r' OR e.reciprocal = 1 AND p.key <> q.key);
CREATE UNIQUE INDEX pairs_order ON pairs(coder, actor, recipient, day DESC, event);
DROP INDEX parties_key;
CREATE INDEX events_place ON events(coder, place, day DESC, id) WHERE place <> '';
CREATE INDEX events_claimant ON events(coder, claimant, day DESC, id) WHERE claimant <> '';
CREATE INDEX events_unsure ON events(coder, confidence, id);
CREATE INDEX dispatches_publisher ON dispatches(publisher, day);

-- +goose Down
DROP INDEX dispatches_publisher; DROP INDEX events_unsure; DROP INDEX events_claimant; DROP INDEX events_place;
CREATE INDEX parties_key ON parties(coder, key, day DESC, event, side);
DROP TABLE pairs;
