package main

import (
	"fmt"
	"strings"
	"time"
)

// firstPost is the number of the first post: those before it are taken by what a site makes on its own.
const firstPost = 100

func (w *wxr) post(n, posts int) {
	id, at := firstPost+n, posted(n, posts)
	stamp := at.Format(time.DateTime)
	fmt.Fprintf(w, "<item>\n<title><![CDATA[%s]]></title>\n<link>%s</link>\n<pubDate>%s</pubDate>\n<dc:creator><![CDATA[auteur%d]]></dc:creator>\n<guid isPermaLink=\"false\">%s/?p=%d</guid>\n<description></description>\n",
		w.phrase(8), wxrLink(n, posts), at.Format(time.RFC1123Z), 1+w.r.IntN(wxrAuthors), wxrHost, id)
	fmt.Fprintf(w, "<content:encoded><![CDATA[%s]]></content:encoded>\n<excerpt:encoded><![CDATA[%s]]></excerpt:encoded>\n", w.body(n, posts), w.phrase(20))
	fmt.Fprintf(w, "<wp:post_id>%d</wp:post_id><wp:post_date><![CDATA[%s]]></wp:post_date><wp:post_date_gmt><![CDATA[%[2]s]]></wp:post_date_gmt><wp:comment_status><![CDATA[open]]></wp:comment_status><wp:ping_status><![CDATA[closed]]></wp:ping_status>", id, stamp)
	fmt.Fprintf(w, "<wp:post_name><![CDATA[article-%d]]></wp:post_name><wp:status><![CDATA[publish]]></wp:status><wp:post_parent>0</wp:post_parent><wp:menu_order>0</wp:menu_order><wp:post_type><![CDATA[post]]></wp:post_type><wp:post_password></wp:post_password><wp:is_sticky>0</wp:is_sticky>\n", n)
	w.terms()
	fmt.Fprintf(w, "<wp:postmeta><wp:meta_key><![CDATA[views]]></wp:meta_key><wp:meta_value><![CDATA[%d]]></wp:meta_value></wp:postmeta>\n", w.r.IntN(5000))
	if n%commentEvery == 0 {
		w.comments(id, at)
	}
	fmt.Fprint(w, "</item>\n")
}

func wxrLink(n, posts int) string {
	return fmt.Sprintf("%s/%s/article-%d/", wxrHost, posted(n, posts).Format("2006/01/02"), n)
}

// body is text of block markup in even posts and of blank lines in odd ones, with a link to another post.
func (w *wxr) body(n, posts int) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<p>%s <a href="%s">%s</a>.</p>`, w.phrase(12), wxrLink(w.r.IntN(posts), posts), w.phrase(3))
	for b.Len() < wxrBodyBytes {
		p := w.phrase(30) + ", " + strings.ToLower(w.phrase(15)) + ". <strong>" + w.phrase(3) + "</strong> " + w.phrase(20) + "."
		if n%2 == 0 {
			p = "<!-- wp:paragraph -->\n<p>" + p + "</p>\n<!-- /wp:paragraph -->"
		}
		b.WriteString("\n\n" + p)
	}
	return b.String()
}

// terms files a post under one or two categories and three tags.
func (w *wxr) terms() {
	categories := wxrCategories()
	first := w.r.IntN(len(categories))
	for k := range 1 + w.r.IntN(2) {
		c := categories[(first+k*7)%len(categories)]
		fmt.Fprintf(w, "<category domain=\"category\" nicename=\"%s\"><![CDATA[%s]]></category>\n", c.slug, c.name)
	}
	for k := range 3 {
		tag := (w.r.IntN(wxrTags/3))*3 + k // three different ones
		fmt.Fprintf(w, "<category domain=\"post_tag\" nicename=\"mot-cle-%d\"><![CDATA[Mot clé %[1]d]]></category>\n", 1000+tag)
	}
}

// comments writes a thread: each answers the one before it.
func (w *wxr) comments(post int, at time.Time) {
	for k := range commentsEach {
		id, parent := post*10+k, 0
		if k > 0 {
			parent = id - 1
		}
		stamp := at.Add(time.Duration(k+1) * time.Hour).Format(time.DateTime)
		fmt.Fprintf(w, "<wp:comment><wp:comment_id>%d</wp:comment_id><wp:comment_author><![CDATA[Lecteur %[1]d]]></wp:comment_author><wp:comment_author_email><![CDATA[lecteur%[1]d@lecteur.example]]></wp:comment_author_email><wp:comment_author_url></wp:comment_author_url><wp:comment_author_IP><![CDATA[192.0.2.1]]></wp:comment_author_IP>", id)
		fmt.Fprintf(w, "<wp:comment_date><![CDATA[%s]]></wp:comment_date><wp:comment_date_gmt><![CDATA[%[1]s]]></wp:comment_date_gmt><wp:comment_content><![CDATA[%s]]></wp:comment_content><wp:comment_approved><![CDATA[1]]></wp:comment_approved><wp:comment_type><![CDATA[comment]]></wp:comment_type><wp:comment_parent>%d</wp:comment_parent><wp:comment_user_id>0</wp:comment_user_id></wp:comment>\n",
			stamp, w.phrase(25), parent)
	}
}
