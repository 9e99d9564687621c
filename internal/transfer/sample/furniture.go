package sample

import (
	"bytes"
	"context"
	"fmt"
	"image"
	_ "image/jpeg" // the size of a picture is read from its JPEG variant
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/BurntSushi/toml"

	"griot/internal/advert"
	"griot/internal/db"
	"griot/internal/media"
	"griot/internal/staff"
)

func decode(name string, v any) error {
	if _, err := toml.DecodeFS(files, name, v); err != nil {
		return fmt.Errorf("sample %s: %w", name, err)
	}
	return nil
}

func (f *filler) addAuthors(ctx context.Context) error {
	var data struct {
		Author []struct {
			Slug, Name, Role, Bio string
			Collective            bool
		}
	}
	if err := decode("authors.toml", &data); err != nil {
		return err
	}
	f.bylines = map[string]staff.BylineID{}
	for _, a := range data.Author {
		b := staff.Byline{Slug: a.Slug, Name: a.Name, Kind: staff.Person, Role: a.Role, Bio: a.Bio}
		if a.Collective {
			b.Kind = staff.Collective
		}
		if err := staff.SaveByline(ctx, f.tx, f.now, f.sort, &b); err != nil {
			return err
		}
		f.bylines[a.Slug] = b.ID
		if a.Collective {
			continue
		}
		if err := staff.Introduce(ctx, f.tx, f.now, f.sort, &staff.Face{Name: a.Name, Role: a.Role, Bio: a.Bio, Byline: b.ID, Agreed: true}); err != nil {
			return err
		}
	}
	return nil
}

// variantName is a file of variants/: NAME-WIDTH.FORMAT.
var variantName = regexp.MustCompile(`^([a-z]+)-([0-9]+)\.(webp|jpg)$`)

// receivePictures stores the variants that were made from pictures/ and committed (see gen). The largest stands as the original: the program carries no drawings in full.
func (n *Newsroom) receivePictures(ctx context.Context) (map[string]*media.File, error) {
	entries, err := fs.ReadDir(files, "variants")
	if err != nil {
		return nil, err
	}
	variants := map[string][]media.Variant{}
	for _, e := range entries {
		m := variantName.FindStringSubmatch(e.Name())
		if m == nil {
			return nil, fmt.Errorf("variants/%s: unexpected name", e.Name())
		}
		data, err := fs.ReadFile(files, "variants/"+e.Name())
		if err != nil {
			return nil, err
		}
		width, _ := strconv.Atoi(m[2])
		variants[m[1]] = append(variants[m[1]], media.Variant{Width: width, Format: m[3], Data: data})
	}
	received := map[string]*media.File{}
	for name, list := range variants {
		if received[name], err = n.receivePicture(ctx, list); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return received, nil
}

func (n *Newsroom) receivePicture(ctx context.Context, variants []media.Variant) (*media.File, error) {
	var largest media.Variant
	for _, v := range variants {
		if v.Format == "jpg" && v.Width > largest.Width {
			largest = v
		}
	}
	size, _, err := image.DecodeConfig(bytes.NewReader(largest.Data))
	if err != nil {
		return nil, err
	}
	return media.ReceiveMade(ctx, n.Blob, largest.Data, "image/jpeg", size.Width, size.Height, variants)
}

func (f *filler) addPictures(ctx context.Context, received map[string]*media.File) error {
	for _, name := range slices.Sorted(maps.Keys(received)) { // in one order, so that numbers are the same every time
		m, err := media.Add(ctx, f.tx, f.now, received[name], media.Media{})
		if err != nil {
			return err
		}
		f.pictures[name] = m.ID
	}
	return nil
}

var (
	articleLink = regexp.MustCompile(`href="article:([a-z0-9-]+)"`)
	pictureRef  = regexp.MustCompile(`<figure data-picture="([a-z]+)"(?: data-alt="([^"]*)")?>`)
)

// body leads links between articles to their addresses and puts pictures in place of their names.
func (f *filler) body(m *manuscript) (body string, err error) {
	body = articleLink.ReplaceAllStringFunc(m.body, func(s string) string {
		slug := articleLink.FindStringSubmatch(s)[1]
		if f.paths[slug] == "" {
			err = fmt.Errorf("link to %q, which is no article", slug)
		}
		return `href="` + f.paths[slug] + `"`
	})
	body = pictureRef.ReplaceAllStringFunc(body, func(s string) string {
		found := pictureRef.FindStringSubmatch(s)
		id := f.pictures[found[1]]
		if id == 0 {
			err = fmt.Errorf("there is no picture %q", found[1])
		}
		return fmt.Sprintf(`<figure><img data-media="%d" src="/media/%d" alt="%s">`, id, id, found[2])
	})
	return body, err
}

// receiveAdverts stores the pictures of the fictional advertisers and gives the advertisements.
func (n *Newsroom) receiveAdverts(ctx context.Context) ([]*advert.Advert, error) {
	var data struct {
		Advert []struct{ Slot, Brand, Advertiser, Alt, URL string }
	}
	if err := decode("adverts.toml", &data); err != nil {
		return nil, err
	}
	var list []*advert.Advert
	for _, d := range data.Advert {
		a := &advert.Advert{Slot: advert.Slot(d.Slot), Advertiser: d.Advertiser, Alt: d.Alt, URL: d.URL}
		names, err := fs.Glob(files, "pictures/ads/"+d.Brand+"-*.png")
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			p, err := n.receiveBanner(ctx, name)
			if err != nil {
				return nil, err
			}
			a.Pictures = append(a.Pictures, p)
		}
		list = append(list, a)
	}
	return list, nil
}

func (n *Newsroom) receiveBanner(ctx context.Context, name string) (p advert.Picture, err error) {
	_, size, _ := strings.Cut(strings.TrimSuffix(path.Base(name), ".png"), "-")
	if _, err := fmt.Sscanf(size, "%dx%d", &p.Width, &p.Height); err != nil {
		return p, fmt.Errorf("%s: %w", name, err)
	}
	data, err := fs.ReadFile(files, name)
	if err != nil {
		return p, err
	}
	p.File, err = media.KeepBanner(ctx, n.Blob, data)
	return p, err
}

func addAdverts(ctx context.Context, tx *db.Tx, now time.Time, list []*advert.Advert) error {
	for _, a := range list {
		if err := advert.Add(ctx, tx, now, a); err != nil {
			return err
		}
	}
	return nil
}
