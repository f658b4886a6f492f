"""Recognise and Refer: the course as data, checked once and shown in several faces.

Data flows one way. YAML and Markdown files are read into models (one module a noun), `course` puts them
together and cross-checks them, `render` turns them into HTML and plain text, and the faces (`book` for
Sphinx, `notebook` for Jupyter, the command line) show them. No model knows a face.
"""

EDITION = "1.1.0"
GUIDANCE = "Keeping children safe in education 2026, reported in force since 1 September 2026"
"""What a record of completion names: the edition of the course, and of the guidance that it follows."""
