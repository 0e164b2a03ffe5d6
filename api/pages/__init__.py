"""The pages that people read: server-rendered, of GraphQL's own answers."""
