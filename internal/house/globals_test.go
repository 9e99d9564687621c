package house_test

import (
	"fmt"
	"go/ast"
	"go/token"
	"path"
	"slices"
	"strings"
)

func noInit(files []*file) (complaints []string) {
	for _, f := range code(files) {
		for _, d := range f.ast.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
				complaints = append(complaints, f.at(fn)+": func init")
			}
		}
	}
	return complaints
}

// Time is handed in: only what starts the program looks at a clock, and what measures it.
func noHiddenClock(files []*file) (complaints []string) {
	allowed := []string{"cmd", "app", "bench", "dbtest"}
	for _, f := range code(files) {
		if slices.Contains(allowed, f.room) || slices.Contains(allowed, path.Base(f.pkg)) {
			continue
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			if pkg, name := named(n); pkg == "time" && slices.Contains([]string{"Now", "Since", "Until"}, name) {
				complaints = append(complaints, fmt.Sprintf("%s: time.%s", f.at(n), name))
			}
			return true
		})
	}
	return complaints
}

func noChanceInGlobals(files []*file) (complaints []string) {
	for _, f := range code(files) {
		if !slices.ContainsFunc(f.imports(), func(s string) bool { return strings.HasPrefix(s, "math/rand") }) {
			continue
		}
		for _, v := range variables(f) {
			ast.Inspect(v, func(n ast.Node) bool {
				if pkg, name := named(n); pkg == "rand" {
					complaints = append(complaints, fmt.Sprintf("%s: rand.%s in a variable of the package", f.at(n), name))
				}
				return true
			})
		}
	}
	return complaints
}

// variables are those of the package.
func variables(f *file) (list []*ast.ValueSpec) {
	for _, d := range f.ast.Decls {
		if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.VAR {
			for _, s := range g.Specs {
				list = append(list, s.(*ast.ValueSpec))
			}
		}
	}
	return list
}

// Variables of a package that a function assigns to are globals. Tables, compiled expressions and embedded files, which nobody changes, are not.
func noGlobals(files []*file) (complaints []string) {
	type variable struct{ pkg, name string }
	globals := map[variable]bool{}
	for _, f := range code(files) {
		for _, v := range variables(f) {
			for _, name := range v.Names {
				globals[variable{f.pkg, name.Name}] = name.Name != "_"
			}
		}
	}
	for _, f := range code(files) {
		for _, d := range f.ast.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Body == nil {
				continue
			}
			for _, id := range assigned(fn) {
				if globals[variable{f.pkg, id.Name}] {
					complaints = append(complaints, fmt.Sprintf("%s: %s assigns to the package's %s", f.at(id), fn.Name.Name, id.Name))
				}
			}
		}
	}
	return complaints
}

// assigned lists the names that a function assigns to, whole or in part, and does not declare.
func assigned(fn *ast.FuncDecl) (list []*ast.Ident) {
	own := declared(fn)
	ast.Inspect(fn, func(n ast.Node) bool {
		var targets []ast.Expr
		switch n := n.(type) {
		case *ast.AssignStmt:
			targets = n.Lhs
		case *ast.IncDecStmt:
			targets = []ast.Expr{n.X}
		}
		for _, e := range targets {
			if id := root(e); id != nil && !own[id.Name] {
				list = append(list, id)
			}
		}
		return true
	})
	return list
}

// root is the variable in table[key].field.
func root(e ast.Expr) *ast.Ident {
	for {
		switch x := e.(type) {
		case *ast.Ident:
			return x
		case *ast.IndexExpr:
			e = x.X
		case *ast.SelectorExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		case *ast.ParenExpr:
			e = x.X
		default:
			return nil
		}
	}
}

func declared(fn *ast.FuncDecl) map[string]bool {
	own := map[string]bool{}
	note := func(list ...ast.Expr) {
		for _, e := range list {
			if id, ok := e.(*ast.Ident); ok {
				own[id.Name] = true
			}
		}
	}
	ast.Inspect(fn, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Field:
			for _, name := range n.Names {
				note(name)
			}
		case *ast.ValueSpec:
			for _, name := range n.Names {
				note(name)
			}
		case *ast.AssignStmt:
			if n.Tok == token.DEFINE {
				note(n.Lhs...)
			}
		case *ast.RangeStmt:
			if n.Tok == token.DEFINE {
				note(n.Key, n.Value)
			}
		}
		return true
	})
	return own
}

// Handlers, pages and acts of the newsroom start no goroutines: nobody would wait for them.
func roomsStartNoGoroutines(files []*file) (complaints []string) {
	for _, f := range code(files) {
		if floor := floorOf(f.room); floor != "newsroom" && (floor != "surface" || f.room == "transfer") {
			continue
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			if _, ok := n.(*ast.GoStmt); ok {
				complaints = append(complaints, f.at(n)+": go")
			}
			return true
		})
	}
	return complaints
}

// A test that waits is slow when all is well and wrong when the machine is busy. Between two looks at another process, which cannot say when it is ready, it may: with the
// reason on the same line.
func noTestSleeps(files []*file) (complaints []string) {
	for _, f := range files {
		reasons := map[int]bool{}
		for _, c := range f.ast.Comments {
			reasons[f.fset.Position(c.Pos()).Line] = true
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			if pkg, name := named(n); f.test && pkg == "time" && name == "Sleep" && !reasons[f.fset.Position(n.Pos()).Line] {
				complaints = append(complaints, f.at(n)+": time.Sleep")
			}
			return true
		})
	}
	return complaints
}
