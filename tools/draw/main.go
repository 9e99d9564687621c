// Command draw draws the pictures and advertisements of the sample newspaper and writes them as palette PNG files:
//
//	go run ./tools/draw [-out folder] [name…]
//
// Without names it draws everything. The drawings are JavaScript for a canvas: studio.js is the hand, art/ the pictures and
// ads/ the advertisements; a headless Chromium executes them and asks nobody for anything. The files are committed, so only
// whoever changes a drawing needs a Chromium and, for the advertisements, the typefaces that ads/layout.js names.
package main

import (
	"bytes"
	"context"
	"embed"
	"encoding/base64"
	"flag"
	"fmt"
	"image"
	"image/png"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"

	"github.com/chromedp/chromedp"
)

const (
	pictureWidth   = 1280 // pixels; pictures are 3:2
	pictureColours = 128  // enough for some twenty flat colours and the blends along their edges
	adColours      = 20   // flat ones, and what blends between them: a phone pays for each bit
)

//go:embed studio.js art/*.js ads/*.js
var scripts embed.FS

// work is one file to draw. Size is empty for a picture, and such as "320x100" for an advertisement.
type work struct {
	Name string `json:"name"`
	Size string `json:"size"`
}

// path is where the work goes below the folder of pictures.
func (w work) path() string {
	if w.Size == "" {
		return w.Name + ".png"
	}
	return filepath.Join("ads", w.Name+"-"+w.Size+".png")
}

// call is the JavaScript that draws the work.
func (w work) call() string {
	if w.Size == "" {
		return fmt.Sprintf("picture(%q, %d)", w.Name, pictureWidth)
	}
	return fmt.Sprintf("advertisement(%q, %q)", w.Name, w.Size)
}

func (w work) colours() int {
	if w.Size == "" {
		return pictureColours
	}
	return adColours
}

func main() {
	out := flag.String("out", "internal/transfer/sample/pictures", "folder to write to")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *out, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "draw:", err)
		os.Exit(1)
	}
}

// run draws the named works, or all of them, into the folder out.
func run(ctx context.Context, out string, names []string) error {
	ctx, closeBrowser := chromium(ctx)
	defer closeBrowser()
	works, err := open(ctx)
	if err != nil {
		return err
	}
	works, err = choose(works, names)
	if err != nil {
		return err
	}
	total := 0
	for _, w := range works {
		n, err := draw(ctx, w, filepath.Join(out, w.path()))
		if err != nil {
			return fmt.Errorf("%s %s: %w", w.Name, w.Size, err)
		}
		fmt.Printf("%8d  %s\n", n, w.path())
		total += n
	}
	fmt.Printf("%8d  in %d files\n", total, len(works))
	return nil
}

// chromium is a context with a headless browser that keeps to itself.
func chromium(ctx context.Context) (context.Context, context.CancelFunc) {
	options := []chromedp.ExecAllocatorOption{chromedp.NoSandbox, chromedp.Headless, chromedp.DisableGPU, chromedp.NoFirstRun}
	for _, name := range []string{"disable-background-networking", "disable-component-update", "disable-sync", "disable-quic"} {
		options = append(options, chromedp.Flag(name, true))
	}
	options = append(options, chromedp.Flag("force-color-profile", "srgb"))
	allocated, closeAllocator := chromedp.NewExecAllocator(ctx, options...)
	tab, closeTab := chromedp.NewContext(allocated)
	return tab, func() { closeTab(); closeAllocator() }
}

// open loads the scripts into the empty page, the studio first, and returns what they can draw.
func open(ctx context.Context) ([]work, error) {
	art, err := fs.Glob(scripts, "art/*.js")
	if err != nil {
		return nil, err
	}
	ads, err := fs.Glob(scripts, "ads/*.js")
	if err != nil {
		return nil, err
	}
	for _, name := range slices.Concat([]string{"studio.js"}, art, ads) {
		source, err := scripts.ReadFile(name)
		if err != nil {
			return nil, err
		}
		if err := chromedp.Do(ctx, chromedp.Evaluate[chromedp.Void](string(source)+"\n//# sourceURL="+name)); err != nil {
			return nil, fmt.Errorf("load %s: %w", name, err)
		}
	}
	return chromedp.Run(ctx, chromedp.Evaluate[[]work]("works()"))
}

// choose keeps the works that bear one of the names, in their own order; no names keep all.
func choose(works []work, names []string) ([]work, error) {
	for _, name := range names {
		if !slices.ContainsFunc(works, func(w work) bool { return w.Name == name }) {
			return nil, fmt.Errorf("nothing is called %q", name)
		}
	}
	if len(names) == 0 {
		return works, nil
	}
	return slices.DeleteFunc(works, func(w work) bool { return !slices.Contains(names, w.Name) }), nil
}

// draw draws one work into the file at path and returns its size in bytes.
func draw(ctx context.Context, w work, path string) (int, error) {
	address, err := chromedp.Run(ctx, chromedp.Evaluate[string](w.call()))
	if err != nil {
		return 0, err
	}
	drawn, err := decode(address)
	if err != nil {
		return 0, err
	}
	var file bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(&file, reduce(drawn, w.colours())); err != nil {
		return 0, err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return 0, err
	}
	return file.Len(), os.WriteFile(path, file.Bytes(), 0o644)
}

// decode reads the PNG in a data address.
func decode(address string) (image.Image, error) {
	_, data, found := strings.Cut(address, ";base64,")
	if !found {
		return nil, fmt.Errorf("no picture in %.40q", address)
	}
	return png.Decode(base64.NewDecoder(base64.StdEncoding, strings.NewReader(data)))
}
