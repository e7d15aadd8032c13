"""Matching: which inventory item a listing could be, with reasons; knows values only, no store, network or window."""
