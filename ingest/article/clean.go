package article

import (
	"regexp"
	"strings"
	"unicode"
)

// maxParagraphs is how many paragraphs an article has that is looked over; what has
// more is a list of something.
const maxParagraphs = 5000

// clean takes out paragraphs that are no part of the article, by what they say and
// where they stand.
func clean(ps []paragraph, a *Article) []paragraph {
	if len(ps) > maxParagraphs {
		return ps
	}
	ps = cutTail(ps)
	out := ps[:0]
	for i := range ps {
		p := &ps[i]
		head := len(out) < 6 && headMatter(p, a, len(out) == 0)
		tail := i >= len(ps)-6 && tailMatter(p)
		if head || tail || aside(p) {
			continue
		}
		out = append(out, *p)
	}
	return repeated(out)
}

var (
	// byline: "By Ann Lee", "By Ann Lee - 11/18/19 11:04 PM EST".
	byline = regexp.MustCompile(`^(?:[Bb]y|BY|Written by|Posted by|Reported by|Reporting by|Story by)\s+\p{Lu}[^.!?]{2,100}$`)
	// stamp: a line that a time of publication begins and nothing else follows.
	stamp = regexp.MustCompile(`(?i)^(?:(?:first |last )?(?:published|posted|updated|modified|created)(?: on| at)?:?\s|on\s)?(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+)?` +
		`(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d|\d{1,2}(?:st|nd|rd|th)?\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?,?\s+(?:19|20)\d\d|\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d\d|(?:19|20)\d\d[./-]\d\d?[./-]\d\d?)` +
		`[^.!?]{0,60}$`)
	// stamped: a line that says that it is one, and is short.
	stamped = regexp.MustCompile(`(?i)^(?:(?:first |last )?(?:published|posted|updated|modified)(?: on| at)?\b.{0,60}\d|\d+ (?:min(?:ute)?s?|hours?|days?|weeks?) (?:read|ago)$|reading time\b|estimated reading\b)`)
	// pointer: leads to another article.
	pointer = regexp.MustCompile(`(?i)^[>»*\[(\s-]*(?:read (?:more|also|next|the full|on|this|here)|also read|also see|see also|see more|see:|read:|more:|watch(?: now| live| more|:)|listen:|related(?: (?:post|article|story|stories|link|news|coverage|content|reading|video|topics))?s?\s*:|related (?:articles|stories|posts|news|coverage|content|topics)|recommended(?: reading| for you)?:?|don['’]t miss|editor['’]s picks?|more (?:from|on|stories|news|coverage|ap\b)|you (?:may|might) (?:also )?(?:like|be interested)|top (?:stories|articles)|must read|in case you missed|explainer:|opinion:|analysis:|exclusive:|in pictures:|live:|video:|photos:|gallery:|click (?:here|to)|tap here|view (?:more|all|gallery|comments)|show (?:more|comments|less)|load more|continue reading|story continues|article continues|scroll (?:down|to)|skip (?:to|advertisement|ad)\b)`)
	// only: lines that are nothing but a control or a label.
	only = regexp.MustCompile(`(?i)^(?:advertisements?|advertising|ad|sponsored(?: content)?|promoted|loading\W*|share(?: this| on| via)?(?: article| story| post| page)?(?: on| via| with)?(?: facebook| twitter| email| whatsapp| linkedin| reddit)?|tweet|email|e-mail|print|save|copy(?: link)?(?: link copied)?|link copied\W*|facebook|twitter|whatsapp|linkedin|pinterest|reddit|telegram|comments?(?: \(?\d+\)?)?|post (?:a )?comments?\W*|\d+ comments?|leave a (?:comment|reply)|reply|tags?:?|topics:?|filed under.{0,80}|sign (?:in|up)|log in|subscribe(?: now)?|follow(?: us)?|close|caption|next|previous|back to top|top|home|menu|search|play(?: video)?|pause|mute|image \d+ of\W* \d+|\d+ of \d+|\d+ / \d+|photos?:?|image:?|getty images|reuters|highlights|smart news)$`)
	// credited: a line that names who took a picture.
	credited = regexp.MustCompile(`(?i)^(?:\(?(?:photo(?:graph)?s?|images?|pictures?|pic|video|illustration|graphic|file photo|credits?|photo credit|image credit|image source|photo source|screenshot)(?: by| via| courtesy(?: of)?| credit| from|:|/)|©|\(c\)\s|copyright\b|courtesy (?:of|photo))`)
	// agency: a short line that ends with an agency of pictures.
	agency = regexp.MustCompile(`(?i)(?:getty images|getty|shutterstock|istock|alamy|ap photo|afp photo|epa-efe|epa|wireimage|imago)\)?\.?$`)
	// filePhoto: a caption of the agencies.
	filePhoto = regexp.MustCompile(`(?i)^(?:file ?[-–—:]|in this .{3,60}\b(?:file )?(?:photo|image|picture|screenshot|frame grab)\b|this .{3,60}\bphoto (?:shows|provided|released|taken)\b)`)
	// beg: asks readers for something.
	beg = regexp.MustCompile(`(?i)(?:sign up (?:for|to|here|now|today|with)|subscribe (?:to|for|now|here|today)|newsletter|follow (?:us|me|him|her|@\w+|the \w+)\b.{0,60}\b(?:on|at)\b|follow on (?:twitter|facebook)|like us on|join (?:us on|our|the conversation)|download (?:our|the)\b.{0,40}\bapp\b|get the\b.{0,40}\bapp\b|donate (?:now|here|today)|support (?:our|us|independent)|become a (?:member|subscriber|patron)|click here|tap here|send (?:us )?(?:an )?e-?mails? to|e-?mail (?:us|him|her|the (?:author|writer|editor|reporter))|contact the (?:author|writer|editor|reporter)|got a (?:tip|story)|have a (?:tip|story)|affiliate (?:links?|commission)|we (?:may|might) (?:earn|receive)\b.{0,60}commission|turn on notifications|check out our|visit our website|our terms of)`)
	// legal: closes a page.
	legal = regexp.MustCompile(`(?i)(?:all rights reserved|©|copyright (?:\(c\)|©|\d{4}|@)|may not be (?:published|reproduced|republished)|terms of (?:use|service)|privacy policy|is not responsible for|do not necessarily (?:reflect|represent)|this (?:article|story|content|post|piece) (?:was|has been|is) (?:originally |first |also )?(?:published|republished|appeared|produced|syndicated)|originally (?:published|appeared)|(?:is|was) auto-?generated|from a syndicated feed|via syndigate|https?://\S+$)`)
	// contact: who wrote it, and how to reach them.
	contact = regexp.MustCompile(`(?i)(?:contributed to this (?:report|story|article)|(?:reporting|editing|writing|additional reporting|compiled|edited|written|translated) by\b|\S+@\S+\.\w{2,}|on twitter\b|@\w{3,} |can be reached at|is (?:a|an|the)\b.{0,60}\b(?:reporter|writer|correspondent|editor|journalist|columnist|producer|contributor|author|fellow|professor|associate)\b)`)
	// ending: headings after which the article is over.
	ending  = regexp.MustCompile(`(?i)^(?:related(?: (?:articles|stories|posts|news|coverage|content|topics|links|reading))?:?|recommended(?: (?:articles|stories|posts|for you|reading))?:?|you (?:may|might) (?:also )?(?:like|enjoy|be interested in)\W*|more (?:from|in|on|stories|news)\b.{0,60}|most (?:read|popular|viewed|shared)\b.{0,40}|popular (?:posts|articles|stories|now)|trending(?: now)?|latest (?:news|stories|articles|posts)|top stories|read (?:next|also|more)\W*|also read\W*|see also\W*|comments?(?: \(?\d+\)?)?\W*|\d+ comments?|leave a (?:comment|reply)\W*|join the (?:conversation|discussion)|post (?:a )?comment|about the (?:author|writer|company)s?\W*|about us|author bio|tags?:?|topics:?|share this.{0,40}|share (?:on|via)\b.{0,30}|sign up\b.{0,80}|subscribe\b.{0,60}|follow us\b.{0,60}|contact(?: us)?|media (?:contact|inquiries|enquiries)s?\W*|press contacts?\W*|sources?:?|references:?|disclaimer:?|footnotes?:?|sponsored(?: content)?|advertisements?|our standards:.{0,80}|next (?:article|story|post)|previous (?:article|story|post)|отзывы|комментарии|comentários|kommentare|commentaires)$`)
	aboutOf = regexp.MustCompile(`^(?:About|ABOUT)\s+(?:\p{Lu}\S*\s*){1,6}:?$`)
)

// headMatter says whether a paragraph near the top is a repeated title, a byline, a
// date or a label.
func headMatter(p *paragraph, a *Article, first bool) bool {
	if len(p.text) > 300 {
		return false
	}
	heading := p.tag == "h1" || p.tag == "h2" || p.tag == "h3"
	if l := likeness(p.text, a.Title); l > 0.9 || l > 0.7 && heading {
		return true
	}
	// A heading before any text is a second headline.
	if first && heading && len(p.text) > 40 {
		return true
	}
	// What stands in headings and lists above the first paragraph is no text.
	if first && (p.tag == "li" || p.tag == "h2" && len(p.text) < 160 || p.tag == "ul") && p.linked*2 > len(p.text) {
		return true
	}
	if a.Author != "" && len(p.text) < len(a.Author)+40 && strings.Contains(strings.ToLower(p.text), strings.ToLower(a.Author)) {
		return true
	}
	return byline.MatchString(p.text) && !sentenceEnd(p.text) || a.Publisher != "" && strings.EqualFold(p.text, a.Publisher)
}

// tailMatter says whether a paragraph near the end is about the page, not of the
// article.
func tailMatter(p *paragraph) bool {
	if len(p.text) > 500 {
		return false
	}
	return legal.MatchString(p.text) || beg.MatchString(p.text) || len(p.text) < 400 && contact.MatchString(p.text) && (p.strong*2 > len(p.text) || p.linked > 0 || strings.HasPrefix(p.text, "(") || strings.Contains(p.text, "@") ||
		strings.Contains(p.text, "contributed to this") || strings.Contains(strings.ToLower(p.text), "ing by"))
}

// aside says whether a paragraph stands apart from the text wherever it is.
func aside(p *paragraph) bool {
	n := len(p.text)
	if n > 700 {
		return false
	}
	if !hasLetter(p.text) {
		return n < 40 && p.tag != "td" && p.tag != "tr" && p.tag != "li"
	}
	if n < 90 && (only.MatchString(p.text) || stamp.MatchString(p.text) || stamped.MatchString(p.text)) {
		return p.tag != "tr" && p.tag != "td"
	}
	allLink := p.linked*10 >= n*9
	switch {
	case n < 300 && (p.linked*2 > n || n < 40 && !sentenceEnd(p.text)) && pointer.MatchString(p.text):
		return true
	case n < 250 && strings.IndexByte("(pPiIvVgGfFcCsS\xc2", p.text[0]) >= 0 && credited.MatchString(p.text) && !strings.ContainsAny(p.text, "“\""):
		return true
	case n < 500 && strings.IndexByte("fFiItT", p.text[0]) >= 0 && filePhoto.MatchString(p.text):
		return true
	case n < 150 && p.tag != "tr" && agency.MatchString(p.text[max(0, n-20):]):
		return true
	case n < 350 && (p.linked > 0 || p.strong*2 > n || p.tag == "div" || p.tag == "section") && beg.MatchString(p.text):
		return true
	case allLink && p.tag == "p" && n > 20 && n < 250 && !sentenceEnd(p.text) && (shouted(p.text) || len(strings.Fields(p.text)) >= 6):
		return true
	}
	return false
}

// cutTail cuts the article at a heading that says it is over, where less than a third
// of it follows.
func cutTail(ps []paragraph) []paragraph {
	total := 0
	for i := range ps {
		total += len(ps[i].text)
	}
	left := total
	for i := range ps {
		p := &ps[i]
		if before := total - left; left*3 < total && before > 250 && len(p.text) < 100 {
			heading := len(p.tag) == 2 && p.tag[0] == 'h' || p.strong*10 >= len(p.text)*9 || p.tag == "div" || p.tag == "section" || len(p.text) < 30
			if heading && (ending.MatchString(p.text) || aboutOf.MatchString(p.text)) {
				return ps[:i]
			}
		}
		left -= len(p.text)
	}
	return ps
}

// repeated takes out paragraphs that say again what another says whole: pull quotes,
// and texts that stand twice.
func repeated(ps []paragraph) []paragraph {
	if len(ps) > 400 {
		return ps
	}
	total := 0
	for i := range ps {
		total += len(ps[i].text)
	}
	if total > 200_000 {
		return ps
	}
	out := ps[:0:0]
	for i := range ps {
		again := false
		if t := strings.Trim(ps[i].text, "“”\"'‘’ "); len(t) > 40 {
			for j := range ps {
				if j != i && (len(ps[j].text) > len(ps[i].text) || len(ps[j].text) == len(ps[i].text) && j < i) && strings.Contains(ps[j].text, t) {
					again = true
					break
				}
			}
		}
		if !again {
			out = append(out, ps[i])
		}
	}
	return out
}

func hasLetter(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// shouted says whether a line is written in capitals.
func shouted(s string) bool {
	upper, lower := 0, 0
	for _, r := range s {
		if unicode.IsUpper(r) {
			upper++
		} else if unicode.IsLower(r) {
			lower++
		}
	}
	return upper > 8*lower
}

// sentenceEnd says whether a text ends as sentences do.
func sentenceEnd(s string) bool {
	s = strings.TrimRight(s, "”\"'’) ")
	return strings.HasSuffix(s, ".") || strings.HasSuffix(s, "!") || strings.HasSuffix(s, "?") || strings.HasSuffix(s, "…") || strings.HasSuffix(s, ":")
}
