// Package site knows another surface.
package site

import (
	_ "griot/internal/article"
	_ "griot/internal/site/theme"
	_ "griot/internal/transfer/ghost"
)

func serve() { go serve() }
