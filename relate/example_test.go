package relate_test

import (
	"context"
	"fmt"

	"casus"
	"casus/pipeline"
	"casus/relate"
)

// What did Halvia's parliament do to Tornia?
func Example() {
	p, err := pipeline.Load(pipeline.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	d := casus.Dispatch{Text: "In a vote on Monday, the parliament condemned the raids by Tornia."}
	pair := relate.Pair{Source: casus.Span{Begin: 21, End: 35}, Target: casus.Span{Begin: 59, End: 65}}
	_, answers, err := p.Relate(context.Background(), d, []relate.Pair{pair})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(answers[0].Event, answers[0].Evidence.Pattern)
	// Output: ACCUSE condemn/condemn/thing
}
