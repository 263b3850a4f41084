# The everyday targets. `make demo` is the main job, `make test` runs every test.
SHELL := /bin/bash
MVN := ./mvnw -B -ntp
.DEFAULT_GOAL := help

.PHONY: help
help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | sort | expand -t 16

include src/test/lab/lab.mk
