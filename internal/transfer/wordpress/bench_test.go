package wordpress

import (
	"context"
	"syscall"
	"testing"
	"time"

	"griot/internal/db/dbtest"
)

// BenchmarkImport10k brings 10,000 articles of five kilobytes over, without files, into SQLite. It reports articles a second, what an article
// costs of the processors, which other programs disturb less, and the most memory that the process had.
func BenchmarkImport10k(b *testing.B) { benchmark(b, 10_000) }

// BenchmarkImport2k is the same with a fifth of the articles: an article must not cost much less.
func BenchmarkImport2k(b *testing.B) { benchmark(b, 2_000) }

func benchmark(b *testing.B, n int) {
	path := exportFile(b, n)
	for b.Loop() {
		b.StopTimer()
		o := newsroom(b, dbtest.SQLite(b))
		o.Files = []string{path}
		b.StartTimer()
		began, before := time.Now(), usage()
		account, err := Import(context.Background(), o)
		if err != nil || !account.Reconciles() || account.item(typePost).Imported != n {
			b.Fatal(err, account.item(typePost))
		}
		after := usage()
		b.ReportMetric(float64(n)/time.Since(began).Seconds(), "posts/s")
		b.ReportMetric(float64(after.Utime.Nano()+after.Stime.Nano()-before.Utime.Nano()-before.Stime.Nano())/1e6/float64(n), "cpu-ms/post")
		b.ReportMetric(float64(after.Maxrss)/1024, "rss-MB")
	}
}

// usage is what this process has used.
func usage() (u syscall.Rusage) {
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u) // zeros where the system does not tell
	return u
}
