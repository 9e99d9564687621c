// Package utils is a room for anything.
package utils
