package article

import "golang.org/x/net/html"

// prune takes parts out of the page that are no part of any article.
func prune(doc *html.Node) {}

// clean takes out paragraphs that are no part of the article.
func clean(ps []paragraph, a *Article) []paragraph { return ps }
