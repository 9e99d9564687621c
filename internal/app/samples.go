package app

import "griot/internal/server"

// samples are the newsroom's own numbers at each scrape.
func (s *Service) samples() []server.Sample {
	e := s.edge.Stats()
	counter := func(name, help string, v int64) server.Sample {
		return server.Sample{Name: name, Help: help, Counter: true, Value: float64(v)}
	}
	list := []server.Sample{
		counter("edge_hits_total", "Answers from kept pages.", e.Hits),
		counter("edge_misses_total", "Answers that waited for a page to be made.", e.Misses),
		counter("edge_made_total", "Pages made.", e.Made),
		counter("edge_stale_total", "Answers with an out-of-date copy because making failed.", e.Stale),
		counter("edge_former_total", "Answers with the page before, while it was being remade.", e.Former),
		counter("edge_remade_total", "Pages made before anyone asked.", e.Remade),
		counter("edge_failed_total", "Error pages made.", e.Failed),
		counter("edge_not_modified_total", "Answers 304.", e.Unchanged),
		counter("edge_dropped_total", "Kept pages dropped because of a label.", e.Dropped),
		{Name: "edge_entries", Help: "Pages kept.", Value: float64(e.Entries)},
		{Name: "edge_bytes", Help: "Bytes of kept pages.", Value: float64(e.Bytes)},
		{Name: "edge_away_seconds", Help: "For how long pages could not be made because the newsroom is away; 0 when it answers.", Value: e.Ailing.Seconds()},
		{Name: "event_applied", Help: "Number of the last event applied.", Value: float64(e.Applied)},
	}
	list = append(list, s.streamSamples()...)
	if s.purger == nil {
		return list
	}
	p := s.purger.Stats()
	return append(list,
		counter("purge_told_total", "Labels that the cache in front was told.", p.Told),
		counter("purge_lost_total", "Labels that it could not be told.", p.Lost),
		server.Sample{Name: "purge_waiting", Help: "Labels that wait to be told.", Value: float64(p.Waiting)})
}
