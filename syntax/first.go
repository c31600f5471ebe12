package syntax

import "casus/internal/simd"

// What the first layer makes of a word depends on the word alone, so that its matrix
// product is kept for the forms that were met first: most words of running text are
// among them. The sums are those of the whole product, to the bit.

const (
	// maxFirst bounds the number of forms whose products are kept, chunk is how many
	// are allocated at a time.
	maxFirst = 8192
	chunk    = 128
)

// first is the cache of the first layer's products.
type first struct {
	width int         // of a row
	rows  [][]float32 // chunks of rows, by the form's row of vectors
	have  []bool      // by the form's row of vectors
	// missing are the words of a sentence whose product is not there yet; x and g are
	// scratch.
	missing []int32
	x, g    []float32
}

func (f *first) clear() { clear(f.have) }

func (f *first) row(form int32) []float32 {
	return f.rows[form/chunk][int(form%chunk)*f.width:][:f.width]
}

// product sets g to the product of the first layer's matrix with the words' vectors x,
// d wide; forms are the words' rows of vectors.
func (f *first) product(g, x []float32, d int, forms []int32, w simd.Panels) {
	f.missing = f.missing[:0]
	for i, form := range forms {
		if int(form) < len(f.have) && f.have[form] {
			copy(g[i*f.width:(i+1)*f.width], f.row(form))
		} else {
			f.missing = append(f.missing, int32(i))
		}
	}
	n := len(f.missing)
	if n == 0 {
		return
	}
	f.x, f.g = resize(f.x, n*d), resize(f.g, n*f.width)
	for k, i := range f.missing {
		copy(f.x[k*d:(k+1)*d], x[int(i)*d:int(i+1)*d])
	}
	simd.MulPanels(n, f.x, w, f.g)
	for k, i := range f.missing {
		row := f.g[k*f.width : (k+1)*f.width]
		copy(g[int(i)*f.width:], row)
		f.keep(forms[i], row)
	}
}

func (f *first) keep(form int32, row []float32) {
	if form >= maxFirst {
		return
	}
	for int(form)/chunk >= len(f.rows) {
		f.rows = append(f.rows, make([]float32, chunk*f.width))
		f.have = append(f.have, make([]bool, chunk)...)
	}
	copy(f.row(form), row)
	f.have[form] = true
}
