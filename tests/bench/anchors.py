"""What a plain program costs on this machine, as its own measuring wrote it down.

A file of JSON lines, one a figure: `peer` ("P3", plain Django admin, or "P4", the database alone), `figure`, `engine`
("sqlite" or "pg"), `provinces`, and `cpu_ms` or, of throughput, `rps`. Without the file only our own figures are told.
"""

import json
from pathlib import Path

PLAIN = "P3"
ENGINES = {"sqlite": "sqlite", "postgresql": "pg"}


class Anchors:
    def __init__(self, path, provinces):
        self.provinces = provinces
        self.figures = {}
        for line in Path(path).read_text(encoding="utf-8").splitlines() if path else []:
            told = json.loads(line)
            value = told.get("rps") or told.get("cpu_ms")
            if told["peer"] == PLAIN and value:
                self.figures[told["engine"], told["provinces"], told["figure"]] = value

    def of(self, engine, size, figure):
        """The figure, or None where it was not measured."""
        return self.figures.get((ENGINES[engine], self.provinces[size], figure))
