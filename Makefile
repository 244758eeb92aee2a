# make build | sandbox | test | package-test | soak | benchmark | catalogue | reference | format | lint | clean
# Only `sandbox` speaks on standard output for itself: its conversation. Everything on the way to it goes to standard error.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.NOTPARALLEL:
.PHONY: build sandbox test package-test soak benchmark catalogue reference format lint clean toolchain packages test-packages venv

PACKAGES := ca-certificates fonts-dejavu-core git libcairo2-dev libcurl4-openssl-dev libsqlite3-dev libssl-dev libwebsockets-dev pkg-config \
    tzdata
TEST_PACKAGES := openssl python3 python3-venv
# For promtool. Debian's package starts a server, which only a machine of CI should have to put up with.
MANIFEST_PACKAGES := mandoc systemd $(if $(CI),prometheus)
BROWSER_PACKAGES := chromium chromium-driver
VENV := .venv
# Test targets whose tests start servers or programs; all others are the first turn.
TEST_TURNS := (AWS|CurlTransport|LWSTransport)Tests\. (Jira|DynamoDBStore)Tests\. SandboxTests\. EndToEndTests\.
# The build refuses an import that Package.swift does not declare.
CHECKS := --explicit-target-dependency-import-check error
ARGS :=

# The program as it is deployed: .build/release/trailwatch.
build: toolchain packages
	@TRAILWATCH_COMMIT="$$(git rev-parse --short HEAD 2>/dev/null || true)" swift build -c release --static-swift-stdlib $(CHECKS)

# A workspace, an estate and a JIRA to try the bot against: make sandbox ARGS="--say 'scan all'"
sandbox: toolchain packages
	@swift build $(CHECKS) </dev/null >&2
	@exec .build/debug/trailwatch-sandbox $(ARGS)

test: toolchain packages test-packages venv
	@swift build --build-tests $(CHECKS) </dev/null
	@# In turns, for each test of a later turn starts programs of its own: all at once they starve each other on two cores.
	@export TRAILWATCH_PYTHON="$(CURDIR)/$(VENV)/bin/python"; \
	swift test --skip-build --parallel --skip '$(subst $() ,|,$(TEST_TURNS))' </dev/null; \
	for turn in $(patsubst %,'%',$(TEST_TURNS)); do swift test --skip-build --parallel --filter "$$turn" </dev/null; done

# The container's steps in clean roots and the unit under a systemd of its own, as root, each with the bot at work.
package-test: toolchain packages
	@.ci/install-packages debootstrap python3 systemd-container
	@swift build --product trailwatch-sandbox $(CHECKS) </dev/null >&2
	@.ci/package-test

# The bot killed at a hundred random points, and everybody has every alert once.
soak: toolchain packages test-packages venv
	@swift build --build-tests $(CHECKS) </dev/null
	@TRAILWATCH_KILL_ROUNDS=100 TRAILWATCH_WAVE=10000 swift test --skip-build --filter 'KillTests|WaveTests' </dev/null

# How long the core takes to judge a large estate from memory, and what memory it needs.
benchmark: toolchain packages
	@swift run -c release core-benchmark </dev/null

# The catalogue of findings, written from the code.
catalogue: toolchain packages
	@swift run trailwatch catalogue </dev/null >Sources/CloudTrailCore/CloudTrailCore.docc/Findings.md

# The reference of the configuration, written from the code.
reference: toolchain packages
	@swift run trailwatch config reference </dev/null >config/README.md

format: toolchain
	@swift format --in-place --recursive Sources Tests Package.swift

lint: toolchain
	@swift format lint --strict --recursive Sources Tests Package.swift
	@.ci/one-importer-per-c-module

clean: toolchain
	@swift package clean

toolchain:
	@found="$$( { swift --version 2>/dev/null || true; } | sed -nE 's/.*Swift version ([0-9]+\.[0-9]+).*/\1/p' | head -n 1)"; \
	if [ "$$(printf '%s\n' 6.2 "$${found:-0}" | sort -V | head -n 1)" != 6.2 ]; then \
	  echo "Swift 6.2 or newer is needed: https://www.swift.org/install (found: $${found:-none})" >&2; exit 1; \
	fi

packages:
	@.ci/install-packages $(PACKAGES)

# Without Chromium the browser's test is skipped, and says so.
test-packages:
	@.ci/install-packages $(TEST_PACKAGES)
	@.ci/install-packages $(MANIFEST_PACKAGES) || echo "Not all tools for the manifests are here: some tests are skipped." >&2
	@.ci/install-packages $(BROWSER_PACKAGES) || echo "No Chromium: the sandbox's page is not tested in a browser." >&2

venv:
	@.ci/make-venv Tests/requirements.txt $(VENV)
	@.ci/make-venv Tests/requirements-microburst.txt $(VENV)-microburst
	@.ci/make-venv Tests/requirements-ministack.txt $(VENV)-ministack
	@.ci/make-venv Tests/requirements-manifests.txt $(VENV)-manifests
