"""Recognise and Refer: the course as data, checked once and shown in several faces.

Data flows one way. YAML and Markdown files are read into models (one module a noun), `course` puts them
together and cross-checks them, `render` turns them into HTML and plain text, and the faces (`book` for
Sphinx, `notebook` for Jupyter, the command line) show them. No model knows a face.
"""

from importlib.metadata import version

EDITION = version("safeguarding")
"""The edition of the course: the version in `pyproject.toml`."""
