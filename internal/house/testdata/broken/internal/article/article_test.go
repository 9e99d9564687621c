package article

import (
	"testing"
	"time"

	_ "griot/internal/db/dbtest"
)

func TestSlow(t *testing.T) {
	time.Sleep(time.Until(time.Now()))
	time.Sleep(1) // another process starts
	var Undocumented int
	_ = Undocumented
}
