package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"griot/internal/app"
)

// onHangup reads the theme again whenever the program gets SIGHUP, until ctx ends.
func onHangup(ctx context.Context, service *app.Service) {
	hangup := make(chan os.Signal, 1)
	signal.Notify(hangup, syscall.SIGHUP)
	go func() {
		defer signal.Stop(hangup)
		for {
			select {
			case <-ctx.Done():
				return
			case <-hangup:
				if err := service.ReloadTheme(ctx); err != nil {
					service.Log.Error("the theme is refused; the former one goes on", "error", err)
				} else {
					service.Log.Info("the theme was read again")
				}
			}
		}
	}()
}
