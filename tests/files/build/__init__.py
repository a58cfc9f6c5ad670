"""Builds the files under ``tests/files``: one small file for each trait that contracts have in practice.

``python -m tests.files.build`` writes them anew. What each must read as is in the YAML file of the same name,
written by hand and never by this script.
"""
