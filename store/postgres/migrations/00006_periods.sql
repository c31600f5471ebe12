-- +goose Up
-- The bands of signatures begin with the number of a period of thirty days, so that what
-- is published together lies together: 32 rows of a dispatch no longer go to 32 places.
CREATE TABLE bands_by_period (band BIGINT NOT NULL, seq BIGINT NOT NULL);
INSERT INTO bands_by_period
	SELECT DISTINCT ((COALESCE(CAST(NULLIF(d.day, '') AS DATE) - DATE '1970-01-01', 0) / 30 & 65535)::BIGINT << 48) | (b.band >> 16 & 281474976710655), d.seq
	FROM bands b JOIN dispatches d ON d.seq = b.seq;
DROP TABLE bands;
ALTER TABLE bands_by_period RENAME TO bands;
ALTER TABLE bands ADD PRIMARY KEY (band, seq);

-- +goose Down
-- They are hashes: an older program finds none of them, and goes on with its own.
SELECT 1;
