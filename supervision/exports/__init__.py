"""The formats there are, by the ending of a file's name. A new one is a module here and one line: it has a `key`, a
`content_type`, and writes any report."""

from supervision.exports.csv import Csv

EXPORTS = {export.key: export for export in (Csv(),)}
