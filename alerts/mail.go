package alerts

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"mime"
	"mime/quotedprintable"
	"net"
	"net/smtp"
	"net/textproto"
	"strings"
	"time"

	"casus/store"
)

// mailer sends all that is due in one mail, so that a busy day fills no mailbox.
type mailer struct {
	t        *Target
	password string
	now      func() time.Time
}

// perMail is how many alerts a mail holds.
const perMail = 50

func (m *mailer) send(ctx context.Context, due []store.Delivery, settle func(store.Delivery, error) error) error {
	for len(due) > 0 {
		n := min(len(due), perMail)
		err := m.mail(ctx, due[:n])
		for _, d := range due[:n] {
			if serr := settle(d, err); serr != nil {
				return serr
			}
		}
		if err != nil {
			// The server is not asked again in this pass.
			for _, d := range due[n:] {
				if serr := settle(d, errNotTried); serr != nil {
					return serr
				}
			}
			return nil
		}
		due = due[n:]
	}
	return nil
}

// mail sends one mail. The whole of it has twice the target's time-out.
func (m *mailer) mail(ctx context.Context, due []store.Delivery) error {
	message, err := m.message(due)
	if err != nil {
		return permanent{err}
	}
	ctx, cancel := context.WithTimeout(ctx, 2*m.t.Timeout)
	defer cancel()
	host, port, err := net.SplitHostPort(m.t.Server)
	if err != nil {
		return permanent{err}
	}
	conn, err := (&net.Dialer{Timeout: m.t.Timeout}).DialContext(ctx, "tcp", m.t.Server)
	if err != nil {
		return err
	}
	defer conn.Close()
	if deadline, ok := ctx.Deadline(); ok {
		if err := conn.SetDeadline(deadline); err != nil {
			return err
		}
	}
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() }) // whoever waits for it fails
	defer stop()
	if port == "465" { // TLS from the first byte
		conn = tls.Client(conn, &tls.Config{ServerName: host})
	}
	c, err := smtp.NewClient(conn, host)
	if err != nil {
		return err
	}
	defer c.Close()
	if ok, _ := c.Extension("STARTTLS"); ok && port != "465" {
		if err := c.StartTLS(&tls.Config{ServerName: host}); err != nil {
			return err
		}
	}
	if m.t.User != "" {
		// PlainAuth hands the password to TLS or to this machine only.
		if err := c.Auth(smtp.PlainAuth("", m.t.User, m.password, host)); err != nil {
			return err
		}
	}
	return refused(m.hand(c, message))
}

// hand hands the message over.
func (m *mailer) hand(c *smtp.Client, message []byte) error {
	if err := c.Mail(m.t.From); err != nil {
		return err
	}
	for _, to := range m.t.Recipients {
		if err := c.Rcpt(to); err != nil {
			return err
		}
	}
	w, err := c.Data()
	if err != nil {
		return err
	}
	if _, err := w.Write(message); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	_ = c.Quit() // the message is taken
	return nil
}

// refused marks what the server will never take (RFC 5321, 4.2.1: 5yz).
func refused(err error) error {
	var p *textproto.Error
	if errors.As(err, &p) && p.Code >= 500 {
		return permanent{err}
	}
	return err
}

// message writes the mail (RFC 5322), its text in quoted-printable.
func (m *mailer) message(due []store.Delivery) ([]byte, error) {
	var b bytes.Buffer
	subject := "Casus: " + due[0].Alert.Title
	if len(due) > 1 {
		subject = fmt.Sprintf("Casus: %d alerts, %s", len(due), due[0].Alert.Title)
	}
	header := func(name, value string) { fmt.Fprintf(&b, "%s: %s\r\n", name, value) }
	header("From", m.t.From)
	header("To", strings.Join(m.t.Recipients, ", "))
	header("Subject", mime.QEncoding.Encode("utf-8", clip(oneLine(subject), 150)))
	header("Date", m.now().Format(time.RFC1123Z))
	_, domain, _ := strings.Cut(m.t.From, "@")
	header("Message-ID", "<"+due[0].Alert.ID+"."+due[len(due)-1].Alert.ID[:min(8, len(due[len(due)-1].Alert.ID))]+"@"+domain+">")
	header("MIME-Version", "1.0")
	header("Content-Type", "text/plain; charset=utf-8")
	header("Content-Transfer-Encoding", "quoted-printable")
	b.WriteString("\r\n")
	w := quotedprintable.NewWriter(&b)
	for i := range due {
		text, err := Text(&due[i].Alert)
		if err != nil {
			return nil, err
		}
		if i > 0 {
			text = "\n" + text
		}
		if _, err := w.Write([]byte(strings.ReplaceAll(text, "\n", "\r\n"))); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
