"""Who may use the app when it is more than one person on one computer.

Without accounts the app answers this computer alone: it does not start on another address, and a connection
that arrives on another address, or through a proxy, is refused (`ui.access.start`, `ui.access.guard`). As
soon as there is an account (``python -m analyzer accounts add NAME``), everybody signs in, on this computer
too, since a proxy that adds TLS also comes from here.

The guard stands before everything that the server answers: pages, uploads, pictures, downloads, Streamlit's
WebSocket, and whatever is in `ui.routes.ROUTES`. A page or a route needs no check of its own. A WebSocket is
closed within seconds after its person signed out or was idle for too long. Who it is, if that matters:

- in a page: `ui.access.here.signed_in_name`;
- in a route: ``scope["state"]["signed_in"]``, the name or ``None``.

That a request comes from somebody who signed in does not say which of their windows it belongs to: a route
that serves one session still needs a secret of that session in its address.
"""
