"""The benchmark of `python3 dev.py bench`: how fast the program is, beside something plain in the same run.

No code of the product lies here and none of the product needs it. `__main__` runs each measure in a process of its
own, so that one that dies takes nothing with it, and writes `docs/benchmarks.md` from what all of them left.
"""
