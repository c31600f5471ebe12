-- +goose Up
-- The bands of signatures name their dispatch by its number, which takes a third of the
-- room of its id: there are 32 of them for each dispatch.
CREATE TABLE bands_by_number (band BIGINT NOT NULL, seq BIGINT NOT NULL);
INSERT INTO bands_by_number SELECT b.band, d.seq FROM bands b JOIN dispatches d ON d.id = b.dispatch;
DROP TABLE bands;
ALTER TABLE bands_by_number RENAME TO bands;
ALTER TABLE bands ADD PRIMARY KEY (band, seq);

-- +goose Down
CREATE TABLE bands_by_id (band BIGINT NOT NULL, dispatch TEXT COLLATE "C" NOT NULL, PRIMARY KEY (band, dispatch));
INSERT INTO bands_by_id SELECT b.band, d.id FROM bands b JOIN dispatches d ON d.seq = b.seq;
DROP TABLE bands;
ALTER TABLE bands_by_id RENAME TO bands;
