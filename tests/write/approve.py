"""Write the texts as they are now over the approved ones; git then shows what changed, for a person to read."""

from tests.write.test_texts import GOLDEN, NAMED, NOW, TEXTS, as_file

if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for path in GOLDEN.glob("*.txt"):
        path.unlink()
    for name, reply in NAMED.items():
        (GOLDEN / f"{name}.txt").write_text(as_file(TEXTS.write(reply, NOW)), encoding="utf-8")
    print(f"{len(NAMED)} texts written to {GOLDEN}")
