// Two parts of a manifest: a dependency of the package, and one of a target.
import PackageDescription

func use(_ package: Package.Dependency, _ product: Target.Dependency) {}

// LOCATION
use(
// BLOCK
)
