package site

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"griot/internal/fault"
	"griot/internal/media"
	"griot/internal/page"
	"griot/internal/site/theme"
)

// logos are the newspaper's logo by day and by night, as far as their files are there.
type logos struct {
	theme.Logo
	labels []page.Label // of both
}

func (s *Site) readLogos(ctx context.Context, sh *shared, _ time.Time) error {
	day, err := s.logo(ctx, sh, sh.paper.Logo)
	if err != nil || day == nil {
		return err
	}
	sh.logos.Src, sh.logos.Width, sh.logos.Height = logoFile(day)
	night, err := s.logo(ctx, sh, sh.paper.LogoNight)
	if err != nil || night == nil {
		return err
	}
	sh.logos.Night, _, _ = logoFile(night)
	return nil
}

// logo is a file that can be shown; nil where none is named, or it is still being made.
func (s *Site) logo(ctx context.Context, sh *shared, id int64) (*media.Media, error) {
	if id == 0 {
		return nil, nil //nolint:nilnil // a newspaper without a logo is no error
	}
	sh.logos.labels = append(sh.logos.labels, page.Picture(id))
	m, err := media.ByID(ctx, s.DB, media.ID(id))
	if err != nil {
		return nil, ignore(err, fault.NotFound)
	}
	if m.State != media.Ready || m.Width == 0 || m.Height == 0 {
		return nil, nil //nolint:nilnil // the title is set meanwhile
	}
	return m, nil
}

// maxLogoWidth is twice what a logo takes of the widest page, in pixels.
const maxLogoWidth = 640

// logoFile is the file by which a logo is shown, and its measures.
func logoFile(m *media.Media) (url string, width, height int) {
	if m.Kind != media.Picture {
		return m.Shown()
	}
	for _, w := range m.Widths() {
		if w <= maxLogoWidth || width == 0 {
			width = w
		}
	}
	return m.URL(width, "jpg"), width, m.HeightAt(width)
}

// own keeps the look as the newspaper wears it: there is one newspaper, and its colours change rarely.
type own struct {
	mu   sync.Mutex
	wear theme.Wear
	worn *look
}

// on is the look with what the newspaper has of its own.
func (l *look) on(sh *shared, log *slog.Logger) *look {
	wear := theme.Wear{Accent: sh.paper.Accent, AccentNight: sh.paper.AccentAtNight(), Logo: sh.logos.Src != ""}
	if wear == (theme.Wear{}) {
		return l
	}
	l.own.mu.Lock()
	defer l.own.mu.Unlock()
	if l.own.worn != nil && l.own.wear == wear {
		return l.own.worn
	}
	worn, err := l.Worn(wear)
	if err != nil { // the page is as good without
		log.Error("the newspaper's colours cannot be worn", "error", err)
		return l
	}
	l.own.wear, l.own.worn = wear, &look{Theme: worn}
	return l.own.worn
}

// of is the look in which a page was made: the newspaper's own, if its sheet stands in the page.
func (l *look) of(body []byte) *look {
	l.own.mu.Lock()
	defer l.own.mu.Unlock()
	if l.own.worn != nil {
		if styles, _ := l.own.worn.Sources(body); styles != "" {
			return l.own.worn
		}
	}
	return l
}
