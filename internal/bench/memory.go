package main

import (
	"fmt"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// watchInterval is how often a process's memory is looked at. Its own peak grows only, so at most the growth of the last moment is missed.
const watchInterval = 10 * time.Millisecond

// waitWatching waits for a process and gives the peak of its resident memory in bytes, 0 where the system does not tell. It looks while the process runs: the
// peak that Linux reports of an ended one (ru_maxrss) begins at the memory of its parent, from which it was made, and ours is large.
func waitWatching(cmd *exec.Cmd) (peak int64, err error) {
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	tick := time.NewTicker(watchInterval)
	defer tick.Stop()
	for {
		select {
		case err := <-ended:
			return peak, err
		case <-tick.C:
			peak = max(peak, memory(cmd.Process.Pid, "VmHWM"))
		}
	}
}

// memory is a figure of a running process in bytes: VmRSS, what is resident now, or VmHWM, its peak. 0 where the system does not tell.
func memory(pid int, figure string) int64 {
	text := strings.TrimSuffix(field(fmt.Sprintf("/proc/%d/status", pid), figure), " kB")
	n, err := strconv.ParseInt(strings.TrimSpace(text), 10, 64)
	if err != nil {
		return 0
	}
	return n * 1024
}
