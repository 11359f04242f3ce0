"""A local Slack: a workspace that people can be driven in, over the same HTTP and WebSocket that Slack speaks.

State (`workspace`, `messages`, `views`), rules (`blockkit`, `methods`, `limits`, `passes`) and transport (`web`,
`socket_mode`, `http_mode`) are apart; `server.LocalSlack` puts them together and `people.Person` acts in them.
"""
