"""``posture-analyzer practice``: the app for a practice's own network, set up by one command.

``__main__`` is the command; ``words`` what it says; ``server`` runs the app and renews what ends;
``at_login`` writes what starts it when somebody signs in to the computer. Certificates are made in
`ui.access.certificates`.
"""
