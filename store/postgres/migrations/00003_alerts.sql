-- +goose Up
-- What rules found worth telling, once each, and how far it has come to whom.
CREATE TABLE alerts (
  number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id TEXT COLLATE "C" NOT NULL UNIQUE, rule TEXT COLLATE "C" NOT NULL, title TEXT NOT NULL, day TEXT COLLATE "C" NOT NULL, dispatch TEXT COLLATE "C" NOT NULL, at TEXT COLLATE "C" NOT NULL, json TEXT NOT NULL
);
CREATE INDEX alerts_rule ON alerts(rule, number);
CREATE TABLE deliveries (
  alert BIGINT NOT NULL, target TEXT COLLATE "C" NOT NULL, state TEXT COLLATE "C" NOT NULL, tries INTEGER NOT NULL, next TEXT COLLATE "C" NOT NULL, error TEXT NOT NULL,
  PRIMARY KEY (target, alert)
);
CREATE INDEX deliveries_due ON deliveries(target, next, alert) WHERE state = 'due';

-- +goose Down
DROP TABLE deliveries; DROP TABLE alerts;
