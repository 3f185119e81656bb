"""A calibration plot as SVG text: published confidence against the share of right links."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

SIZE, MARGIN = 320, 48
LOWEST = 0.4


def bins(scored: Sequence[tuple[float, bool]], width: float = 0.05) -> list[tuple[float, float, int]]:
    """Mean confidence, share right and number of the links of each step of confidence that has any."""
    steps: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in scored:
        steps.setdefault(min(int(confidence / width + 1e-9), round(1 / width) - 1), []).append(
            (confidence, right)
        )
    return [
        (sum(c for c, _ in part) / len(part), sum(r for _, r in part) / len(part), len(part))
        for _, part in sorted(steps.items())
    ]


def reliability(scored: Sequence[tuple[float, bool]]) -> str:
    """The plot: a circle for each step of confidence, its area by the links in it; the line is perfect calibration."""

    def x(value: float) -> float:
        return round(MARGIN + SIZE * (value - LOWEST) / (1 - LOWEST), 1)

    def y(value: float) -> float:
        return round(MARGIN / 2 + SIZE * (1 - (value - LOWEST) / (1 - LOWEST)), 1)

    marks = []
    for tick in (0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0):
        marks.append(f'<text x="{x(tick)}" y="{y(LOWEST) + 16}" text-anchor="middle">{tick}</text>')
        marks.append(f'<text x="{MARGIN - 6}" y="{y(tick) + 4}" text-anchor="end">{tick}</text>')
    most = max((n for _, _, n in bins(scored)), default=1)
    for confidence, share, n in bins(scored):
        radius = round(3 + 9 * (n / most) ** 0.5, 1)
        at = f'cx="{x(confidence)}" cy="{y(max(share, LOWEST))}"'
        marks.append(
            f'<circle {at} r="{radius}"><title>{n} links, {100 * share:.1f} % right</title></circle>'
        )
    width, height = SIZE + 2 * MARGIN, SIZE + 2 * MARGIN
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="11">',
            f'<rect width="{width}" height="{height}" fill="white"/>',
            f'<path d="M{x(LOWEST)} {y(LOWEST)}H{x(1)}V{y(1)}H{x(LOWEST)}Z" fill="none" stroke="#999"/>',
            f'<path d="M{x(LOWEST)} {y(LOWEST)}L{x(1)} {y(1)}" stroke="#999" stroke-dasharray="4 3"/>',
            '<g fill="#2166ac" fill-opacity="0.75">',
            *[mark for mark in marks if mark.startswith("<circle")],
            "</g>",
            *[mark for mark in marks if mark.startswith("<text")],
            f'<text x="{x(0.7)}" y="{y(LOWEST) + 36}" text-anchor="middle">published confidence</text>',
            f'<text transform="translate(14 {y(0.7)}) rotate(-90)" text-anchor="middle">share of right links</text>',
            "</svg>",
            "",
        ]
    )
