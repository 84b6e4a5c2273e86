"""The mathematics of affinity: what knows no database."""
