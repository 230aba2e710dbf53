"""Checks that set responses aside without watching people: each looks at one sign and says in words what it saw."""
