package main

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"runtime/debug"
	"strings"

	"github.com/alecthomas/kong"

	"griot/internal/app"
	"griot/internal/fault"
)

const describe = "Griot : une salle de rédaction complète en un seul programme, libre et auto-hébergé."

// errUsage marks errors of the command line itself.
var errUsage = errors.New("usage")

// commands is the command line. Flags come before the environment (GRIOT_…), which comes before griot.toml in the newsroom's folder.
type commands struct {
	Demo    demoCommand     `cmd:"" help:"Ouvre le journal d’exemple, prêt à lire."`
	Init    initCommand     `cmd:"" help:"Crée une rédaction vide."`
	Serve   serveCommand    `cmd:"" help:"Sert la rédaction d’un dossier."`
	Import  importCommands  `cmd:"" help:"Reprend les archives d’un autre système."`
	Backup  backupCommand   `cmd:"" help:"Sauvegarde tout, médias compris, pendant que le site sert."`
	Restore restoreCommand  `cmd:"" help:"Rétablit une sauvegarde dans un dossier neuf."`
	Check   checkCommand    `cmd:"" help:"Vérifie la rédaction et nomme ce qui ne va pas."`
	Reindex reindexCommand  `cmd:"" help:"Refait l’index de recherche pendant que le site sert."`
	Setting settingCommands `cmd:"" help:"Ce que le journal dit de lui-même : titre, canaux, robots.txt, ads.txt…"`
	User    userCommands    `cmd:"" help:"Comptes de la rédaction."`
	Token   tokenCommands   `cmd:"" help:"Jetons d’accès à l’API."`

	Version versionFlag `help:"Dit la version du programme."`
}

type versionFlag bool

// BeforeReset prints the version wherever the flag stands.
func (versionFlag) BeforeReset(k *kong.Kong) error {
	version := "(devel)"
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		version = info.Main.Version
	}
	fmt.Fprintln(k.Stdout, "griot", version)
	k.Exit(exitDone)
	return nil
}

// place is where a newsroom is kept.
type place struct {
	Dir      string `help:"Dossier de la rédaction." default:"." placeholder:"DOSSIER"`
	Database string `help:"Adresse postgres://… au lieu du fichier SQLite du dossier." placeholder:"ADRESSE"`
}

func (l place) settings(p *program) app.Settings {
	s := app.Settings{Dir: l.Dir, Database: l.Database, Log: app.NewLog(p.stderr)}
	clock(&s)
	return s
}

// serving is what serve and demo share.
type serving struct {
	Addr         string   `help:"Adresse d’écoute, HÔTE:PORT ; le port 0 en prend un libre. Sans elle 127.0.0.1:8080, et :443 avec --domain." placeholder:"HÔTE:PORT"`
	Domain       []string `help:"Nom du site, comme journal.example : HTTPS, avec un certificat obtenu et renouvelé tout seul. D’autres noms, répétés, mènent au premier." placeholder:"NOM"`
	HTTPAddr     string   `name:"http-addr" help:"Adresse d’écoute en HTTP, avec --domain : elle mène au HTTPS et répond à l’autorité de certification." default:":80" placeholder:"HÔTE:PORT"`
	HTTP3        string   `name:"http3" help:"HTTP/3, avec --domain, sur le port UDP de même numéro : on ou off." enum:"on,off" default:"on" placeholder:"on|off"`
	ACME         string   `name:"acme" help:"Annuaire ACME d’une autorité de certification, au lieu de Let’s Encrypt." placeholder:"ADRESSE"`
	URL          string   `name:"url" help:"Origine publique du site dans toutes les adresses absolues, comme https://journal.example." placeholder:"ORIGINE"`
	Theme        string   `help:"Dossier qui remplace des gabarits ou la feuille de style." placeholder:"DOSSIER"`
	Metrics      string   `help:"Adresse locale des mesures Prometheus, comme 127.0.0.1:9100." placeholder:"HÔTE:PORT"`
	TrustedProxy []string `help:"Réseau d’un mandataire de confiance, comme 10.0.0.0/8." placeholder:"CIDR"`
	AccessLog    string   `help:"Une ligne de journal par requête, sans adresse complète ni mots cherchés : on ou off." enum:"on,off" default:"on" placeholder:"on|off"`
	PrivateHub   string   `help:"Le concentrateur WebSub du journal peut être sur un réseau privé, et sans HTTPS : on ou off." enum:"on,off" default:"off" placeholder:"on|off"`
	LogDir       string   `help:"Dossier où le journal du programme est écrit, un fichier par jour, au lieu de la sortie d’erreur." placeholder:"DOSSIER"`
	LogDays      int      `help:"Jours pendant lesquels ces fichiers sont gardés." default:"30" placeholder:"JOURS"`
	CacheMB      int64    `name:"cache-mb" help:"Mémoire des pages gardées, en Mo." default:"48" placeholder:"MO"`
	FastPath     string   `help:"Répondre aux pages gardées sans passer par net/http : on ou off." enum:"on,off" default:"on" placeholder:"on|off"`
	PurgeURL     string   `name:"purge-url" help:"Adresse appelée pour chaque étiquette qui change, à la place de {label}, pour vider un cache placé devant." placeholder:"ADRESSE"`
	PurgeMethod  string   `help:"Méthode de cet appel." default:"POST" placeholder:"MÉTHODE"`
	SMTP         string   `name:"smtp" help:"Serveur par lequel partent les courriels de la rédaction, comme smtp://nom:motdepasse@smtp.example:587 ; mieux vaut GRIOT_SMTP ou griot.toml, que les autres utilisateurs de la machine ne lisent pas." placeholder:"ADRESSE"`
	MailFrom     string   `help:"Expéditeur de ces courriels, au lieu de l’adresse de la rédaction." placeholder:"COURRIEL"`
	PurgeHeader  []string `help:"Champ joint à cet appel, comme « Fastly-Key: … » ; répété, plusieurs." sep:"none" placeholder:"CHAMP"`
}

func (s serving) apply(to *app.Settings) error {
	to.Domains, to.HTTPAddr, to.NoHTTP3, to.ACME = s.Domain, s.HTTPAddr, s.HTTP3 == "off", s.ACME
	to.Addr, to.URL, to.Theme, to.MetricsAddr, to.AccessLog, to.CacheBytes = s.listen(), s.URL, s.Theme, s.Metrics, s.AccessLog == "on", s.CacheMB<<20
	to.PrivateHub = s.PrivateHub == "on"
	to.SMTP, to.MailFrom = s.SMTP, s.MailFrom
	to.NoFastPath, to.PurgeURL, to.PurgeMethod, to.PurgeHeader = s.FastPath == "off", s.PurgeURL, s.PurgeMethod, s.PurgeHeader
	if s.CacheMB < 1 || s.CacheMB > 1<<20 {
		return fault.New(fault.Invalid, "--cache-mb takes a number from 1 to 1048576")
	}
	if s.LogDir != "" {
		daily, err := app.OpenDailyLog(s.LogDir, s.LogDays, to.Now)
		if err != nil {
			return err
		}
		to.Log = app.NewLog(daily)
	}
	for _, cidr := range s.TrustedProxy {
		prefix, err := netip.ParsePrefix(cidr)
		if err != nil {
			return fault.Wrap(fault.Invalid, err, "--trusted-proxy takes a network such as 10.0.0.0/8, not %q", cidr)
		}
		to.TrustedProxies = append(to.TrustedProxies, prefix)
	}
	return nil
}

// listen is the listening address: on this machine alone, unless it was named or the site has a name that the world asks for.
func (s serving) listen() string {
	switch {
	case s.Addr != "":
		return s.Addr
	case len(s.Domain) > 0:
		return ":443"
	}
	return "127.0.0.1:8080"
}

// loopback reports whether only this machine can reach an address.
func loopback(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return false
	}
	if host == "localhost" {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}

func oneLine(err error) string {
	first, _, _ := strings.Cut(err.Error(), "\n")
	return first
}
