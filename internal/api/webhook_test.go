package api_test

import (
	"fmt"
	"strings"
	"testing"

	"griot/internal/db/dbtest"
	"griot/internal/staff"
)

// An administrator has an address told; it is told of what is published, without a word of it; nobody else may.
func TestWebhooks(t *testing.T) {
	each(t, func(n newsroom) {
		for _, role := range staff.Roles() {
			if role == staff.Administrator {
				continue
			}
			n.ask(role, "POST", "/webhooks", sent{"url": "https://a.example/"}).is(403)
			n.ask(role, "GET", "/webhooks", nil).is(403)
			n.ask(role, "DELETE", "/webhooks/1", nil).is(403)
			n.ask(role, "GET", "/webhooks/1/deliveries", nil).is(403)
		}
		n.ask(staff.Administrator, "POST", "/webhooks", sent{"url": "http://10.0.0.1/"}).is(422)
		n.ask(staff.Administrator, "POST", "/webhooks", sent{"url": "https://a.example/", "events": []string{"x"}}).is(422)
		h := n.ask(staff.Administrator, "POST", "/webhooks", sent{"url": "https://a.example/", "events": []string{"article.published", "article.withdrawn"}}).is(201)
		if secret, _ := h["secret"].(string); !strings.HasPrefix(secret, "whsec_") || len(secret) < 40 {
			n.Errorf("added %v", h)
		}
		n.ask(staff.Administrator, "POST", "/webhooks", sent{"url": "https://a.example/"}).is(409)
		list := n.ask(staff.Administrator, "GET", "/webhooks", nil)
		if strings.Contains(list.ResponseRecorder.Body.String(), "whsec_") || len(list.is(200)["webhooks"].([]any)) != 1 {
			n.Errorf("listed %s", list.ResponseRecorder.Body)
		}
		a := n.ask(staff.Editor, "POST", "/articles", sent{"title": "Le fleuve", "body": "<p>Un.</p>", "status": "published"}).is(201)
		n.ask(staff.Editor, "PATCH", fmt.Sprintf("/articles/%v", a["id"]), sent{"title": "La crue", "minor": true}).is(200)
		n.ask(staff.EditorInChief, "DELETE", fmt.Sprintf("/articles/%v", a["id"]), nil).is(204)
		at := fmt.Sprintf("/webhooks/%v", h["id"])
		log := n.ask(staff.Administrator, "GET", at+"/deliveries", nil).is(200)["deliveries"].([]any)
		if len(log) != 2 || log[0].(map[string]any)["event"] != "article.withdrawn" || log[1].(map[string]any)["article"] != a["id"] {
			n.Errorf("told %v", log)
		}
		n.ask(staff.Administrator, "DELETE", at, nil).is(204)
		n.ask(staff.Administrator, "DELETE", at, nil).is(404)
		n.ask(staff.Administrator, "GET", at+"/deliveries", nil).is(404)
		if left := dbtest.Count(n, n.db, "webhook_delivery"); left != 0 {
			n.Errorf("%d deliveries are left", left)
		}
	})
}
