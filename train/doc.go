// Package train makes the models that text and syntax run: the splitter, the parser
// with its word vectors and its committee of teachers, the tables of lemmas. It reads
// treebanks, marked names and running text from a data folder. Training is seeded,
// so that the same data give the same file.
package train
