"""The GraphQL service: a Starlette application, one file a subject."""
