package cli

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/nats-io/nats-server/v2/server"
	"go.yaml.in/yaml/v3"
)

const deploy = "../../deploy"

// TestDeployed parses each call of the program in the files of deploy as the program
// would: a flag that is not there any more, or a value that is none, is found here.
func TestDeployed(t *testing.T) {
	roles := map[string]int{}
	for at, args := range deployed(t) {
		if len(args) == 0 {
			t.Errorf("%s: no call", at)
			continue
		}
		c, rest := find(commands(), args)
		if c == nil {
			t.Errorf("%s: there is no command %q", at, args[0])
			continue
		}
		in, _, err := parse(c, rest, func(string) string { return "" })
		if err != nil {
			t.Errorf("%s: %v", at, err)
			continue
		}
		if c.limit >= 0 && len(in.args) > c.limit {
			t.Errorf("%s: too many arguments: %v", at, in.args)
		}
		roles[c.name]++
	}
	for _, role := range []string{"serve", "watch", "cluster", "worker"} {
		if roles[role] < 2 {
			t.Errorf("casus %s is called %d times, not in a unit and a container", role, roles[role])
		}
	}
}

// deployed lists the calls by where they stand.
func deployed(t *testing.T) map[string][]string {
	t.Helper()
	calls := map[string][]string{}
	units, err := filepath.Glob(deploy + "/systemd/*.service")
	if err != nil || len(units) < 5 {
		t.Fatalf("%d units, %v", len(units), err)
	}
	start := regexp.MustCompile(`(?m)^ExecStart=/usr/local/bin/casus (.*)$`)
	for _, u := range units {
		if m := start.FindSubmatch(file(t, u)); m != nil {
			calls[u] = strings.Fields(string(m[1]))
		} else if filepath.Base(u) != "casus-nats.service" {
			t.Errorf("%s starts something else", u)
		}
	}
	var args []string
	if m := regexp.MustCompile(`(?m)^CMD (\[.*\])$`).FindSubmatch(file(t, deploy+"/Containerfile")); m == nil {
		t.Error("the container has no command")
	} else if err := json.Unmarshal(m[1], &args); err != nil {
		t.Error(err)
	}
	calls["Containerfile"] = args
	for name, s := range composed(t) {
		if s.Image == "casus" {
			calls["compose.yaml, "+name] = s.Command
		}
	}
	return calls
}

// service is one of compose.yaml.
type service struct {
	Image       string
	Command     []string
	Volumes     []string
	Environment map[string]string
	DependsOn   map[string]any `yaml:"depends_on"`
}

func composed(t *testing.T) map[string]service {
	t.Helper()
	var c struct {
		Services map[string]service
		Volumes  map[string]any
	}
	if err := yaml.Unmarshal(file(t, deploy+"/compose.yaml"), &c); err != nil {
		t.Fatal(err)
	}
	for name, s := range c.Services {
		for on := range s.DependsOn {
			if _, ok := c.Services[on]; !ok {
				t.Errorf("compose.yaml: %s depends on %s, which is not there", name, on)
			}
		}
		for _, v := range s.Volumes {
			if from, _, _ := strings.Cut(v, ":"); from[0] != '.' {
				if _, ok := c.Volumes[from]; !ok {
					t.Errorf("compose.yaml: %s mounts %s, which is not there", name, from)
				}
			}
		}
	}
	return c.Services
}

func file(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestUnits asks systemd whether it understands the units.
func TestUnits(t *testing.T) {
	analyze, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Skip("no systemd-analyze here; the units are not verified")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	units, _ := filepath.Glob(deploy + "/systemd/*.service")
	dir := t.TempDir()
	for _, u := range units {
		// What is installed elsewhere is not here: this test stands in for it.
		text := regexp.MustCompile(`/usr/local/bin/\S+`).ReplaceAllString(string(file(t, u)), self)
		text = strings.Replace(text, "User=casus", "User=root", 1)
		copied := filepath.Join(dir, filepath.Base(u))
		if err := os.WriteFile(copied, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command(analyze, "verify", "--man=no", "--recursive-errors=no", copied).CombinedOutput()
		if strings.Contains(string(out), "Failed to initialize manager") || strings.Contains(string(out), "Failed to prepare filename") {
			t.Skipf("systemd-analyze does not run here: %s", out)
		}
		if err != nil || strings.Contains(string(out), "ignoring") {
			t.Errorf("%s: %v\n%s", u, err, out)
		}
	}
}

// TestServersOfTheQueue reads the settings of the three servers as they do.
func TestServersOfTheQueue(t *testing.T) {
	var names []string
	for name, s := range composed(t) {
		if !strings.Contains(s.Image, "nats") {
			continue
		}
		names = append(names, name)
		for k, v := range s.Environment {
			t.Setenv(k, v)
		}
		t.Setenv("CASUS_QUEUE_TOKEN", "0123abc")
		o, err := server.ProcessConfigFile(deploy + "/nats.conf")
		if err != nil {
			t.Fatal(err)
		}
		if o.Authorization != "0123abc" || o.MaxPayload < 8_000_000 || !o.JetStream || o.StoreDir != "/data" || o.Cluster.Name == "" || len(o.Routes) != 2 || "nats-"+o.ServerName != name {
			t.Errorf("%s: token %q, payload %d, JetStream %v in %q, cluster %q of %q with %v", name, o.Authorization, o.MaxPayload, o.JetStream, o.StoreDir, o.Cluster.Name, o.ServerName, o.Routes)
		}
		for _, r := range o.Routes {
			if r.Hostname() == name {
				t.Errorf("%s has a route to itself", name)
			}
		}
	}
	slices.Sort(names)
	if !slices.Equal(names, []string{"nats-a", "nats-b", "nats-c"}) {
		t.Errorf("servers %v", names)
	}
}
