"""Where models lie on this machine: cards, folders, accepted licences, and what is sound of it."""
