package media

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/bep/imagemeta"

	"griot/internal/media/scrub"
	"griot/internal/text"
)

// Notes are what a picture's file said beside its pixels: kinds of trace, which go, and words that are offered for its own. No value but these words outlives the reading.
type Notes struct {
	Traces  []scrub.Trace
	Credit  string // whose it is
	Caption string
	Alt     string
}

// Bounds of what is read of notes.
const (
	maxTags     = 5000
	maxTagBytes = 10_000
	maxSaid     = 1000 // bytes of a word that is offered
)

// formats by type; what is not here carries no notes that anybody reads.
var formats = map[string]imagemeta.ImageFormat{
	"image/jpeg": imagemeta.JPEG, "image/png": imagemeta.PNG, "image/webp": imagemeta.WebP, "image/tiff": imagemeta.TIFF, "image/heic": imagemeta.HEIF, "image/avif": imagemeta.AVIF,
}

// ReadNotes reads the notes of a picture. Notes that are damaged count as far as they could be read.
func ReadNotes(r *io.SectionReader, mime string) (n Notes) {
	said := map[string]string{}
	end, more, err := pictureEnd(r, mime)
	if err != nil {
		return n
	}
	whole := r
	if end >= 0 { // what lies behind is nobody's notes, and may be made to take long
		whole = io.NewSectionReader(r, 0, min(end, r.Size()))
	}
	if format, ok := formats[mime]; ok {
		_, _ = imagemeta.Decode(imagemeta.Options{
			R: whole, ImageFormat: format, Sources: imagemeta.EXIF | imagemeta.IPTC | imagemeta.XMP, ShouldHandleTag: func(imagemeta.TagInfo) bool { return true },
			LimitNumTags: maxTags, LimitTagSize: maxTagBytes, Warnf: func(string, ...any) {},
			HandleTag: func(tag imagemeta.TagInfo) error {
				n.tag(tag, said)
				return nil
			},
		}) // damaged notes are no reason to refuse a picture that is whole
	}
	n.add(more...)
	if behind(r, end) {
		n.add(scrub.Behind)
	}
	n.Credit = creditOf(said)
	n.Caption = firstOf(said, "description", "caption-abstract", "imagedescription")
	n.Alt = firstOf(said, "alttextaccessibility")
	return n
}

func (n *Notes) add(traces ...scrub.Trace) {
	for _, t := range traces {
		if !slices.Contains(n.Traces, t) {
			n.Traces = append(n.Traces, t)
		}
	}
}

// offered are the tags whose words are offered to whoever keeps the picture.
var offered = []string{"artist", "creator", "by-line", "copyright", "rights", "copyrightnotice", "credit", "description", "caption-abstract", "imagedescription", "alttextaccessibility"}

func (n *Notes) tag(tag imagemeta.TagInfo, said map[string]string) {
	words := strings.TrimSpace(strings.Trim(fmt.Sprint(tag.Value), "[]\x00"))
	if words == "" {
		return
	}
	if name := strings.ToLower(tag.Tag); slices.Contains(offered, name) && said[name] == "" && len(words) <= maxSaid {
		said[name] = text.CleanLine(words)
	}
	if t := traceOf(tag); t != "" {
		n.add(t)
	}
}

// tells are the parts of names of tags by which they are told, in the order in which they are tried.
var tells = []struct {
	trace scrub.Trace
	parts []string
}{
	{scrub.Place, []string{"GPS", "Location", "City", "Country", "Province", "State", "Latitude", "Longitude"}},
	{scrub.Image, []string{"Thumbnail", "JPEGInterchange", "Preview"}},
	{scrub.Hour, []string{"Date", "Time"}},
	{scrub.Device, []string{"Make", "Model", "Serial", "Lens", "Camera", "HostComputer", "UniqueID", "MakerNote", "Firmware"}},
	{scrub.Software, []string{"Software", "Tool", "History", "Toolkit", "Program", "Application", "ocumentID", "nstanceID", "SourceType"}},
	{scrub.Person, []string{"Artist", "Author", "Owner", "reator", "By-line", "Credit", "opyright", "rights", "Contact", "Person", "Writer", "Email"}},
	{scrub.Words, []string{"Description", "description", "Comment", "title", "Title", "Caption", "Headline", "Keyword", "subject", "ObjectName", "Instruction", "AltText"}},
}

func traceOf(tag imagemeta.TagInfo) scrub.Trace {
	if strings.Contains(tag.Namespace, "GPS") {
		return scrub.Place
	}
	if tag.Source == imagemeta.EXIF && strings.HasPrefix(tag.Namespace, "IFD1") {
		return scrub.Image
	}
	for _, t := range tells {
		if slices.ContainsFunc(t.parts, func(part string) bool { return strings.Contains(tag.Tag, part) }) {
			return t.trace
		}
	}
	return ""
}

func firstOf(said map[string]string, tags ...string) string {
	for _, t := range tags {
		if said[t] != "" {
			return said[t]
		}
	}
	return ""
}

// creditOf joins who made a picture and whose it is: "Awa Diallo / AFP".
func creditOf(said map[string]string) string {
	who, whose := firstOf(said, "creator", "by-line", "artist"), firstOf(said, "credit", "copyrightnotice", "rights", "copyright")
	switch {
	case who == "":
		return whose
	case whose == "" || strings.Contains(whose, who):
		return firstOf(map[string]string{"whose": whose, "who": who}, "whose", "who")
	}
	return who + " / " + whose
}

// behind reports that something lies behind the end of a picture; end is negative where that is not known.
func behind(r io.ReadSeeker, end int64) bool {
	if end < 0 {
		return false
	}
	if _, err := r.Seek(end, io.SeekStart); err != nil {
		return false
	}
	tail, err := io.ReadAll(io.LimitReader(r, 1<<10))
	return err == nil && len(bytes.Trim(tail, "\x00")) > 0
}
