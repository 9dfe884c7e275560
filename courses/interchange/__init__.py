"""The course in git: files to rows and back, to the byte."""
