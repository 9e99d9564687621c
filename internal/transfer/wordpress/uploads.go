package wordpress

import (
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path"
	"regexp"
	"strings"

	"golang.org/x/text/unicode/norm"

	"griot/internal/fault"
)

// uploads is the folder of WordPress's files. Nothing outside it is ever opened, whatever a name says: os.Root sees to that, symbolic
// links included. The nil uploads holds no file.
type uploads struct{ root *os.Root }

func openUploads(dir string) (*uploads, error) {
	if dir == "" {
		return nil, nil
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, err, "the uploads folder %s cannot be opened: name the folder wp-content/uploads", dir)
	}
	return &uploads{root: root}, nil
}

func (u *uploads) close() {
	if u != nil {
		_ = u.root.Close()
	}
}

// open opens the first of some names that is a file, and says which. Names of other systems come in either normal form of Unicode.
func (u *uploads) open(names []string) (f *os.File, name string, err error) {
	if u == nil {
		return nil, "", fs.ErrNotExist
	}
	for _, name := range names {
		for _, form := range []string{name, norm.NFC.String(name), norm.NFD.String(name)} {
			for _, at := range []string{"", "uploads/", "wp-content/uploads/"} {
				f, err := u.root.Open(at + form)
				if err != nil {
					continue // absent, or outside
				}
				if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
					return f, name, nil
				}
				_ = f.Close()
			}
		}
	}
	return nil, "", fs.ErrNotExist
}

// uploadPath is where a file lies below the uploads folder: by its own field, else by its address. "" when neither says so.
func uploadPath(attached, address string) string {
	if p := localPath(strings.TrimPrefix(attached, "/")); p != "" && !strings.Contains(attached, "://") {
		return p
	}
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil {
		return ""
	}
	return uploadOf(u)
}

// uploadOf is the path below the uploads folder that an address names; "" for one that names no upload.
func uploadOf(u *url.URL) string {
	p := u.Path
	for _, mark := range []string{"/wp-content/uploads/", "/wp-content/blogs.dir/", "/app/uploads/", "/files/"} {
		if _, after, ok := strings.Cut(p, mark); ok {
			if mark == "/files/" && !dated.MatchString(after) {
				continue
			}
			return localPath(site7.ReplaceAllString(after, ""))
		}
	}
	if strings.HasSuffix(u.Hostname(), ".files.wordpress.com") {
		return localPath(strings.TrimPrefix(p, "/"))
	}
	return ""
}

// A network of sites keeps each one's uploads below sites/7/ or, of old, blogs.dir/7/files/.
var (
	site7 = regexp.MustCompile(`^(sites/[0-9]+/|[0-9]+/files/)`)
	dated = regexp.MustCompile(`^[0-9]{4}/[0-9]{2}/`)
	sized = regexp.MustCompile(`(-[0-9]{1,5}x[0-9]{1,5}|-scaled|-rotated)(\.[A-Za-z0-9]{2,5})$`)
)

// localPath is a path that stays in its folder, or "".
func localPath(p string) string {
	if p == "" || len(p) > maxKeyBytes || strings.ContainsAny(p, "\x00\\") || strings.HasSuffix(p, "/") || path.IsAbs(p) || path.Clean(p) != p || strings.HasPrefix(p, "../") {
		return ""
	}
	return p
}

// original is the name of the picture of which a name is a resized copy: photo-300x200.jpg and photo-scaled.jpg are of photo.jpg.
func original(p string) string { return sized.ReplaceAllString(p, "$2") }

// wanted is a file that something names: under which names it may have been taken before, and under which it may lie, the best first.
type wanted struct{ known, lying []string }

// asAttachment wants the file of an attachment: the picture itself rather than the large copy that WordPress made of an enormous one.
// Another size in its name is its own: people upload such.
func asAttachment(p string) wanted {
	o := original(p)
	if strings.Contains(p, "-scaled.") {
		return wanted{[]string{p, o}, []string{o, p}}
	}
	return wanted{[]string{p}, []string{p, o}}
}

// asNamed wants the file that a text names, whatever size of it.
func asNamed(p string) wanted {
	o := original(p)
	ext := path.Ext(o)
	scaled := strings.TrimSuffix(o, ext) + "-scaled" + ext
	return wanted{[]string{p, o, scaled}, []string{o, scaled, p}}
}

// readFault tells a file that cannot be taken, which is the file's fault, from a disk that cannot be written, which stops the import.
func readFault(err error) bool {
	kind := fault.Of(err)
	return kind == fault.Invalid || kind == fault.TooLarge || errors.Is(err, fs.ErrNotExist)
}
