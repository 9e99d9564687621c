package wordpress

import (
	"errors"
	"io"
	"strconv"
	"strings"

	"griot/internal/fault"
)

// group is the files of one site.
type group struct {
	site
	files []string
}

// bySite looks at the head of every file before anything is imported, so that a wrong one is refused while nothing has changed.
func bySite(files []string) (groups []*group, err error) {
	if len(files) == 0 {
		return nil, fault.New(fault.Invalid, "no file to import: name the WordPress exports (WXR)")
	}
	at := map[string]*group{}
	for _, f := range files {
		s, err := readHead(f)
		if err != nil {
			return nil, err
		}
		g := at[s.key]
		if g == nil {
			g = &group{site: s}
			at[s.key] = g
			groups = append(groups, g)
		}
		g.files = append(g.files, f)
	}
	return groups, nil
}

// readHead tells from the lines before the first item whose export a file is.
func readHead(path string) (site, error) {
	f, err := openFile(path)
	if err != nil {
		return site{}, err
	}
	defer f.close()
	lines := map[string]string{}
	for {
		e, err := f.scan.next()
		if err != nil && !f.scan.inside {
			return site{}, fault.New(fault.Invalid, "%v", err)
		}
		if err != nil || e.name == "item" {
			break // what is wrong with it, the import itself will say
		}
		if n, _, err := parse(f.name, f.scan.root, e); e.bytes != nil && err == nil && len(n.children) == 0 {
			lines[n.name] = strings.TrimSpace(n.text)
		}
	}
	if err := isWXR(f.scan.root, lines["wp:wxr_version"]); err != nil {
		return site{}, fault.New(fault.Invalid, "%s: %v", path, err)
	}
	return newSite(lines["title"], lines["wp:base_blog_url"], lines["link"]), nil
}

// isWXR wants the version's line or, where somebody lost it, the vocabulary.
func isWXR(root []byte, version string) error {
	if version == "" {
		if strings.Contains(string(root), "wordpress.org/export/") {
			return nil
		}
		return errors.New("this is RSS, but no WordPress export (WXR): use Tools, Export in WordPress")
	}
	if v, err := strconv.ParseFloat(version, 64); err != nil || v < 1 {
		return errors.New("its WXR version is " + strconv.Quote(version) + "; 1.0, 1.1 and 1.2 can be imported")
	}
	return nil
}

// eachElement reads a file to its end, or to where it is damaged, which it notes.
func (im *importer) eachElement(path string, each func(f *file, e element) error) (*damage, error) {
	f, err := openFile(path)
	if err != nil {
		return nil, err
	}
	defer f.close()
	for {
		e, err := f.scan.next()
		if errors.Is(err, io.EOF) {
			im.meter.file(f)
			return nil, nil
		}
		if d, ok := isDamage(err); ok {
			im.meter.file(f)
			return d, nil
		}
		if err != nil {
			return nil, err
		}
		im.meter.reading(f)
		if err := each(f, e); err != nil {
			return nil, err
		}
	}
}
