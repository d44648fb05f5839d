# Two commands matter: `make run` and `make test`. `make help` names the others.
.DEFAULT_GOAL := help
.PHONY: help run test demo sheets lint bench torture

# Cargo's own choice of a target folder, wherever it was configured.
TARGET := $(or $(CARGO_TARGET_DIR),target)

help: ## This list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 10

run: ## Build (release) and serve on 127.0.0.1:8080, database data/nep.db
	cargo build --release --locked --bin nep
	exec $(TARGET)/release/nep serve

test: ## Everything: format, lints, unit tests, web suite on both databases, a real browser
	scripts/test

demo: ## A believable organisation in a throw-away database on 127.0.0.1:8090
	cargo run --release --locked --bin nep -- demo --listen 127.0.0.1:8090 --data "$$(mktemp -d)"

sheets: ## What each role sees in the trial, at 360 and 1280 px, light and dark: PNG sheets in build-output/sheets
	scripts/install
	cargo test --locked --test browser -- --ignored --exact contact_sheets_are_written

lint: ## Formatting and clippy, warnings as errors
	cargo fmt --check
	cargo clippy --locked --all-targets -- -D warnings

bench: ## Load on a release server with 2,000 and 50,000 people against a bare one; prints one table
	scripts/bench

torture: ## The rigs in their long form: kills, faults of disk and database, power loss; prints one table
	scripts/torture
