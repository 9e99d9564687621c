package wordpress

import (
	"context"
	"runtime"
	"runtime/metrics"
	"syscall"
	"testing"
	"time"

	"griot/internal/db/dbtest"
)

// BenchmarkImport10k brings 10,000 articles of five kilobytes over, without files, into SQLite. It reports articles a second, what an article
// costs of the processors, which other programs disturb less, and the most memory that Go held from the system meanwhile.
func BenchmarkImport10k(b *testing.B) { benchmark(b, 10_000) }

// BenchmarkImport2k is the same with a fifth of the articles: the rate must not be better by much.
func BenchmarkImport2k(b *testing.B) { benchmark(b, 2_000) }

func benchmark(b *testing.B, n int) {
	path := exportFile(b, n)
	for b.Loop() {
		b.StopTimer()
		o := newsroom(b, dbtest.SQLite(b))
		o.Files = []string{path}
		runtime.GC()
		peak, stop := watchHeap()
		b.StartTimer()
		began, spent := time.Now(), processorTime()
		account, err := Import(context.Background(), o)
		if err != nil || !account.Reconciles() || account.item(typePost).Imported != n {
			b.Fatal(err, account.item(typePost))
		}
		b.ReportMetric(float64(n)/time.Since(began).Seconds(), "posts/s")
		b.ReportMetric(float64((processorTime()-spent).Microseconds())/1000/float64(n), "cpu-ms/post")
		b.StopTimer()
		stop()
		b.ReportMetric(float64(*peak)/(1<<20), "peak-MB")
		b.StartTimer()
	}
}

// watchHeap looks every 10 ms at what the Go program holds of the system's memory, less what it has given back.
func watchHeap() (peak *uint64, stop func()) {
	peak = new(uint64)
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		sample := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
		for {
			metrics.Read(sample)
			*peak = max(*peak, sample[0].Value.Uint64()-sample[1].Value.Uint64())
			select {
			case <-done:
				return
			case <-time.After(10 * time.Millisecond):
			}
		}
	}()
	return peak, func() { close(done); <-ended }
}

// processorTime is what this process has used of the processors.
func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
