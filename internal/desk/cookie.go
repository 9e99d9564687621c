package desk

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"time"
)

// The cookies of the desk. All are sent to /desk/ alone, and no script reads them.
const (
	sessionCookie = "griot_session"
	deviceCookie  = "griot_device" // a browser in which somebody has signed in before
	flashCookie   = "griot_flash"
	passkeyCookie = "griot_passkey" // ties what a passkey answers to the browser that asked
)

const maxFlash = 1000 // bytes: a name or two

func (v *Visit) cookie(name string) string {
	c, err := v.R.Cookie(name)
	if err != nil || len(c.Value) > 2*maxFlash {
		return ""
	}
	return c.Value
}

func (v *Visit) remember(name, value string, life time.Duration) {
	http.SetCookie(v.W, &http.Cookie{ //nolint:gosec // over plain HTTP a Secure cookie would never come back
		Name: name, Value: value, Path: "/desk/", MaxAge: int(life.Seconds()), HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: strings.HasPrefix(v.desk.Origin(), "https://"),
	})
}

func (v *Visit) forget(name string) { v.remember(name, "", -time.Second) }

// flash is what Done hands to the next page.
type flash struct {
	Key  string   `json:"k"`
	Args []string `json:"a,omitempty"`
}

// Flash says something (a key of the catalogue's [done]) on the page that comes next. It is no place for secrets.
func (v *Visit) Flash(key string, args ...string) {
	data, err := json.Marshal(flash{key, args})
	if err == nil && len(data) <= maxFlash {
		v.remember(flashCookie, base64.RawURLEncoding.EncodeToString(data), time.Minute)
	}
}

// takeFlash is what the page before had to say, once.
func (v *Visit) takeFlash() string {
	value := v.cookie(flashCookie)
	if value == "" {
		return ""
	}
	v.forget(flashCookie)
	var f flash
	data, err := base64.RawURLEncoding.DecodeString(value)
	if err != nil || json.Unmarshal(data, &f) != nil {
		return ""
	}
	args := make([]any, len(f.Args))
	for i := range f.Args {
		args[i] = f.Args[i]
	}
	if text := v.T("done."+f.Key, args...); text != "done."+f.Key {
		return text
	}
	return ""
}
