// Package mailtest gives tests a mail server of their own.
package mailtest

import (
	"bufio"
	"net"
	"strings"
	"testing"
)

// Postbox is a mail server that takes one letter after the other and knows the least that it must (RFC 5321). It gives its address, smtp://…, and what it is told of each letter.
func Postbox(t testing.TB) (address string, letters <-chan string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	got := make(chan string, 10)
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			take(conn, got)
		}
	}()
	return "smtp://" + l.Addr().String(), got
}

func take(conn net.Conn, got chan<- string) {
	defer conn.Close()
	lines := bufio.NewReader(conn)
	say := func(s string) { _, _ = conn.Write([]byte(s + "\r\n")) }
	say("220 postbox")
	var letter strings.Builder
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			return
		}
		letter.WriteString(line)
		switch verb := strings.ToUpper(strings.Fields(line + " x")[0]); verb {
		case "DATA":
			say("354 go on")
			for line != ".\r\n" {
				if line, err = lines.ReadString('\n'); err != nil {
					return
				}
				letter.WriteString(line)
			}
			got <- letter.String()
			say("250 taken")
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}
