"""The calendars, as GraphQL names and describes them; inputs and types take them from here."""

import strawberry

from domain.calendars import Calendar

__all__ = ["Calendar"]

strawberry.enum(Calendar, description="The calendar whose weeks, months and years a timeline counts by.")
