// Package app is in good order: it may know everybody and look at the clock.
package app

import (
	"time"

	_ "griot/internal/edge"
	_ "griot/internal/site"
)

// Now is the time.
func Now() time.Time { return time.Now() }
