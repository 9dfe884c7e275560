"""What stands behind the Makefile. Needs nothing but the standard library, as it is what installs the rest."""
