"""The folder into which several processes count for Prometheus. Nothing here needs the program to be set up."""

from pathlib import Path


def forget_counts(folder: str) -> None:
    """Begin at nothing: files of processes of before would be added to ours. To be done before any of ours counts."""
    if folder:
        Path(folder).mkdir(mode=0o700, parents=True, exist_ok=True)
        for file in Path(folder).glob("*.db"):
            file.unlink(missing_ok=True)
