"""Numbers between columns of polars and arrays without a loop over them: out by the Arrow C data interface."""

from __future__ import annotations

import ctypes
import sys
from array import array
from typing import Any

import polars as pl


class _Array(ctypes.Structure):
    """``struct ArrowArray`` of the Arrow C data interface."""


_Array._fields_ = [
    ("length", ctypes.c_int64),
    ("null_count", ctypes.c_int64),
    ("offset", ctypes.c_int64),
    ("n_buffers", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("buffers", ctypes.POINTER(ctypes.c_void_p)),
    ("children", ctypes.c_void_p),
    ("dictionary", ctypes.c_void_p),
    ("release", ctypes.CFUNCTYPE(None, ctypes.POINTER(_Array))),
    ("private_data", ctypes.c_void_p),
]


class _Stream(ctypes.Structure):
    """``struct ArrowArrayStream``."""


_Stream._fields_ = [
    ("get_schema", ctypes.c_void_p),
    ("get_next", ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(_Stream), ctypes.POINTER(_Array))),
    ("get_last_error", ctypes.c_void_p),
    ("release", ctypes.c_void_p),
    ("private_data", ctypes.c_void_p),
]
_pointer = ctypes.pythonapi.PyCapsule_GetPointer
_pointer.restype, _pointer.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_char_p]
_WIDTH = 8


def as_array(numbers: pl.Series) -> array[int]:
    """Whole numbers of 64 bits, none of them unset, as an array."""
    if numbers.dtype != pl.Int64 or numbers.null_count():
        raise TypeError(numbers.dtype)
    found: array[int] = array("q")
    capsule: Any = numbers.__arrow_c_stream__(None)
    stream = _Stream.from_address(_pointer(capsule, b"arrow_array_stream"))
    while True:
        part = _Array()
        if stream.get_next(ctypes.byref(stream), ctypes.byref(part)):
            raise MemoryError
        if not part.release:
            return found
        start = (part.buffers[1] or 0) + part.offset * _WIDTH
        if part.length:
            found.frombytes((ctypes.c_char * (part.length * _WIDTH)).from_address(start))
        part.release(ctypes.byref(part))


def as_series(numbers: array[int]) -> pl.Series:
    """The numbers of an array as a column."""
    if not numbers:
        return pl.Series("id", [], dtype=pl.Int64())
    whole = pl.Array(pl.Int64(), len(numbers))
    return pl.Series("id", [numbers.tobytes()]).bin.reinterpret(dtype=whole, endianness=sys.byteorder).explode()
