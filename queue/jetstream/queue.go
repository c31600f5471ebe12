package jetstream

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"casus"
	"casus/queue"
)

// Options of a connection. The zero value of each field works.
type Options struct {
	// Server is one within the program; else URLs are where servers listen.
	Server *Server
	URLs   []string
	Access
	// Memory keeps the queue in the memory of the server, for one that nobody outside
	// the program works for; else it is kept on the disk.
	Memory bool
	// Replicas is on how many servers the queue is kept; 1 if not given.
	Replicas int
	// Wait is after how long what a worker took and did not finish is handed to
	// another; 15 s if not given.
	Wait time.Duration
}

// Queue is a queue on JetStream.
type Queue struct {
	nc *nats.Conn
	js jetstream.JetStream
	o  Options
	// where the servers are, without what must not be told.
	where string
	mu    sync.Mutex
	cons  map[string]jetstream.Consumer
	vain  int // waits in vain, one after the other
}

var _ queue.Queue = (*Queue)(nil)

// Streams and subjects.
const (
	workStream    = "CASUS_WORK"
	answersStream = "CASUS_ANSWERS"
	workSubject   = "casus.work."
	answerSubject = "casus.answers."
)

// Connect connects to a queue and makes it where it is not there. A connection that is
// lost is made again by itself.
func Connect(ctx context.Context, o Options) (*Queue, error) {
	o.Replicas, o.Wait = max(1, o.Replicas), cmp.Or(o.Wait, 15*time.Second)
	where, err := addresses(o.URLs)
	if err != nil {
		return nil, err
	}
	opts, err := o.Access.options()
	if err != nil {
		return nil, err
	}
	opts = append(opts, nats.Name("casus"), nats.MaxReconnects(-1), nats.ReconnectWait(250*time.Millisecond), nats.Timeout(5*time.Second),
		// A machine that went away without a word is noticed within half a minute.
		nats.PingInterval(10*time.Second), nats.MaxPingsOutstanding(2))
	if o.Server != nil {
		opts = append(opts, nats.InProcessServer(o.Server.s))
	}
	nc, err := nats.Connect(strings.Join(o.URLs, ","), opts...)
	if err != nil {
		return nil, o.refused(where, err)
	}
	js, err := jetstream.New(nc)
	if err != nil {
		nc.Close()
		return nil, wrap("connecting", err)
	}
	q := &Queue{nc: nc, js: js, o: o, where: where, cons: map[string]jetstream.Consumer{}}
	if err := q.again(ctx, q.streams); err != nil {
		nc.Close()
		return nil, err
	}
	return q, nil
}

// streams makes the streams where they are not there.
func (q *Queue) streams(ctx context.Context) error {
	for _, s := range [...]struct{ name, subject string }{{workStream, workSubject + ">"}, {answersStream, answerSubject + ">"}} {
		_, err := q.js.CreateOrUpdateStream(ctx, jetstream.StreamConfig{
			Name: s.name, Subjects: []string{s.subject}, Retention: jetstream.WorkQueuePolicy, Storage: q.storage(), Replicas: q.o.Replicas, Duplicates: time.Second,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (q *Queue) storage() jetstream.StorageType {
	if q.o.Memory {
		return jetstream.MemoryStorage
	}
	return jetstream.FileStorage
}

// patience is how long a step is tried while servers come and go.
const patience = 20 * time.Second

// again tries a step until it succeeds, patience ends or the context does.
func (q *Queue) again(ctx context.Context, step func(context.Context) error) error {
	end := time.Now().Add(patience)
	for wait := 50 * time.Millisecond; ; wait = min(2*wait, time.Second) {
		one, cancel := context.WithTimeout(ctx, 5*time.Second)
		err := step(one)
		cancel()
		if err != nil && q.nc.IsClosed() {
			return fmt.Errorf("the connection has ended for good (%v)", q.o.refused(q.where, cmp.Or(q.nc.LastError(), nats.ErrConnectionClosed)))
		}
		if err == nil || ctx.Err() != nil {
			return cmp.Or(ctx.Err(), err)
		}
		if errors.Is(err, nats.ErrMaxPayload) || errors.Is(err, queue.ErrTooLarge) {
			return err
		}
		if time.Now().After(end) {
			return wrap("waiting for the queue", err)
		}
		if errors.Is(err, jetstream.ErrStreamNotFound) || errors.Is(err, jetstream.ErrNoStreamResponse) || errors.Is(err, jetstream.ErrConsumerNotFound) {
			// The queue was deleted; an empty one takes its place.
			q.forget()
			one, cancel := context.WithTimeout(ctx, 5*time.Second)
			_ = q.streams(one) // the next try tells
			cancel()
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func wrap(doing string, err error) error {
	return fmt.Errorf("%s: %w: %w", doing, casus.ErrUnavailable, err)
}

func (q *Queue) publish(ctx context.Context, subject string, body []byte) error {
	if len(body) > q.MaxBody() {
		return fmt.Errorf("a message of %d bytes: %w", len(body), queue.ErrTooLarge)
	}
	return q.again(ctx, func(ctx context.Context) error {
		_, err := q.js.Publish(ctx, subject, body, jetstream.WithRetryAttempts(0))
		return err
	})
}

// Give implements queue.Queue.
func (q *Queue) Give(ctx context.Context, to queue.Address, kind queue.Kind, body []byte) error {
	return q.publish(ctx, workSubject+to.Coder+"."+string(kind)+"."+to.Record, body)
}

// Answer implements queue.Queue.
func (q *Queue) Answer(ctx context.Context, to queue.Address, body []byte) error {
	return q.publish(ctx, answerSubject+to.Coder+"."+to.Record, body)
}

// MaxBody implements queue.Queue.
func (q *Queue) MaxBody() int { return int(q.nc.MaxPayload()) - 4096 }

// source is a consumer: what hands out the messages of a stream under a subject.
type source struct{ stream, name, subject string }

func workOf(coder string, kind queue.Kind) source {
	return source{workStream, "work-" + coder + "-" + string(kind), workSubject + coder + "." + string(kind) + ".*"}
}

func answersTo(a queue.Address) source {
	return source{answersStream, "answers-" + a.Coder + "-" + a.Record, answerSubject + a.Coder + "." + a.Record}
}

// Take implements queue.Queue.
func (q *Queue) Take(ctx context.Context, coder string, kind queue.Kind, n int, wait time.Duration) ([]queue.Message, error) {
	return q.fetch(ctx, workOf(coder, kind), n, wait)
}

// Answers implements queue.Queue.
func (q *Queue) Answers(ctx context.Context, to queue.Address, n int, wait time.Duration) ([]queue.Message, error) {
	return q.fetch(ctx, answersTo(to), n, wait)
}

// consumer is the one of a subject, made where it is not there.
func (q *Queue) consumer(ctx context.Context, s source) (jetstream.Consumer, error) {
	q.mu.Lock()
	c := q.cons[s.name]
	q.mu.Unlock()
	if c != nil {
		return c, nil
	}
	wait := q.o.Wait
	if s.stream == answersStream {
		// One program takes them, many at a time, and a slow disk is no reason to give it
		// the same once more.
		wait *= 8
	}
	c, err := q.js.CreateOrUpdateConsumer(ctx, s.stream, jetstream.ConsumerConfig{
		Durable: s.name, FilterSubject: s.subject, AckPolicy: jetstream.AckExplicitPolicy, AckWait: wait, MaxDeliver: -1, MaxAckPending: maxTaken,
	})
	if err != nil {
		return nil, err
	}
	q.mu.Lock()
	q.cons[s.name] = c
	q.mu.Unlock()
	return c, nil
}

// maxTaken is how many messages of a consumer may be in somebody's hands.
const maxTaken = 10_000

// Revive implements queue.Queue. Consumers of a work queue have been seen to stand still
// though their stream holds messages, for minutes or for ever.
func (q *Queue) Revive(ctx context.Context, of queue.Address) (revived bool, err error) {
	err = q.again(ctx, func(ctx context.Context) error {
		for _, s := range [...]source{workOf(of.Coder, queue.Live), workOf(of.Coder, queue.Archive), answersTo(of)} {
			stands, err := q.stands(ctx, s)
			if err == nil && stands {
				err = q.js.DeleteConsumer(ctx, s.stream, s.name) // whoever takes from it makes it
				revived = err == nil
			}
			if err != nil && !errors.Is(err, jetstream.ErrConsumerNotFound) {
				return err
			}
		}
		return nil
	})
	q.forget()
	return revived, err
}

// stands says that nobody has anything of what a consumer hands out though there is
// something, or that it takes everything for being in somebody's hands. Answers that are
// there have not come to the one that asks.
func (q *Queue) stands(ctx context.Context, s source) (bool, error) {
	stream, err := q.js.Stream(ctx, s.stream)
	if err != nil {
		return false, err
	}
	state, err := stream.Info(ctx, jetstream.WithSubjectFilter(s.subject))
	if err != nil || len(state.State.Subjects) == 0 {
		return false, err
	}
	c, err := stream.Consumer(ctx, s.name)
	if err != nil {
		return false, err
	}
	info, err := c.Info(ctx)
	return err == nil && (s.stream == answersStream || info.NumAckPending == 0 || info.NumAckPending >= maxTaken), err
}

// maxIdle is how many waits in vain it takes to ask anew for the consumers.
const maxIdle = 20

// idle counts waits in vain. A consumer of a server that was deleted may give nothing
// for ever, and without an error; so after many the consumers are asked for anew, which
// costs nothing where they are there.
func (q *Queue) idle(vain bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if !vain {
		q.vain = 0
	} else if q.vain++; q.vain >= maxIdle {
		q.vain = 0
		clear(q.cons)
	}
}

// forget drops what is known of consumers, since the queue is another.
func (q *Queue) forget() {
	q.mu.Lock()
	clear(q.cons)
	q.mu.Unlock()
}

func (q *Queue) fetch(ctx context.Context, s source, n int, wait time.Duration) ([]queue.Message, error) {
	var out []queue.Message
	err := q.again(ctx, func(one context.Context) error {
		c, err := q.consumer(one, s)
		if err != nil {
			return err
		}
		// What is there is taken; where nothing is, the first to come ends the wait.
		err = q.drain(&out, func() (jetstream.MessageBatch, error) { return c.FetchNoWait(n) })
		if err != nil || len(out) > 0 || wait <= 0 {
			return err
		}
		// The server is told to end the wait a little before this side does, so that
		// nothing is handed out to nobody.
		one, cancel := context.WithTimeout(one, min(wait, 4*time.Second))
		defer cancel()
		err = q.drain(&out, func() (jetstream.MessageBatch, error) { return c.Fetch(1, jetstream.FetchContext(one)) })
		q.idle(len(out) == 0)
		return err
	})
	return out, err
}

// maxFetch is how long a fetch may take. One that went down with its connection is never
// answered.
const maxFetch = 5 * time.Second

// drain adds the messages of a batch.
func (q *Queue) drain(out *[]queue.Message, fetch func() (jetstream.MessageBatch, error)) error {
	batch, err := fetch()
	if err == nil {
		for list, late := batch.Messages(), time.After(maxFetch); err == nil; {
			select {
			case m, ok := <-list:
				if ok {
					*out = append(*out, &message{m, q})
					continue
				}
				err = cmp.Or[error](batch.Error(), jetstream.ErrNoMessages)
			case <-late:
				err = nats.ErrTimeout
			}
		}
	}
	if len(*out) > 0 || errors.Is(err, nats.ErrTimeout) || errors.Is(err, jetstream.ErrNoMessages) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return nil
	}
	q.forget()
	return err
}

// Left implements queue.Queue. On a work queue, what is not done with is what the stream
// holds under a subject.
func (q *Queue) Left(ctx context.Context, of queue.Address) (left queue.Left, err error) {
	err = q.again(ctx, func(ctx context.Context) error {
		for _, x := range [...]struct {
			stream, subject string
			n               *int
		}{
			{workStream, workSubject + of.Coder + "." + string(queue.Live) + "." + of.Record, &left.Live},
			{workStream, workSubject + of.Coder + "." + string(queue.Archive) + "." + of.Record, &left.Archive},
			{answersStream, answerSubject + of.Coder + "." + of.Record, &left.Answers},
		} {
			s, err := q.js.Stream(ctx, x.stream)
			if err != nil {
				return err
			}
			info, err := s.Info(ctx, jetstream.WithSubjectFilter(x.subject))
			if err != nil {
				return err
			}
			*x.n = int(info.State.Subjects[x.subject])
		}
		return nil
	})
	return left, err
}

// Where tells where the servers are, without what an address may hold of secrets.
func (q *Queue) Where() string { return q.where }

// Close implements queue.Queue.
func (q *Queue) Close() error {
	q.nc.Close()
	return nil
}

type message struct {
	m jetstream.Msg
	q *Queue
}

func (m *message) Body() []byte { return m.m.Data() }

func (m *message) Record() string {
	s := m.m.Subject()
	return s[strings.LastIndexByte(s, '.')+1:]
}

func (m *message) Tries() int {
	meta, err := m.m.Metadata()
	if err != nil {
		return 1
	}
	return int(meta.NumDelivered)
}

// begunBucket counts how often messages were begun, by their number in the stream.
const begunBucket = "CASUS_BEGUN"

// Begin implements queue.Message.
func (m *message) Begin(ctx context.Context) (n int, err error) {
	meta, err := m.m.Metadata()
	if err != nil {
		return 0, wrap("asking how often a message was begun", err)
	}
	key := fmt.Sprintf("%s.%d", meta.Stream, meta.Sequence.Stream)
	err = m.q.again(ctx, func(ctx context.Context) error {
		kv, err := m.q.js.CreateOrUpdateKeyValue(ctx, jetstream.KeyValueConfig{Bucket: begunBucket, TTL: 24 * time.Hour, Storage: m.q.storage(), Replicas: m.q.o.Replicas})
		if err != nil {
			return err
		}
		n = 0
		x, err := kv.Get(ctx, key)
		switch {
		case err == nil:
			n, _ = strconv.Atoi(string(x.Value())) // written below
		case !errors.Is(err, jetstream.ErrKeyNotFound):
			return err
		}
		n++
		_, err = kv.PutString(ctx, key, strconv.Itoa(n))
		return err
	})
	return n, err
}

func (m *message) Done(context.Context) error {
	if err := m.m.Ack(); err != nil {
		return wrap("taking a message off the queue", err)
	}
	return nil
}

func (m *message) Working() error {
	if err := m.m.InProgress(); err != nil {
		return wrap("asking the queue for time", err)
	}
	return nil
}

// Back puts it on the queue anew, so that this time does not count as a try, and then
// takes this one off.
func (m *message) Back(ctx context.Context) error {
	if err := m.q.publish(ctx, m.m.Subject(), m.m.Data()); err != nil {
		return err
	}
	return m.Done(ctx)
}
