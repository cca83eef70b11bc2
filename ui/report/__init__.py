"""The panel that makes a report of whatever page it stands on."""
