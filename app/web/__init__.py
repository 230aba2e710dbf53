"""The shell: factory, navigation, errors, headers, base templates."""
