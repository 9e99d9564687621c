package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"io"
	"math/rand/v2"
	"mime/multipart"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"griot/internal/blob"
	"griot/internal/fault"
	"griot/internal/media"
)

const (
	photoWidth, photoHeight = 4000, 3000 // 12 million pixels
	photos                  = 5
	photoTime               = 2 * time.Second
	atOnce                  = 20
	photoMemory             = 250_000_000 // bytes
	photoGives              = 2 * time.Minute
	photoPause              = 5 * time.Millisecond // between two looks
	cutLength               = 5 << 20
	cuts                    = 10
	lineBytes               = 16 << 10
	lineSlowness            = 2 * time.Millisecond
)

// media measures what pictures cost: how soon one of 12 million pixels is there for readers, in how much memory twenty are taken in at once, how much of an upload over a bad line is sent twice, and
// how much of what public pictures say of themselves is left in what is served.
func (b *bench) media(ctx context.Context) ([]row, error) {
	dir, err := b.folder()
	if err != nil {
		return nil, err
	}
	p, err := b.serve(ctx, "--dir", dir)
	if err != nil {
		return nil, err
	}
	defer p.close()
	var served spread
	for i := range photos {
		took, err := p.photo(ctx, uint64(i))
		if err != nil {
			return nil, err
		}
		served = append(served, took)
	}
	rows := []row{promise("a 12-megapixel JPEG sent to all its forms served, the slowest of "+strconv.Itoa(photos), served.at(1), photoTime, span, "median "+span(served.at(0.5))+"; by the API, every width asked for")}
	twice, err := p.overABadLine(ctx)
	if err != nil {
		return rows, err
	}
	rows = append(rows, promise("an upload of 5 MB cut ten times: sent twice", twice, 10, func(v float64) string { return fmt.Sprintf("%.1f %%", v) }, "tus, over a line of 8 MB a second; each time the connection is broken in the middle of a piece"))
	if err := p.manyPhotos(ctx); err != nil {
		return rows, err
	}
	rows = append(rows, promise("memory of the server at its peak, 20 such uploads at once", memory(p.cmd.Process.Pid, "VmHWM"), photoMemory, megabytes, "VmHWM, until all their forms are made"))
	left, note, err := leftover(ctx)
	if err != nil {
		return rows, err
	}
	return append(rows, promise("places, serial numbers, thumbnails left in what is served of public pictures", left, 0, strconv.Itoa, note)), nil
}

// photograph is a JPEG that a camera could have made: areas, edges and noise.
func photograph(seed uint64) ([]byte, error) {
	r := rand.New(rand.NewPCG(seed, 1)) //nolint:gosec // a picture, no secret
	img := image.NewYCbCr(image.Rect(0, 0, photoWidth, photoHeight), image.YCbCrSubsampleRatio420)
	for y := range photoHeight {
		for x := range photoWidth {
			v := (x/97+y/61)%7*24 + x*40/photoWidth + r.IntN(12)
			img.Y[y*img.YStride+x] = uint8(min(v+20, 235)) //nolint:gosec // below 256
		}
	}
	for i := range img.Cb {
		img.Cb[i], img.Cr[i] = uint8(110+i/9000%40), uint8(120+i/7000%30) //nolint:gosec // below 256
	}
	var out bytes.Buffer
	err := jpeg.Encode(&out, img, &jpeg.Options{Quality: 88})
	return out.Bytes(), err
}

// sent is what the API says of a file, as far as it is needed here.
type sent struct {
	ID    int64  `json:"id"`
	State string `json:"state"`
	URL   string `json:"url"`
}

// bring sends a file by a form.
func (p *paper) bring(ctx context.Context, content []byte) (s sent, err error) {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", "photo.jpg")
	if err == nil {
		_, err = part.Write(content)
	}
	if err = errors.Join(err, form.Close()); err != nil {
		return s, err
	}
	err = p.asks(ctx, http.MethodPost, p.origin+"/api/v1/media", &body, map[string]string{"Content-Type": form.FormDataContentType()}, &s)
	return s, err
}

// asks makes a request to the API and reads its answer.
func (p *paper) asks(ctx context.Context, method, address string, body io.Reader, fields map[string]string, into any) error {
	r, err := http.NewRequestWithContext(ctx, method, address, body)
	if err != nil {
		return err
	}
	r.Header.Set("Authorization", "Bearer "+p.token)
	for name, value := range fields {
		r.Header.Set(name, value)
	}
	res, err := p.bench.client.Do(r)
	if err != nil {
		return err
	}
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode >= 300 {
		err = fmt.Errorf("%s %s: %s: %.200s", method, address, res.Status, text)
	}
	if err != nil || into == nil {
		return err
	}
	return json.Unmarshal(text, into)
}

// photo is how long it takes from the first byte of a picture to the last form of it.
func (p *paper) photo(ctx context.Context, seed uint64) (time.Duration, error) {
	content, err := photograph(seed)
	if err != nil {
		return 0, err
	}
	return timed(func() error {
		s, err := p.bring(ctx, content)
		if err == nil {
			s, err = p.made(ctx, s)
		}
		if err != nil {
			return err
		}
		stem := s.URL[:strings.LastIndexByte(s.URL, '-')]
		for _, w := range media.Widths(photoWidth) {
			if err := p.asks(ctx, http.MethodGet, fmt.Sprintf("%s-%d.webp", stem, w), nil, nil, nil); err != nil {
				return err
			}
		}
		return nil
	})
}

// made waits until the forms of a picture are there.
func (p *paper) made(ctx context.Context, s sent) (sent, error) {
	ctx, cancel := context.WithTimeout(ctx, photoGives)
	defer cancel()
	for s.State != "ready" {
		if s.State == "failed" {
			return s, fmt.Errorf("picture %d cannot be used", s.ID)
		}
		if ctx.Err() != nil {
			return s, ctx.Err()
		}
		time.Sleep(photoPause)
		if err := p.asks(ctx, http.MethodGet, fmt.Sprintf("%s/api/v1/media/%d", p.origin, s.ID), nil, nil, &s); err != nil {
			return s, err
		}
	}
	return s, nil
}

// manyPhotos sends twenty pictures at once and waits until all are made.
func (p *paper) manyPhotos(ctx context.Context) error {
	contents := make([][]byte, atOnce)
	for i := range contents {
		var err error
		if contents[i], err = photograph(uint64(100 + i)); err != nil {
			return err
		}
	}
	errs := make([]error, atOnce)
	var group sync.WaitGroup
	for i := range contents {
		group.Go(func() {
			s, err := p.bring(ctx, contents[i])
			if err == nil {
				_, err = p.made(ctx, s)
			}
			errs[i] = err
		})
	}
	group.Wait()
	return errors.Join(errs...)
}

// cutOff is a body whose line, of some 8 MB a second, breaks after so many bytes.
type cutOff struct {
	r    io.Reader
	left int
	sent *int
}

var errCut = errors.New("the line was cut")

func (c *cutOff) Read(b []byte) (int, error) {
	if c.left == 0 {
		return 0, errCut
	}
	time.Sleep(lineSlowness)
	n, err := c.r.Read(b[:min(len(b), c.left, lineBytes)])
	c.left -= n
	*c.sent += n
	return n, err
}

// overABadLine sends a sound whose line is cut ten times, and gives how many per cent of it were sent twice.
func (p *paper) overABadLine(ctx context.Context) (float64, error) {
	head := "RIFF\x24\x00\x50\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x44\xac\x00\x00\x88\x58\x01\x00\x02\x00\x10\x00data\x00\x00\x50\x00"
	whole := append([]byte(head), make([]byte, cutLength)...)
	tus := func(more ...string) map[string]string {
		fields := map[string]string{"Tus-Resumable": "1.0.0", "Content-Type": "application/offset+octet-stream"}
		for i := 0; i < len(more); i += 2 {
			fields[more[i]] = more[i+1]
		}
		return fields
	}
	address, err := p.field(ctx, http.MethodPost, p.origin+"/api/v1/media/uploads", "Location", tus("Upload-Length", strconv.Itoa(len(whole))))
	if err != nil {
		return 0, err
	}
	total := 0
	for i := 0; ; i++ {
		at, err := p.field(ctx, http.MethodHead, p.origin+address, "Upload-Offset", tus())
		if err != nil {
			return 0, err
		}
		from, err := strconv.Atoi(at)
		if err != nil || i > 3*cuts {
			return 0, fmt.Errorf("the upload stands at %q: %w", at, err)
		}
		if from == len(whole) {
			return float64(total-len(whole)) * 100 / float64(len(whole)), nil
		}
		body := &cutOff{r: bytes.NewReader(whole[from:]), left: len(whole), sent: &total}
		if i < cuts {
			body.left = len(whole)/cuts + 4711
		}
		err = p.asks(ctx, http.MethodPatch, p.origin+address, body, tus("Upload-Offset", at), nil)
		outrun := err != nil && strings.Contains(err.Error(), ": 409 ") // what the cut line had still brought was kept meanwhile
		if err != nil && !errors.Is(err, errCut) && !outrun {
			return 0, err
		}
		time.Sleep(10 * photoPause) // the server learns of it
	}
}

// field is a field of an answer of the API.
func (p *paper) field(ctx context.Context, method, address, name string, fields map[string]string) (string, error) {
	r, err := http.NewRequestWithContext(ctx, method, address, http.NoBody)
	if err != nil {
		return "", err
	}
	r.Header.Set("Authorization", "Bearer "+p.token)
	for key, value := range fields {
		r.Header.Set(key, value)
	}
	res, err := p.bench.client.Do(r)
	if err != nil {
		return "", err
	}
	_ = res.Body.Close()
	if value := res.Header.Get(name); value != "" {
		return value, nil
	}
	return "", fmt.Errorf("%s %s: %s", method, address, res.Status)
}

// leftover takes in a public collection of pictures with notes, and counts what is left of them in what is served.
func leftover(ctx context.Context) (left int, note string, err error) {
	out, err := exec.CommandContext(ctx, "go", "list", "-m", "-f", "{{.Dir}}", "github.com/bep/imagemeta").Output()
	if err != nil {
		return 0, "", err
	}
	dir, err := os.MkdirTemp("", "pictures")
	if err != nil {
		return 0, "", err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	store, err := blob.OpenFolder(dir)
	if err != nil {
		return 0, "", err
	}
	looked, told := 0, 0
	err = filepath.WalkDir(filepath.Join(strings.TrimSpace(string(out)), "testdata", "images"), func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path) //nolint:gosec // of the collection
		if err != nil {
			return err
		}
		f, err := media.Receive(ctx, store, bytes.NewReader(data))
		if fault.Is(err, fault.Invalid) || fault.Is(err, fault.TooLarge) || err == nil && f.Kind != media.Picture {
			return nil
		}
		if err != nil {
			return err
		}
		variants, _, _, err := media.Make(bytes.NewReader(data))
		if fault.Is(err, fault.Invalid) {
			return nil
		}
		looked++
		if len(f.Notes.Traces) > 0 {
			told++
		}
		for _, v := range variants {
			mime := map[string]string{"webp": "image/webp", "jpg": "image/jpeg"}[v.Format]
			left += len(media.ReadNotes(io.NewSectionReader(bytes.NewReader(v.Data), 0, int64(len(v.Data))), mime).Traces)
		}
		return err
	})
	return left, fmt.Sprintf("%d pictures that a library for reading notes is tested with, %d of them with notes", looked, told), err
}
