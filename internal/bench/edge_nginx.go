package main

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/klauspost/compress/gzip"
)

// nginx is Debian's, sending files.
type nginx struct {
	cmd    *exec.Cmd
	origin string
}

const nginxConf = `daemon off; worker_processes auto; pid %[1]s/pid; error_log %[1]s/error.log crit;
events { worker_connections 4096; }
http {
  access_log off; sendfile on; tcp_nopush on; gzip_static on; keepalive_requests 1000000000; default_type text/html;
  client_body_temp_path %[1]s/t1; proxy_temp_path %[1]s/t2; fastcgi_temp_path %[1]s/t3; uwsgi_temp_path %[1]s/t4; scgi_temp_path %[1]s/t5;
  server { listen %[2]s%[3]s; root %[1]s/www; index index.html; }
}
`

// nginx starts one that has the pages of a paper as files, both plain and as the paper sends them.
func (b *bench) nginx(ctx context.Context, p *paper, paths []string) (*nginx, error) {
	dir, err := b.folder()
	if err != nil {
		return nil, err
	}
	for _, path := range paths {
		if err := p.saveFor(ctx, filepath.Join(dir, "www"), path); err != nil {
			return nil, err
		}
	}
	addr, err := freeAddress()
	if err != nil {
		return nil, err
	}
	conf := filepath.Join(dir, "nginx.conf")
	origin, secure := "http://"+addr, ""
	if p.pem != "" {
		origin, secure = "https://"+strings.Replace(addr, "127.0.0.1", tlsName, 1), " ssl http2; ssl_certificate "+p.pem+"; ssl_certificate_key "+p.pem
	}
	text := fmt.Sprintf(nginxConf, dir, addr, secure)
	if os.Geteuid() == 0 {
		text = "user root; " + text // its files lie in a folder of ours alone
	}
	if err := os.WriteFile(conf, []byte(text), 0o600); err != nil {
		return nil, err
	}
	n := &nginx{cmd: exec.CommandContext(ctx, "nginx", "-p", dir, "-c", conf), origin: origin} //nolint:gosec // our own arguments
	if err := n.cmd.Start(); err != nil {
		return nil, err
	}
	return n, n.await(ctx, p, paths[0])
}

// saveFor writes a page as nginx looks for it.
func (p *paper) saveFor(ctx context.Context, root, path string) error {
	dir := filepath.Join(root, filepath.FromSlash(path))
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return err
	}
	packed, err := p.get(ctx, path, "gzip")
	if err != nil {
		return err
	}
	r, err := gzip.NewReader(bytes.NewReader(packed.body))
	if err != nil {
		return err
	}
	var plain bytes.Buffer
	if _, err := plain.ReadFrom(r); err != nil {
		return err
	}
	return cmp.Or(os.WriteFile(filepath.Join(dir, "index.html"), plain.Bytes(), 0o600), os.WriteFile(filepath.Join(dir, "index.html.gz"), packed.body, 0o600))
}

func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// await waits until it sends what the paper sends.
func (n *nginx) await(ctx context.Context, p *paper, path string) error {
	end := time.Now().Add(5 * time.Second)
	theirs := &paper{bench: p.bench, origin: n.origin}
	for {
		a, err := theirs.get(ctx, path, "gzip")
		if err == nil && a.header.Get("Content-Encoding") == "gzip" {
			return nil
		}
		if time.Now().After(end) {
			n.close()
			return fmt.Errorf("nginx does not serve: %w", err)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

func (n *nginx) close() {
	_ = n.cmd.Process.Signal(os.Interrupt)
	_ = n.cmd.Wait() // how it ends is not what is measured
}

// workers are the processes that answer.
func (n *nginx) workers() (pids []int) {
	out, _ := exec.Command("pgrep", "-P", strconv.Itoa(n.cmd.Process.Pid)).Output() //nolint:gosec // a number
	for _, word := range strings.Fields(string(out)) {
		if pid, err := strconv.Atoi(word); err == nil {
			pids = append(pids, pid)
		}
	}
	return pids
}

// ratios are our rates over theirs, slice by slice, the smallest first.
func ratios(ours, theirs []slice) []float64 {
	list := make([]float64, len(ours))
	for i := range ours {
		list[i] = ours[i].rate / theirs[i].rate
	}
	slices.Sort(list)
	return list
}

// middle is the median of a series, of each figure for itself.
func middle(list []slice) slice {
	rates, times := make([]float64, len(list)), make([]time.Duration, len(list))
	for i, s := range list {
		rates[i], times[i] = s.rate, s.busy
	}
	slices.Sort(rates)
	slices.Sort(times)
	return slice{rates[len(list)/2], times[len(list)/2]}
}
