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
		{http.MethodPost, Root + "/sections", Token, "add-section", "Add a rubric", handle(a.addSection)},
		{http.MethodPatch, Root + "/sections/{id}", Token, "change-section", "Rename a rubric, nest it, move it or change what is said of it", handle(a.changeSection)},
		{http.MethodPost, Root + "/sections/{id}/merge", Token, "merge-section", "Merge a rubric into another", handle(a.mergeSection)},
		{http.MethodDelete, Root + "/sections/{id}", Token, "remove-section", "Remove a rubric in which nothing stands", handle(a.removeSection)},
		{http.MethodGet, Root + "/countries", Token, "list-countries", "List the countries", handle(a.listCountries)},
		{http.MethodPost, Root + "/countries", Token, "add-country", "Add a country", handle(a.addCountry)},
		{http.MethodPatch, Root + "/countries/{id}", Token, "change-country", "Hide, highlight or move a country", handle(a.changeCountry)},
		{http.MethodDelete, Root + "/countries/{id}", Token, "remove-country", "Remove a country under which nothing stands", handle(a.removeCountry)},
		{http.MethodGet, Root + "/tags", Token, "list-tags", "List the tags", handle(a.listTags)},
		{http.MethodPost, Root + "/tags", Token, "add-tag", "Add a tag", handle(a.addTag)},
		{http.MethodGet, Root + "/tags/{id}", Token, "get-tag", "Read a tag with what means it", handle(a.getTag)},
		{http.MethodPatch, Root + "/tags/{id}", Token, "change-tag", "Rename a tag", handle(a.changeTag)},
		{http.MethodPost, Root + "/tags/{id}/merge", Token, "merge-tag", "Merge a tag into another", handle(a.mergeTag)},
		{http.MethodPost, Root + "/tags/{id}/synonyms", Token, "add-synonym", "Have a word mean a tag", handle(a.addSynonym)},
		{http.MethodDelete, Root + "/tags/{id}/synonyms/{synonym}", Token, "remove-synonym", "Have a word mean a tag no longer", handle(a.removeSynonym)},
		{http.MethodDelete, Root + "/tags/{id}", Token, "remove-tag", "Remove a tag that no article bears", handle(a.removeTag)},
		{http.MethodGet, Root + "/authors", Token, "list-authors", "List the bylines", handle(a.listAuthors)},
		{http.MethodGet, Root + "/breaking", Token, "list-breaking", "List the breaking lines that run or wait", handle(a.listBreaking)},
		{http.MethodPost, Root + "/breaking", Token, "add-breaking", "Push a breaking line", handle(a.addBreaking)},
		{http.MethodPatch, Root + "/breaking/{id}", Token, "change-breaking", "Change a breaking line", handle(a.changeBreaking)},
		{http.MethodDelete, Root + "/breaking/{id}", Token, "end-breaking", "End a breaking line", handle(a.endBreaking)},
		{http.MethodPut, Root + "/breaking/order", Token, "order-breaking", "Order the breaking lines", handle(a.orderBreaking)},
		{http.MethodGet, Root + "/front", Token, "get-front", "Read what stands on the front page", handle(a.getFront)},
		{http.MethodPut, Root + "/front", Token, "put-front", "Publish a front page", handle(a.putFront)},
		{http.MethodGet, Root + "/front/history", Token, "list-fronts", "List the front pages that were published", handle(a.listFronts)},
		{http.MethodPost, Root + "/front/return", Token, "return-front", "Return to an earlier front page", handle(a.returnFront)},
		{http.MethodGet, Root + "/menus/{menu}", Token, "get-menu", "Read a menu", handle(a.getMenu)},
		{http.MethodPut, Root + "/menus/{menu}", Token, "put-menu", "Replace a menu", handle(a.putMenu)},
		{http.MethodGet, Root + "/newspaper", Token, "get-newspaper", "Read what the newspaper says of itself", handle(a.getNewspaper)},
		{http.MethodPatch, Root + "/newspaper", Token, "change-newspaper", "Settle what the newspaper says of itself", handle(a.changeNewspaper)},
		{http.MethodPost, mediaPath, Token, "add-media", "Bring a file into the library (multipart/form-data: file, alt, caption, credit, licence, sensitive)", a.raw(a.addMedia)},
		{http.MethodGet, mediaPath, Token, "list-media", "List the files of the library, the newest first", handle(a.listMedia)},
		{http.MethodGet, mediaPath + "/{id}", Token, "get-media", "Read what is known of a file", handle(a.getMedia)},
		{http.MethodPatch, mediaPath + "/{id}", Token, "change-media", "Say something else of a file, or where its focal point is", handle(a.changeMedia)},
		{http.MethodDelete, mediaPath + "/{id}", Token, "remove-media", "Remove a file that nothing shows", handle(a.removeMedia)},
		{http.MethodOptions, mediaPath + "/uploads", Token, "describe-uploads", "Ask what is known of uploads in pieces (tus 1.0.0)", a.raw(a.upload)},
		{http.MethodPost, mediaPath + "/uploads", Token, "begin-upload", "Begin to bring a file in pieces (tus 1.0.0)", a.raw(a.upload)},
		{http.MethodHead, uploadsPath + "{upload}", Token, "ask-upload", "Ask how far an upload is", a.raw(a.upload)},
		{http.MethodPatch, uploadsPath + "{upload}", Token, "continue-upload", "Bring the next piece", a.raw(a.upload)},
		{http.MethodDelete, uploadsPath + "{upload}", Token, "end-upload", "End an upload", a.raw(a.upload)},
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
