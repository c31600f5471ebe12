package actors

import (
	"unicode/utf8"

	"casus/lexicon"
)

// plain is the form in which names are compared; see lexicon.AppendPlain.
func plain(dst []byte, s string) []byte { return lexicon.AppendPlain(dst, s) }

func isUpper(c byte) bool  { return 'A' <= c && c <= 'Z' }
func isLower(c byte) bool  { return 'a' <= c && c <= 'z' }
func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
func isLetter(c byte) bool { return isUpper(c) || isLower(c) || c >= utf8.RuneSelf }

func lower(c byte) byte {
	if isUpper(c) {
		return c | 0x20
	}
	return c
}

// appendLower appends s in lower case (ASCII only).
func appendLower(dst []byte, s string) []byte {
	for i := range len(s) {
		dst = append(dst, lower(s[i]))
	}
	return dst
}

// equalFold compares ASCII letters without case.
func equalFold(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range len(a) {
		if lower(a[i]) != lower(b[i]) {
			return false
		}
	}
	return true
}
