"""How well mails are understood: ``python -m tests.bench.reading [FOLDER ...] [--quiet]``.

Every mail with a truth beside it is explained by a program that knows no other mail. Prints each difference, then kinds
right, values right, wrong values, needless and missed questions. A wrong value counts ten times a needless question.
"""

import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from mailflow.settings import without_instance
from mailflow.wiring import throwaway_pipe
from tests.truth import MAILS, Verdict, Verdicts, judge, pack, told, truths


def judged(folders: Iterable[Path]) -> Iterable[Verdicts]:
    """Explain every mail with a truth in these folders."""
    rules, settings = pack(), without_instance(())
    for folder in folders:
        for mail in truths(folder):
            with throwaway_pipe(settings, rules) as pipe:
                yield judge(mail, told(pipe, mail.read_bytes()))


def main(arguments: list[str]) -> None:
    """Print the differences and the sums."""
    folders = [Path(one) for one in arguments if not one.startswith("--")] or [MAILS]
    mails = kinds = 0
    keys: Counter[Verdict] = Counter()
    for verdicts in judged(folders):
        mails += 1
        kinds += verdicts.kind_is_right
        keys.update(verdict for _, verdict, _, _ in verdicts.keys)
        faults = list(verdicts.faults())
        if faults and "--quiet" not in arguments:
            print(f"{verdicts.mail.parent.name}/{verdicts.mail.stem}")
            print("\n".join(f"    {fault}" for fault in faults))
    asked = keys[Verdict.NEEDLESS] + 10 * keys[Verdict.WRONG]
    print(f"kinds right: {kinds} of {mails}")
    print(f"values right: {keys[Verdict.RIGHT]} of {sum(keys.values())}")
    print(f"wrong values: {keys[Verdict.WRONG]}")
    print(f"needless questions: {keys[Verdict.NEEDLESS]}")
    print(f"missed questions: {keys[Verdict.MISSED]}")
    print(f"a wrong value counted as ten needless questions: {asked}")


if __name__ == "__main__":
    main(sys.argv[1:])
