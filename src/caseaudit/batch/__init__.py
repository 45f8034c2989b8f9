"""A run over many records: in several processes, from a cache, gone on with after an interruption; never all in memory.

Results do not depend on how: the same records and settings give the same lines in the same order.
"""
