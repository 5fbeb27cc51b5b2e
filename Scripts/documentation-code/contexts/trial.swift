// A trial is a part of the suite itself.
@testable import ConformanceSuite

// LOCATION
// BLOCK
