"""Persons as people write them, and the wish that the organisation supplies one."""
