// Package house holds the tests of the rules of the house: which room may know which, what no room does, and how big a file grows (ARCHITECTURE.md, "Rules that a test enforces").
package house
