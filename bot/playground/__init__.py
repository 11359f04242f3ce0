"""A local Slack: a workspace that people can be driven in, over the same HTTP and WebSocket that Slack speaks.

State (`workspace`, `messages`, `views`), rules (`blockkit`, `methods`, `limits`, `passes`, `permissions`) and transport
(`web`, `socket_mode`, `http_mode`) are apart; `events` tells the app what happens. `server.LocalSlack` puts them
together; `people.Person` and `bots.Bot` act in them. What rings outside Slack are `telephones`.
"""
