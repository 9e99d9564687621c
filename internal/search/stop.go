package search

import "strings"

// common reports whether a folded word is so common in a language that a query that holds others need not be held to it.
func (t tongue) common(w string) bool {
	return strings.Contains(t.commonWords(), " "+w+" ")
}

func (t tongue) commonWords() string {
	switch t {
	case inFrench:
		return " a ai ait as au aux avec c ce ces cet cette ceux d dans de des du elle elles en est et etait etaient ete etre eu eux il ils j je l la le les leur leurs lui m ma mais me meme mes mon n ne nos notre nous on ont ou par pas plus pour qu que quel quelle quelles quels qui s sa sans se ses si son sont sur t ta te tes ton tu un une vos votre vous y comment pourquoi quand chez "
	case inEnglish:
		return " a about an and are as at be been but by for from had has have he her his how i if in into is it its not of on or our s she so t that the their them they this to was we were what when where which who will with would you your "
	case inArabic:
		return " من في علي الي عن ان هذا هذه ذلك التي الذي ما لا او ثم و هو هي كان قد كل مع بعد قبل بين "
	case inPortuguese:
		return " a ao aos as com como da das de do dos e ela ele em entre era essa esse esta este eu foi ha isso ja mais mas me na nas nao no nos o os ou para pela pelas pelo pelos por que quem se sem ser seu seus sua suas um uma "
	case inSwahili:
		return " au cha hii hiyo huo huu ili katika kila kuwa kwa la lakini na ni pia sana si ya yake za zake vya wa wake "
	case inOther:
	}
	return ""
}
