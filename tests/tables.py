"""Workbooks and Parquet files read by others than those that write them, as rows or as CSV."""

import csv
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any

import openpyxl
from pyarrow import parquet


def sheets(data: bytes) -> dict[str, list[dict[str, Any]]]:
    """The rows of every sheet by its title."""
    book = openpyxl.load_workbook(BytesIO(data), read_only=True)
    found = {}
    for sheet in book.worksheets:
        head, *lines = sheet.iter_rows(values_only=True)
        found[sheet.title] = [dict(zip(head, line, strict=False)) for line in lines]
    book.close()
    return found


def parquet_rows(data: bytes) -> list[dict[str, Any]]:
    """The rows of a Parquet file."""
    found: list[dict[str, Any]] = parquet.read_table(BytesIO(data)).to_pylist()
    return found


def tabled(suffix: str, data: bytes) -> str:
    """The rows of the file, of a workbook those of its first sheet, as CSV."""
    if suffix == "parquet":
        names, lines = parquet.read_table(BytesIO(data)).column_names, parquet_rows(data)
    else:
        head = openpyxl.load_workbook(BytesIO(data)).worksheets[0][1]
        names, lines = [cell.value for cell in head], next(iter(sheets(data).values()))
    text = StringIO()
    writer = csv.DictWriter(text, names, lineterminator="\r\n")
    writer.writeheader()
    for line in lines:
        writer.writerow({name: _shown(value) for name, value in line.items()})
    return text.getvalue()


def _shown(value: object) -> object:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%dT%H:%M:%SZ}"
    return value.isoformat() if isinstance(value, date) else value
