"""What a page costs. Run it with `python -m certificates.benchmarks.rendering [pages]`; needs no database."""

import resource
import secrets
import sys
from datetime import date
from decimal import Decimal
from statistics import median
from time import process_time

from certificates.facts import Facts
from certificates.rendering import render_pdf

NAMES = {
    "English": "Amina Evans",
    "Welsh": "Llŷr Gŵyn ap Siôn",
    "Vietnamese": "Nguyễn Thị Phương Ánh",
    "Arabic": "محمد بن عبد الرحمن",
    "Bengali": "কৃষ্ণা চট্টোপাধ্যায়",
    "Chinese": "欧阳娜娜",
    "80 letters": "Wolfeschlegelsteinhausen-Bergerdorff Featherstonehaugh Montgomery Abernathy Smit",
    "no glyph": "Anna 😀",
}
BUDGET_MS, BUDGET_KB = 10, 60


def facts(name: str) -> Facts:
    """Like no other, so that nothing is answered from memory."""
    return Facts(
        name=f"{name} {secrets.randbelow(100)}",
        course_title="Cultural competence with children affected by child criminal exploitation",
        content_version="2026.1",
        hours=Decimal("7.5"),
        issued_on=date(2026, 11, 23),
        expires_on=date(2028, 11, 23),
        serial=f"2026-{secrets.token_hex(2)}-{secrets.token_hex(2)}".upper(),
        service_name="Exampleshire Youth Justice Service",
        address=f"https://training.example.org/c/{secrets.token_hex(16)}/",
    )


def timed(name: str) -> tuple[float, int]:
    """Milliseconds of processor and bytes of one page."""
    asked = facts(name)
    began = process_time()
    size = len(render_pdf(asked))
    return (process_time() - began) * 1000, size


def resident() -> int:
    """The most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main(pages: int) -> None:
    print(f"first page of a process: {timed('Amina Evans')[0]:.0f} ms, fonts included\n")
    print(f"{'':12}{'ms':>6}{'of budget':>11}{'KB':>6}{'of budget':>11}")
    for script, name in NAMES.items():
        timed(name)
        times, sizes = zip(*(timed(name) for _page in range(25)), strict=True)
        ms, kb = median(times), max(sizes) / 1024
        print(f"{script:12}{ms:6.1f}{ms / BUDGET_MS:11.0%}{kb:6.0f}{kb / BUDGET_KB:11.0%}")
    before, began = resident(), process_time()
    for page in range(pages):
        timed(list(NAMES.values())[page % 7])
    print(f"\n{pages} pages: {process_time() - began:.1f} s of one core, memory {before} → {resident()} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
