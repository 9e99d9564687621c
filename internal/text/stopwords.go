package text

const languages = 4

const (
	inFrench = iota
	inEnglish
	inPortuguese
	inSwahili
)

// commonIn says in which languages a folded word is among the commonest. A word of two languages ("de", "que") counts for
// both: the difference is made by the others.
func commonIn(w string) (in [languages]bool) {
	in[inFrench] = commonFrench(w)
	in[inEnglish] = commonEnglish(w)
	in[inPortuguese] = commonPortuguese(w)
	in[inSwahili] = commonSwahili(w)
	return in
}

func commonFrench(w string) bool {
	switch w {
	case "le", "la", "les", "l", "d", "de", "des", "du", "un", "une", "et", "est", "en", "dans", "que", "qui", "qu", "pour", "par",
		"sur", "au", "aux", "avec", "ne", "pas", "plus", "ce", "cette", "ces", "se", "s", "son", "sa", "ses", "sont", "il", "elle",
		"ils", "nous", "vous", "leur", "leurs", "mais", "ou", "n", "c", "ont", "ete", "etait", "fait", "comme", "sans", "selon",
		"entre", "apres", "contre", "aussi", "deux", "ans", "depuis", "notre", "meme":
		return true
	}
	return false
}

func commonEnglish(w string) bool {
	switch w {
	case "the", "of", "and", "to", "in", "is", "that", "for", "it", "was", "on", "are", "as", "with", "his", "her", "they", "at",
		"be", "this", "from", "have", "has", "had", "or", "by", "not", "but", "what", "all", "were", "we", "when", "your", "can",
		"there", "an", "which", "their", "will", "would", "who", "its", "he", "she", "after", "more", "about", "been", "said",
		"into", "than", "you", "our":
		return true
	}
	return false
}

func commonPortuguese(w string) bool {
	switch w {
	case "o", "os", "as", "de", "da", "do", "das", "dos", "e", "em", "um", "uma", "que", "para", "com", "nao", "por", "na", "no",
		"nas", "nos", "mais", "se", "ao", "aos", "como", "mas", "foi", "sua", "seu", "suas", "seus", "ou", "ser", "quando", "muito",
		"ja", "esta", "sao", "tem", "pelo", "pela", "ate", "isso", "ela", "ele", "entre", "era", "depois", "sem", "mesmo", "segundo",
		"anos", "tambem", "sobre", "eles", "havia":
		return true
	}
	return false
}

func commonSwahili(w string) bool {
	switch w {
	case "na", "ya", "wa", "kwa", "ni", "za", "katika", "la", "cha", "vya", "kuwa", "hii", "hiyo", "huo", "huu", "hilo", "hili",
		"pia", "kama", "lakini", "yake", "wake", "zake", "baada", "kabla", "watu", "nchi", "mwaka", "siku", "sana", "au", "si",
		"hata", "hapa", "ambayo", "ambao", "ambaye", "yao", "wao", "kila", "moja", "zaidi", "ili", "bila", "huko", "hivyo", "alisema",
		"amesema", "wakati", "mwezi", "kwamba", "cho", "yetu", "wetu", "kutoka", "hadi", "serikali":
		return true
	}
	return false
}
