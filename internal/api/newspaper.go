package api

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"griot/internal/db"
	"griot/internal/masthead"
	"griot/internal/settle"
	"griot/internal/staff"
)

// Channel is one of the newspaper's places elsewhere.
type Channel struct {
	Name string `json:"name" maxLength:"100"`
	URL  string `json:"url" maxLength:"2000"`
}

// newspaperTold is what the newspaper says of itself, as a client is told.
type newspaperTold struct {
	Title       string    `json:"title"`
	ShortName   string    `json:"short_name"`
	Tagline     string    `json:"tagline"`
	Description string    `json:"description"`
	About       string    `json:"about"`
	Place       string    `json:"place"`
	Copyright   string    `json:"copyright"`
	Language    string    `json:"language" doc:"The newspaper's own. It does not change: addresses are made of its words."`
	Languages   []string  `json:"languages" nullable:"false"`
	TimeZone    string    `json:"time_zone"`
	Email       string    `json:"email"`
	Webmail     string    `json:"webmail"`
	Channels    []Channel `json:"channels" nullable:"false"`
	Logo        int64     `json:"logo" doc:"Number of a file of the library; 0: the title is set."`
	LogoNight   int64     `json:"logo_night"`
	Accent      string    `json:"accent"`
	AccentNight string    `json:"accent_night"`
	Colour      string    `json:"colour"`
	Permalink   string    `json:"permalink"`
	Hub         string    `json:"hub"`
	AdsTxt      string    `json:"ads_txt"`
	RobotsTxt   string    `json:"robots_txt"`
	SecurityTxt string    `json:"security_txt"`
	ReplyDays   int       `json:"reply_days"`
	ContactDays int       `json:"contact_days"`
	AuditDays   int       `json:"audit_days"`
}

type newspaperAnswer struct {
	ETag string `header:"ETag"`
	Body newspaperTold
}

func tellNewspaper(n *masthead.Newspaper) *newspaperAnswer {
	t := newspaperTold{Title: n.Title, ShortName: n.ShortName, Tagline: n.Tagline, Description: n.Description, About: n.About, Place: n.Place, Copyright: n.Copyright,
		Language: n.Language, Languages: append([]string{}, n.Languages...), TimeZone: n.TimeZone, Email: n.Email, Webmail: n.Webmail, Channels: []Channel{}, Logo: n.Logo, LogoNight: n.LogoNight,
		Accent: n.Accent, AccentNight: n.AccentNight, Colour: n.Colour, Permalink: n.Pattern(), Hub: n.Hub, AdsTxt: n.AdsTxt, RobotsTxt: n.RobotsTxt, SecurityTxt: n.SecurityTxt,
		ReplyDays: n.ReplyWithin(), ContactDays: n.KeepContacts(), AuditDays: n.KeepAddresses()}
	for _, c := range n.Channels {
		t.Channels = append(t.Channels, Channel(c))
	}
	return &newspaperAnswer{ETag: newspaperTag(n), Body: t}
}

// newspaperTag is the state of all settings.
func newspaperTag(n *masthead.Newspaper) string {
	var all strings.Builder
	for _, s := range masthead.Settings() {
		all.WriteString(s.Key + "=" + s.Get(n) + "\x00")
	}
	return `"` + masthead.Mark(all.String()) + `"`
}

// getNewspaper tells what the newspaper says of itself.
func (a *API) getNewspaper(ctx context.Context, _ *struct{}) (*newspaperAnswer, error) {
	n, err := masthead.Load(ctx, a.DB)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	return tellNewspaper(n), nil
}

// SentNewspaper is what a client says of the newspaper; what is absent stays as it is.
type SentNewspaper struct {
	Title       *string    `json:"title,omitempty" nullable:"false"`
	ShortName   *string    `json:"short_name,omitempty" nullable:"false"`
	Tagline     *string    `json:"tagline,omitempty" nullable:"false"`
	Description *string    `json:"description,omitempty" nullable:"false"`
	About       *string    `json:"about,omitempty" nullable:"false" doc:"The text over the foot of the page."`
	Place       *string    `json:"place,omitempty" nullable:"false"`
	Copyright   *string    `json:"copyright,omitempty" nullable:"false"`
	Languages   *[]string  `json:"languages,omitempty" nullable:"false" maxItems:"20"`
	TimeZone    *string    `json:"time_zone,omitempty" nullable:"false" example:"Africa/Niamey"`
	Email       *string    `json:"email,omitempty" nullable:"false"`
	Webmail     *string    `json:"webmail,omitempty" nullable:"false"`
	Channels    *[]Channel `json:"channels,omitempty" nullable:"false" maxItems:"50" doc:"All of them, in their order."`
	Logo        *int64     `json:"logo,omitempty" nullable:"false" minimum:"0" doc:"Number of a drawing or picture of the library; 0: none."`
	LogoNight   *int64     `json:"logo_night,omitempty" nullable:"false" minimum:"0" doc:"On dark ground, where it is another."`
	Accent      *string    `json:"accent,omitempty" nullable:"false" doc:"#rrggbb, with a contrast of at least 4.5 on the paper; empty: the sheet's own."`
	AccentNight *string    `json:"accent_night,omitempty" nullable:"false"`
	Colour      *string    `json:"colour,omitempty" nullable:"false" doc:"Of a phone's bar."`
	Permalink   *string    `json:"permalink,omitempty" nullable:"false" doc:"How addresses of articles to come are made." example:"/{year}/{slug}/"`
	Hub         *string    `json:"hub,omitempty" nullable:"false"`
	AdsTxt      *string    `json:"ads_txt,omitempty" nullable:"false"`
	RobotsTxt   *string    `json:"robots_txt,omitempty" nullable:"false"`
	SecurityTxt *string    `json:"security_txt,omitempty" nullable:"false"`
	ReplyDays   *int       `json:"reply_days,omitempty" nullable:"false"`
	ContactDays *int       `json:"contact_days,omitempty" nullable:"false"`
	AuditDays   *int       `json:"audit_days,omitempty" nullable:"false"`
	Move        bool       `json:"move_articles,omitempty" doc:"Has what was published move to addresses made by the pattern, in the background; the former ones lead there."`
}

// wishes are the settings that were sent.
func (s *SentNewspaper) wishes() (list []masthead.Wish) {
	for key, value := range map[string]*string{
		"title": s.Title, "short_name": s.ShortName, "tagline": s.Tagline, "description": s.Description, "about": s.About, "place": s.Place, "copyright": s.Copyright, "timezone": s.TimeZone,
		"email": s.Email, "webmail": s.Webmail, "accent": s.Accent, "accent_night": s.AccentNight, "colour": s.Colour, "permalink": s.Permalink, "hub": s.Hub, "ads_txt": s.AdsTxt,
		"robots_txt": s.RobotsTxt, "security_txt": s.SecurityTxt, "logo": numeral(s.Logo), "logo_night": numeral(s.LogoNight), "reply_days": digits(s.ReplyDays),
		"contact_days": digits(s.ContactDays), "audit_days": digits(s.AuditDays),
	} {
		if value != nil {
			list = append(list, masthead.Wish{Key: key, Value: *value})
		}
	}
	if s.Languages != nil {
		list = append(list, masthead.Wish{Key: "languages", Value: strings.Join(*s.Languages, "\n")})
	}
	if s.Channels != nil {
		lines := make([]string, len(*s.Channels))
		for i, c := range *s.Channels {
			lines[i] = strings.Join(strings.Fields(c.Name), " ") + " " + strings.Join(strings.Fields(c.URL), "")
		}
		list = append(list, masthead.Wish{Key: "channels", Value: strings.Join(lines, "\n")})
	}
	return list
}

// numeral is a number of the library as a setting has it: none is empty.
func numeral(id *int64) *string {
	if id == nil {
		return nil
	}
	text := ""
	if *id != 0 {
		text = strconv.FormatInt(*id, 10)
	}
	return &text
}

func digits(n *int) *string {
	if n == nil {
		return nil
	}
	text := strconv.Itoa(*n)
	return &text
}

// changeNewspaper settles what was sent, all or nothing.
func (a *API) changeNewspaper(ctx context.Context, in *struct {
	Match string `header:"If-Match" doc:"The ETag of what was read: where somebody changed it since, nothing happens (412)."`
	Body  SentNewspaper
}) (out *newspaperAnswer, err error) {
	problem := a.inPaper(ctx, staff.SettlePaper, "", func(tx *db.Tx, paper *masthead.Newspaper, _ string) error {
		if err := matches(in.Match, newspaperTag(paper), "the newspaper's settings were changed since: read them, and bring your change into them"); err != nil {
			return err
		}
		by := callerOf(ctx).Actor
		if _, err := settle.Paper(ctx, tx, a.Now(), by, in.Body.wishes()); err != nil {
			return err
		}
		if in.Body.Move {
			if err := settle.Addresses(ctx, tx, a.Now(), by); err != nil {
				return err
			}
		}
		fresh, err := masthead.Load(ctx, tx)
		if err == nil {
			out = tellNewspaper(fresh)
		}
		return err
	})
	return out, problem
}

// matches refuses a change that is based on another state than the one that holds (RFC 9110 §13.1.1).
func matches(match, holds, refusal string) error {
	if match == "" || strings.TrimSpace(match) == "*" {
		return nil
	}
	for tag := range strings.SplitSeq(match, ",") {
		if strings.TrimSpace(tag) == holds {
			return nil
		}
	}
	return &huma.ErrorModel{Status: http.StatusPreconditionFailed, Detail: refusal}
}
