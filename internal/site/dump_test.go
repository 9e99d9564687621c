package site_test
import ("testing";"os";"strings")
func TestDump(t *testing.T){
 n:=open(t)
 for _,p:=range []string{"/","/en/","/ar/","/pays/","/pays/niger/","/environnement/","/auteurs/","/equipe/","/corrections/","/recherche/","/recherche/?q=niger","/nope/", n.find("fleuve-niger-guetteurs").Path, n.find("bascules-cacao-haut-sassandra").Path, n.find("institut-metiers-du-fleuve").Path}{
  a:=n.get(p)
  t.Log(p,a.status,len(a.body))
  os.WriteFile("/tmp/w/"+strings.ReplaceAll(strings.Trim(p,"/"),"/","_")+".html",[]byte(a.body),0o644)
 }
}
