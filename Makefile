# The everyday targets. `make demo` shows the product, `make test` runs all tests but those with the tag matrix.
SHELL := /bin/bash
MVN := ./mvnw -B -ntp
LAUNCHER := runtime-node-agent/launcher
export ECI_LAB_CACHE ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/eci-lab
# where tests find etcd and kube-apiserver, which the lab builds
export KUBE_API_TEST_DIR ?= $(ECI_LAB_CACHE)/kube-api-test
# `make test SPOTLESS=check` (CI) fails on code that a build would reformat
SPOTLESS ?= apply

.DEFAULT_GOAL := help
.PHONY: help build launcher demo demo-down unit one test test-api test-soak test-matrix test-gallery \
  fuzz bench-footprint bench-runtime bench-proxy bench-admission package-host clean

help: ## print this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | sort | expand -t 17

build: launcher ## build everything that is shipped, without tests
	$(MVN) -q -DskipTests -Dspotless.goal=$(SPOTLESS) package

launcher:
	cd $(LAUNCHER) && cargo build --release --locked --quiet

demo: launcher ## create a KinD cluster, install the chart, apply a policy, and show what it denies and protects
	$(MVN) -q -DskipTests -Dspotless.goal=$(SPOTLESS) -Pdemo package

demo-down: ## delete the demo's cluster
	src/test/lab/lab cluster-down eci-demo

unit: ## run the unit tests: no lab, no API server, no formatter, no Error Prone; under a minute
	$(MVN) -q -Pquick -T1C test

one: ## run one test class: make one T=PodRulesTest, or T='PodRulesTest#method'
	@src/test/run-one '$(T)'

test: ## run all tests but matrix; starts the lab if needed
	src/test/run-tests $(SPOTLESS)

test-api: ## run the unit tests and those at a real API server; builds etcd and kube-apiserver if needed
	src/test/lab/lab binaries api
	$(MVN) -Dspotless.goal=$(SPOTLESS) -DexcludedGroups=kind,docker,matrix verify

# FaultsTest, InstallLoopTest and RestartsTest; `make test-soak SOAK=FaultsTest` runs one
SOAK ?=
test-soak: launcher ## kill engine and agent at each step of eci-runtime, 1,000 random schedules of kills (SCHEDULES=1000); install and uninstall 50 times on one node (ROUNDS=50)
	cd $(LAUNCHER) && cargo build --locked --quiet
	$(MVN) -Dspotless.goal=$(SPOTLESS) -Dgroups=soak $(if $(SOAK),-Dtest='$(SOAK)') -Dsurefire.failIfNoSpecifiedTests=false \
	  -Deci.faults=all -Deci.faults.schedules=$(or $(SCHEDULES),1000) -Deci.lifecycle.rounds=$(or $(ROUNDS),50) -Deci.lifecycle.restarts=20 package

test-matrix: launcher ## run the tests on nodes of other kinds: containerd 1.7; Docker on crun
	$(MVN) -Dspotless.goal=$(SPOTLESS) -Dgroups=matrix -DexcludedGroups= package

# `make fuzz TIME=600 FUZZ=RequestTarget` runs the targets whose names have that word; FUZZ_JOBS targets at a time (2)
TIME ?= 60
FUZZ ?=
fuzz: ## run the fuzz targets with new inputs, TIME=60 seconds each; inputs that break a property stay in target/fuzz/found
	src/test/fuzz $(TIME) $(FUZZ)

# `make test-gallery GALLERY=nginx,redis` runs these rows; docker-py-suite is the suite of that library
GALLERY ?= all
test-gallery: launcher ## run what users run (images, Compose files, charts, client libraries) with ECI and without, and compare
	$(MVN) -Dspotless.goal=$(SPOTLESS) -Dgroups=gallery -Deci.gallery='$(GALLERY)' -Dsurefire.failIfNoSpecifiedTests=false package

bench-footprint: launcher ## measure memory of each part and the webhook's start; writes docs/benchmarks.md
	$(MVN) -q -DskipTests -Dspotless.goal=$(SPOTLESS) -Pbench-footprint package

bench-runtime: launcher ## compare container start and work with runc; writes docs/benchmarks.md; BENCH='-Dbench.only=… -Dbench.samples=…'
	$(MVN) -q -DskipTests -Dspotless.goal=$(SPOTLESS) -Pbench-runtime $(BENCH) package

bench-proxy: ## compare the proxied Docker socket with the bare one and HAProxy; writes docs/benchmarks.md; BENCH=… as above
	$(MVN) -q -DskipTests -Dspotless.goal=$(SPOTLESS) -Pbench-proxy $(BENCH) package

bench-admission: ## compare what admission adds to a pod's creation with Gatekeeper; writes docs/benchmarks.md; BENCH=… as above
	$(MVN) -q -DskipTests -Dspotless.goal=$(SPOTLESS) -Pbench-admission $(BENCH) package

package-host: build ## build the archive for a Docker host without Kubernetes: agent, its Java, systemd unit, install script
	deploy/host/build

clean: ## remove build output (keeps the lab cache)
	$(MVN) -q clean
	cd $(LAUNCHER) && cargo clean --quiet
	rm -rf target

include src/test/lab/lab.mk
