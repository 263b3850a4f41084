# The lab's targets (docs/lab.md). Included by the Makefile at the top, so paths start there.
.PHONY: lab lab-down lab-status

lab: ## start a real Docker Engine with the KinD node image and the test images; builds them if no registry answers
	src/test/lab/lab up

lab-down: ## remove clusters, engine, namespaces and links, and check that nothing is left
	src/test/lab/lab down

lab-status: ## print which parts of the lab exist
	src/test/lab/lab status
