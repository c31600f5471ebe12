package alerts

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"casus/store"
)

// Headers of a call of a webhook.
const (
	headerID        = "Casus-Alert"
	headerTime      = "Casus-Timestamp"
	headerSignature = "Casus-Signature"
)

// maxAnswer is how much of an answer is read.
const maxAnswer = 64 << 10

// webhook posts alerts as JSON, one a call. The address is the owner's own setting, so
// that addresses inside are allowed; redirects are not followed, since a signed body is
// meant for that address alone.
type webhook struct {
	t   *Target
	key string
	now func() time.Time
}

// Signature signs a body at a time (seconds since 1970) as casus does: the HMAC-SHA256
// of "TIME.BODY" with the shared secret, in hexadecimal after "sha256=".
func Signature(secret string, at int64, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	fmt.Fprintf(mac, "%d.", at)
	mac.Write(body)
	return "sha256=" + hex.EncodeToString(mac.Sum(nil))
}

func (w *webhook) send(ctx context.Context, due []store.Delivery, settle func(store.Delivery, error) error) error {
	client := &http.Client{
		Timeout:       w.t.Timeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	defer client.CloseIdleConnections()
	dead := 0 // tries in a row that got no answer
	return each(ctx, due, settle, func(d store.Delivery) error {
		if dead >= 3 {
			return errNotTried
		}
		answered, err := w.post(ctx, client, &d)
		if dead++; answered {
			dead = 0
		}
		return err
	})
}

func (w *webhook) post(ctx context.Context, client *http.Client, d *store.Delivery) (answered bool, err error) {
	body := []byte(d.Alert.JSON)
	q, err := http.NewRequestWithContext(ctx, http.MethodPost, w.t.URL, bytes.NewReader(body))
	if err != nil {
		return false, permanent{err}
	}
	at := w.now().Unix()
	q.Header.Set("Content-Type", "application/json")
	q.Header.Set("User-Agent", "casus-alerts")
	q.Header.Set(headerID, d.Alert.ID)
	q.Header.Set(headerTime, strconv.FormatInt(at, 10))
	if w.key != "" {
		q.Header.Set(headerSignature, Signature(w.key, at, body))
	}
	r, err := client.Do(q)
	if err != nil {
		return false, err
	}
	defer r.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(r.Body, maxAnswer)) // so that the connection can be used again
	return true, judged(r)
}

// judged is the error that an answer stands for.
func judged(r *http.Response) error {
	err := fmt.Errorf("it answered %s", r.Status)
	switch {
	case r.StatusCode >= 200 && r.StatusCode < 300:
		return nil
	case r.StatusCode == http.StatusTooManyRequests, r.StatusCode == http.StatusServiceUnavailable:
		if n, perr := strconv.Atoi(r.Header.Get("Retry-After")); perr == nil && n > 0 {
			return later{err, time.Duration(min(n, int(longestWait/time.Second))) * time.Second}
		}
		return err
	case r.StatusCode >= 500, r.StatusCode == http.StatusRequestTimeout, r.StatusCode == http.StatusTooEarly:
		return err
	case r.StatusCode == http.StatusUnauthorized, r.StatusCode == http.StatusForbidden, r.StatusCode == http.StatusNotFound:
		return err // perhaps its owner is mending it
	}
	return permanent{err}
}
