package journey

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

// world is what the journeys share: the program, one sample newspaper that is open, one browser. Whoever asks first starts it; TestMain ends it.
var world struct {
	dir     string                   // for everything; removed at the end
	griot   func() (string, error)   // the program
	paper   func() (*paper, error)   // a newspaper that serves
	browser func() (*browser, error) // Chromium
	ends    []func()                 // last first
	mu      sync.Mutex               // of ends
}

func TestMain(m *testing.M) { os.Exit(runAll(m)) }

func runAll(m *testing.M) int {
	dir, err := os.MkdirTemp("", "griot-journey-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	world.dir = dir
	world.griot = sync.OnceValues(build)
	world.paper = sync.OnceValues(openPaper)
	world.browser = sync.OnceValues(openBrowser)
	defer func() {
		for i := len(world.ends) - 1; i >= 0; i-- {
			world.ends[i]()
		}
	}()
	return m.Run()
}

// atEnd runs when all journeys are over.
func atEnd(end func()) {
	world.mu.Lock()
	defer world.mu.Unlock()
	world.ends = append(world.ends, end)
}

// build makes the program as `make build` does, unless it is there already.
func build() (string, error) {
	if ready := os.Getenv("GRIOT_BINARY"); ready != "" {
		return filepath.Abs(ready)
	}
	name := filepath.Join(world.dir, "griot")
	cmd := exec.Command("go", "build", "-o", name, "griot/cmd/griot")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build griot: %w\n%s", err, out)
	}
	return name, nil
}

func must[T any](t *testing.T, v T, err error) T {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return v
}
