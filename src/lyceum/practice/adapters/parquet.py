"""Answers as a Parquet file, written row group by row group; pyarrow, which is heavy, is imported nowhere else."""

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from lyceum.practice.ports import ExportedAnswer

# As `docs/algorithms/predictors.md` describes them.
_SCHEMA = pa.schema(
    [
        pa.field("learner", pa.string(), nullable=False),
        pa.field("attempt_id", pa.string(), nullable=False),
        pa.field("effective_at", pa.timestamp("us", tz="UTC"), nullable=False),
        pa.field("item_id", pa.string(), nullable=False),
        pa.field("item_version", pa.int32(), nullable=False),
        pa.field("skill_ids", pa.list_(pa.string()), nullable=False),
        pa.field("mode", pa.string(), nullable=False),
        pa.field("correct", pa.bool_(), nullable=False),
        pa.field("assisted", pa.bool_(), nullable=False),
        pa.field("score", pa.float64(), nullable=False),
        pa.field("quality", pa.int8(), nullable=False),
        pa.field("time_ms", pa.int32()),
        pa.field("hints_used", pa.int16(), nullable=False),
        pa.field("confidence", pa.int8()),
        pa.field("offline", pa.bool_(), nullable=False),
        pa.field("believed", pa.float64()),
        pa.field("model_version", pa.string(), nullable=False),
    ]
)


class ParquetFile:
    """A Parquet file to write answers into; it is a file only once it was closed.

    Args:
        path: of it.
    """

    def __init__(self, path: Path) -> None:
        self._writer = pq.ParquetWriter(path, _SCHEMA, compression="zstd")

    def write(self, answers: Sequence[ExportedAnswer]) -> None:
        """Add some answers as a row group."""
        columns = {name: [getattr(each, name) for each in answers] for name in _SCHEMA.names}
        self._writer.write_table(pa.table(columns, schema=_SCHEMA), row_group_size=len(answers))

    def close(self) -> None:
        """End the file."""
        self._writer.close()


def open_file(path: Path) -> ParquetFile:
    """A new file; see `ParquetFile`."""
    return ParquetFile(path)
