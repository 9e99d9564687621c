package wordpress

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"griot/internal/db/dbtest"
)

func TestProgress(t *testing.T) {
	t.Parallel()
	o := newsroom(t, dbtest.SQLite(t))
	o.Files = []string{exportFile(t, 250)}
	var seconds atomic.Int64
	o.Now = func() time.Time { return day().Add(time.Duration(seconds.Add(1)) * time.Second) }
	last := map[Stage]Progress{}
	var order []Stage
	left := false
	o.Progress = func(p Progress) {
		if _, met := last[p.Stage]; !met {
			order = append(order, p.Stage)
		}
		if p.Items < last[p.Stage].Items || p.Bytes < last[p.Stage].Bytes || p.Bytes > p.TotalBytes {
			t.Errorf("%+v after %+v", p, last[p.Stage])
		}
		left = left || p.Left > 0 && p.Rate > 0
		last[p.Stage] = p
	}
	if _, err := Import(context.Background(), o); err != nil {
		t.Fatal(err)
	}
	want(t, "articles", last[StagePosts].Items, 250)
	want(t, "bytes", last[StagePosts].Bytes, last[StagePosts].TotalBytes)
	want(t, "time left was told", left, true)
	for i, s := range []Stage{StageSurvey, StageTerms, StageFiles, StagePosts, StageMenus} {
		want(t, "stage", order[i], s)
	}
}
