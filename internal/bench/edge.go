package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// How the kept page is measured: slices of Griot and nginx in turn, so that whoever else uses the machine disturbs both.
const (
	sliceCount   = 7
	sliceTime    = 2 * time.Second
	connections  = 64
	manyArticles = 2_000
	atLeast      = 1.0 // times nginx
	reader       = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
)

// slice is what one program answered in one slice.
type slice struct {
	rate float64       // answers a second
	busy time.Duration // of the processors, for one answer
}

// edge compares kept pages with nginx, which sends the same bytes from files by gzip_static. Neither writes an access log.
func (b *bench) edge(ctx context.Context) ([]row, error) {
	for _, name := range []string{"nginx", "wrk"} {
		if _, err := exec.LookPath(name); err != nil {
			return []row{unmeasured("kept pages against nginx", "needs "+name+": tools/need nginx wrk")}, nil
		}
	}
	dir, err := b.archive(ctx)
	if err != nil {
		return nil, err
	}
	paths, err := archivePaths(ctx, dir)
	if err != nil {
		return nil, err
	}
	p, err := b.serve(ctx, "--dir", dir)
	if err != nil {
		return nil, err
	}
	defer p.close()
	other, err := b.nginx(ctx, p, paths)
	if err != nil {
		return nil, err
	}
	defer other.close()
	var rows []row
	var bars []bar
	for _, c := range []struct {
		what  string
		paths []string
	}{{"kept article", paths[:1]}, {thousands(int64(len(paths))) + " kept articles at random", paths}} {
		ours, theirs, err := b.inTurn(ctx, p, other, c.paths)
		if err != nil {
			return rows, err
		}
		rows = append(rows, compared(c.what, atLeast, ours, theirs)...)
		bars = append(bars, bar{c.what, ratios(ours, theirs)})
	}
	return rows, b.draw("performance.svg", bars)
}

// inTurn measures both programs, slice by slice.
func (b *bench) inTurn(ctx context.Context, p *paper, other *nginx, paths []string) (ours, theirs []slice, err error) {
	script, err := b.wrkScript(paths)
	if err != nil {
		return nil, nil, err
	}
	for range 3 { // what a new archive's jobs have dropped is made again, and compressed strongly
		if _, err := wrk(ctx, script, p.origin, nil); err != nil {
			return nil, nil, err
		}
	}
	for range sliceCount {
		s, err := wrk(ctx, script, p.origin, []int{p.cmd.Process.Pid})
		if err != nil {
			return nil, nil, err
		}
		n, err := wrk(ctx, script, other.origin, other.workers())
		if err != nil {
			return nil, nil, err
		}
		ours, theirs = append(ours, s), append(theirs, n)
	}
	return ours, theirs, nil
}

// compared makes rows of two series; a least of zero promises nothing.
func compared(what string, least float64, ours, theirs []slice) []row {
	rates := ratios(ours, theirs)
	note := fmt.Sprintf("from %.2f to %.2f in %d slices; %.0f and %.0f answers a second", rates[0], rates[len(rates)-1], len(rates), middle(ours).rate, middle(theirs).rate)
	r := tell(what+": answers a second, times nginx", fmt.Sprintf("%.2f ×", rates[len(rates)/2]), note)
	if least > 0 {
		r.promised, r.verdict = fmt.Sprintf("%.1f ×", least), met
	}
	if rates[len(rates)/2] < least {
		r.verdict = unmet
	}
	busy := tell(what+": processor time for an answer, nginx's over ours", fmt.Sprintf("%.2f ×", float64(middle(theirs).busy)/float64(middle(ours).busy)),
		fmt.Sprintf("%s and %s; this says more than the clock on a machine that others use", micros(middle(ours).busy), micros(middle(theirs).busy)))
	return []row{r, busy}
}

func micros(d time.Duration) string {
	return fmt.Sprintf("%.1f µs", float64(d)/float64(time.Microsecond))
}

// wrkScript writes what wrk is to ask for: one path, or many at random.
func (b *bench) wrkScript(paths []string) (string, error) {
	var lua strings.Builder
	lua.WriteString("wrk.headers['Accept-Encoding']='gzip'\nwrk.headers['User-Agent']='" + reader + "'\nlocal r={}\n")
	lua.WriteString("function init() math.randomseed(20261122) for _,p in ipairs({")
	for _, p := range paths {
		fmt.Fprintf(&lua, "%q,", p)
	}
	lua.WriteString("}) do r[#r+1]=wrk.format('GET',p) end end\nfunction request() return r[math.random(#r)] end\n")
	name := filepath.Join(b.work, fmt.Sprintf("paths-%d.lua", len(paths)))
	return name, os.WriteFile(name, []byte(lua.String()), 0o600)
}

// wrk runs one slice against a program, whose processes are given.
func wrk(ctx context.Context, script, origin string, pids []int) (s slice, err error) {
	before := busy(pids)
	out, err := exec.CommandContext(ctx, "wrk", "-t2", "-c"+strconv.Itoa(connections), "-d"+sliceTime.String(), "-s", script, origin).CombinedOutput() //nolint:gosec // our own arguments
	if err != nil {
		return s, fmt.Errorf("wrk: %w: %s", err, out)
	}
	if strings.Contains(string(out), "Non-2xx") || strings.Contains(string(out), "Socket errors") {
		return s, fmt.Errorf("wrk on %s: %s", origin, out)
	}
	found := regexp.MustCompile(`(\d+) requests in ([\d.]+)s`).FindStringSubmatch(string(out))
	if found == nil {
		return s, errors.New("wrk said nothing that can be read")
	}
	n, _ := strconv.ParseFloat(found[1], 64)
	seconds, _ := strconv.ParseFloat(found[2], 64)
	return slice{rate: n / seconds, busy: time.Duration(float64(busy(pids)-before) / n)}, nil
}

// busy is the time that processes have had of the processors, in steps of a hundredth of a second; 0 where the system does not tell.
func busy(pids []int) (sum time.Duration) {
	for _, pid := range pids {
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		if err != nil {
			continue
		}
		fields := strings.Fields(string(text[strings.LastIndexByte(string(text), ')')+1:]))
		for _, ticks := range fields[11:13] { // user and system: proc(5)
			n, _ := strconv.Atoi(ticks)
			sum += time.Duration(n) * 10 * time.Millisecond
		}
	}
	return sum
}
