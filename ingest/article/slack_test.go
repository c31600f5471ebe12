package article

// slack is how many times the bar of seconds a test may take before it fails: the
// tests of all packages run at once, and on slow machines.
const slack = 4
