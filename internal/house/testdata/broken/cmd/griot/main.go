// Command griot is broken on purpose.
package main

import (
	"time"

	_ "griot/internal/app"
	_ "griot/internal/article"
	_ "griot/internal/db"
	_ "griot/internal/site"
	_ "griot/internal/transfer/ghost"
)

func main() { _ = time.Now() }
