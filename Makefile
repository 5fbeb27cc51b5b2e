# The tasks of the project; `make help` lists them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
ARGUMENTS ?=

# Of Benchmarks not the folder itself, which holds what was built.
SOURCES := Package.swift Sources Tests Examples Benchmarks/Package.swift Benchmarks/Sources Benchmarks/Tests

.PHONY: help install build conformance list diff explain explore mutants claims libuv-versions test lint format applications epoll-only embedded thread-sanitizer docs docs-code bench cost model-cost check clean

help: ## List the tasks
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

install: ## Install what is missing (libuv1-dev, pkg-config)
	@Scripts/install-dependencies

build: install ## Build everything
	swift build

conformance: build ## Run the conformance suite on every backend (ARGUMENTS="--backend epoll" and the like)
	@"$$(swift build --show-bin-path)/conformance" run $(ARGUMENTS)

list: build ## List the scenarios
	@"$$(swift build --show-bin-path)/conformance" list $(ARGUMENTS)

diff: build ## Show where the backends differ
	@"$$(swift build --show-bin-path)/conformance" diff $(ARGUMENTS)

explain: build ## Explain scenarios on the model of epoll (ARGUMENTS="edge/reported-once" and the like)
	@"$$(swift build --show-bin-path)/conformance" explain $(ARGUMENTS)

explore: install ## Compare a million generated programs on epoll with the model (ARGUMENTS="--backend uv --programs 100000" and the like)
	swift build -c release --product conformance >&2
	swift build -c release --product conformance-uv >&2
	@"$$(swift build -c release --show-bin-path)/conformance" explore $(or $(ARGUMENTS),--programs 1000000)

mutants: build ## Have the scenarios catch loops that are broken on purpose (ARGUMENTS="'timer*'" and the like)
	@"$$(swift build --show-bin-path)/conformance" mutants $(ARGUMENTS)

claims: build ## Decide what the documents about epoll say, by trying it (ARGUMENTS="'et-*'" and the like)
	@"$$(swift build --show-bin-path)/conformance" claims $(ARGUMENTS)

libuv-versions: build ## Run the suite on libuv 1.40 to 1.53, and show what changes (ARGUMENTS="hangup/*" and the like)
	@Scripts/compare-libuv-versions "$$(swift build --show-bin-path)" $(ARGUMENTS)

test: install ## Run the tests
	swift build --build-tests
	swift test --skip-build $(ARGUMENTS)

lint: ## Check the format of the sources
	swift format lint --strict --recursive $(SOURCES)
	@# The formatter passes over comments and strings.
	@! LC_ALL=C.UTF-8 grep -rnE --include='*.swift' --exclude-dir=.build '^.{111}' $(SOURCES) || \
	{ echo 'lint: these lines have more than 110 columns' >&2; exit 1; }

format: ## Format the sources
	swift format --in-place --recursive $(SOURCES)

applications: ## Try the example servers with real, many and hostile clients, on each loop (ARGUMENTS=epoll and the like)
	@Scripts/check-applications $(ARGUMENTS)

epoll-only: ## Show that EpollCore alone builds without libuv's headers
	@Scripts/check-epoll-only

embedded: ## Build an echo server as Embedded Swift, and try it with 100 clients
	@Scripts/check-embedded $(ARGUMENTS)

thread-sanitizer: install ## Run the tests of EventLoopAsync under the thread sanitizer (ARGUMENTS="--filter Race" and the like)
	@Scripts/check-thread-sanitizer $(ARGUMENTS)

docs: install ## Build the documentation (DocC)
	@Scripts/build-documentation

docs-code: install ## Compile every block of Swift that the documentation shows
	@Scripts/check-documentation-code

bench: ## Compare the loops with C, libuv, libevent, libev and SwiftNIO (ARGUMENTS="--quick" and the like)
	@Scripts/install-dependencies valgrind strace binutils libevent-dev libev-dev
	@Scripts/run-benchmarks bench $(ARGUMENTS)

cost: ## Compare the cost of the loops with C, libuv, libevent and libev (ARGUMENTS="--quick" and the like)
	@Scripts/install-dependencies valgrind binutils libevent-dev libev-dev
	@Scripts/run-benchmarks cost $(ARGUMENTS)

model-cost: ## Time the model of epoll
	@Scripts/install-dependencies libevent-dev libev-dev
	swift build -c release --package-path Benchmarks --product model-cost >&2
	@"$$(swift build -c release --package-path Benchmarks --show-bin-path)/model-cost"

check: ## Everything that CI runs
	@.ci/run

clean: ## Remove what was built
	rm -rf .build .build-libuv-versions Benchmarks/.build Examples/PollLoop/.build
