"""The portfolio file: schema, migrations, journal, backups. The only package that speaks SQL."""
