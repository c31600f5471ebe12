-- +goose Up
-- What rules found worth telling, once each, and how far it has come to whom.
CREATE TABLE alerts (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE, rule TEXT NOT NULL, title TEXT NOT NULL, day TEXT NOT NULL, dispatch TEXT NOT NULL, at TEXT NOT NULL, json TEXT NOT NULL
);
CREATE INDEX alerts_rule ON alerts(rule, number);
CREATE TABLE deliveries (
  alert INTEGER NOT NULL, target TEXT NOT NULL, state TEXT NOT NULL, tries INTEGER NOT NULL, next TEXT NOT NULL, error TEXT NOT NULL,
  PRIMARY KEY (target, alert)
) WITHOUT ROWID;
CREATE INDEX deliveries_due ON deliveries(target, next, alert) WHERE state = 'due';

-- +goose Down
DROP TABLE deliveries; DROP TABLE alerts;
