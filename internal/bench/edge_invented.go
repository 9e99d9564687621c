package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"griot/internal/article"
)

const (
	inventedLeast = 1_000_000        // query strings, none of them twice
	inventedMost  = 90 * time.Second // in which they are asked
	inventedGrows = 10_000_000       // bytes that they may cost: garbage that has not gone yet
)

// invented asks for an article with a query string that nobody has ever asked, again and again, and looks at what the server then holds.
func (b *bench) invented(ctx context.Context) ([]row, error) {
	if _, err := exec.LookPath("wrk"); err != nil {
		return []row{unmeasured("invented query strings", "needs wrk: tools/need wrk")}, nil
	}
	p, card, err := b.sample(ctx, func(*article.Card) bool { return true })
	if err != nil {
		return nil, err
	}
	defer p.close()
	script := filepath.Join(b.work, "invented.lua")
	lua := "local n, me = 0, 0\nfunction setup(t) me = me + 1; t:set('me', me) end\n" +
		fmt.Sprintf("function request() n = n + 1; return wrk.format('GET', %q .. '?u' .. me .. 'x' .. n .. '=' .. os.time() .. n) end\n", card.Path)
	if err := os.WriteFile(script, []byte(lua), 0o600); err != nil {
		return nil, err
	}
	pid := p.cmd.Process.Pid
	if _, err := wrk(ctx, script, p.origin, nil); err != nil { // what connections cost is there before we look
		return nil, err
	}
	before := memory(pid, "VmRSS")
	asked := 0.0
	for began := time.Now(); asked < inventedLeast && time.Since(began) < inventedMost; {
		s, err := wrk(ctx, script, p.origin, nil)
		if err != nil {
			return nil, err
		}
		asked += s.rate * sliceTime.Seconds()
	}
	after := memory(pid, "VmRSS")
	return []row{promise(fmt.Sprintf("%s invented query strings: memory they cost", thousands(int64(asked))), max(0, after-before), inventedGrows, megabytes,
		fmt.Sprintf("%s before, %s after", megabytes(before), megabytes(after)))}, nil
}
