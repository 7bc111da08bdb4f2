"""ASC Desktop: an adult social care change programme's projects, savings and exceptions in one offline file."""

__version__ = "0.2.0"
