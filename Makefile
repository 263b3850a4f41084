# The everyday targets. `make demo` is the main job, `make test` runs every test.
SHELL := /bin/bash
MVN := ./mvnw -B -ntp
LAUNCHER := runtime-node-agent/launcher
export ECI_LAB_CACHE ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/eci-lab
# where tests find a real etcd and API server; the lab makes them
export KUBE_API_TEST_DIR ?= $(ECI_LAB_CACHE)/kube-api-test
# `make test SPOTLESS=check` (CI) refuses what a build would reformat
SPOTLESS ?= apply

.DEFAULT_GOAL := help
.PHONY: help build launcher demo demo-down test test-soak test-matrix test-unit bench-footprint bench-runtime bench-admission package-host clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | sort | expand -t 16

build: launcher ## everything that is shipped, without tests
	$(MVN) -q -DskipTests -Dspotless.goal=$(SPOTLESS) package

launcher:
	cd $(LAUNCHER) && cargo build --release --locked --quiet

demo: launcher ## the main job: a KinD cluster, the chart, a policy, and what it refuses and protects
	$(MVN) -q -DskipTests -Dspotless.goal=$(SPOTLESS) -Pdemo package

demo-down: ## delete the demo's cluster
	src/test/lab/lab cluster-down eci-demo

test: ## every test of the project; brings the lab up if needed
	src/test/run-tests $(SPOTLESS)

SOAK ?= FaultsTest,InstallLoopTest
test-soak: launcher ## engine and agent killed at each step of a launcher; the install/uninstall loop, 50 rounds on one node
	cd $(LAUNCHER) && cargo build --locked --quiet
	$(MVN) -Dspotless.goal=$(SPOTLESS) -Dtest='$(SOAK)' -Dsurefire.failIfNoSpecifiedTests=false -Deci.faults=all -Deci.lifecycle.rounds=$(or $(ROUNDS),50) package

test-matrix: launcher ## nodes of other kinds: containerd 1.7; Docker on crun
	$(MVN) -Dspotless.goal=$(SPOTLESS) -Dgroups=matrix -DexcludedGroups= -Dsurefire.failIfNoSpecifiedTests=false -Dtest='DockerOnCrunTest,OtherNodesTest' package

test-unit: launcher ## the tests that need no cluster
	src/test/lab/lab binaries
	cd $(LAUNCHER) && cargo test --locked --quiet
	$(MVN) -Dspotless.goal=$(SPOTLESS) -pl '!src/test' verify

bench-footprint: launcher ## memory of each part and the webhook's start, into docs/benchmarks.md
	$(MVN) -q -DskipTests -Dspotless.goal=$(SPOTLESS) -Pbench-footprint package

bench-runtime: launcher ## starts and work under us beside runc, into docs/benchmarks.md; BENCH='-Dbench.only=… -Dbench.samples=…'
	$(MVN) -q -DskipTests -Dspotless.goal=$(SPOTLESS) -Pbench-runtime $(BENCH) package

package-host: build ## the archive for a Docker host without Kubernetes: agent, its Java, systemd unit, install script
	deploy/host/build

bench-proxy: ## the filtered Docker socket beside the bare one and HAProxy, into docs/benchmarks.md; BENCH=… as above
	$(MVN) -q -DskipTests -Dspotless.goal=$(SPOTLESS) -Pbench-proxy $(BENCH) package

bench-admission: ## what admission adds to the creation of a pod, beside Gatekeeper, into docs/benchmarks.md; BENCH=… as above
	$(MVN) -q -DskipTests -Dspotless.goal=$(SPOTLESS) -Pbench-admission $(BENCH) package

clean: ## what builds made; the lab's cache stays
	$(MVN) -q clean
	cd $(LAUNCHER) && cargo clean --quiet
	rm -rf target

include src/test/lab/lab.mk
