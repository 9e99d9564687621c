// Package edge knows what it should not.
package edge

import (
	_ "griot/internal/article"
	_ "griot/internal/page"
	_ "griot/internal/server"
)
