"""Alembic migrations, run from ``engine`` without an ini file."""
