package app

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"griot/internal/fault"
)

// TestDeskIsKeptByNobody: the desk answers past the edge, and what it answers is for whoever asked alone; no public page sets or asks for its cookies.
func TestDeskIsKeptByNobody(t *testing.T) {
	t.Parallel()
	n := opened(t, settings(demo(t)))
	r := run(t, n)
	for path, want := range map[string]int{"/desk/sign-in": 200, "/desk/forgot": 200, "/desk/nowhere": 404, "/desk/link?k=x": 410} {
		for range 2 {
			resp, size := r.asked(path, "Cookie", "griot_session=x")
			if resp.StatusCode != want || resp.Header.Get("Cache-Control") != "no-store" || resp.Header.Get("ETag") != "" || resp.Header.Get("Cache-Tag") != "" || size == 0 {
				t.Errorf("%s: %d, %v", path, resp.StatusCode, resp.Header)
			}
		}
	}
	if resp, _ := r.asked("/desk", "Accept", "*/*"); resp.StatusCode != http.StatusPermanentRedirect || resp.Header.Get("Location") != "/desk/" {
		t.Errorf("/desk: %d to %q", resp.StatusCode, resp.Header.Get("Location"))
	}
	if resp, _ := r.asked("/", "Cookie", "griot_session=x"); len(resp.Cookies()) != 0 || strings.Contains(resp.Header.Get("Vary"), "Cookie") {
		t.Errorf("the front page knows cookies: %v", resp.Header)
	}
	post := httptest.NewRecorder()
	r.Handler().ServeHTTP(post, httptest.NewRequest(http.MethodPost, "/desk/sign-in", strings.NewReader("email=a&password=b")))
	if post.Code != http.StatusForbidden {
		t.Errorf("an empty form at the door: %d", post.Code)
	}
}

// TestMailServerThatCannotBe: a wrong address is told at start, without the password in it.
func TestMailServerThatCannotBe(t *testing.T) {
	t.Parallel()
	s := settings(demo(t))
	s.SMTP = "smtp.example:587/s3cret"
	if _, err := NewService(context.Background(), opened(t, s)); !fault.Is(err, fault.Invalid) || strings.Contains(err.Error(), "s3cret") {
		t.Errorf("got %v", err)
	}
}
