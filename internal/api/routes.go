package api

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

// Audience says who may call a route.
type Audience string

// The audiences. What a token's person may do with an article is another table: article.Moves.
const (
	Everyone Audience = "everyone"
	Token    Audience = "whoever brings a token"
)

// Route is a line of the API's table.
type Route struct {
	Method, Path string
	Who          Audience
	Name         string
	Summary      string

	register func(huma.API, huma.Operation)
}

// Routes is every route of the API. docs/api.md shows it, and a test keeps the two equal.
func (a *API) Routes() []Route {
	return []Route{
		{http.MethodGet, descriptionPath, Everyone, "description", "this description", nil},
		{http.MethodPost, Root + "/articles", Token, "add-article", "Write an article", handle(a.addArticle)},
		{http.MethodGet, Root + "/articles", Token, "list-articles", "List articles, the newest first", handle(a.listArticles)},
		{http.MethodGet, Root + "/articles/{id}", Token, "get-article", "Read an article in any state", handle(a.getArticle)},
		{http.MethodPatch, Root + "/articles/{id}", Token, "change-article", "Change an article, or its state", handle(a.changeArticle)},
		{http.MethodDelete, Root + "/articles/{id}", Token, "withdraw-article", "Withdraw an article", handle(a.withdrawArticle)},
		{http.MethodGet, Root + "/sections", Token, "list-sections", "List the rubrics", handle(a.listSections)},
		{http.MethodGet, Root + "/countries", Token, "list-countries", "List the countries", handle(a.listCountries)},
		{http.MethodGet, Root + "/tags", Token, "list-tags", "List the tags", handle(a.listTags)},
		{http.MethodGet, Root + "/authors", Token, "list-authors", "List the bylines", handle(a.listAuthors)},
		{http.MethodPost, Root + "/webhooks", Token, "add-webhook", "Have an address told of events", handle(a.addWebhook)},
		{http.MethodGet, Root + "/webhooks", Token, "list-webhooks", "List the addresses that are told", handle(a.listWebhooks)},
		{http.MethodDelete, Root + "/webhooks/{id}", Token, "remove-webhook", "Have an address told no more", handle(a.removeWebhook)},
		{http.MethodGet, Root + "/webhooks/{id}/deliveries", Token, "list-deliveries", "List what an address was told, the newest first", handle(a.listDeliveries)},
	}
}

// operation is the line as the description has it.
func (r *Route) operation() huma.Operation {
	o := huma.Operation{OperationID: r.Name, Method: r.Method, Path: r.Path, Summary: r.Summary, MaxBodyBytes: -1, BodyReadTimeout: -1}
	if r.Who == Token {
		o.Security = []map[string][]string{{"token": {}}}
	}
	switch r.Method {
	case http.MethodPost:
		o.DefaultStatus = http.StatusCreated
	case http.MethodDelete:
		o.DefaultStatus = http.StatusNoContent
	}
	return o
}
