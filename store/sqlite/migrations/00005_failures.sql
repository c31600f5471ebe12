-- +goose Up
-- Failures are few among the codings.
CREATE INDEX codings_failed ON codings(coder, seq) WHERE error <> '';

-- +goose Down
DROP INDEX codings_failed;
