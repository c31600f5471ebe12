-- +goose Up
-- The bands of signatures begin with the number of a period of thirty days, so that what
-- is published together lies together: 32 rows of a dispatch no longer go to 32 places.
CREATE TABLE bands_by_period (band INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (band, seq)) WITHOUT ROWID;
INSERT OR IGNORE INTO bands_by_period
	SELECT ((CAST(COALESCE(julianday(NULLIF(d.day, '')) - 2440587.5, 0) AS INTEGER) / 30 & 65535) << 48) | (b.band >> 16 & 281474976710655), d.seq
	FROM bands b JOIN dispatches d ON d.seq = b.seq ORDER BY 1, 2;
DROP TABLE bands;
ALTER TABLE bands_by_period RENAME TO bands;

-- +goose Down
-- They are hashes: an older program finds none of them, and goes on with its own.
SELECT 1;
