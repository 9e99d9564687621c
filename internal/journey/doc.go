// Package journey walks through the real program as its readers and its operators do: the binary is built, makes the sample newspaper in a folder of its own and
// serves it; Chromium reads it, a plain connection asks it strange things, a second process works beside it. There is nothing here but tests.
//
// What every walk in the browser promises without saying so: no error on the console, and no request to any other host.
//
// It needs Chromium (CHROME_PATH, or chromium on PATH) and fails without it. GRIOT_BINARY names a program that is already built.
package journey
