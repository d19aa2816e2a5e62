# Aliases of ./mf, for hands that type make. Words for pytest: make test ARGS="-k smtp"
.PHONY: demo test lint bench lock

demo:
	@./mf demo

test:
	@./mf test $(ARGS)

lint:
	@./mf lint

bench:
	@./mf bench $(ARGS)

# After a change of the dependencies, with uv: the exact set, for uv and for pip.
lock:
	UV_NO_CONFIG=1 uv lock --default-index https://pypi.org/simple
	UV_NO_CONFIG=1 uv export --frozen --all-extras --no-emit-project --no-hashes --no-annotate --no-header --output-file constraints.txt
