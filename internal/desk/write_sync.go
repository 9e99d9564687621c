package desk

import (
	"context"
	"strings"
	"time"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/manuscript"
)

// maxWait is how long a question for news may stay open: less than a proxy's patience, and than the editor's.
const maxWait = 20 * time.Second

// pulled is the answer to a question for news.
type pulled struct {
	Seq     int64               `json:"seq"`            // of the newest update
	Reach   int64               `json:"reach"`          // up to which the updates below go
	Whole   int64               `json:"whole"`          // up to which one stands for all
	Updates []update            `json:"updates"`        // in order
	Text    *manuscript.Text    `json:"text,omitempty"` // of the article, before the first update
	Outside *manuscript.Outside `json:"outside,omitempty"`
	Seen    int64               `json:"seen"` // of the cursors below
	Cursors []string            `json:"cursors"`

	news bool // somebody else wrote
}

type update struct {
	Seq  int64  `json:"seq"`
	Data []byte `json:"data"`
}

// asked is a question for news: what is already there, and how long to wait for more.
type asked struct {
	id          article.ID
	after, seen int64
	wait        time.Duration
	name        string // of the asking browser
}

// pull answers with what was written and with where others' cursors are: at once if there is anything that whoever asks has not written, else as soon as there is, else after a while. What they wrote
// comes along then; its number they have from push.
func (d *Desk) pull(v *Visit) error {
	q, err := d.question(v)
	if err != nil {
		return err
	}
	if q.wait == 0 { // the editor opens
		if err := d.openManuscript(v); err != nil {
			return err
		}
	}
	ctx, enough := context.WithTimeout(v.R.Context(), q.wait)
	defer enough()
	wake := d.DB.Watch(ctx)
	for {
		moved := d.cursors.moved(q.id)
		p, err := d.news(v, q)
		if err != nil {
			return err
		}
		if q.wait == 0 || p.news || p.Outside != nil || len(p.Cursors) > 0 || ctx.Err() != nil {
			return v.answer(p)
		}
		select {
		case <-ctx.Done():
		case <-wake:
		case <-moved:
		case <-d.Closing:
			return v.answer(p)
		}
	}
}

func (d *Desk) question(v *Visit) (q asked, err error) {
	a, err := v.editing(d.DB)
	if err != nil {
		return q, err
	}
	q = asked{id: a.ID, name: v.Value("name")}
	var seconds int64
	for name, to := range map[string]*int64{"after": &q.after, "seen": &q.seen, "wait": &seconds} {
		if *to, err = number(v.Value(name)); err != nil {
			return q, err
		}
	}
	q.wait = min(time.Duration(min(seconds, 60))*time.Second, maxWait)
	return q, nil
}

// openManuscript begins a manuscript, or takes in what changed its article past it.
func (d *Desk) openManuscript(v *Visit) error {
	return v.Transact(func(tx *db.Tx) error {
		a, err := v.writing(tx)
		if err == nil {
			_, err = manuscript.Open(v.R.Context(), tx, v.Now, a)
		}
		return err
	})
}

func (d *Desk) news(v *Visit, q asked) (*pulled, error) {
	ctx := v.R.Context()
	stands, err := manuscript.Stands(ctx, d.DB, q.id)
	if err != nil {
		return nil, err
	}
	p := &pulled{Seq: stands.Seq, Whole: stands.Whole, Reach: q.after, Updates: []update{}}
	p.Cursors, p.Seen = d.cursors.since(q.id, q.name, q.seen, v.desk.Now())
	if stands.Seq == 0 || stands.Outside != 0 {
		if p.Text, p.Outside, err = manuscript.Waiting(ctx, d.DB, q.id); err != nil {
			return nil, err
		}
	}
	if stands.Seq <= q.after {
		return p, nil
	}
	list, reach, err := manuscript.Since(ctx, d.DB, q.id, q.after)
	p.Reach = reach
	p.news = len(list) == 0 // all of it was covered meanwhile
	for _, u := range list {
		p.news = p.news || !ownUpdate(q.name, u.Name)
		p.Updates = append(p.Updates, update{Seq: u.Seq, Data: u.Content})
	}
	return p, err
}

// ownUpdate reports whether a browser of a name pushed an update of a name, and has its number from the answer: not what it sent when its page ended, nor for the whole.
func ownUpdate(browser, update string) bool {
	number, ok := strings.CutPrefix(update, browser+"-")
	return ok && browser != "" && strings.Trim(number, "0123456789") == ""
}

// pushed is an update as a browser sends it.
type pushed struct {
	Key    string `json:"key"`
	Update []byte `json:"update"`
	Seed   bool   `json:"seed"`
	Takes  int64  `json:"takes"`
	Upto   int64  `json:"upto"`
}

func (d *Desk) push(v *Visit) error {
	body, err := sent[pushed](v)
	if err != nil {
		return err
	}
	var seq int64
	err = v.Transact(func(tx *db.Tx) error {
		a, err := v.editing(tx)
		if err != nil {
			return err
		}
		if _, err := manuscript.Open(v.R.Context(), tx, v.Now, a); err != nil {
			return err
		}
		seq, err = manuscript.Append(v.R.Context(), tx, v.Now, v.Who.ID, a.ID, manuscript.Batch{Name: body.Key, Content: body.Update, Seed: body.Seed, Takes: body.Takes})
		return err
	})
	if err != nil {
		return err
	}
	return v.answer(map[string]int64{"seq": seq})
}

// pushWhole takes one update that stands for many. That another was first is no error to whoever sent it.
func (d *Desk) pushWhole(v *Visit) error {
	body, err := sent[pushed](v)
	if err != nil {
		return err
	}
	err = v.Transact(func(tx *db.Tx) error {
		a, err := v.editing(tx)
		if err != nil {
			return err
		}
		return manuscript.Cover(v.R.Context(), tx, v.Now, v.Who.ID, a.ID, body.Upto, manuscript.Batch{Name: body.Key, Content: body.Update})
	})
	if err != nil && !fault.Is(err, fault.Conflict) {
		return err
	}
	return v.answer(map[string]bool{"taken": err == nil})
}

// tell takes the text of a document in, from a browser that has all of it up to a number.
func (d *Desk) tell(v *Visit) error {
	body, err := sent[struct {
		Seq int64 `json:"seq"`
		manuscript.Text
	}](v)
	if err != nil {
		return err
	}
	var taken bool
	view := &writeView{Text: body.Text}
	err = v.Transact(func(tx *db.Tx) error {
		a, err := v.editing(tx)
		if err != nil {
			return err
		}
		view.Article = a
		if _, err := manuscript.Open(v.R.Context(), tx, v.Now, a); err != nil {
			return err
		}
		taken, err = manuscript.Tell(v.R.Context(), tx, v.Now, v.Who.ID, a.ID, body.Seq, body.Text)
		return err
	})
	if err != nil || !taken {
		return v.answerTold(taken, facts{}, err)
	}
	f, err := v.facts(v.R.Context(), view)
	return v.answerTold(taken, f, err)
}

// answerTold says whether a text was taken, and what the article weighs with it.
func (v *Visit) answerTold(taken bool, f facts, err error) error {
	if err != nil {
		return err
	}
	answer := map[string]any{"taken": taken}
	if f.Weight != "" {
		answer["weight"], answer["heavy"] = v.weightText(f), f.Heavy
	}
	return v.answer(answer)
}

// merge puts two changes of a text together for the browser that writes them into the document.
func (d *Desk) merge(v *Visit) error {
	body, err := sent[struct {
		Base   manuscript.Text `json:"base"`
		Mine   manuscript.Text `json:"mine"`
		Theirs manuscript.Text `json:"theirs"`
	}](v)
	if err != nil {
		return err
	}
	merged, _ := manuscript.Merge(body.Base, body.Mine, body.Theirs)
	if merged, err = merged.Clean(); err != nil {
		return err
	}
	return v.answer(merged)
}
