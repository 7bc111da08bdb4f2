"""What a click on a chart's figure asks for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ProjectsBehind:
    """These projects, and why they are listed."""

    project_ids: tuple[str, ...]
    title: str
