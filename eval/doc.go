// Package eval compares what Casus reads with what people wrote down: sentences and
// tokens, trees, names, time expressions, events. Each scorer follows the rules that
// its sets came with (CoNLL 2018, TempEval-3, the marked and unmarked sets of events),
// so that figures can be put beside those of others. docs/evaluation.md tells them in
// words, and scores.txt holds what casus eval prints.
package eval
