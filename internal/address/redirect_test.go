package address_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"griot/internal/address"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/fault"
)

const origin = "https://fleuve.example"

// paths makes some pages stand.
func paths(t *testing.T, d *db.DB, list ...string) {
	t.Helper()
	dbtest.Do(t, d, func(tx *db.Tx) error {
		for i, path := range list {
			if _, err := address.Claim(t.Context(), tx, noon, path, address.Standing, int64(i+1)); err != nil {
				return err
			}
		}
		return nil
	})
}

// wish weighs and grants what a file says, and tells what became of each line: where it leads, or why it was refused.
func wish(t *testing.T, d *db.DB, made, file string) (told []string) {
	t.Helper()
	wishes, err := address.ReadCSV([]byte(file))
	if err != nil {
		t.Fatal(err)
	}
	dbtest.Do(t, d, func(tx *db.Tx) error {
		again := slices.Clone(wishes)
		if err := address.Weigh(t.Context(), tx, origin, again); err != nil {
			return err
		}
		told = nil
		for i := range again {
			told = append(told, tell(&again[i]))
		}
		return address.Grant(t.Context(), tx, noon, made, again)
	})
	return told
}

func tell(w *address.Wish) string {
	var why address.Reason
	if errors.As(w.Refused, &why) {
		return fmt.Sprintf("%d %s", w.Line, strings.TrimPrefix(string(why), "redirect_"))
	}
	return fmt.Sprintf("%d %s > %s", w.Line, w.From, w.To)
}

func leads(t *testing.T, d *db.DB, from, want string) {
	t.Helper()
	a, err := address.Find(t.Context(), d, from)
	if err != nil || a.Kind != address.Redirect || a.Location != want {
		t.Errorf("%s is %+v (%v), want a redirect to %s", from, a, err, want)
	}
}

func TestSource(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"/old": "/old/", "/old/": "/old/", "/old.html": "/old.html", "//evil.example/x": "", "/a//b": "/a/b/", origin + "/old": "/old/", origin: "", "https://elsewhere.example/x": "",
		"/caf%C3%A9/": "/café/", "/café": "/café/", "/an old page/": "/an old page/", "/?p=12": "/?p=12", "/?p=12&x=1": "", "/?x=1": "", "/a/?p=12": "", "/index.php?id=3": "", "/../etc/": "", "/a\\b": "",
		"/desk/people/": "", "/desk": "", "/": "", "/pays/": "", "/pays/old/": "/pays/old/", "/feed.xml": "", "/media/x.jpg": "", "/en/": "", "/en/old/": "/en/old/", "": "", "x": "", "/%zz": "",
		"/x#y": "", "/" + strings.Repeat("x", 2000): "", "/%3Fx": "", origin + "evil/x": "", "javascript:alert(1)": "",
	} {
		got, err := address.Source(origin, given)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q is %q (%v), want %q", given, got, err, want)
		}
	}
}

// A file is read whatever parts its fields, with a mark at its start, with headings or without, quoted or not; what is wrong in it is told by its line.
func TestReadCSV(t *testing.T) {
	t.Parallel()
	for name, file := range map[string]string{
		"commas":     "from,to\n/a,/x/\n\n/b,/y/,301\n",
		"semicolons": "\ufeffancienne;nouvelle;code\r\n/a;/x/;\r\n\r\n/b;/y/;301\r\n",
		"tabs":       "old\tnew\n/a\t/x/\n\n/b\t/y/\t308",
		"quotes":     "\"from\",\"to\"\n\"/a\",\"/x/\"\n\n \"/b\" , \"/y/\"\n",
	} {
		list, err := address.ReadCSV([]byte(strings.ReplaceAll(file, "\" ,", "\",")))
		if err != nil || len(list) != 2 {
			t.Fatalf("%s: %+v %v", name, list, err)
		}
		for i, want := range []address.Wish{{Line: 2, From: "/a", To: "/x/"}, {Line: 4, From: "/b", To: "/y/"}} {
			if list[i] != want {
				t.Errorf("%s: %+v, want %+v", name, list[i], want)
			}
		}
	}
	list, err := address.ReadCSV([]byte("/a,/x/\n/b\n/c,/y/,302\n/d,/y/,301,more\n\"/e,/x/\n"))
	var told []string
	for i := range list {
		told = append(told, tell(&list[i]))
	}
	if want := []string{"1 /a > /x/", "2 fields", "3 temporary", "4 fields", "5 quotes"}; err != nil || !slices.Equal(told, want) {
		t.Errorf("told %q, want %q (%v)", told, want, err)
	}
	for name, file := range map[string][]byte{"another encoding": []byte("/caf\xe9,/x/\n"), "no text": []byte("PK\x03\x04\x00\x00"), "too large": bytes.Repeat([]byte("/a,/b\n"), 1<<19), "too long": bytes.Repeat([]byte("/a,/b\n"), address.MaxFileLines+1)} {
		if _, err := address.ReadCSV(file); !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.TooLarge) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzReadCSV(f *testing.F) {
	for _, s := range []string{"/a,/b\n", "\"/a\";/b;301\n", "\ufeffx\ty\n/?p=1\t/b/\n", "\"\n\"\"\"", "/a,\"/b\n/c,/d", "\ufeffx/\n\ty\n/?p=+,0000", "/x.html%20,/b"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		list, err := address.ReadCSV(file)
		if err != nil && !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.TooLarge) {
			t.Fatalf("an error of no kind: %v", err)
		}
		last := 0
		for i := range list {
			if list[i].Line <= last {
				t.Fatalf("line %d comes after line %d", list[i].Line, last)
			}
			last = list[i].Line
			if from, err := address.Source(origin, list[i].From); err == nil {
				if again, err := address.Source(origin, address.Written(from)); err != nil || again != from {
					t.Fatalf("%q is spelt %q and then %q: %v", list[i].From, from, again, err)
				}
			}
		}
	})
}

func TestRedirects(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		paths(t, d, "/monde/", "/contact/", "/vit/")
		got := wish(t, d, address.ByImport, strings.Join([]string{
			"/old, /monde/", "/older, /old", "/oldest, /older/", // a chain, the wrong way round too
			"/a, /b", "/b, /c", "/c, /a", "/into, /a", "/self, /self/", // circles
			"/vit, /monde/", "/x, /nowhere", "/y, http://plain.example/", "/z, https://else.example/p?q=1#r", "/w, //evil.example/", "/v, javascript:alert(1)",
			"/old, /contact/", "/older, /old/", "/?p=12, /contact/", "/q, /contact/?page=2", "/desk/x, /contact/", "/news, /pays/", origin + "/full, " + origin + "/contact/",
		}, "\n"))
		want := []string{"1 /old/ > /monde/", "2 /older/ > /monde/", "3 /oldest/ > /monde/", "4 loop", "5 loop", "6 loop", "7 loop", "8 loop", "9 living", "10 nowhere", "11 target",
			"12 /z/ > https://else.example/p?q=1#r", "13 target", "14 target", "15 twice", "16 /older/ > /monde/", "17 /?p=12 > /contact/", "18 target", "19 programs", "20 /news/ > /pays/", "21 /full/ > /contact/"}
		if !slices.Equal(got, want) {
			t.Fatalf("told\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		leads(t, d, "/oldest/", "/monde/")
		leads(t, d, "/?p=12", "/contact/")
		if _, err := address.Find(t.Context(), d, "/into/"); !fault.Is(err, fault.NotFound) {
			t.Errorf("a refused redirect stands: %v", err)
		}

		// One more link in the chain: what led to an old address leads on, and the table has no redirect in two steps.
		if got := wish(t, d, address.ByHand, "/first, /old/\n/old, /contact/\n"); !slices.Equal(got, []string{"1 /first/ > /contact/", "2 /old/ > /contact/"}) {
			t.Errorf("told %q", got)
		}
		leads(t, d, "/first/", "/contact/")
		leads(t, d, "/old/", "/contact/")
		if broken, err := address.Broken(t.Context(), d); err != nil || len(broken) > 0 {
			t.Errorf("broken: %q %v", broken, err)
		}
		if got := wish(t, d, address.ByHand, "/monde2, /oldest/\n"); !slices.Equal(got, []string{"1 /monde2/ > /monde/"}) {
			t.Errorf("told %q", got)
		}

		// What the program keeps alive is not changed, nor removed; a living page that moves takes every redirect with it.
		dbtest.Do(t, d, func(tx *db.Tx) error { return address.Move(t.Context(), tx, noon, "/contact/", "/joindre/") })
		leads(t, d, "/first/", "/joindre/")
		if got := wish(t, d, address.ByHand, "/contact, /monde/\n"); !slices.Equal(got, []string{"1 kept"}) {
			t.Errorf("told %q", got)
		}
		forget := func(path string) error {
			return d.Transact(t.Context(), func(tx *db.Tx) error { _, err := address.Forget(t.Context(), tx, path); return err })
		}
		if err := forget("/contact/"); !fault.Is(err, fault.Conflict) {
			t.Errorf("removed what the program keeps: %v", err)
		}
		if err := errors.Join(forget("/z/"), forget("/?p=12")); err != nil {
			t.Error(err)
		}
		for _, path := range []string{"/z/", "/monde/", "/nothing/"} {
			if err := forget(path); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s: %v", path, err)
			}
		}
		// A page that claims an address that only led on has it, and it is the program's again.
		dbtest.Do(t, d, func(tx *db.Tx) error {
			_, err := address.Claim(t.Context(), tx, noon, "/news/", address.Section, 9)
			return err
		})
		if a, err := address.Find(t.Context(), d, "/news/"); err != nil || a.Kind != address.Section || a.Made != address.ByProgram {
			t.Errorf("/news/ is %+v %v", a, err)
		}
	})
}

func TestListOfRedirects(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		paths(t, d, "/monde/", "/50%_off/")
		wish(t, d, address.ByHand, "/b, /monde/\n/a, /50%25_off/\n")
		wish(t, d, address.ByImport, "/C.html, /monde/\n")
		dbtest.Do(t, d, func(tx *db.Tx) error {
			if err := address.Move(t.Context(), tx, noon, "/ancien/", "/monde/"); err != nil {
				return err
			}
			if err := address.Move(t.Context(), tx, noon, "/secret/", "/monde/"); err != nil {
				return err
			}
			return address.Hide(t.Context(), tx, "/secret/")
		})
		for _, test := range []struct {
			ask  address.Sought
			want string
		}{
			{address.Sought{Limit: 9}, "/C.html import,/a/ hand,/ancien/ ,/b/ hand"},
			{address.Sought{Limit: 9, Ours: true}, "/C.html import,/a/ hand,/b/ hand"},
			{address.Sought{Limit: 9, Words: "c.HTML"}, "/C.html import"},
			{address.Sought{Limit: 9, Words: "%_"}, "/a/ hand"},
			{address.Sought{Limit: 9, Words: "monde", Ours: true}, "/C.html import,/b/ hand"},
		} {
			list, err := address.Redirects(t.Context(), d, test.ask)
			var got []string
			for _, l := range list {
				got = append(got, l.Path+" "+l.Made)
			}
			slices.Sort(got) // PostgreSQL has an order of its own for letters
			if err != nil || strings.Join(got, ",") != test.want {
				t.Errorf("%+v: %q %v, want %s", test.ask, got, err, test.want)
			}
		}
		var all []string
		for after := ""; ; {
			list, err := address.Redirects(t.Context(), d, address.Sought{After: after, Limit: 1})
			if err != nil {
				t.Fatal(err)
			}
			if len(list) == 0 {
				break
			}
			after = list[0].Path
			all = append(all, after)
		}
		if len(all) != 4 {
			t.Errorf("page by page there are %q", all)
		}
	})
}

// What was written out is read back as it was.
func TestWriteCSV(t *testing.T) {
	t.Parallel()
	lines := []address.Line{{Path: "/a b,c/", Location: "/x/"}, {Path: `/"q"/`, Location: "https://else.example/?a=1,2%20"}, {Path: "/50%_off/", Location: "/100%/"}, {Path: "/?tag=a b%&c", Location: "/x/"}}
	var b bytes.Buffer
	if err := address.WriteCSV(&b, lines); err != nil {
		t.Fatal(err)
	}
	back, err := address.ReadCSV(b.Bytes())
	if err != nil || len(back) != len(lines) {
		t.Fatalf("%+v %v", back, err)
	}
	for i, w := range back {
		from, err := address.Source(origin, w.From)
		if err != nil || from != lines[i].Path || w.To != address.Written(lines[i].Location) || w.Refused != nil {
			t.Errorf("%+v came back as %+v", lines[i], w)
		}
	}
}

// Ten thousand lines are weighed and written within what somebody waits for.
func TestManyRedirects(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		paths(t, d, "/monde/")
		var b strings.Builder
		for i := range 10_000 {
			fmt.Fprintf(&b, "/old/%d,/old/%d\n", i, i+1)
		}
		b.WriteString("/old/10000,/monde/\n")
		ctx, done := context.WithTimeout(t.Context(), 20*time.Second)
		defer done()
		wishes, err := address.ReadCSV([]byte(b.String()))
		if err != nil {
			t.Fatal(err)
		}
		err = d.Transact(ctx, func(tx *db.Tx) error {
			if err := address.Weigh(ctx, tx, origin, wishes); err != nil {
				return err
			}
			return address.Grant(ctx, tx, noon, address.ByImport, wishes)
		})
		if n := dbtest.Count(t, d, "address"); err != nil || n != 10_002 {
			t.Errorf("%d addresses: %v", n, err)
		}
		leads(t, d, "/old/0/", "/monde/")
	})
}
