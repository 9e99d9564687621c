package house_test

import (
	"bytes"
	"fmt"
	"go/ast"
	"slices"
	"strings"
)

const (
	maxFileLines = 400
	maxFuncLines = 60
)

func noRoomForAnything(files []*file) (complaints []string) {
	never := []string{"util", "utils", "common", "helper", "helpers", "model", "models", "types", "manager", "misc", "shared", "base", "lib"}
	for _, f := range files {
		name := strings.TrimSuffix(f.ast.Name.Name, "_test")
		if slices.ContainsFunc(strings.Split(name, "_"), func(word string) bool { return slices.Contains(never, word) }) {
			complaints = append(complaints, fmt.Sprintf("%s: package %s", f.path, name))
		}
	}
	return complaints
}

func packageOpensWithItsPromise(files []*file) (complaints []string) {
	promises := map[string]int{}
	for _, f := range files {
		if f.test {
			continue
		}
		promises[f.pkg] += 0
		if f.ast.Doc == nil {
			continue
		}
		promises[f.pkg]++
		begins := "Package " + f.ast.Name.Name + " "
		if f.ast.Name.Name == "main" {
			begins = ""
		}
		if !strings.HasPrefix(f.ast.Doc.Text(), begins) {
			complaints = append(complaints, fmt.Sprintf("%s: the package comment does not begin with %q", f.path, begins))
		}
	}
	for pkg, n := range promises {
		if n != 1 {
			complaints = append(complaints, fmt.Sprintf("%s has %d package comments, want one", pkg, n))
		}
	}
	return complaints
}

func everyExportHasASentence(files []*file) (complaints []string) {
	for _, f := range code(files) {
		for _, d := range f.ast.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Name.IsExported() && isPublic(d) && d.Doc == nil && !isSelfEvident(d) {
					complaints = append(complaints, fmt.Sprintf("%s: %s has no comment", f.at(d), d.Name.Name))
				}
			case *ast.GenDecl:
				for _, name := range undocumented(d) {
					complaints = append(complaints, fmt.Sprintf("%s: %s has no comment", f.at(name), name.Name))
				}
			}
		}
	}
	return complaints
}

// isPublic is a function, or a method of a type that others can name.
func isPublic(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return true
	}
	e := d.Recv.List[0].Type
	for {
		switch x := e.(type) {
		case *ast.StarExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		case *ast.IndexListExpr:
			e = x.X
		case *ast.Ident:
			return x.IsExported()
		default:
			return true
		}
	}
}

// isSelfEvident is a method that an interface of the standard library describes.
func isSelfEvident(d *ast.FuncDecl) bool {
	return d.Recv != nil && slices.Contains([]string{"Error", "String", "Len", "Less", "Swap", "Close", "Read", "Write"}, d.Name.Name)
}

// undocumented lists exported names without a comment. One over a group speaks for its constants and variables; each type needs its own.
func undocumented(d *ast.GenDecl) (names []*ast.Ident) {
	for _, s := range d.Specs {
		switch s := s.(type) {
		case *ast.TypeSpec:
			if s.Name.IsExported() && s.Doc == nil && (d.Doc == nil || d.Lparen.IsValid()) {
				names = append(names, s.Name)
			}
		case *ast.ValueSpec:
			for _, name := range s.Names {
				if name.IsExported() && s.Doc == nil && s.Comment == nil && d.Doc == nil {
					names = append(names, name)
				}
			}
		}
	}
	return names
}

func filesFitTheHand(files []*file) (complaints []string) {
	for _, f := range code(files) {
		if n := bytes.Count(f.text, []byte("\n")); n > maxFileLines {
			complaints = append(complaints, fmt.Sprintf("%s has %d lines, at most %d", f.path, n, maxFileLines))
		}
	}
	return complaints
}

func functionsFitTheEye(files []*file) (complaints []string) {
	for _, f := range code(files) {
		for _, d := range f.ast.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && f.lines(fn) > maxFuncLines {
				complaints = append(complaints, fmt.Sprintf("%s: %s has %d lines, at most %d", f.at(fn), fn.Name.Name, f.lines(fn), maxFuncLines))
			}
		}
	}
	return complaints
}
