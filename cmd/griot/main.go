// Command griot is the whole newsroom: it makes one, serves it, brings archives over, backs it up and checks it. docs/contract.md lists its commands.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // a container from scratch knows no time zones

	"github.com/alecthomas/kong"

	"griot/internal/app"
	"griot/internal/fault"
)

// Exit statuses (docs/contract.md).
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr))
}

// program is what every command is handed: the world, as far as it may touch it.
type program struct {
	ctx    context.Context //nolint:containedctx // of this one run, handed to the one command it runs
	stdout io.Writer
	stderr io.Writer
}

// run is the program as a value: arguments in, exit status out.
func run(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer) int {
	var line commands
	status := exitDone
	parser, err := kong.New(&line, kong.Name("griot"), kong.Description(describe), kong.Writers(stdout, stderr), kong.UsageOnError(),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}), kong.Help(helpInFrench), kong.Exit(func(code int) { status = code; panic(exited{}) }),
		kong.Resolvers(environment(getenv), configuration(args, getenv)))
	if err != nil {
		fmt.Fprintln(stderr, "griot:", err)
		return exitFailed
	}
	return parse(parser, &program{ctx: ctx, stdout: stdout, stderr: stderr}, args, &status)
}

// exited unwinds from help and --version, which kong ends by calling Exit.
type exited struct{}

func parse(parser *kong.Kong, p *program, args []string, status *int) (code int) {
	defer func() {
		if r := recover(); r != nil {
			if _, ok := r.(exited); !ok {
				panic(r)
			}
			code = *status
		}
	}()
	if len(args) == 0 {
		args = []string{"--help"}
	}
	command, err := parser.Parse(args)
	if broken := (brokenConfig{}); errors.As(err, &broken) {
		fmt.Fprintln(p.stderr, "griot:", oneLine(broken))
		return exitUsage
	}
	if err != nil {
		fmt.Fprintf(p.stderr, "griot: %s (griot --help)\n", oneLine(err))
		return exitUsage
	}
	if err := command.Run(p); err != nil {
		return p.fail(err)
	}
	return exitDone
}

// fail says in one line what was wrong and what to do.
func (p *program) fail(err error) int {
	if errors.Is(err, context.Canceled) && p.ctx.Err() != nil {
		fmt.Fprintln(p.stderr, "griot: interrupted")
		return exitFailed
	}
	if errors.Is(err, errUsage) {
		fmt.Fprintln(p.stderr, "griot:", oneLine(err))
		return exitUsage
	}
	message := fault.Message(err)
	if message == "" {
		message = err.Error()
	}
	fmt.Fprintln(p.stderr, "griot:", oneLine(errors.New(message)))
	if fault.Is(err, fault.Invalid) {
		return exitUsage
	}
	return exitFailed
}

// clock is the only place where the program's time comes from.
func clock(s *app.Settings) { s.Now = app.SystemClock }
