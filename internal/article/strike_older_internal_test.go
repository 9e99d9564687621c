package article

import "testing"

// What was taken out of an article since a page of it was made is taken out of what that page sends back: where it stood, also where somebody wrote into it, and where it was put meanwhile. What was
// written anew stays, and words that the article still says elsewhere.
func TestOlder(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ was, is, back, want string }{
		{"<p>Kpatcha nie. Le fleuve monte.</p>", "<p>nie. Le fleuve monte.</p>", "<p>Kpatcha nie. Le fleuve monte, vite.</p>", "<p>nie. Le fleuve monte, vite.</p>"},
		{"<p>Un. Le ministre a menti hier. Deux.</p>", "<p>Un. Deux.</p>", "<p>Un. Le ministre, dit-on, a menti hier. Deux et trois.</p>", "<p>Un. , dit-on, . Deux et trois.</p>"},
		{"<p>Un. Le ministre a menti.</p>", "<p>Un.</p>", "<p>Le <em>ministre</em> a menti. Un.</p>", "<p>. Un.</p>"},
		{"<p>Il a dit. Il a menti.</p>", "<p>Il a dit.</p>", "<p>Il a dit. Il a menti. Il a ri.</p>", "<p>Il a dit. . Il a ri.</p>"},
		{`<p><a href="/2026/01/02/kpatcha/">Lui</a> nie.</p>`, "<p>Lui nie.</p>", `<p><a href="/2026/01/02/kpatcha/">Lui</a> nie tout.</p>`, "<p>Lui nie tout.</p>"},
		{"<p>Kpatcha nie.</p>", "<p>un ministre nie.</p>", "<p>Kpatcha nie. KPATCHA ment.</p>", "<p>un ministre nie. un ministre ment.</p>"},
		{"<p>Rien n’a changé.</p>", "<p>Rien n’a changé.</p>", "<p>Rien n’a changé, sauf ceci.</p>", "<p>Rien n’a changé, sauf ceci.</p>"},
		{"", "<p>Un.</p>", "<p>Deux.</p>", "<p>Deux.</p>"},
	} {
		o := &Older{}
		o.Body(test.was, test.is)
		o.Done()
		got, err := o.OutOfBody(test.was, test.is, test.back)
		if err != nil {
			t.Fatal(err)
		}
		if got != test.want {
			t.Errorf("of %s there is %s, so %s becomes\n%s, want\n%s", test.was, test.is, test.back, got, test.want)
		}
		if o.Struck() != (test.want != test.back) {
			t.Errorf("%s: struck is %t", test.back, o.Struck())
		}
	}
	o := &Older{}
	o.Line("Procès de Kpatcha", "Procès")
	o.Done()
	if got := o.OutOfLine("Procès de Kpatcha", "Procès", "Grand procès de Kpatcha"); got != "Grand procès" {
		t.Errorf("the line is %q", got)
	}
	if got := o.OutOfLine("", "", "La suite de Kpatcha"); got != "La suite" {
		t.Errorf("another line is %q", got)
	}
	if got := o.OutOfSlug("proces-de-kpatcha"); got != "proces" {
		t.Errorf("the slug is %q", got)
	}
}
