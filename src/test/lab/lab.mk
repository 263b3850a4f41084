# The lab's targets (docs/lab.md). Included by the Makefile at the top, so paths start there.
.PHONY: lab lab-down lab-status

lab: ## a real Docker Engine and node image for the tests, made here if no registry answers
	src/test/lab/lab up

lab-down: ## clusters, engine, namespaces and links off, and a check that nothing is left
	src/test/lab/lab down

lab-status: ## what of the lab is there
	src/test/lab/lab status
