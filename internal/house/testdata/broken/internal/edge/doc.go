// Package edge says so twice.
package edge
