-- +goose Up
-- The bands of signatures name their dispatch by its number, which takes a third of the
-- room of its id: there are 32 of them for each dispatch.
CREATE TABLE bands_by_number (band INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (band, seq)) WITHOUT ROWID;
INSERT INTO bands_by_number SELECT b.band, d.seq FROM bands b JOIN dispatches d ON d.id = b.dispatch ORDER BY 1, 2;
DROP TABLE bands;
ALTER TABLE bands_by_number RENAME TO bands;

-- +goose Down
CREATE TABLE bands_by_id (band INTEGER NOT NULL, dispatch TEXT NOT NULL, PRIMARY KEY (band, dispatch)) WITHOUT ROWID;
INSERT INTO bands_by_id SELECT b.band, d.id FROM bands b JOIN dispatches d ON d.seq = b.seq;
DROP TABLE bands;
ALTER TABLE bands_by_id RENAME TO bands;
