package db

// listener is told the text of what is asked of a database; nil is told nothing.
type listener func(query string)

func (l listener) hear(query string) {
	if l != nil {
		l(query)
	}
}

// Overhear tells a function the text of everything that is asked of the database from now on, in transactions and outside, as it is written for both engines: for
// whoever wants to read the plans of what a surface asks, or to know what is slow. The function is called from many goroutines at once; call Overhear itself before
// anything else uses the database.
func (d *DB) Overhear(heard func(query string)) { d.heard = heard }
