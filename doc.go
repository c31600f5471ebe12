// Package casus reads news dispatches and writes down who did what to whom, when
// and where, and who said so.
//
// The root package holds the nouns; other packages do the work. Read them from
// the bottom up:
//
//   - [Dispatch] is a news item as received; [Document] is its text with the
//     layers that the stages add: blocks, sentences and tokens, the parse, names,
//     mentions, time expressions, quotes, events.
//   - text splits a dispatch into blocks, sentences and tokens.
//   - syntax tags and parses each sentence (Universal Dependencies) and marks
//     names; models holds the weights, train makes them.
//   - lexicon holds what words mean, in files that people edit; ontology holds what
//     compositions of meanings are called in PLOVER and CAMEO.
//   - actors resolves mentions to entities; timex finds time expressions; geoparse finds
//     places, with the gazetteer that comes with the program.
//   - harvest gathers the names and predicates that the lexicon does not know.
//   - quotes finds who said what; statements tells what a speaker does by it.
//   - coding reads acts and operators off the parse and composes them into events;
//     sizes counts the dead, the crowd and the money in them, locate finds where; commitments finds
//     treaties, promises and threats with their conditions.
//   - relate answers what one given party did to another.
//   - pipeline puts the stages in order and is the front door of the library.
//   - ingest brings dispatches in, export writes events out; export/layout writes and reads
//     them in the tables of others; compare holds the record against such a table,
//     release writes a data set that stands still.
//   - store keeps dispatches and codings, on SQLite or PostgreSQL; identity tells
//     copies, stories and occurrences; record takes in, codes what is pending, draws
//     what follows, and compares coders; series counts what pairs of actors do.
//   - alerts tells people at once what of the record they asked for.
//   - demo holds the dispatches of the record that newcomers look around in.
//   - eval scores it all; internal/cli is the program.
package casus
