# Griot. `make` alone says what there is to make.
GO ?= go

.PHONY: help build test check bench journeys fuzz generate clean
.DEFAULT_GOAL := help

help: ## say what there is to make
	@echo "make TARGET, where TARGET is one of:"
	@sed -n 's/^\([a-z]*\):[^#]*## /  \1\t/p' $(MAKEFILE_LIST) | expand -t 14

# nodynamic: pictures that strangers send are decoded in WebAssembly, never by a library of the system.
build: ## the whole program, as ./griot: no C compiler, nothing beside it
	CGO_ENABLED=0 $(GO) build -tags nodynamic -trimpath -o griot ./cmd/griot

test: ## everything that must hold, ending with the count; installs what it needs (Chromium, PostgreSQL, gcc, ExifTool, qpdf)
	@tools/need chromium postgresql gcc exiftool qpdf
	@tools/with-postgres $(GO) run ./tools/check

check: ## what is quick to know: formatting, vet, static analysis
	@$(GO) run ./tools/check format vet static

bench: ## the table of numbers, and what it ran on, among ARTICLES articles (default 10000)
	@tools/need chromium postgresql nginx wrk h2load
	@tools/with-postgres $(GO) run ./internal/bench $(if $(ARTICLES),-articles $(ARTICLES))

journeys: ## only the walks through the real program in a real browser
	@tools/need chromium
	@$(GO) run ./tools/check build journeys

fuzz: ## every fuzz target, FUZZTIME each (default 1m)
	@tools/need postgresql
	@tools/with-postgres $(GO) run ./tools/check -fuzztime $(or $(FUZZTIME),1m) fuzz

generate: ## what is committed and made by a program: the theme's sheets and script, the desk's editor, the sample's pictures
	$(GO) run ./internal/site/theme/gen
	$(GO) run ./internal/desk/ui/editor/gen
	$(GO) run ./internal/transfer/sample/gen

clean: ## remove what was built and what the demo made
	rm -rf griot griot-demo
