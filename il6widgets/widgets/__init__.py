"""What you touch: thin widgets on a live experiment; they compute nothing themselves."""
