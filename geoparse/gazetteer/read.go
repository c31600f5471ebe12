package gazetteer

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"casus"
)

// iso has the two-letter and three-letter codes of the states (ISO 3166; XK for
// Kosovo, CS for Serbia and Montenegro, AN for the Netherlands Antilles).
const iso = `
ADAND AEARE AFAFG AGATG AIAIA ALALB AMARM ANANT AOAGO AQATA ARARG ASASM ATAUT AUAUS AWABW AXALA AZAZE BABIH BBBRB BDBGD
BEBEL BFBFA BGBGR BHBHR BIBDI BJBEN BLBLM BMBMU BNBRN BOBOL BQBES BRBRA BSBHS BTBTN BVBVT BWBWA BYBLR BZBLZ CACAN CCCCK
CDCOD CFCAF CGCOG CHCHE CICIV CKCOK CLCHL CMCMR CNCHN COCOL CRCRI CSSCG CUCUB CVCPV CWCUW CXCXR CYCYP CZCZE DEDEU DJDJI
DKDNK DMDMA DODOM DZDZA ECECU EEEST EGEGY EHESH ERERI ESESP ETETH FIFIN FJFJI FKFLK FMFSM FOFRO FRFRA GAGAB GBGBR GDGRD
GEGEO GFGUF GGGGY GHGHA GIGIB GLGRL GMGMB GNGIN GPGLP GQGNQ GRGRC GSSGS GTGTM GUGUM GWGNB GYGUY HKHKG HMHMD HNHND HRHRV
HTHTI HUHUN IDIDN IEIRL ILISR IMIMN ININD IOIOT IQIRQ IRIRN ISISL ITITA JEJEY JMJAM JOJOR JPJPN KEKEN KGKGZ KHKHM KIKIR
KMCOM KNKNA KPPRK KRKOR KWKWT KYCYM KZKAZ LALAO LBLBN LCLCA LILIE LKLKA LRLBR LSLSO LTLTU LULUX LVLVA LYLBY MAMAR MCMCO
MDMDA MEMNE MFMAF MGMDG MHMHL MKMKD MLMLI MMMMR MNMNG MOMAC MPMNP MQMTQ MRMRT MSMSR MTMLT MUMUS MVMDV MWMWI MXMEX MYMYS
MZMOZ NANAM NCNCL NENER NFNFK NGNGA NINIC NLNLD NONOR NPNPL NRNRU NUNIU NZNZL OMOMN PAPAN PEPER PFPYF PGPNG PHPHL PKPAK
PLPOL PMSPM PNPCN PRPRI PSPSE PTPRT PWPLW PYPRY QAQAT REREU ROROU RSSRB RURUS RWRWA SASAU SBSLB SCSYC SDSDN SESWE SGSGP
SHSHN SISVN SJSJM SKSVK SLSLE SMSMR SNSEN SOSOM SRSUR SSSSD STSTP SVSLV SXSXM SYSYR SZSWZ TCTCA TDTCD TFATF TGTGO THTHA
TJTJK TKTKL TLTLS TMTKM TNTUN TOTON TRTUR TTTTO TVTUV TWTWN TZTZA UAUKR UGUGA UMUMI USUSA UYURY UZUZB VAVAT VCVCT VEVEN
VGVGB VIVIR VNVNM VUVUT WFWLF WSWSM XKXKX YEYEM YTMYT ZAZAF ZMZMB ZWZWE`

var longCode = func() map[string]string {
	m := map[string]string{}
	for _, w := range strings.Fields(iso) {
		m[w[:2]] = w[2:]
	}
	return m
}()

// The columns of GeoNames's main table.
const (
	colID = iota
	colName
	colASCII
	colNames
	colLat
	colLon
	colClass
	colCode
	colCountry
	_
	colAdmin1
	_
	_
	_
	colPopulation
	columns
)

// Read reads a list in the layout of GeoNames (allCountries.txt, cities500.txt, XX.txt:
// 19 columns at tabs), plain or packed with gzip. Rows of kinds that news does not
// name (streets, wells, shops) are left out. A line that is no row is an error.
func Read(r io.Reader) ([]Place, error) {
	in := bufio.NewReaderSize(r, 1<<16)
	if head, _ := in.Peek(2); bytes.Equal(head, []byte{0x1f, 0x8b}) {
		z, err := gzip.NewReader(in)
		if err != nil {
			return nil, fmt.Errorf("gazetteer: %w", err)
		}
		in = bufio.NewReaderSize(z, 1<<16)
	}
	var out []Place
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		if len(lines.Bytes()) == 0 || lines.Bytes()[0] == '#' {
			continue
		}
		p, keep, err := row(lines.Text())
		if err != nil {
			return nil, fmt.Errorf("gazetteer, line %d: %w", n, err)
		}
		if keep {
			out = append(out, p)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("gazetteer: %w", err)
	}
	return out, nil
}

func row(line string) (p Place, keep bool, err error) {
	if !utf8.ValidString(line) {
		return p, false, fmt.Errorf("is not UTF-8: %w", casus.ErrInvalid)
	}
	f := strings.SplitN(strings.TrimRight(line, "\r"), "\t", columns+5)
	if len(f) < columns {
		return p, false, fmt.Errorf("has %d columns at tabs, GeoNames has 19: %w", len(f), casus.ErrInvalid)
	}
	number := func(s string) float64 {
		v, e := strconv.ParseFloat(s, 64)
		if e != nil && s != "" || math.IsNaN(v) {
			err = fmt.Errorf("%q is no number: %w", s, casus.ErrInvalid)
		}
		return v
	}
	id, pop := number(f[colID]), number(f[colPopulation])
	p = Place{ID: int(min(max(id, 0), 1<<31)), Name: strings.TrimSpace(f[colName]), Country: longCode[f[colCountry]], Admin1: f[colAdmin1],
		Population: int(min(max(pop, 0), 1e11)), Lat: number(f[colLat]), Lon: number(f[colLon])}
	if err == nil && (math.Abs(p.Lat) > 90 || math.Abs(p.Lon) > 180) {
		err = fmt.Errorf("%s %s lies outside the world: %w", f[colLat], f[colLon], casus.ErrInvalid)
	}
	for name := range strings.SplitSeq(f[colNames], ",") {
		if name = strings.TrimSpace(name); latinOnly(name) {
			p.Names = append(p.Names, name)
		}
	}
	p.Kind, keep = kindOf(f[colClass], f[colCode])
	if p.Kind == Country && p.Country == "" {
		keep = false
	}
	return p, keep && key(p.Name) != "", err
}

// latinOnly says that a name can stand in an English text.
func latinOnly(s string) bool {
	if len(s) < 3 || s[0] >= 'a' && s[0] <= 'z' {
		return false
	}
	for _, r := range s {
		if r >= 0x250 && (r < 0x1E00 || r > 0x2030) {
			return false
		}
	}
	return true
}

// kindOf reads feature class and code (geonames.org/export/codes.html).
func kindOf(class, code string) (Kind, bool) {
	switch {
	case class == "P" && code == "PPLC":
		return Capital, true
	case class == "P" && code == "PPLA":
		return Seat, true
	case class == "P" && code != "PPLH" && code != "PPLQ" && code != "PPLW":
		return City, true
	case class == "A":
		return division(code)
	case class == "L":
		return areas[code], areas[code] != Other
	case class == "H" || class == "T" || class == "S":
		k, ok := features[code]
		return k, ok
	}
	return Other, false
}

func division(code string) (Kind, bool) {
	switch {
	case strings.HasPrefix(code, "PCL") && code != "PCLH":
		return Country, true
	case code == "ADM1":
		return Admin1, true
	case code == "ADM2" || code == "ADM3" || code == "ADMD":
		return Admin2, true
	case code == "TERR":
		return Region, true
	}
	return Other, false
}

var areas = map[string]Kind{"CONT": Continent, "RGN": Region, "AREA": Region, "RGNE": Region, "RGNH": Region, "COLF": Region,
	"PRK": Region, "MILB": Site, "INDS": Site, "NVB": Site}

var features = map[string]Kind{
	"SEA": Sea, "OCN": Sea, "GULF": Sea, "BAY": Sea, "STRT": Sea, "CHN": Sea, "STM": River, "CNL": River, "LK": Lake, "RSV": Lake, "LKS": Lake,
	"MT": Mountain, "MTS": Mountain, "PK": Mountain, "VLC": Mountain, "PASS": Mountain, "ISL": Island, "ISLS": Island, "PEN": Region, "CAPE": Region,
	"DSRT": Region, "VAL": Region, "PLN": Region, "PLAT": Region, "AIRP": Site, "AIRB": Site, "PSN": Site, "DAM": Site, "NUCL": Site, "PORT": Site, "CMP": Site,
}
