package article

import (
	"testing"
	"time"

	_ "griot/internal/db/dbtest"
)

func TestSlow(t *testing.T) {
	time.Sleep(time.Until(time.Now()))
	var Undocumented int
	_ = Undocumented
}
