"""Mapping the columns of found tables to fields, with how sure and why."""
